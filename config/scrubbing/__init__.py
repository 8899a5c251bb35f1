"""A copy of the database without people in it, for testing (docs/operations.md)."""
