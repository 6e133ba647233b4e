"""Lists of residents, helpers and employees, read from the files that offices keep."""
