"""The people of a simulated Gimcheon: who they are and what they do, drawn from seeds. Pure."""
