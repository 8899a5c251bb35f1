"""`./run` before anything is installed: children, lock files, and refusals that say what to do."""

import ast
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings

from config.local import packages
from config.local.processes import Children, Lock, Trouble

ROOT = settings.BASE_DIR
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


# --- Children ----------------------------------------------------------------------------------------------


def test_children_stop_in_the_reverse_order_of_their_start(tmp_path):
    stopped = []
    with Children(tmp_path) as children:
        for name in ("first", "second", "third"):
            child = children.start(name, SLEEP)
            original = child.stop
            child.stop = lambda name=name, original=original: (stopped.append(name), original())
    assert stopped == ["third", "second", "first"]


def test_a_child_that_will_not_stop_is_ended_after_its_patience(tmp_path):
    with Children(tmp_path) as children:
        child = children.start("deaf", STUBBORN, patience=0.3)
        _until(lambda: "deaf" in child.log.read_text())
    assert child.process.returncode == -signal.SIGKILL


def test_grandchildren_do_not_stay_behind(tmp_path):
    parent = f"import subprocess; p = subprocess.Popen({SLEEP!r}); print(p.pid, flush=True); p.wait()"
    with Children(tmp_path) as children:
        child = children.start("parent", [sys.executable, "-c", parent])
        _until(lambda: child.log.read_text().strip())
        grandchild = int(child.log.read_text())
    _until(lambda: not _runs(grandchild))


def test_a_dead_child_is_named_with_the_log_that_says_why(tmp_path):
    with Children(tmp_path) as children:
        child = children.start("klok", [sys.executable, "-c", "print('no schedule'); raise SystemExit(3)"])
        child.process.wait()
        with pytest.raises(Trouble, match="klok is onverwacht gestopt, met code 3") as caught:
            children.check()
    assert "no schedule" in caught.value.log.read_text()


def test_a_failed_step_names_itself_and_gives_its_advice(tmp_path):
    with (
        Children(tmp_path) as children,
        pytest.raises(Trouble, match=r"tabellen is mislukt \(code 1\)\. Doe dit\."),
    ):
        children.finish(
            children.start("tabellen", [sys.executable, "-c", "raise SystemExit(1)"]), advice="Doe dit."
        )


def test_a_step_does_not_go_on_when_a_server_died(tmp_path):
    with Children(tmp_path) as children:
        server = children.start("postgres", [sys.executable, "-c", "pass"])
        server.process.wait()
        with pytest.raises(Trouble, match="postgres is onverwacht gestopt"):
            children.finish(children.start("tabellen", SLEEP), advice="")


def test_a_program_that_cannot_start_is_trouble_and_no_traceback(tmp_path):
    with Children(tmp_path) as children, pytest.raises(Trouble, match="web kan niet starten"):
        children.start("web", [tmp_path / "missing"])


def test_a_lock_is_held_once_and_freed_by_its_holder(tmp_path):
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert first.take()
    first.note("proces 7, poort 8000")
    assert not second.take()
    assert second.holder == "proces 7, poort 8000"
    first.release()
    assert second.take()
    second.release()


# --- Lock files and packages -------------------------------------------------------------------------------


def test_the_lock_files_are_in_order():
    assert packages.lock_problems() == []


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda text: text + "\n--index-url https://packages.example/simple\n", "bevat een adres"),
        (lambda text: text + "\nsneaky==1.0\n", "zonder hash: sneaky==1.0"),
        (lambda text: text.replace(packages.requested(), "0" * 16), "hoort niet bij pyproject.toml"),
    ],
)
def test_a_spoilt_lock_file_is_seen(tmp_path, monkeypatch, spoil, expected):
    shutil.copytree(packages.REQUIREMENTS, tmp_path / "requirements")
    monkeypatch.setattr(packages, "REQUIREMENTS", tmp_path / "requirements")
    target = tmp_path / "requirements" / "prod.txt"
    target.write_text(spoil(target.read_text()))

    problems = packages.lock_problems()

    assert len(problems) == 1
    assert "prod.txt" in problems[0]
    assert expected in problems[0]


def test_a_change_of_dependencies_makes_the_locks_stale(tmp_path, monkeypatch):
    before = packages.requested()
    text = (ROOT / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(text.replace('"gunicorn>=27.0"', '"gunicorn>=27.1"'))
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    assert packages.requested() != before


def test_the_test_lock_contains_the_demo_lock():
    """So that the demo starts at once after the tests."""
    pins = {
        name: {
            line.split(" ")[0]
            for line in (packages.REQUIREMENTS / f"{name}.txt").read_text().splitlines()
            if "==" in line
        }
        for name in ("prod", "demo", "test")
    }
    assert pins["prod"] <= pins["demo"] <= pins["test"]


def test_what_pip_is_told_holds_for_uv_too(monkeypatch):
    told = (
        "global.index-url='https://mirror.example/simple'\n"
        "global.extra-index-url='https://a.example\\nhttps://b.example'\n"
        ":env:.index-url='https://nearer.example/simple'\n"
        "global.cert='/etc/ssl/house.pem'\n"
    )
    answer = subprocess.CompletedProcess([], 0, stdout=told)
    monkeypatch.setattr(packages.subprocess, "run", lambda *words, **how: answer)
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)

    env = packages.uv_environment()

    assert env["UV_DEFAULT_INDEX"] == "https://nearer.example/simple"
    assert env["UV_INDEX"] == "https://a.example https://b.example"
    assert env["SSL_CERT_FILE"] == "/etc/ssl/house.pem"


def test_a_chromium_that_is_none_is_refused_by_name(tmp_path, monkeypatch):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nowhere"))
    with pytest.raises(Trouble, match="CHROMIUM"):
        packages.ensure_browser()


def test_without_chromium_and_without_rights_the_variable_is_named(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(packages.shutil, "which", lambda name: None)
    with pytest.raises(Trouble, match="CHROMIUM=/pad/naar/chromium"):
        packages.ensure_browser()


# --- The door ----------------------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path):
    """A fresh clone, as far as `./run` looks before it installs anything."""
    shutil.copy(ROOT / "run", tmp_path)
    shutil.copytree(ROOT / "config" / "local", tmp_path / "config" / "local")
    return tmp_path


def _run(checkout, *words, **env):
    return subprocess.run(
        [sys.executable, checkout / "run", *words],
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_the_first_file_can_be_read_by_an_old_python():
    ast.parse((ROOT / "run").read_text(), feature_version=(3, 7))
    assert "f'" not in (ROOT / "run").read_text()


def test_help_needs_nothing_and_names_every_command(checkout):
    shown = _run(checkout, "help")
    assert shown.returncode == 0
    for command in ("demo", "test", "check", "manage", "bench", "lock"):
        assert f"./run {command}" in shown.stdout


def test_an_unknown_command_shows_the_help_and_fails(checkout):
    shown = _run(checkout, "demmo")
    assert shown.returncode == 2
    assert "./run demo" in shown.stdout


def test_a_taken_port_is_told_before_any_work(checkout):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        shown = _run(checkout, "demo", PORT=str(port))
    assert shown.returncode == 1
    assert f"Poort {port} is bezet" in shown.stderr
    assert f"PORT={port + 1} ./run demo" in shown.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("port", ["huis", "0", "70000"])
def test_a_port_that_is_none_is_refused(checkout, port):
    shown = _run(checkout, "demo", PORT=port)
    assert shown.returncode == 1
    assert f"PORT={port} is geen poort" in shown.stderr


def test_a_misspelt_word_does_not_start_a_demo(checkout):
    shown = _run(checkout, "demo", "--frech")
    assert shown.returncode == 1
    assert "--frech" in shown.stderr


def test_a_running_demo_is_named_with_its_address(checkout):
    holder = Lock(checkout / "var" / "demo" / "lock")
    holder.take()
    holder.note("proces 7, http://127.0.0.1:8000")
    shown = _run(checkout, "demo")
    holder.release()
    assert shown.returncode == 1
    assert "demo draait al in deze map (proces 7, http://127.0.0.1:8000)" in shown.stderr


def test_fresh_never_wipes_a_database_that_is_not_ours(checkout):
    shown = _run(checkout, "demo", "--fresh", PORT="18765", DATABASE_URL="postgres://elsewhere/db")
    assert shown.returncode == 1
    assert "wordt niet gewist" in shown.stderr


def _until(condition, within=10):
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def _runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
