"""The virtual environment in `.venv`, filled from the hash-pinned files in `requirements/`."""

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from config.local.processes import Children, Lock, Trouble
from config.local.screen import step

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
STAMP = VENV / "installed"
LOGS = ROOT / "var" / "log"
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
NETWORK_ADVICE = (
    "Controleer de internetverbinding. Achter een proxy: zet HTTPS_PROXY. Met een eigen pakketserver: zet "
    "PIP_INDEX_URL of schrijf ze in pip.conf; beide tellen ook hier."
)
# All indexes are equal, as they are for pip; the hashes decide what is installed, not who offers it.
INDEXES = ["--index-strategy", "unsafe-best-match"]
# What a lock is made of, in the order in which they constrain each other.
LOCKS = [("prod", None, None), ("demo", "demo", "prod"), ("test", "test", "demo")]
COMPILE = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]


def site_packages() -> Path:
    """Where `.venv` keeps its packages."""
    found = sorted((VENV / "lib").glob("python3.*/site-packages"))
    return found[-1] if found else VENV / "lib"


def fingerprint(paths: Iterable[Path]) -> str:
    """A short mark of the content of these files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def ensure(lock: str) -> None:
    """Makes `.venv` when there is none and installs `requirements/<lock>.txt` when that is not there yet.

    The test lock contains the demo lock, so that going from tests to demo installs nothing.
    """
    with Children(LOGS) as children:
        guard = Lock(ROOT / "var" / "packages.lock")
        if not guard.take():
            print(f"  wachten op {guard.holder}, dat pakketten installeert", flush=True)
            guard.take(wait=True)
        try:
            if not _works():
                with step("Python-omgeving"):
                    _make(children)
            wanted = {fingerprint([REQUIREMENTS / f"{name}.txt"]) for name in {lock, "test"}}
            if not STAMP.exists() or STAMP.read_text() not in wanted:
                with step("pakketten"):
                    _install(children, lock)
        finally:
            guard.release()


def _works() -> bool:
    try:
        wanted = "import sys; sys.exit(sys.version_info < (3, 11))"
        return subprocess.run([PYTHON, "-c", wanted], capture_output=True).returncode == 0
    except OSError:
        return False


def _make(children: Children) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    child = children.start("omgeving", [sys.executable, "-m", "venv", "--clear", VENV])
    children.finish(
        child, advice=f"Op Debian en Ubuntu: sudo apt-get install python{version}-venv. Start daarna opnieuw."
    )


def _install(children: Children, lock: str) -> None:
    """uv installs ten times faster than pip; pip only brings uv, by its hash."""
    STAMP.unlink(missing_ok=True)
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        if subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode:
            children.finish(children.start("ensurepip", [PYTHON, "-m", "ensurepip"]), advice=NETWORK_ADVICE)
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", REQUIREMENTS / "uv.txt"]
        children.finish(children.start("uv", pip), advice=NETWORK_ADVICE)
    source = REQUIREMENTS / f"{lock}.txt"
    command = [uv, "pip", "install", "--require-hashes", "--compile-bytecode", *INDEXES]
    command += ["--python", PYTHON, "-r", source]
    children.finish(children.start("pakketten", command, env=uv_environment()), advice=NETWORK_ADVICE)
    STAMP.write_text(fingerprint([source]))


def uv_environment() -> dict[str, str]:
    """The environment for uv, with what pip is configured to: its index, extra indexes, links and certificates."""
    env = dict(os.environ)
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    configured: dict[str, str] = {}
    for line in listed.splitlines():  # such as global.index-url='...'; the environment comes last and wins
        name, _, value = line.partition("=")
        try:
            configured[name.rpartition(".")[2]] = " ".join(str(ast.literal_eval(value)).split())
        except (ValueError, SyntaxError):
            continue
    for pip_name, uv_name in {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
    }.items():
        if configured.get(pip_name):
            env.setdefault(uv_name, configured[pip_name])
    return env


def ensure_browser() -> str:
    """The path of a Chromium for the browser tests, installed with apt-get when this machine allows that."""
    if given := os.environ.get("CHROMIUM"):
        if not os.access(given, os.X_OK):
            raise Trouble(f"CHROMIUM wijst naar {given}, maar dat is geen programma.")
        return given
    if found := _browser():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with step("Chromium"), Children(LOGS) as children:
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for name, words in {
                "apt-update": ["update"],
                "apt-install": ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"],
            }.items():
                child = children.start(name, ["apt-get", *words], env=env)
                children.finish(child, advice="Installeer Chromium zelf en geef het pad op in CHROMIUM.")
    if found := _browser():
        return found
    raise Trouble(
        "De browsertests hebben Chromium nodig. Installeer het (Debian: sudo apt-get install chromium) of geef het "
        "pad van een Chromium of Chrome op: CHROMIUM=/pad/naar/chromium ./run test"
    )


def _browser() -> str | None:
    places = [*BROWSERS, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
    return next((found for place in places if (found := shutil.which(place))), None)


# --- Lock files --------------------------------------------------------------------------------------------


def requested() -> str:
    """A mark of what pyproject.toml asks for; every lock file begins with the mark it was made from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {
        "python": project["project"]["requires-python"],
        "dependencies": sorted(project["project"]["dependencies"]),
        "groups": project["dependency-groups"],
    }
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def make_locks(extra: list[str]) -> None:
    """Makes the lock files again; pins that still fit stay, unless `extra` says `--upgrade`."""
    uv, mark = VENV / "bin" / "uv", f"# ./run lock {requested()}\n"
    with Children(LOGS) as children:
        for name, group, constraint in LOCKS:
            target = REQUIREMENTS / f"{name}.txt"
            with step(target.name):
                command: list[object] = [
                    uv,
                    "pip",
                    "compile",
                    *COMPILE,
                    "--no-annotate",
                    "pyproject.toml",
                    "-o",
                    target,
                    *extra,
                ]
                command += [*INDEXES, *extra]
                command += ["--group", group] if group else []
                command += ["-c", REQUIREMENTS / f"{constraint}.txt"] if constraint else []
                child = children.start(f"lock-{name}", command, env=uv_environment(), cwd=ROOT)
                children.finish(child, advice=NETWORK_ADVICE)
                target.write_text(mark + target.read_text())


def lock_problems() -> list[str]:
    """What is wrong with the lock files: made from another pyproject.toml, an address in them, a pin without hash."""
    problems = []
    for path in sorted(REQUIREMENTS.glob("*.txt")):
        text = path.read_text()
        if path.stem != "uv" and not text.startswith(f"# ./run lock {requested()}\n"):
            problems.append(f"{path.name} hoort niet bij pyproject.toml: maak opnieuw met ./run lock.")
        if "//" in text:
            problems.append(
                f"{path.name} bevat een adres; vergrendelde pakketten horen overal vandaan te kunnen komen."
            )
        pins = text.replace("\\\n", " ").splitlines()
        if bare := [pin.split()[0] for pin in pins if "==" in pin and "--hash=sha256:" not in pin]:
            problems.append(f"{path.name}: zonder hash: {', '.join(bare)}.")
    return problems
