"""Pages about supply: offers, sites, stays."""
