"""The files for production say nothing that the code does not read."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from focushub import settings as product

CHECKOUT = Path(settings.BASE_DIR)
EXAMPLE = (CHECKOUT / ".env.example").read_text()
# Read by docker compose alone.
OF_COMPOSE = {"POSTGRES_PASSWORD", "FOCUSHUB_WEB_PORTS"}
OURS = ("migrate", "web", "worker")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())


def read_by_the_code() -> set[str]:
    return set(product.env.dump())


def named_in_the_example() -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", EXAMPLE, re.MULTILINE))


def test_the_example_names_what_the_settings_read_and_nothing_else() -> None:
    assert named_in_the_example() - OF_COMPOSE == read_by_the_code()


def test_each_variable_stands_in_the_example_once() -> None:
    names = re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", EXAMPLE, re.MULTILINE)

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("service", OURS)
def test_compose_sets_only_what_the_settings_read(compose: dict[str, Any], service: str) -> None:
    set_by_compose = set(compose["services"][service]["environment"])

    assert set_by_compose <= read_by_the_code()


@pytest.mark.parametrize("service", OURS)
def test_compose_sets_what_has_no_default(compose: dict[str, Any], service: str) -> None:
    set_by_compose = set(compose["services"][service]["environment"])

    assert {"DATABASE_URL", "REDIS_URL", "FOCUSHUB_SECRET_KEY"} <= set_by_compose


def test_what_compose_asks_for_stands_in_the_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z0-9_]+)", (CHECKOUT / "docker-compose.yml").read_text()))

    assert asked <= named_in_the_example()


def test_our_containers_run_without_root_and_with_a_read_only_file_system(
    compose: dict[str, Any],
) -> None:
    users = re.findall(r"^USER (\S+)", (CHECKOUT / "Dockerfile").read_text(), re.MULTILINE)

    assert users == ["10001:10001"]
    for name in OURS:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "user" not in service


def test_every_service_that_stays_has_a_health_check(compose: dict[str, Any]) -> None:
    staying = {name: one for name, one in compose["services"].items() if name != "migrate"}

    assert {name for name, one in staying.items() if "test" in one.get("healthcheck", {})} == set(
        staying
    )


def test_only_the_web_is_published_and_only_to_the_machine_itself(compose: dict[str, Any]) -> None:
    published = {
        name: service["ports"]
        for name, service in compose["services"].items()
        if "ports" in service
    }

    assert published == {"web": ["127.0.0.1:${FOCUSHUB_WEB_PORTS:-8000}:8000"]}


def test_the_servers_are_those_that_the_design_names(compose: dict[str, Any]) -> None:
    assert compose["services"]["postgres"]["image"].startswith("postgres:18")
    assert compose["services"]["redis"]["image"].startswith("redis:8")


def test_the_image_gets_no_secrets_and_no_tests() -> None:
    ignored = (CHECKOUT / ".dockerignore").read_text().splitlines()

    assert {".env", ".env.*", ".git", ".focushub", "tests"} <= set(ignored)


@pytest.mark.parametrize(
    "lock", ["requirements.txt", "requirements-servers.txt", "requirements-dev.txt"]
)
def test_every_line_of_a_lock_has_hashes_and_no_index_is_named(lock: str) -> None:
    text = (CHECKOUT / lock).read_text()
    packages = re.findall(r"^[a-zA-Z0-9_.-]+(?:\[[^\]]*\])?==", text, re.MULTILINE)
    with_hashes = re.findall(r"^\S+==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)

    assert len(packages) > 5
    assert len(with_hashes) == len(packages)
    assert "://" not in text


def test_the_lock_of_the_frontend_names_no_registry() -> None:
    text = (CHECKOUT / "frontend" / "package-lock.json").read_text()

    assert '"resolved"' not in text
