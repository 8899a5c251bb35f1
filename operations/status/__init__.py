"""How the installation is doing: signs of life, what waits, copies, and how that shows (page, probes, metrics)."""
