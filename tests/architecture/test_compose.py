"""docker-compose.yml is complete, pinned, health-checked, confined, and speaks only of settings that exist."""

import re
import subprocess
import sys
from functools import cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
JOBS = {"temporal-schema", "temporal-namespace", "migrate", "accounts"}
SERVICES = {"postgresql", "temporal", "temporal-ui", "mail", "worker", "api"}
NETWORKS = {
    "postgresql": {"store"},
    "temporal-schema": {"store"},
    "temporal": {"store", "temporal"},
    "temporal-namespace": {"temporal"},
    "temporal-ui": {"temporal", "pages"},
    "mail": {"post", "pages"},
    "migrate": {"store"},
    "accounts": {"store"},
    "worker": {"store", "temporal", "post", "outside"},
    "api": {"store", "temporal", "outside"},
}
EXACT_TAG = re.compile(r"^[^:@]+:v?\d+\.\d+(\.\d+)?(-[a-z-]+)?$")


@cache
def compose() -> dict[str, Any]:
    loaded = yaml.safe_load(COMPOSE.read_text())
    assert isinstance(loaded, dict)
    return loaded


def service(name: str) -> dict[str, Any]:
    found = compose()["services"][name]
    assert isinstance(found, dict)
    return found


def variables(name: str) -> set[str]:
    return {variable for variable in service(name).get("environment", {}) if variable.startswith("DUIXIAN_")}


def test_the_file_follows_the_schema_of_compose() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(COMPOSE),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_part_of_an_installation_is_there() -> None:
    assert set(compose()["services"]) == SERVICES | JOBS


@pytest.mark.parametrize("name", sorted(SERVICES | JOBS))
def test_every_image_is_pinned_to_one_version(name: str) -> None:
    assert EXACT_TAG.match(service(name)["image"]), service(name)["image"]


def test_the_image_of_the_product_is_built_on_a_pinned_one_and_carries_our_version() -> None:
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert bases
    assert all(EXACT_TAG.match(base) for base in bases)
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert service("api")["image"] == f"duixian:{version[1]}"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_is_health_checked_and_comes_back(name: str) -> None:
    assert service(name)["healthcheck"]["test"]
    assert service(name)["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(JOBS))
def test_every_job_ends_and_is_tried_again_only_when_it_failed(name: str) -> None:
    assert service(name)["restart"].startswith("on-failure")
    assert "healthcheck" not in service(name)


@pytest.mark.parametrize("name", sorted(SERVICES | JOBS))
def test_every_setting_that_is_given_exists(name: str) -> None:
    assert variables(name) <= {f"DUIXIAN_{field.upper()}" for field in Settings.model_fields}


@pytest.mark.parametrize("name", sorted(SERVICES | JOBS))
def test_whoever_waits_waits_for_health_or_for_the_end_of_a_job(name: str) -> None:
    for other, wait in service(name).get("depends_on", {}).items():
        assert wait["condition"] == ("service_completed_successfully" if other in JOBS else "service_healthy")


def test_no_password_has_a_default() -> None:
    for variable, rest in re.findall(r"\$\{(\w*(?:PASSWORD|SECRET)\w*)(:?[-?]?[^}]*)\}", COMPOSE.read_text()):
        assert rest == ":-" or rest.startswith(":?"), f"{variable} has a default"
    assert "PASSWORD: postgres" not in COMPOSE.read_text()


def test_every_variable_that_the_file_asks_for_is_explained_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE.read_text()))
    explained = set(re.findall(r"^(\w+)=", (ROOT / "deploy" / "example.env").read_text(), re.MULTILINE))
    assert asked == explained


def test_only_the_api_is_published_and_the_pages_of_a_trial_by_their_profiles_all_on_loopback() -> None:
    published = {name: service(name)["ports"] for name in SERVICES | JOBS if "ports" in service(name)}
    assert {name: service(name).get("profiles", []) for name in published} == {
        "api": [],
        "temporal-ui": ["temporal-ui"],
        "mail": ["mail"],
    }
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


@pytest.mark.parametrize("name", sorted(SERVICES | JOBS))
def test_every_container_is_confined(name: str) -> None:
    confined = service(name)
    assert confined["read_only"] is True
    assert confined["cap_drop"] == ["ALL"]
    assert "cap_add" not in confined
    assert "privileged" not in confined
    assert confined["security_opt"] == ["no-new-privileges:true"]
    assert all(re.fullmatch(r"/[\w/]+:size=\d+[mg],mode=1777", mount) for mount in confined["tmpfs"])
    assert re.fullmatch(r"\d+[mg]", confined["mem_limit"])
    assert 0 < confined["pids_limit"] <= 512


@pytest.mark.parametrize("name", sorted(SERVICES | JOBS))
def test_every_container_reaches_only_what_it_needs(name: str) -> None:
    assert set(service(name)["networks"]) == NETWORKS[name]
    assert all(
        set(service(name)["networks"]) & NETWORKS[other] for other in service(name).get("depends_on", {})
    )


def test_store_temporal_and_mail_are_on_networks_that_lead_nowhere_else() -> None:
    networks = compose()["networks"]
    internal = {name for name, network in networks.items() if (network or {}).get("internal")}
    assert internal == {"store", "temporal", "post"}
    assert {name for name in NETWORKS if "outside" in NETWORKS[name]} == {"worker", "api"}
    masquerade = "com.docker.network.bridge.enable_ip_masquerade"
    assert networks["pages"]["driver_opts"] == {masquerade: "false"}
    assert set(networks) == internal | {"outside", "pages"}


def test_nobody_but_the_gateway_of_the_outside_is_a_trusted_proxy() -> None:
    (outside,) = compose()["networks"]["outside"]["ipam"]["config"]
    trusted = service("api")["environment"]["DUIXIAN_TRUSTED_PROXIES"]
    assert trusted == f"${{DUIXIAN_TRUSTED_PROXIES:-{outside['gateway']}/32}}"
    subnet = ip_network(outside["subnet"])
    assert ip_address(outside["gateway"]) in subnet
    assert subnet.is_private


def test_what_is_kept_lives_in_named_volumes() -> None:
    volumes = [mount.split(":")[0] for name in SERVICES for mount in service(name).get("volumes", [])]
    named = {volume for volume in volumes if not volume.startswith("./")}
    assert named == set(compose()["volumes"]) == {"postgresql", "mail", "var"}


def test_files_that_are_mounted_exist() -> None:
    mounts = [mount.split(":")[0] for name in SERVICES | JOBS for mount in service(name).get("volumes", [])]
    assert all((ROOT / mount).is_dir() for mount in mounts if mount.startswith("./"))
    for name, path in {"temporal": "dynamic-config.yaml", "temporal-schema": "schema.sh"}.items():
        assert f"/deploy/{path}" in str(service(name))
        assert (ROOT / "deploy" / "temporal" / path).is_file()


def test_the_number_of_history_shards_is_not_the_one_for_trials() -> None:
    assert service("temporal")["environment"]["NUM_HISTORY_SHARDS"] == "512"
