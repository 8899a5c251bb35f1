"""Where documents lie: on a disk, and really there before a row says so."""

import os
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Django's folder of files, that answers when a file would survive the power going off.

    Django gives a file to the operating system, which writes it when it likes (half a minute later, by default), while
    PostgreSQL keeps a row for good at once: without this, a machine that stops leaves rows without their file.
    """

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        saved = super().save(name, content, max_length)
        put_on_disk(Path(self.path(saved)))
        return saved


def put_on_disk(path: Path) -> None:
    """Waits until a file, and that it is in its folder, are on the disk. Raises OSError when the disk says no."""
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
