"""Python reads this when it starts in the surroundings of tests whose clock was put back: it gets the same clock.

See `stay_on_one_day` of tests/guards.py. A Python without the packages of the tests, such as that of `./run` before
it has made its own, keeps the real clock.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta

SECONDS = float(os.environ.get("TESTS_CLOCK_BEHIND", "0"))

if SECONDS:
    with suppress(ImportError):
        import time_machine

        time_machine.travel(datetime.now(UTC) - timedelta(seconds=SECONDS), tick=True).start()
