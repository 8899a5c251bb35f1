"""Copies of the database and the documents: made, kept, brought back, and practised (docs/adr/0024)."""
