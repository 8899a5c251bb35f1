"""What VLOT sees of its own work: the teams today, the report of each month, and what moved after a case."""
