"""How to use the portal: guides per role, a glossary, and which guide belongs to which page.

`vlot.guidance` is about housing people; this is about the buttons.
"""
