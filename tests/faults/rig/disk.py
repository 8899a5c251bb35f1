"""A small file system of the test's own, that can be filled to the last byte and emptied again."""

import subprocess
from pathlib import Path

import pytest

MEGABYTE = 1024 * 1024
AS_SOMEBODY = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]  # PostgreSQL is never root


class Disk:
    """So many megabytes on `folder`, seen by who enters (`words` before his own) and by nobody else.

    A process that sleeps holds it, so that what lies on it outlives a server that falls. No rights are needed: user and
    mount are of a namespace of their own. Skips the test where a machine allows that to nobody.
    """

    def __init__(self, folder: Path, *, megabytes: int) -> None:
        folder.mkdir()
        self.folder = folder
        held = f'mount -t tmpfs -o size={megabytes}m tmpfs "{folder}" && echo ready && exec sleep infinity'
        self.holder = subprocess.Popen(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", held],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.holder.stdout and self.holder.stderr
        if self.holder.stdout.readline() != b"ready\n":
            pytest.skip(f"this machine mounts no file system: {self.holder.stderr.read().decode()}")

    @property
    def words(self) -> list[str]:
        pid = str(self.holder.pid)
        enter = ["nsenter", "--target", pid, "--user", "--mount", "--preserve-credentials", "--"]
        return [*enter, *AS_SOMEBODY]

    @property
    def inside(self) -> Path:
        """Its folder, from outside."""
        return Path(f"/proc/{self.holder.pid}/root{self.folder}")

    def fill(self) -> None:
        """Until there is no room for one byte more."""
        with (self.inside / "ballast").open("ab", buffering=0) as ballast:
            for size in (MEGABYTE, 4096, 1):
                try:
                    while ballast.write(b"x" * size) == size:
                        continue
                except OSError:
                    continue

    def make_room(self) -> None:
        (self.inside / "ballast").unlink()

    def close(self) -> None:
        self.holder.kill()
        self.holder.communicate()
