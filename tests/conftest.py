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
    "tests.fixtures.walked",
]

SERVERS = {"postgresql", "temporal", "page", "stack", "many_processes", "short_run"}
"""Fixtures, and a database, that start a program of their own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server, so that nobody has to."""
    for item in items:
        if isinstance(item, pytest.Function) and SERVERS & {*item.fixturenames, *_databases(item)}:
            item.add_marker(pytest.mark.server)


def _databases(item: pytest.Function) -> set[str]:
    given = item.callspec.params if hasattr(item, "callspec") else {}
    return {str(value) for name, value in given.items() if name.endswith("database_url")}


# How fast an example is drawn says how busy the machine is, and nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
