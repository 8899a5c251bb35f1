"""An app of the next release, with one migration: for test_migrations.py."""
