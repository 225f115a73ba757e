"""What every test may ask for. The fixtures live in tests/fixtures, one file a kind of server."""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.fixtures.browser",
    "tests.fixtures.settings",
    "tests.fixtures.temporal",
    "tests.fixtures.database",
    "tests.fixtures.mail",
    "tests.fixtures.many_processes",
    "tests.fixtures.walked",
]

# How fast an example is drawn says how busy the machine is, and nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
