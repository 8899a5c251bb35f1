"""The commands of `./run`."""

import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from config.local import checks, demonstration, packages, schema_changes, security, upgrades
from config.local.embedded import Embedded
from config.local.packages import PYTHON, ROOT, site_packages
from config.local.processes import Trouble, dies_with_parent, stop_when_asked
from config.local.screen import show, step

HELP = """\
./run demo [--fresh]     start het portaal met voorbeeldgegevens; --fresh begint opnieuw; PORT=8001 kiest een poort
./run test [...]         alle tests; woorden erachter gaan naar pytest, bijvoorbeeld: ./run test -k aanbod
./run soak [...]         de lange proeven (fouten, belasting, elke pagina); woorden erachter gaan naar pytest
./run check [--fix]      vorm, stijl, types, lagen, migraties, sjablonen, pakketten, geheimen, licenties, documentatie
./run audit              vraagt na of er gaten bekend zijn in de vergrendelde pakketten (heeft internet nodig)
./run manage ...         een beheercommando op de gegevens van de demo, bijvoorbeeld: ./run manage shell
./run bench [...]        metingen (map benchmarks)
./run lock [--upgrade]   maakt requirements/*.txt opnieuw uit pyproject.toml
./run upgrade-check [...] draait de vorige versie op de tabellen van nu; een merk of commit erachter kiest welke
./run release X.Y.Z      noteert welke migraties deze versie heeft; ./run check houdt de volgende ertegen

Met DATABASE_URL en REDIS_URL in de omgeving wordt geen eigen databank en berichtenserver gestart.
Alles wat ./run bewaart staat in .venv en var; die mappen mag u verwijderen."""


def main(words: Sequence[str]) -> int:
    """Runs one command and returns its exit code."""
    commands: dict[str, Callable[[list[str]], int]] = {
        "demo": demonstration.demo,
        "test": test,
        "soak": soak,
        "check": checks.check,
        "audit": security.audit,
        "manage": manage,
        "bench": bench,
        "lock": lock,
        "release": schema_changes.release,
        "upgrade-check": upgrade_check,
    }
    name, rest = (words[0], list(words[1:])) if words else ("help", [])
    if name not in commands:
        print(HELP)
        return 0 if name in {"help", "-h", "--help"} else 2
    stop_when_asked()
    os.chdir(ROOT)
    try:
        return commands[name](rest)
    except Trouble as problem:
        show(problem)
        return 1
    except KeyboardInterrupt:
        print("\nGestopt.")
        return 130
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def test(words: list[str]) -> int:
    """Everything, spread over the processors; with words, exactly what pytest makes of them."""
    packages.ensure("test")
    # The browser tests talk http with a server on this machine.
    env = {"CHROMIUM": packages.ensure_browser(), "SECURE": "false"}
    # Every test client would read whatever a demo once collected.
    env["STATIC_ROOT"] = str(ROOT / "var" / "test" / "no_static")
    # Hundreds of processes begin in a run: what one compiled, the others read, also where bytecode is not wanted.
    env["PYTHONDONTWRITEBYTECODE"] = ""
    if words:
        env["KEEP_SCREENSHOTS"] = "true"
    # One more than processors: browsers, servers and workers of tests are waited for.
    words = words or ["-n", str(min(4, (os.cpu_count() or 1) + 1)), "--dist", "worksteal"]
    with _servers("test", durable=False) as addresses:
        return _in_front([PYTHON, "-m", "pytest", *words], _environment(env | addresses))


def soak(words: list[str]) -> int:
    """What takes minutes and says more: faults, load, every page in a browser; one after the other."""
    return test(["-m", "soak", *words])


def manage(words: list[str]) -> int:
    """A management command on the data of the demo, whether that is running or not."""
    packages.ensure("demo")
    servers = Embedded(ROOT / "var" / "demo", site_packages())
    command = [PYTHON, "manage.py", *words]
    unlimited = {"STATEMENT_TIMEOUT": "0", "IDLE_IN_TRANSACTION_SESSION_TIMEOUT": "0"}
    if not servers.lock.take():  # the demo runs: join it
        port = re.search(r":(\d+)$", servers.lock.holder)
        return _in_front(
            command, demonstration.environment(servers, int(port[1]) if port else 8000) | unlimited
        )
    with servers:
        servers.start_database()
        servers.start_broker()
        return _in_front(command, demonstration.environment(servers) | unlimited)


def bench(words: list[str]) -> int:
    """The measurements, on servers of their own with the durability of production."""
    packages.ensure("test")
    with _servers("bench", durable=True) as addresses:
        return _in_front([PYTHON, "-m", "benchmarks", *words], _environment(addresses))


def upgrade_check(words: list[str]) -> int:
    """The previous release on the tables of now."""
    return upgrades.upgrade_check(words, _environment({}))


def lock(words: list[str]) -> int:
    packages.ensure("test")
    packages.make_locks(words)
    return 0


@contextmanager
def _servers(name: str, *, durable: bool) -> Iterator[dict[str, str]]:
    with Embedded(ROOT / "var" / name, site_packages(), durable=durable) as servers:
        if len(servers.given) < 2:
            with step("databank en berichtenserver"):
                servers.start_database()
                servers.start_broker()
        yield servers.addresses


def _environment(forced: dict[str, str]) -> dict[str, str]:
    made_up = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        # Always the same: the measurements find their database of the time before again. Nothing real is under it.
        "FIELD_ENCRYPTION_KEYS": demonstration.written(b"encryption".ljust(32)),
        "FIELD_INDEX_KEYS": demonstration.written(b"index".ljust(32)),
    }
    return made_up | os.environ | forced


def _in_front(command: Sequence[object], env: dict[str, str]) -> int:
    """Runs a command that has the terminal to itself: Ctrl-C is for it, and we wait until it is done."""
    process = subprocess.Popen(
        [str(part) for part in command], env=env, preexec_fn=dies_with_parent(signal.SIGTERM)
    )
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    except KeyboardInterrupt:  # a SIGTERM for us
        process.send_signal(signal.SIGINT)
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, previous)
