"""Django's PostgreSQL, that does not wait for ever for a server that went silent (`base`, `silence`)."""
