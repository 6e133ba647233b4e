"""How many readings a second go from a broker into the database, acknowledged after the commit."""
