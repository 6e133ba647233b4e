"""Services of others that look after residents, too, and what they tell us."""
