"""Processor time of trees of processes, from /proc."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def seconds_of(root: int) -> float:
    """Processor seconds so far of this process, of all its descendants, and of those that ended and were waited for.

    0.0 when there is no such process here (a database on another machine).
    """
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            continue  # it ended in between: its parent has its time
        total += sum(
            int(field) for field in fields[11:15]
        )  # own user, own system, those of waited-for children
        waiting += [int(child) for child in children]
    return total / TICK


def parent_of(pid: int) -> int:
    """Raises OSError when there is no such process."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
