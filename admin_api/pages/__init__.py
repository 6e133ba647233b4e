"""Pages opened by a one-time link, without an account."""
