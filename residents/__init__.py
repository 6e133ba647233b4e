"""The registry: who is looked after, who looks after them, and what each of them agreed to."""
