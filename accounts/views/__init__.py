"""Pages about who someone is, for whom he acts, and who else does."""
