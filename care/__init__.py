"""Enrolment and what follows from it."""
