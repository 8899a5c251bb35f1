"""A whole installation in open formats, and back into an empty one: nobody is held by this software."""
