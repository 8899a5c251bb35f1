"""The database engine of the portal: Django's own for PostgreSQL, on connections that notice a silent server."""

from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel

from config.database.silence import Watched, away

DEFAULT_PORT = 5432


class DatabaseWrapper(base.DatabaseWrapper):
    """With a pool, as for the web, nobody waits for a server that is known to be away."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.pool:
            self.isolation_level = IsolationLevel.READ_COMMITTED  # as Django does when settings name none
            return Watched.connect(**conn_params)
        host, port = (
            self.settings_dict["HOST"] or "localhost",
            int(self.settings_dict["PORT"] or DEFAULT_PORT),
        )
        with away.one_finds_out(host, port):
            return super().get_new_connection(conn_params)
