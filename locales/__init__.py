"""Catalogs, number and time formats; Korean is the source language."""
