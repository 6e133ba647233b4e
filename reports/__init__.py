"""Figures over a period, for the team lead and the demo; reads, never decides."""
