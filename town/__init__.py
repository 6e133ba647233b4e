"""A simulated Gimcheon; imports nothing of the service."""
