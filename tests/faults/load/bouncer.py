"""PgBouncer in transaction mode, with the file of config/production, in front of the cluster of a test."""

import re
import shutil
import socket
import subprocess
from pathlib import Path

from django.conf import settings

from config.local.embedded import Embedded
from tests.faults.rig.cluster import Cluster
from tests.faults.rig.waiting import until


def program() -> str | None:
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


class Bouncer:
    """So few sessions (`sessions`) that people have to share them."""

    def __init__(self, cluster: Cluster, database: str, folder: Path, *, sessions: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        text = (Path(settings.BASE_DIR) / "config" / "production" / "pgbouncer.ini").read_text()
        for pattern, here in {
            r"^huisvestingstool = host=database port=5432 dbname=huisvestingstool pool_size=\d+": (
                f"{database} = host={cluster.socket_folder} port=5432 dbname={database} user=housing"
                f" pool_size={sessions}"
            ),
            r"^huisvestingstool_taken = .*$": "",
            r"^listen_addr = .*$": "listen_addr = 127.0.0.1",
            r"^listen_port = .*$": f"listen_port = {self.port}\nunix_socket_dir =",
            r"^auth_type = .*$": "auth_type = any",
            r"^auth_file = .*$": "",
        }.items():
            text, found = re.subn(pattern, here, text, flags=re.MULTILINE)
            assert found == 1, pattern
        file = folder / "pgbouncer.ini"
        file.write_text(text)
        # It refuses to be root, as PostgreSQL does.
        prefix, _ = Embedded(folder, folder)._ordinary_user()
        self.log = folder / "pgbouncer.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([*prefix, program() or "", str(file)], stdout=log, stderr=log)
        until(self._listens, seconds=10, step=0.05)

    def _listens(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
