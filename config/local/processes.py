"""Child processes that never outlive the one that started them, stopped in the reverse order of their start."""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

PR_SET_PDEATHSIG = 1


class Trouble(Exception):
    """Something the reader can act on: the message (Dutch) says what happened and what to do."""

    def __init__(self, message: str, log: Path | None = None) -> None:
        super().__init__(message)
        self.log = log


def stop_when_asked() -> None:
    """SIGTERM and a closed terminal stop a command the way Ctrl-C does: as KeyboardInterrupt, in order."""
    for sig in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, _interrupt)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log file, empty when there is none."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def dies_with_parent(sig: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: Linux sends `sig` to the child when its parent is gone, even after SIGKILL."""
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def tie() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, sig)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return tie


@dataclass
class Child:
    """One running process, how to ask it to stop, and how long it gets (seconds)."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    stop_signal: signal.Signals
    patience: float

    def stop(self) -> None:
        """Asks, waits, and ends the whole process group when asking did not help."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(self.patience)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass  # the group is empty already, the usual case
        self.process.wait()


class Children:
    """The children of one command. Used as a context manager: leaving it stops them all."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.running: list[Child] = []

    def start(
        self,
        name: str,
        command: Sequence[object],
        *,
        env: dict[str, str] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        patience: float = 15,
        user: tuple[int, int] | None = None,
        cwd: Path | None = None,
    ) -> Child:
        """Starts a process in a session of its own, so that Ctrl-C reaches it through us and in our order."""
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        uid, gid = user or (None, None)
        with log.open("wb") as output:
            try:
                process = subprocess.Popen(
                    [str(part) for part in command],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=env,
                    cwd=cwd,
                    start_new_session=True,
                    preexec_fn=dies_with_parent(stop_signal),
                    user=uid,
                    group=gid,
                    extra_groups=[] if user else None,
                )
            except OSError as problem:
                raise Trouble(f"{name} kan niet starten: {problem}.") from problem
        child = Child(name, process, log, stop_signal, patience)
        self.running.append(child)
        return child

    def finish(self, child: Child, *, advice: str) -> None:
        """Waits for a child that must end by itself. Raises Trouble when it fails, or when another child dies."""
        try:
            while child.process.poll() is None:
                self.check(expected=child)
                time.sleep(0.02)
        finally:
            child.stop()
            self.running.remove(child)
        if child.process.returncode:
            raise Trouble(f"{child.name} is mislukt (code {child.process.returncode}). {advice}", child.log)

    def check(self, expected: Child | None = None) -> None:
        """Raises Trouble that names the first child that ended while it should be running."""
        for child in self.running:
            code = child.process.poll()
            if code is not None and child is not expected:
                how = f"door signaal {-code}" if code < 0 else f"met code {code}"
                raise Trouble(f"{child.name} is onverwacht gestopt, {how}.", child.log)

    def stop(self) -> None:
        """Stops every child, the last one started first."""
        while self.running:
            self.running.pop().stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()


class Lock:
    """One command at a time in a folder; the kernel lets go of it when the holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: IO[str] | None = None

    def take(self, *, wait: bool = False) -> bool:
        """True when the lock is ours; False when another process has it (`holder` tells which)."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("a+")
        except PermissionError:
            folder = self.path.parent
            raise Trouble(
                f"{folder} is van een andere gebruiker. Start als die gebruiker, of verwijder die map."
            ) from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            file.close()
            return False
        self.file = file
        self.note(f"proces {os.getpid()}")
        return True

    def note(self, text: str) -> None:
        """What a second starter gets to read about us."""
        assert self.file is not None
        self.file.seek(0)
        self.file.truncate()
        self.file.write(text)
        self.file.flush()

    @property
    def holder(self) -> str:
        try:
            return self.path.read_text().strip() or "een ander proces"
        except OSError:
            return "een ander proces"

    def release(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None
