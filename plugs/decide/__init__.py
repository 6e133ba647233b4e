"""What a device's records say, and what a home's silence means. Pure."""
