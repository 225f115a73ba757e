"""What the routes work with, put together once when the application is made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from adapters.authority.stamps import Roots
from adapters.files.vault import Vault
from adapters.settings import Settings
from adapters.store.calendar.years import StoredCalendar
from adapters.store.engine import open_session
from adapters.store.law.readings import law_on
from adapters.store.people.successions import desks_taken_over
from adapters.store.reach import Engine
from commands.access.tokens import Tokens
from commands.temporal_link import TemporalLink
from domain.calendar import WorkingCalendar
from domain.case.authenticity.authenticator import Keyring
from domain.catalogue.registry import Catalogue
from domain.catalogue.schema import Policy

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
    keyring: Keyring
    today: Callable[[], date]
    calendars: StoredCalendar = field(default_factory=lambda: StoredCalendar(WorkingCalendar()))
    roots: Roots = ()
    """Of the authority that stamps, as they were when the program began (``read_roots``); a worker verifies nothing."""

    def latest_day(self) -> date:
        """The day after which nothing can have happened; unknown where cases run ahead of the clock."""
        return FAR if self.settings.time_skipping else self.today()

    def desks_taken_over(self, department: str) -> frozenset[str]:
        """The dissolved departments whose desks a department has."""
        with open_session(self.engine) as session:
            return desks_taken_over(session, department)

    def law_on(self, day: date) -> Policy:
        """The version of the policy under which one files on a day, read as that day reads it.

        Raises:
            NotFound: no version is open for filing on that day.
        """
        return law_on(self.engine, self.catalogue, day)

    def calendar(self) -> WorkingCalendar:
        """The working days, with the years that were loaded so far."""
        return self.calendars.now(self.engine)
