"""What every test may ask for. The fixtures live in tests/fixtures, one file a kind of server."""

pytest_plugins = [
    "tests.fixtures.settings",
    "tests.fixtures.temporal",
    "tests.fixtures.database",
    "tests.fixtures.mail",
    "tests.fixtures.many_processes",
]
