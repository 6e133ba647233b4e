"""Rows of the registry to plain values and back, with set-based SQL."""
