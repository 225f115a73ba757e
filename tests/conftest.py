"""What every test may ask for. The fixtures live in tests/fixtures, one file a kind of server."""

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.fixtures.browser",
    "tests.fixtures.settings",
    "tests.fixtures.temporal",
    "tests.fixtures.database",
    "tests.fixtures.mail",
    "tests.fixtures.stacks",
    "tests.fixtures.statements",
    "tests.fixtures.walked",
]

SERVERS = {"postgresql", "temporal", "page", "stack", "many_processes", "short_run"}
"""Fixtures, and a database, that start a program of their own."""


DOOR, CONTENTS = "tests/api/", "tests/api/input/"
"""The door of HTTP, whose variants differ in words; and the room of what a database may be unable to hold."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server, so that nobody has to, and what repeats itself on the second database as long."""
    seen: set[str] = set()
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        databases = _databases(item)
        if SERVERS & {*item.fixturenames, *databases}:
            item.add_marker(pytest.mark.server)
        if "postgresql" in databases and ("temporal" in item.fixturenames or _is_a_variant(item, seen)):
            item.add_marker(pytest.mark.long)


def _is_a_variant(item: pytest.Function, seen: set[str]) -> bool:
    """Whether this test of the door came before, with other parameters."""
    test = item.nodeid.partition("[")[0]
    came = test in seen
    seen.add(test)
    return came and test.startswith(DOOR) and not test.startswith(CONTENTS)


def _databases(item: pytest.Function) -> set[str]:
    given = item.callspec.params if hasattr(item, "callspec") else {}
    return {str(value) for name, value in given.items() if name.endswith("database_url")}


# How fast an example is drawn says how busy the machine is, and nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
