"""PostgreSQL's log as it is written, over the replication protocol: `pg_receivewal`, kept running."""

import logging
from pathlib import Path
from time import monotonic

from django.conf import settings

from operations.backup.making import server_to_copy
from operations.backup.programs import Server, run, start

logger = logging.getLogger(__name__)
SLOT = "reservekopie"  # the server keeps what this slot did not take yet, up to max_slot_wal_keep_size
AGAIN_AFTER = 10.0  # seconds
PATIENCE = 10  # seconds to stop


class Receiver:
    """One `pg_receivewal` into WAL_SPOOL; nothing at all where that is empty."""

    def __init__(self) -> None:
        self.process: Server | None = None
        self.started = -AGAIN_AFTER

    def keep_running(self) -> None:
        """Start it, or start it again when it ended. Raises ProgramFailed when the slot cannot be made."""
        if not settings.WAL_SPOOL or monotonic() < self.started + AGAIN_AFTER:
            return
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            logger.error("pg_receivewal ended (%s); it is started again", self.process.returncode)
        self.started, spool, server = monotonic(), Path(settings.WAL_SPOOL), server_to_copy()
        spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        who = [f"--slot={SLOT}", "--no-password"]
        run("pg_receivewal", [*who, "--create-slot", "--if-not-exists"], server)
        words = [*who, f"--directory={spool}", "--synchronous", "--no-loop"]
        self.process = start("pg_receivewal", words, log=spool / "pg_receivewal.log", database=server)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        self.process = None
