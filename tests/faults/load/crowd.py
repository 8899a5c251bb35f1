"""People who ask pages all the time, in a process of their own, while a test breaks something."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from benchmarks.load.drive import Asked, Order

SERVED = {200, 302}


class Crowd:
    """`people`: role and cookie of each (benchmarks.load.journeys); by default nobody waits when told to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[subprocess.Popen[str]] = []

    def begin(self, url: str, people: list[tuple[str, str]], *, seconds: float, **more: Any) -> None:
        """Starts asking, and returns when the first answer can be expected."""
        order = Order(url=url, seconds=seconds, people=people, **{"patient": False, **more})
        path = self.folder / f"order-{len(self.running)}.json"
        path.write_text(json.dumps(order.__dict__))
        self.running.append(
            subprocess.Popen(
                [sys.executable, "-m", "benchmarks.load.drive", str(path)],
                cwd=settings.BASE_DIR,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        time.sleep(2)

    def end(self) -> list[Asked]:
        """Waits until their time is up. Everything that they asked, in order."""
        asked = []
        for process in self.running:
            said, _ = process.communicate(timeout=180)
            assert process.returncode == 0
            asked += [Asked(**one) for one in json.loads(said)]
        self.running.clear()
        return sorted(asked, key=lambda one: one.at)

    def stop(self) -> None:
        for process in self.running:
            process.kill()
            process.communicate()


def not_served(asked: list[Asked]) -> list[Asked]:
    found = [one for one in asked if one.status not in SERVED]
    for one in found[:5]:
        print(one)  # noqa: T201  pytest shows it when the test fails
    return found


def percentile(asked: list[Asked], per: int, only: Callable[[Asked], bool] = lambda one: True) -> float:
    """Of what was served, in seconds."""
    took = sorted(one.took for one in asked if one.status in SERVED and only(one))
    assert took, "nothing was served"
    return took[min(len(took) - 1, len(took) * per // 100)]
