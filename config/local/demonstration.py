"""`./run demo`: the whole portal on this machine, with invented data."""

import base64
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

from config.local import packages
from config.local.embedded import Embedded
from config.local.packages import PYTHON, ROOT, site_packages
from config.local.prepare import DONE
from config.local.processes import Child, Trouble
from config.local.screen import seconds, step

HOME = ROOT / "var" / "demo"
STATIC = ROOT / "var" / "static"
ACCOUNTS = HOME / "accounts.txt"
ADVICE = "Staat het er na een tweede poging nog, begin dan opnieuw met ./run demo --fresh."
# In this order, because each builds on what came before. They do nothing when there is nothing to do.
PREPARATION = {
    "tabellen": ["migrate", "--no-input", "--verbosity", "0"],
    "referentiegegevens": ["load_reference_data"],
    "overheden": ["load_organisations"],
    "ondersteuningsteams": ["load_teams"],
    "handvaten": ["load_guides"],
    "verdeelsleutels": ["load_spread_keys"],
    "voorbeeldgegevens": ["load_demo_data"],
}


def demo(words: list[str]) -> int:
    """Starts everything, shows where, and stops everything when asked to or when a part of it dies."""
    if unknown := set(words) - {"--fresh"}:
        raise Trouble(f"./run demo kent {' '.join(sorted(unknown))} niet; wel --fresh.")
    begun, port = time.monotonic(), _port()
    servers = Embedded(HOME, site_packages())
    servers.claim()
    _refuse_taken(port)
    servers.lock.note(f"proces {os.getpid()}, http://127.0.0.1:{port}")
    print("Vlaamse huisvestingstool, demo", flush=True)
    if "--fresh" in words:
        if "DATABASE_URL" in servers.given:
            raise Trouble(
                "De databank in DATABASE_URL wordt niet gewist. Geef er een lege op, zonder --fresh."
            )
        servers.erase()
    packages.ensure("demo")
    servers.site_packages = site_packages()
    with servers:
        with step("databank en berichtenserver"):
            servers.start_database()
            servers.start_broker()
        env = environment(servers, port)
        _prepare(servers, env)
        with step("web, taken en klok"):
            _start(servers, env, port)
            _wait_until_ready(servers, port)
        print(
            f"\nKlaar in {seconds(begun)}: http://127.0.0.1:{port}\n\n{ACCOUNTS.read_text()}\nStoppen: Ctrl-C",
            flush=True,
        )
        try:
            while True:
                servers.children.check()
                time.sleep(0.2)
        except KeyboardInterrupt:
            for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(sig, signal.SIG_IGN)
            print("\nAlles wordt netjes gestopt.", flush=True)
    print("Gestopt. De gegevens blijven bewaard voor de volgende keer.")
    return 0


def environment(servers: Embedded, port: int = 8000) -> dict[str, str]:
    """The settings of the demo. What is in the environment already goes first, except where it would break it."""
    defaults = {
        "SECRET_KEY": _kept("secret-key", secrets.token_urlsafe(50)),
        "FIELD_ENCRYPTION_KEYS": _kept("encryption-key", written(secrets.token_bytes(32))),
        "FIELD_INDEX_KEYS": _kept("index-key", written(secrets.token_bytes(32))),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": "consolemail://",
        "MEDIA_ROOT": str(HOME / "media"),
    }
    forced = {
        "DEBUG": "false",
        "DEMO_MODE": "true",
        "SECURE": "false",
        "STATIC_ROOT": str(STATIC),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return defaults | os.environ | forced | servers.addresses


def written(key: bytes) -> str:
    """A key as the environment brings it (audit.keys)."""
    return base64.urlsafe_b64encode(key).decode()


def _kept(name: str, new: str) -> str:
    """What was made the first time."""
    path = HOME / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(new)
    return path.read_text()


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} is geen poort: kies een getal van 1 tot 65535.")
    return int(text)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Trouble(
                f"Poort {port} mag u niet gebruiken. Kies er een boven 1023: PORT=8001 ./run demo"
            ) from None
        except OSError:
            raise Trouble(f"Poort {port} is bezet. Kies een andere: PORT={port + 1} ./run demo") from None


def _prepare(servers: Embedded, env: dict[str, str]) -> None:
    """Tables, data and files for the browser, in one process that reports each step."""
    steps = dict(PREPARATION)
    stamp, mark = STATIC.with_name("static.stamp"), _mark_of_static_files()
    if not stamp.exists() or stamp.read_text() != mark:
        shutil.rmtree(STATIC, ignore_errors=True)
        steps["bestanden voor de browser"] = ["collectstatic", "--no-input", "--verbosity", "0"]
    unlimited = env | {
        "STATEMENT_TIMEOUT": "0",
        "LOCK_TIMEOUT": "0",
        "IDLE_IN_TRANSACTION_SESSION_TIMEOUT": "0",
    }
    command = [PYTHON, "-m", "config.local.prepare", json.dumps(list(steps.values())), ACCOUNTS]
    child = servers.children.start("voorbereiding", command, env=unlimited, cwd=ROOT)
    for name, words in steps.items():
        with step(name):
            _wait_for_step(servers, child, name, f"{DONE} {words[0]}\n")
    servers.children.finish(child, advice=ADVICE)
    stamp.write_text(mark)


def _wait_for_step(servers: Embedded, child: Child, name: str, line: str) -> None:
    while True:
        ended = (
            child.process.poll() is not None
        )  # asked before reading, so that its last line is never missed
        if line in child.log.read_text():
            return
        if ended:
            raise Trouble(f"{name} is mislukt. {ADVICE}", child.log)
        servers.children.check(expected=child)
        time.sleep(0.02)


def _mark_of_static_files() -> str:
    """Changes when a file of ours, or the set of installed packages, changes."""
    digest = hashlib.sha256(packages.STAMP.read_bytes())
    for path in sorted([*ROOT.glob("static/**/*"), *ROOT.glob("*/static/**/*")]):
        if path.is_file() and STATIC not in path.parents:
            digest.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _start(servers: Embedded, env: dict[str, str], port: int) -> None:
    celery: list[object] = [PYTHON, "-m", "celery", "-A", "config"]
    quick = [
        "--loglevel",
        "INFO",
        "--without-gossip",
        "--without-mingle",
    ]  # they have nothing to say to each other
    work_env = env | {"STATEMENT_TIMEOUT": "55s", "OMP_NUM_THREADS": "1"}
    for name, options in (
        ("taken", ["--concurrency", "2", "--hostname", "taken@%h"]),
        ("plannen", ["--queues", "plans", "--concurrency", "1", "--hostname", "plannen@%h"]),
    ):
        servers.children.start(name, [*celery, "worker", *options, *quick], env=work_env, cwd=ROOT)
    schedule: list[object] = [
        *("--scheduler", "operations.clock:NotedScheduler"),
        "--schedule",
        HOME / "celerybeat-schedule",
        "--pidfile",
        "",
    ]
    servers.children.start("klok", [*celery, "beat", "--loglevel", "INFO", *schedule], env=env, cwd=ROOT)
    gunicorn: list[object] = [
        PYTHON,
        "-m",
        "gunicorn",
        "config.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--no-control-socket",
    ]
    gunicorn += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload"]
    servers.children.start("web", gunicorn, env=env | {"DATABASE_POOL": "true"}, cwd=ROOT)


def _wait_until_ready(servers: Embedded, port: int) -> None:
    # A proxy that the machine uses for the internet knows no 127.0.0.1.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    answer = "geen antwoord"
    for _ in range(600):
        servers.children.check()
        try:
            with direct.open(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as refused:
            answer = f"{refused.code} {refused.read(200)!r}"
        except OSError:
            pass
        time.sleep(0.1)
    raise Trouble(f"Het portaal is na een minuut nog niet klaar ({answer}).", Path(HOME / "log" / "web.log"))
