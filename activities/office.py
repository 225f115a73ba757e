"""What the verbs work with: one frozen office (办公室), handed to each of them."""

from dataclasses import dataclass, field, replace

from adapters.files.vault import Vault
from adapters.settings import Settings
from adapters.store.calendar.years import StoredCalendar
from adapters.store.cases.file import FiledCase
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.reach import Engine
from adapters.store.writing import Session
from adapters.temporal.announcing import Announcer
from domain.calendar import WorkingCalendar
from domain.case.authenticity.authenticator import Keyring
from domain.catalogue.registry import Catalogue, load_catalogue
from domain.catalogue.schema import Policy, SubsidyType


@dataclass(frozen=True)
class CaseOffice:
    """Everything that verbs of cases need.

    Attributes:
        engine: the store.
        announcer: tells others of what was done.
        letterhead: what mails need of the installation.
        keyring: proves that acts came from the door.
        vault: of the files of the cases.
        catalogue: every version of the policy.
        calendars: the working calendar, with the years that were loaded into the store.
        draws: whether samples are drawn; a dry run must not tell what will be.
        calendar: the calendar as the transaction under way found it; the same until that ends.
    """

    engine: Engine
    announcer: Announcer
    letterhead: Letterhead
    keyring: Keyring
    vault: Vault
    catalogue: Catalogue = field(default_factory=load_catalogue)
    calendars: StoredCalendar = field(default_factory=lambda: StoredCalendar(WorkingCalendar()))
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    draws: bool = True

    def within(self, session: Session) -> "CaseOffice":
        """The office as it is within a transaction: it counts by that one's calendar."""
        return replace(self, calendar=self.calendars.at(session))

    def policy_of(self, case: FiledCase) -> Policy:
        """The policy version that was pinned at filing, read as it was then."""
        return self.catalogue.policy(case.policy_version).read_as(case.readings, case.reading_documents)

    def subsidy_of(self, case: FiledCase) -> SubsidyType:
        """The type of a case, under that version."""
        return self.policy_of(case).type(case.code)


def open_office(
    settings: Settings, engine: Engine, announcer: Announcer, catalogue: Catalogue | None = None
) -> CaseOffice:
    """The office of an installation: for its workers, and for dry runs, which tell nobody."""
    return CaseOffice(
        engine,
        announcer,
        Letterhead(public_url=settings.public_url, mail_domain=settings.mail_domain),
        settings.keyring(),
        Vault(settings.files),
        catalogue or load_catalogue(),
    )
