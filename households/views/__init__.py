"""Pages about who needs a home: the intake, lists, and the file of a household."""
