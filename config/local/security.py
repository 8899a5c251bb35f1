"""What `./run check` says about secrets and licences; and what `./run audit` says about known holes, over a network."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from config.local import packages
from config.local.packages import REQUIREMENTS, ROOT, VENV, site_packages

AUDITOR = "pip-audit==2.10.0"

# --- Secrets ------------------------------------------------------------------------------------------------

LARGEST_BYTES = 1_000_000  # reference data and fonts hold no keys
SECRETS = {
    "privésleutel": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "sleutel van een cloud": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b"),
    "token": re.compile(
        r"\b(?:gh[pousr]_[0-9A-Za-z]{36,}|glpat-[0-9A-Za-z_-]{20,}|xox[abprs]-[0-9A-Za-z-]{10,}|pypi-AgE[0-9A-Za-z_-]{20,})"
    ),
    "JSON-webtoken": re.compile(r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}"),
    "wachtwoord in een adres": re.compile(
        r"\b[a-z][a-z0-9+]*://[^\s:/@\"'<>{}$]+:(?![\s@])[^\s:/@\"'<>{}$]{3,}@"
    ),
    "ingevulde waarde": re.compile(
        r"(?i)\b[a-z_]*(?:secret_?key|password|passwd|api_?key|access_?token|client_secret)\b[\"']?\s*[:=]\s*[\"'](?!\s)"
        r"(?=[^\"']*\d)(?=[^\"']*[a-z])[^\"'\s{}$<>]{12,}[\"']"
    ),
}
# Looked at by a person: what stands there is no secret. The file, and the part of the line that says so.
LOOKED_AT = {
    ".env.example": "gebruiker:wachtwoord@server",
    "vlot/mailbox.py": "user:password@server",
    "docs/operations.md": "owner:...@server",
    "config/settings.py": "/m/ip",  # a limit of allauth for "reset_password"
    "tests/vlot/test_mailbox.py": "geheim%21@127.0.0.1",
}


def secret_problems() -> list[str]:
    """Every line of a file of the repository that looks like a secret, without the secret itself."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [problem for name in names for problem in secrets_in(name, _text(ROOT / name))]


def secrets_in(name: str, text: str) -> Iterator[str]:
    for kind, pattern in SECRETS.items():
        for found in pattern.finditer(text):
            begin, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
            line = text[begin : end if end >= 0 else None]
            if not any(name.startswith(path) and mark in line for path, mark in LOOKED_AT.items()):
                yield f"{name}:{text.count(chr(10), 0, begin) + 1}: {kind}"


def _text(path: Path) -> str:
    if not path.is_file() or path.is_symlink() or path.stat().st_size > LARGEST_BYTES:
        return ""
    return path.read_bytes().decode("utf-8", errors="ignore")


# --- Licences -----------------------------------------------------------------------------------------------

# May be shipped with software under EUPL 1.2.
ALLOWED = re.compile(
    r"MIT|BSD|Apache|Python Software Foundation|PSF|ISC|MPL|Mozilla|LGPL|Lesser General|HPND|Unlicense|EUPL|Artistic",
    re.IGNORECASE,
)


def licence_problems() -> list[str]:
    """Packages of the production lock whose licence is not allowed, or says nothing."""
    pinned = {
        _name(pin) for pin in re.findall(r"^([\w.-]+)==", (REQUIREMENTS / "prod.txt").read_text(), flags=re.M)
    }
    found = {_name(dist.name): dist for dist in distributions(path=[str(site_packages())])}
    licences = {name: _licence(found[name]) for name in sorted(pinned & set(found))}
    return [
        f"{name}: {licence or 'geen licentie'}"
        for name, licence in licences.items()
        if not ALLOWED.search(licence)
    ]


def _licence(dist: Distribution) -> str:
    told = {
        name: dist.metadata.get_all(name) or [] for name in ("License-Expression", "Classifier", "License")
    }
    by_classifier = [
        line.rpartition(" :: ")[2] for line in told["Classifier"] if line.startswith("License ::")
    ]
    by_hand = [line for text in told["License"] if (line := text.strip().partition("\n")[0])]
    return "; ".join(told["License-Expression"] or by_classifier or by_hand or _licence_files(dist))


def _licence_files(dist: Distribution) -> list[str]:
    """The first line of each licence that the package brings along: what says nothing else, says this."""
    files = [
        path for path in dist.files or [] if re.search(r"\.dist-info/licenses/.*LICEN[CS]E[^/]*$", str(path))
    ]
    return [path.read_text().strip().partition("\n")[0] for path in files]


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


# --- Known holes --------------------------------------------------------------------------------------------


def audit(words: list[str]) -> int:
    """Asks the database of known holes about every pinned package. Needs a network that reaches it.

    Always with --strict: without it, pip-audit says that all is well when it could ask nothing.
    """
    packages.ensure("test")
    command = [
        str(VENV / "bin" / "uv"),
        "tool",
        "run",
        AUDITOR,
        "--strict",
        "--require-hashes",
        "--disable-pip",
    ]
    worst = 0
    for name in ("prod", "test"):
        print(f"  {name}.txt", flush=True)
        lock = REQUIREMENTS / f"{name}.txt"
        done = subprocess.run([*command, "-r", str(lock), *words], env=packages.uv_environment(), cwd=ROOT)
        worst = max(worst, done.returncode)
    if worst:
        print("\nNiet in orde, of niet nagekeken: lees hierboven welke van de twee.")
    return worst


def bandit_folders() -> list[str]:
    """The packages of the portal itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return list(project["tool"]["importlinter"]["root_packages"])
