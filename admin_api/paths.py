"""Addresses that more than one part names."""

API = "/api/v1"
GUIDE = "/residents/{resident_id}/guide"
