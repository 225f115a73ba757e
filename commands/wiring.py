"""What the routes work with, put together once when the application is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fastapi import Request

from adapters.files.vault import Vault
from adapters.settings import Settings
from adapters.store.reach import Engine
from commands.access.tokens import Tokens
from commands.temporal_link import TemporalLink
from domain.catalogue.registry import Catalogue

FAR = date(2199, 12, 31)


@dataclass(frozen=True)
class Wiring:
    """The adapters and the law."""

    settings: Settings
    engine: Engine
    catalogue: Catalogue
    temporal: TemporalLink
    vault: Vault
    tokens: Tokens
    today: Callable[[], date]

    def latest_day(self) -> date:
        """The day after which nothing can have happened; unknown where cases run ahead of the clock."""
        return FAR if self.settings.time_skipping else self.today()


def wiring(request: Request) -> Wiring:
    """The wiring of the application that serves this request."""
    wired: Wiring = request.app.state.wiring
    return wired
