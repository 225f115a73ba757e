"""What did not come from the door, acts and beginnings of runs: a link of the house's chain each, up to a bound, and an alarm a case."""

from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue
from sqlalchemy import String, exists
from sqlmodel import Session, col, func, select

from adapters.store.alarms import open_alarms, open_row, raise_alarm
from adapters.store.audit.chain import append
from adapters.store.audit.house import count_of_the_house
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.schema import AuditEntryRow, CaseFile
from domain.alarms import AlarmKind
from domain.audit.canonical import digest_of_text
from domain.audit.entry import HOUSE
from domain.calendar import shanghai_date
from domain.case.acts.registry import label_of
from domain.case.authenticity.acts import AuthenticityAsked
from domain.case.authenticity.beginnings import BeginningAsked
from domain.case.record.narrative import day_text
from domain.ledger.alarming import MOST, OTHERS

FORGED_ACT: Final = "act:forged"
FORGED_BEGINNING: Final = "beginning:forged"
FORGED: Final = (FORGED_ACT, FORGED_BEGINNING)
BEGIN: Final = "begin"
"""Stands where a forged act has its kind."""
LONGEST_NUMBER: Final = 40
"""A stranger who begins a workflow calls the case what he likes."""
MOST_OF_A_CASE: Final = 20
"""Links on one day about one case: whoever sends more would fill a chain that cannot be erased, and nobody learns more by it."""
MOST_OF_NO_CASE: Final = 100
"""The same of all numbers together that no case has."""
MORE: Final = "{day}此类情况已达记载上限，当日其余不再逐次记入审计记录；最近一次的时间见本告警。"


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
    at = min(at, datetime.now(UTC))  # a stranger who begins a run says what time it is there
    number = case_number[:LONGEST_NUMBER]
    subject = f"{number}/{digest_of_text(identifier)}"
    if count_of_the_house(session, (action,), AuditEntryRow.subject == subject):
        return False
    known = open_alarms(session, AlarmKind.FORGED_ACT)
    concerned = number if number in known or len(known) < MOST else OTHERS
    is_new = raise_alarm(session, letterhead, AlarmKind.FORGED_ACT, concerned, what, at)
    # The alarms are held by now: of several at once one counts after the other.
    left = _left_today(session, number, at)
    if left == 1:
        after = after | {"is_last_of_the_day": True}
    if left > 0:
        append(session, chain=HOUSE, at=at, action=action, subject=subject, after=after)
    elif (row := open_row(session, AlarmKind.FORGED_ACT, concerned)) is not None:
        row.outcome = MORE.format(day=day_text(shanghai_date(at)))
        session.add(row)
    return is_new


def _left_today(session: Session, number: str, at: datetime) -> int:
    """How many links more there may be on this day about a case, or about what is none."""
    subject = col(AuditEntryRow.subject)
    named = func.substr(subject, 1, func.length(subject) - len("/") - 64, type_=String)
    if session.exec(select(CaseFile.number).where(CaseFile.number == number)).first() is None:
        strange = ~exists().where(col(CaseFile.number) == named)
        return MOST_OF_NO_CASE - count_of_the_house(session, FORGED, strange, on=at)
    return MOST_OF_A_CASE - count_of_the_house(session, FORGED, named == number, on=at)
