"""What did not come from the door, acts and beginnings of runs: a link of the house's chain each, and an alarm a case."""

from datetime import datetime
from typing import Final

from pydantic import JsonValue
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
from domain.case.authenticity.beginnings import BeginningAsked
from domain.ledger.alarming import MOST, OTHERS

FORGED_ACT: Final = "act:forged"
FORGED_BEGINNING: Final = "beginning:forged"
FORGED: Final = (FORGED_ACT, FORGED_BEGINNING)
BEGIN: Final = "begin"
"""Stands where a forged act has its kind."""
LONGEST_NUMBER: Final = 40
"""A stranger who begins a workflow calls the case what he likes."""


def record_forged_act(session: Session, letterhead: Letterhead, asked: AuthenticityAsked) -> bool:
    """Write down a forged act, once; the house's chain is held from then on.

    Returns:
        Whether an alarm is new: then the post office is to be told after the commit.
    """
    statement = asked.statement
    what = f"案件收到未经本系统发出的“{label_of(statement.kind)}”，鉴别码无效。"
    after: dict[str, JsonValue] = {
        "kind": statement.kind,
        "claimed_account": digest_of_text(statement.by.account),
        "has_authenticator": asked.authenticator is not None,
    }
    return _record(
        session, letterhead, FORGED_ACT, statement.case_number, statement.id, what, after, asked.at
    )


def record_forged_beginning(session: Session, letterhead: Letterhead, asked: BeginningAsked) -> bool:
    """Write down a run that was not begun by the door, once; see above."""
    after: dict[str, JsonValue] = {
        "kind": BEGIN,
        "workflow": asked.beginning.workflow,
        "has_authenticator": asked.authenticator is not None,
    }
    what = "案件的流程未经本系统启动，或者被重复启动，鉴别码无效。"
    return _record(session, letterhead, FORGED_BEGINNING, asked.case_number, asked.run, what, after, asked.at)


def _record(
    session: Session,
    letterhead: Letterhead,
    action: str,
    case_number: str,
    identifier: str,
    what: str,
    after: dict[str, JsonValue],
    at: datetime,
) -> bool:
    """What a stranger wrote does not go into a chain, which cannot be erased: of ids and accounts that it names their digests."""
    number = case_number[:LONGEST_NUMBER]
    subject = f"{number}/{digest_of_text(identifier)}"
    told = select(AuditEntryRow.position).where(
        AuditEntryRow.chain == HOUSE, AuditEntryRow.action == action, AuditEntryRow.subject == subject
    )
    if session.exec(told).first() is not None:
        return False
    known = open_alarms(session, AlarmKind.FORGED_ACT)
    concerned = number if number in known or len(known) < MOST else OTHERS
    is_new = raise_alarm(session, letterhead, AlarmKind.FORGED_ACT, concerned, what, at)
    append(session, chain=HOUSE, at=at, action=action, subject=subject, after=after)
    return is_new
