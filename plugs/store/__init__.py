"""Rows to model and back, set by set."""
