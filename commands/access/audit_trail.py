"""What the API itself leaves in the audit record: who looked at personal data."""

from collections.abc import Callable
from datetime import UTC, datetime

from adapters.store.audit.chain import append
from adapters.store.cases.records import CaseRecord
from adapters.store.writing import Session, transaction
from commands.access.caller import Caller
from commands.access.sight import is_own
from commands.wiring import Wiring
from domain.audit.entry import HOUSE

Check = Callable[[Session], None]


def open_to(_: Session) -> None:
    """Refuse nothing."""


def record_view(wired: Wiring, caller: Caller, case: CaseRecord, action: str, subject: str = "") -> None:
    """Append that somebody sees something of a case, before it is shown: what cannot be recorded is not shown."""
    with transaction(wired.engine) as session:
        append(
            session,
            chain=case.case_number,
            at=datetime.now(UTC),
            actor=caller.account,
            party=party_of_caller(caller),
            action=action,
            subject=subject,
            policy_version=case.policy_version,
            readings=case.readings,
        )


def record_look(wired: Wiring, caller: Caller, case: CaseRecord, action: str) -> None:
    """The same where the applicant's own side looks as well: what it sees of its own is no view."""
    if not is_own(caller, case):
        record_view(wired, caller, case, action)


def record_case_view(wired: Wiring, caller: Caller, case_number: str, action: str, subject: str = "") -> None:
    """The same of a case that is known by its number alone."""
    _record(wired, caller, case_number, action, subject)


def record_house_view(
    wired: Wiring, caller: Caller, action: str, subject: str, check: Check = open_to
) -> None:
    """Append that somebody sees something that belongs to no case, before it is shown, if the check does not refuse it."""
    _record(wired, caller, HOUSE, action, subject, check)


def _record(
    wired: Wiring, caller: Caller, chain: str, action: str, subject: str, check: Check = open_to
) -> None:
    with transaction(wired.engine) as session:
        check(session)
        append(
            session,
            chain=chain,
            at=datetime.now(UTC),
            actor=caller.account,
            party=party_of_caller(caller),
            action=action,
            subject=subject,
        )


def party_of_caller(caller: Caller) -> str:
    """The party that an account stands for; its first role where it acts for none."""
    return next(iter(caller.parties()), None) or caller.roles[0].value
