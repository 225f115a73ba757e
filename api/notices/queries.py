"""From the kept notices to what the public reads."""

from datetime import date
from enum import StrEnum

from adapters.store.cases.records import read_case
from adapters.store.notices.queries import (
    NoticeRecord,
    notices_of,
    objections_of,
    read_notices,
    unkept_numbers,
)
from api.cases.answers import name_of
from api.notices.views import EarlierNotice, Notice, NoticeObjectionView, NoticeOutcomeView
from commands.access.sight import is_on_notice
from commands.wiring import Wiring
from domain.calendar import anniversary, shanghai_date, shanghai_midnight
from domain.departments import PUBLIC
from domain.errors import NotFound
from domain.public_notice.notice import notice_of
from domain.public_notice.outcome import YEARS_READABLE, NoticeStanding, is_readable

MOST = 500
HOW_TO_OBJECT = (
    "任何单位和个人对公示内容有异议的，可以在公示期内登录兑现系统，凭案件编号提出，也可以书面向{lead}提出。"
    "请写明事实和理由，并尽量附上证据。提出人的身份不对外公开；异议核查期间，本案不拨付资金。"
)
OVER = "公示期已过，不再受理公示异议。发现弄虚作假等问题的，可以随时向{lead}反映。"


class Which(StrEnum):
    """Which notices are listed."""

    ALL = "all"
    CURRENT = "current"
    ENDED = "ended"


_IS_CURRENT = {Which.ALL: None, Which.CURRENT: True, Which.ENDED: False}


def listed(
    wired: Wiring, which: Which, code: str | None = None, *, offset: int = 0, limit: int
) -> tuple[list[Notice], bool]:
    """The latest notice of each case, those on notice first; and whether there are more behind them."""
    today = wired.today()
    since = shanghai_midnight(anniversary(today, years=-YEARS_READABLE))
    unkept = [] if which is Which.ENDED else _unkept(wired, code)
    first = unkept[offset : offset + limit + 1]
    found = read_notices(
        wired.engine,
        since,
        code=code,
        is_current=_IS_CURRENT[which],
        offset=max(0, offset - len(unkept)),
        limit=limit + 1 - len(first),
    )
    views = [notice_view(record, today) for record in (*first, *found)]
    return views[:limit], len(views) > limit


def single(wired: Wiring, case_number: str) -> Notice:
    """The latest notice of a case, with how earlier ones ended.

    Raises:
        NotFound: there is none, or it ended too long ago.
    """
    today = wired.today()
    kept = notices_of(wired.engine, case_number)
    latest = kept[0] if kept else _of_file(wired, case_number)
    if latest is None or not (latest.standing.is_current or _readable(latest, today)):
        raise NotFound(
            "没有这项公示。", why="公示信息自发布之日起保留一年。", remedy="请从 /public-notices 中选择。"
        )
    view = notice_view(latest, today)
    return view.model_copy(update={"earlier": [_earlier(record) for record in kept[1:]]})


def _unkept(wired: Wiring, code: str | None) -> list[NoticeRecord]:
    """Cases that came on notice before notices were kept."""
    found = (_of_file(wired, number) for number in unkept_numbers(wired.engine))
    return [record for record in found if record and code in (None, record.published.code)]


def _of_file(wired: Wiring, case_number: str) -> NoticeRecord | None:
    """The notice of a case that came on notice before notices were kept: from its file as it is; None for others."""
    case = read_case(wired.engine, case_number)
    if case is None or case.progress is None or not is_on_notice(case):
        return None
    term = next((turn.term for turn in case.progress.turns if turn.party == PUBLIC), None)
    published = notice_of(
        wired.catalogue.policy(case.policy_version).type(case.code),
        case_number=case.case_number,
        seq=case.seq,
        unit_name=case.unit_name,
        maker=case.maker,
        locality=case.locality,
        declared=case.declared_facts,
        verified=case.verified_facts,
        amount=case.amount,
        lines=case.awards[-1].lines if case.awards else (),
        published_at=case.since,
        until=term.due_on if term else None,
        provisional=bool(term and term.provisional),
    )
    standing = NoticeStanding(
        is_current=True,
        takes_objections=term is not None,
        stage=case.stage,
        objections=tuple(objections_of(wired.engine, case.case_number)),
    )
    return NoticeRecord(published=published, standing=standing, progress=case.progress)


def _readable(record: NoticeRecord, today: date) -> bool:
    return is_readable(record.published.published_at, today)


def notice_view(record: NoticeRecord, today: date) -> Notice:
    """One notice."""
    published, standing = record.published, record.standing
    until, provisional = _last_day(record)
    takes_objections = standing.takes_objections and (until is None or today <= until)
    lead = name_of(published.lead, shanghai_date(published.published_at))
    how = HOW_TO_OBJECT if takes_objections else OVER
    return Notice(
        **published.model_dump(
            include={"case_number", "code", "number", "name", "clause", "quote", "unit_name"}
            | {"figures", "amount", "has_money", "lines", "published_at"}
        ),
        locality=name_of(published.locality, today),
        lead=lead,
        stage=standing.stage,
        is_current=standing.is_current,
        takes_objections=takes_objections,
        until=until,
        provisional=provisional,
        how_to_object=how.format(lead=lead),
        objection_href=f"/v1/applications/{published.case_number}/objections" if takes_objections else "",
        objections=_objections(standing),
        outcome=_outcome(standing),
    )


def _objections(standing: NoticeStanding) -> list[NoticeObjectionView]:
    """What was objected, and what was found."""
    return [
        NoticeObjectionView(
            raised_at=each.raised_at,
            finding=each.finding.value,
            finding_label=each.finding.label,
            found_at=each.found_at,
        )
        for each in standing.objections
    ]


def _last_day(record: NoticeRecord) -> tuple[date | None, bool]:
    """The last day for objections: as the calendar has it now while they are taken, else as it was published."""
    turns = record.progress.turns if record.progress else ()
    term = next((turn.term for turn in turns if turn.party == PUBLIC), None)
    if term is None:
        return record.published.until, record.published.provisional
    return term.due_on, term.provisional


def _outcome(standing: NoticeStanding) -> NoticeOutcomeView | None:
    outcome = standing.outcome
    return None if outcome is None else NoticeOutcomeView.model_validate(outcome.model_dump())


def _earlier(record: NoticeRecord) -> EarlierNotice:
    published = record.published
    return EarlierNotice(
        published_at=published.published_at, amount=published.amount, outcome=_outcome(record.standing)
    )
