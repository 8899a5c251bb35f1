"""How accessible the portal is: what was tested (results.json, written by tests/accessibility), and the statement."""
