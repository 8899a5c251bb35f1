"""Pages about the protection of personal data."""
