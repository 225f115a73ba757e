"""From the kept notices to what the public reads."""

from datetime import date
from enum import StrEnum

from adapters.store.notices.queries import NoticeRecord, notices_of, read_notices
from api.notices.views import EarlierNotice, Notice, NoticeObjectionView, NoticeOutcomeView
from commands.wiring import Wiring
from domain.calendar import anniversary, shanghai_date, shanghai_midnight
from domain.departments import PUBLIC, name_of
from domain.errors import NotFound
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
    found = read_notices(
        wired.engine, since, code=code, is_current=_IS_CURRENT[which], offset=offset, limit=limit + 1
    )
    return [notice_view(record, today) for record in found[:limit]], len(found) > limit


def single(wired: Wiring, case_number: str) -> Notice:
    """The latest notice of a case, with how earlier ones ended.

    Raises:
        NotFound: there is none, or it ended too long ago.
    """
    today = wired.today()
    kept = notices_of(wired.engine, case_number)
    if not kept or not (kept[0].standing.is_current or _readable(kept[0], today)):
        raise NotFound(
            "没有这项公示。", why="公示信息自发布之日起保留一年。", remedy="请从 /public-notices 中选择。"
        )
    view = notice_view(kept[0], today)
    return view.model_copy(update={"earlier": [_earlier(record) for record in kept[1:]]})


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
    tasks = record.progress.tasks if record.progress else ()
    term = next((task.term for task in tasks if task.party == PUBLIC), None)
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
