"""Settings of a stack on one machine: what it decides itself, and those of a stack that is thrown away."""

from pathlib import Path
from typing import Any

from adapters.settings import Settings
from stack.ports import LOOPBACK, free_ports

PROVIDED = {
    "api_host": LOOPBACK,
    "allowed_hosts": "",
    "temporal_address": "",
    "smtp_host": LOOPBACK,
    "smtp_tls": "none",
    "smtp_username": None,
    "smtp_password": None,
    "mail_directory": None,
}
"""Settings that the stack decides itself, because it is what they point to."""


MANY = 1_000_000
"""Calls a minute of the one address that everybody has who tries such a stack."""


def embedded_settings(settings: Settings) -> Settings:
    """The given settings with everything that the stack itself provides on loopback."""
    places = {
        "temporal_address": f"{LOOPBACK}:{settings.temporal_port}",
        "mail_directory": settings.var / "mail",
    }
    return settings.model_copy(update=PROVIDED | places)


def throw_away_settings(var: Path, **changes: Any) -> Settings:
    """Settings of a stack beside all others: free ports, and everything in ``var``."""
    api, temporal, ui, smtp = free_ports(4)
    given = {"stranger_calls_a_minute": MANY} | changes
    return Settings(
        var=var, api_port=api, temporal_port=temporal, temporal_ui_port=ui, smtp_port=smtp, **given
    )
