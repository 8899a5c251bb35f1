"""Pages of VLOT, by module of the noun."""
