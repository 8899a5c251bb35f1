"""The first run of an installation: what is in order, what is not and what to do about it, and what has to be there."""
