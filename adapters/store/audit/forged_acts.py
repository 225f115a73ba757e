"""Acts that did not come from the door: a link of the house's chain each, and an alarm a case."""

from sqlmodel import Session, select

from adapters.store.alarms import open_alarms, raise_alarm
from adapters.store.audit.chain import append
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.schema import AuditEntryRow
from domain.alarms import AlarmKind
from domain.audit.canonical import digest_of_text
from domain.audit.entry import HOUSE
from domain.case.acts.registry import label_of
from domain.case.authenticity.acts import AuthenticityAsked
from domain.ledger.alarming import MOST, OTHERS

FORGED = "act:forged"
LONGEST_NUMBER = 40
"""A stranger who begins a workflow calls the case what he likes."""


def record_forged(session: Session, letterhead: Letterhead, asked: AuthenticityAsked) -> bool:
    """Write down a forged act, once; the house's chain is held from then on.

    What a stranger wrote does not go into a chain, which cannot be erased: of the act's id and of the account that it names
    their digests.

    Returns:
        Whether an alarm is new: then the post office is to be told after the commit.
    """
    statement = asked.statement
    number = statement.case_number[:LONGEST_NUMBER]
    subject = f"{number}/{digest_of_text(statement.id)}"
    told = select(AuditEntryRow.position).where(
        AuditEntryRow.chain == HOUSE, AuditEntryRow.action == FORGED, AuditEntryRow.subject == subject
    )
    if session.exec(told).first() is not None:
        return False
    what = f"案件收到未经本系统发出的“{label_of(statement.kind)}”，鉴别码无效。"
    known = open_alarms(session, AlarmKind.FORGED_ACT)
    concerned = number if number in known or len(known) < MOST else OTHERS
    is_new = raise_alarm(session, letterhead, AlarmKind.FORGED_ACT, concerned, what, asked.at)
    after = {
        "kind": statement.kind,
        "claimed_account": digest_of_text(statement.by.account),
        "has_authenticator": asked.authenticator is not None,
    }
    append(session, chain=HOUSE, at=asked.at, action=FORGED, subject=subject, after=after)
    return is_new
