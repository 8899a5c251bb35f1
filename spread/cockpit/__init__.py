"""The cockpit: one selection of figures, on the map, in the table and in every file."""
