"""The shared vocabulary of facts and their append-only inbox."""
