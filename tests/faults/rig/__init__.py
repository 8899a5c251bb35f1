"""What the fault tests run: a PostgreSQL, a broker, a web, workers and a line between them, each in processes of their
own that a test may stop, freeze and kill by number."""
