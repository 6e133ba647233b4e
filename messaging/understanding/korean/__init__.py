"""Korean, as it is spoken and written in Gimcheon."""
