"""When residents are asked, by which steps, and what their silence means. Pure."""
