"""How the tables of the guests came about."""
