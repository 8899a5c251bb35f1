"""Waiting for what another process does."""

import time
from collections.abc import Callable


def until(what: Callable[[], object], *, seconds: float, step: float = 0.2) -> float:
    """Waits until it is so; returns after how many seconds it was. Fails when it takes longer than `seconds`."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        time.sleep(step)
    return time.monotonic() - begun
