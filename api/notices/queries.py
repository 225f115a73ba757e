"""From the kept notices to what the public reads."""

from datetime import date, datetime
from enum import StrEnum

from adapters.store.notices.queries import NoticePlace, NoticeRecord, notices_of, read_notices
from api.notices.views import EarlierNotice, Notice, NoticeObjectionView, NoticeOutcomeView
from api.paging import mark_of, place_of
from commands.wiring import Wiring
from domain.calendar import anniversary, shanghai_midnight
from domain.case.record.narrative import day_text
from domain.departments import name_of
from domain.errors import NotFound
from domain.public_notice.outcome import YEARS_READABLE, NoticeStanding, is_readable
from domain.public_notice.outside import OVER, TELL_THE_LEAD, WHO_READS

MOST = 500
HOW_TO_OBJECT = (
    "任何单位和个人对公示内容有异议的，都可以在{until}提出，无需说明与本案的关系。在兑现系统有账号的申报单位和部门工作人员，"
    "登录后凭案件编号提出；没有账号的，在公示网页提交姓名或单位名称、联系邮箱、事实和理由以及证据（文字或文件），"
    "并打开邮件中的链接确认：公示期内确认的才受理，受理日期为确认之日。也可以书面向{lead}提出，写明同样的内容和案件编号。"
    "核查结论及理由以邮件告知。异议核查期间，本案不拨付资金。"
)


class Which(StrEnum):
    """Which notices are listed."""

    ALL = "all"
    CURRENT = "current"
    ENDED = "ended"


_IS_CURRENT = {Which.ALL: None, Which.CURRENT: True, Which.ENDED: False}


def listed(
    wired: Wiring, which: Which, code: str | None = None, *, after: str | None = None, limit: int
) -> tuple[list[Notice], str]:
    """The latest notice of each case, those on notice first; and where more are behind them, empty where there are none.

    Raises:
        InvalidInput: ``after`` is no place in the list.
    """
    today = wired.today()
    since = shanghai_midnight(anniversary(today, years=-YEARS_READABLE))
    said = place_of(after, str, datetime, str)
    place = (
        NoticePlace(is_current=said[0] == Which.CURRENT, published_at=said[1], case_number=said[2])
        if said
        else None
    )
    found = read_notices(
        wired.engine, since, code=code, is_current=_IS_CURRENT[which], after=place, limit=limit + 1
    )
    onward = _mark(found[limit - 1].place) if len(found) > limit else ""
    return [notice_view(record, today) for record in found[:limit]], onward


def _mark(place: NoticePlace) -> str:
    which = Which.CURRENT if place.is_current else Which.ENDED
    return mark_of(which, place.published_at, place.case_number)


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
    until, provisional = record.last_day
    takes_objections = record.takes_objections(today)
    lead = published.lead_name
    how = HOW_TO_OBJECT if takes_objections else OVER + TELL_THE_LEAD
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
        who_reads=WHO_READS if takes_objections else "",
        how_to_object=how.format(lead=lead, until=_until(until, provisional=provisional)),
        objection_href=f"/v1/applications/{published.case_number}/objections" if takes_objections else "",
        outside_objection_href=f"/v1/public-notices/{published.case_number}/objections"
        if takes_objections
        else "",
        objections=_objections(standing),
        outcome=_outcome(standing),
    )


def _until(until: date | None, *, provisional: bool) -> str:
    if until is None:
        return "公示期内"
    return f"{day_text(until)}{'（暂定）' if provisional else ''}（含当日）之前"


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


def _outcome(standing: NoticeStanding) -> NoticeOutcomeView | None:
    outcome = standing.outcome
    return None if outcome is None else NoticeOutcomeView.model_validate(outcome.model_dump())


def _earlier(record: NoticeRecord) -> EarlierNotice:
    published = record.published
    return EarlierNotice(
        published_at=published.published_at, amount=published.amount, outcome=_outcome(record.standing)
    )
