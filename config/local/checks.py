"""`./run check`: everything about the code that can be judged without running the tests."""

import os
import secrets
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from config.local import packages, schema_changes, security
from config.local.packages import PYTHON, ROOT, VENV
from config.local.screen import seconds

BIN = VENV / "bin"
# As production would run: the deployment checks judge these settings.
ENVIRONMENT = {
    "SECURE": "true",
    "DEBUG": "false",
    "DEMO_MODE": "false",
    "ALLOWED_HOSTS": "huisvestingstool.example",
    "SITE_URL": "https://huisvestingstool.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
Outcome = tuple[bool, str]


def check(words: list[str]) -> int:
    """Runs every check, also after one failed. Exit code 1 when any failed."""
    packages.ensure("test")
    if "--fix" in words:
        for command in _fixes():
            subprocess.run(command, check=False)
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {name: pool.submit(_timed, work) for name, work in _checks().items()}
        outcomes = {}
        for name, future in running.items():
            ok, output, took = future.result()
            outcomes[name] = ok
            print(f"  {name:<34}{took:>8}  {'in orde' if ok else 'NIET IN ORDE'}", flush=True)
            if not ok:
                print(output.rstrip(), flush=True)
    failed = [name for name, ok in outcomes.items() if not ok]
    verdict = f"Niet in orde: {', '.join(failed)}." if failed else "Alles in orde."
    print(f"\n{verdict} {len(outcomes)} controles in {seconds(begun)}.")
    return 1 if failed else 0


def _checks() -> dict[str, Callable[[], Outcome]]:
    manage = [PYTHON, "-W", "ignore", "manage.py"]
    commands: dict[str, list[object]] = {
        "types": [BIN / "mypy"],
        "veiligheid van de code": [
            BIN / "bandit",
            "-q",
            "-c",
            "pyproject.toml",
            "-r",
            *security.bandit_folders(),
        ],
        "vorm": [BIN / "ruff", "format", "--check", "--quiet"],
        "stijl": [BIN / "ruff", "check", "--quiet"],
        "lagen": [BIN / "lint-imports"],
        "migraties": [*manage, "makemigrations", "--check", "--dry-run"],
        "sjablonen": [BIN / "djade", "--check", "--target-version", "5.2", *_templates()],
        # All of Django's checks, and those of a deployment besides.
        "Django, als in productie": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        "gemaakte documentatie": [*manage, "generate_docs", "--check"],
    }
    checks: dict[str, Callable[[], Outcome]] = {
        name: partial(_run, [str(part) for part in command]) for name, command in commands.items()
    }
    checks["vergrendelde pakketten"] = partial(_none_of, packages.lock_problems)
    checks["migraties zonder stilstand"] = partial(_none_of, schema_changes.problems)
    checks["licenties"] = partial(_none_of, security.licence_problems)
    checks["geheimen"] = partial(_none_of, security.secret_problems)
    return checks


def _fixes() -> list[list[str]]:
    ruff, djade = str(BIN / "ruff"), str(BIN / "djade")
    return [
        [ruff, "check", "--fix", "--quiet"],
        [ruff, "format", "--quiet"],
        [djade, "--target-version", "5.2", *_templates()],
    ]


def _templates() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))


def _timed(work: Callable[[], Outcome]) -> tuple[bool, str, str]:
    begun = time.monotonic()
    ok, output = work()
    return ok, output, seconds(begun)


def _run(command: list[str]) -> Outcome:
    env = os.environ | ENVIRONMENT | {"SECRET_KEY": secrets.token_urlsafe(50)}
    done = subprocess.run(
        command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.returncode == 0, done.stdout


def _none_of(look: Callable[[], list[str]]) -> Outcome:
    problems = look()
    return not problems, "\n".join(problems)
