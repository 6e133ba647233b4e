"""The main job on one machine: the service, a simulated town, and a conductor with the clock."""
