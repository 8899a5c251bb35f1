"""Guidance of VLOT (handvaten): the library of guides, its search, and good practice of local governments."""
