"""What we expect to hear from whom and when, and when silence counts."""
