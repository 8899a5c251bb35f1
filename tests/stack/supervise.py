"""Runs the supervisor the way `./run` does, for the tests that kill it: supervise.py CODE HOME SITE_PACKAGES.

Standard library only and without `config/__init__.py`, so that any user with any Python 3.11 can run it.
"""

import json
import sys
import time
import types

code, home, packages = sys.argv[1:4]
config = types.ModuleType("config")
config.__path__ = [f"{code}/config"]
sys.modules["config"] = config
sys.dont_write_bytecode = True

from pathlib import Path

from config.local.embedded import Embedded
from config.local.processes import Trouble, stop_when_asked

if __name__ == "__main__":
    stop_when_asked()
    try:
        with Embedded(Path(home), Path(packages)) as servers:
            servers.start_database()
            servers.start_broker()
            pids = {child.name: child.process.pid for child in servers.children.running}
            sys.stdout.write(json.dumps(servers.addresses | {"pids": pids}) + "\n")
            sys.stdout.flush()
            while True:
                servers.children.check()
                time.sleep(0.1)
    except KeyboardInterrupt:
        sys.exit(0)
    except Trouble as problem:
        sys.exit(str(problem))
