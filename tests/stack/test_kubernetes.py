"""The manifests of Kubernetes: right by its schemas, closed by default, and the same portal as docker-compose.yml."""

import re

import kubernetes_validate
import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

FOLDER = settings.BASE_DIR / "config" / "production" / "kubernetes"
OLDEST = "1.31"  # of the versions that are still supported somewhere
FROM_SECRETS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"}
PODS = {"Deployment", "Job", "CronJob"}


def manifests():
    listed = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["resources"]
    assert sorted(listed) == sorted(
        path.name for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml"
    )
    return [found for name in listed for found in yaml.safe_load_all((FOLDER / name).read_text())]


ALL = manifests()


def called(found):
    return f"{found['kind']} {found['metadata']['name']}"


def pod(found):
    spec = found["spec"]["jobTemplate"]["spec"] if found["kind"] == "CronJob" else found["spec"]
    return spec["template"]["spec"]


WITH_PODS = {found["metadata"]["name"]: found for found in ALL if found["kind"] in PODS}


def container(name):
    (only,) = pod(WITH_PODS[name])["containers"]
    return only


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())["services"]


@pytest.mark.parametrize("found", ALL, ids=called)
def test_kubernetes_knows_every_word(found):
    kubernetes_validate.validate(found, OLDEST, strict=True)


def test_negative_control_a_misspelt_word_is_noticed():
    wrong = yaml.safe_load(yaml.safe_dump(WITH_PODS["web"]))
    pod(wrong)["containers"][0]["livenesProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, OLDEST, strict=True)


def test_the_same_processes_run_as_with_compose(services):
    ours = {name for name, service in services.items() if "huisvestingstool/app" in service.get("image", "")}
    assert ours <= set(WITH_PODS)


@pytest.mark.parametrize("name", ["web", "worker", "planner", "beat", "migrate"])
def test_each_does_the_same_with_the_same_settings(services, name):
    service, here = services[name], container(name)
    assert here.get("command") == service.get("command")
    set_here = {entry["name"]: entry["value"] for entry in here.get("env", [])}
    general = {"ALLOWED_HOSTS", "SITE_URL", "WAL_SPOOL"}
    set_there = {k: v for k, v in service["environment"].items() if k not in FROM_SECRETS | general}
    assert set_here == set_there
    config = next(found for found in ALL if found["kind"] == "ConfigMap")
    assert general <= set(config["data"])
    grace = re.fullmatch(r"(\d+)s", service.get("stop_grace_period", ""))
    if grace:
        asleep = here.get("lifecycle", {}).get("preStop", {}).get("exec", {}).get("command", ["sleep", "0"])
        assert pod(WITH_PODS[name])["terminationGracePeriodSeconds"] == int(grace[1]) + int(asleep[1])
    if name in {"worker", "planner", "beat"}:
        assert here["livenessProbe"]["exec"]["command"][-1] == service["healthcheck"]["test"][-1]
    mounts = {mount["mountPath"] for mount in here["volumeMounts"]}
    assert {volume.split(":")[1] for volume in service["volumes"] if "/srv" in volume} <= mounts


def test_only_migrate_is_owner_of_the_tables():
    owners = [name for name in WITH_PODS if "owner" in str(container(name)["envFrom"])]
    assert owners == ["migrate"]
    assert container("migrate")["envFrom"][-1] == {"secretRef": {"name": "owner"}}  # the last one counts


@pytest.mark.parametrize("name", WITH_PODS)
def test_nothing_may_more_than_it_needs(name):
    whole, here = pod(WITH_PODS[name]), container(name)
    assert whole["automountServiceAccountToken"] is False
    assert whole["securityContext"]["runAsNonRoot"] is True
    assert whole["securityContext"]["runAsUser"] == 10001  # as in the Dockerfile
    assert whole["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault"
    assert here["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert here["resources"]["requests"].keys() == {"cpu", "memory"}
    assert "memory" in here["resources"]["limits"]
    claims = {found["metadata"]["name"] for found in ALL if found["kind"] == "PersistentVolumeClaim"}
    named = {volume["name"] for volume in whole["volumes"]}
    assert {mount["name"] for mount in here["volumeMounts"]} == named
    assert {
        v["persistentVolumeClaim"]["claimName"] for v in whole["volumes"] if "persistentVolumeClaim" in v
    } <= claims


def test_pages_stay_while_pods_are_replaced_and_there_is_one_clock():
    web, beat = WITH_PODS["web"]["spec"], WITH_PODS["beat"]["spec"]
    assert web["replicas"] >= 2
    assert web["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    budget = next(found for found in ALL if found["kind"] == "PodDisruptionBudget")
    assert budget["spec"]["selector"]["matchLabels"] == web["selector"]["matchLabels"]
    assert (beat["replicas"], beat["strategy"]["type"]) == (1, "Recreate")
    probes = container("web")
    assert probes["livenessProbe"]["httpGet"]["path"] == "/livez"
    assert probes["readinessProbe"]["httpGet"]["path"] == "/readyz"
    for name in ("worker", "planner", "beat"):
        assert container(name)["livenessProbe"]["exec"]["command"]


def test_no_secret_is_written_down_and_every_name_of_one_is_said():
    text = "\n".join(path.read_text() for path in FOLDER.glob("*.yaml"))
    assert not [found for found in ALL if found["kind"] == "Secret"]
    assert not re.findall(r"://[^\s:/@]+:[^\s@]+@", text)
    used = {"identity"} | {
        ref["secretRef"]["name"]
        for name in WITH_PODS
        for ref in container(name)["envFrom"]
        if "secretRef" in ref
    }
    assert used == set(re.findall(r"kubectl create secret generic (\w+)", text))


def test_every_command_exists():
    named = set(
        re.findall(r"manage\.py,? (\w+)", "\n".join(path.read_text() for path in FOLDER.glob("*.yaml")))
    )
    assert named >= {"backup", "restore_drill", "migrate", "load_reference_data"}
    assert named <= set(get_commands())


def test_the_copies_have_what_they_need(services):
    """The folders, settings and image of the service `backup`; the log (WAL) is kept by the database itself."""
    there = services["backup"]
    for name in ("backup", "restore-drill"):
        here = container(name)
        assert there["image"].startswith(f"{here['image']}:")
        given = {entry["name"]: entry["value"] for entry in here["env"]}
        assert (
            given.items()
            >= {k: v for k, v in there["environment"].items() if k.endswith(("_FOLDER", "TIMEOUT"))}.items()
        )
        mounts = {mount["mountPath"] for mount in here["volumeMounts"]}
        assert mounts >= {given[name] for name in given if name.endswith("_FOLDER")} | {"/srv/media"}
    assert "identity" not in str(pod(WITH_PODS["backup"]))  # who makes copies cannot open them


def test_nobody_speaks_with_anybody_unless_it_is_said():
    policies = {found["metadata"]["name"]: found["spec"] for found in ALL if found["kind"] == "NetworkPolicy"}
    assert policies["nobody"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert [name for name, spec in policies.items() if spec.get("ingress")] == ["pages"]
