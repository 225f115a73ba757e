"""What every test may ask for. The fixtures live in tests/fixtures, one file a kind of server."""

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.fixtures.authority",
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


CONTENTS = "tests/api/input/"
"""The room of what a database may be unable to hold: there each variant is a content of its own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server, so that nobody has to, and what repeats a shorter test as long: ``make test`` shows each once.

    Repeated is what came with other parameters and walks a case on the server again, or, on the second database, any test of the
    door; and every walk on the second database.
    """
    seen: set[tuple[str, bool]] = set()
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        databases = _databases(item)
        if SERVERS & {*item.fixturenames, *databases}:
            item.add_marker(pytest.mark.server)
        test, is_second = item.nodeid.partition("[")[0], "postgresql" in databases
        came = (test, is_second) in seen
        seen.add((test, is_second))
        walks = "temporal" in item.fixturenames
        is_of_the_door = test.startswith("tests/api/") and not test.startswith(CONTENTS)
        if (is_second and walks) or (came and (walks or (is_second and is_of_the_door))):
            item.add_marker(pytest.mark.long)


def _databases(item: pytest.Function) -> set[str]:
    given = item.callspec.params if hasattr(item, "callspec") else {}
    return {str(value) for name, value in given.items() if name.endswith("database_url")}


# How fast an example is drawn says how busy the machine is, and nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
