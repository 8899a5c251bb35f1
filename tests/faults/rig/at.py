"""Runs celery at another time: `python -m tests.faults.rig.at 2026-10-25T02:59+02:00 -A config beat`.

The clock of that process alone is set, and runs on; PostgreSQL and all others keep theirs.
"""

import sys
from datetime import datetime

import time_machine

if __name__ == "__main__":
    moment = datetime.fromisoformat(sys.argv.pop(1))
    with time_machine.travel(moment, tick=True):
        from celery.__main__ import main

        main()
