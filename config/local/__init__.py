"""What `./run` does on one machine: demo, tests, checks. Never part of production.

Standard library only, because it runs before anything is installed. `run` itself loads this package without
`config/__init__.py`, which needs Celery.
"""
