"""An objection of somebody without an account: confirmed with its token, it is raised as any other, and read with it."""

import asyncio
from datetime import UTC, date, datetime

from pydantic import BaseModel, Field

from adapters.store.cases.submissions import Objection, add_objection, drop_objection
from adapters.store.engine import open_session, transaction
from adapters.store.notices.objections import TakenObjection, objections_raised_by
from adapters.store.notices.outside import contents_of, mark_confirmed, outside_by_token
from adapters.store.notices.queries import NoticeRecord, notices_of
from commands.acts.acting import Acting
from commands.acts.references import reference_of, undone_when_refused
from commands.wiring import Wiring
from domain.case.acts.objections import RaiseObjection
from domain.case.identifiers import act_id
from domain.case.roles import Actor, Role
from domain.departments import PUBLIC
from domain.errors import NotFound, WrongStage
from domain.public_notice.outcome import ObjectionFinding
from domain.public_notice.outside import (
    STATE_LABELS,
    TELL_THE_LEAD,
    UNCONFIRMED,
    Outside,
    OutsideState,
    token_digest,
)


class OutsideObjectionView(BaseModel):
    """Where an objection stands, for whoever has its token."""

    case_number: str
    state: str = Field(
        description="unconfirmed; open, dismiss, uphold; dropped where the notice ended before."
    )
    state_label: str
    content: str = Field(description="What was sent, as it is, or would be, an objection.")
    sent_at: datetime
    raised_at: datetime | None = Field(description="When it was confirmed: the day that counts.")
    found_at: datetime | None
    reason: str = Field(description="Of the finding, or how the notice ended before there was one.")
    confirm_until: date | None = Field(
        description="Last day on which it may be confirmed; null where it was, or where that is over."
    )


def standing(wired: Wiring, case_number: str, token: str) -> OutsideObjectionView:
    """Where it stands. Reading confirms nothing.

    Raises:
        NotFound: nothing has this token.
    """
    return _view(wired, _bearer(wired, case_number, token))


async def confirm(wired: Wiring, case_number: str, token: str) -> OutsideObjectionView:
    """It is an objection from now on; once, however often it is confirmed.

    Raises:
        NotFound: nothing has this token.
        Refusal: the notice takes no objections any more; the case decides.
    """
    outside = await asyncio.to_thread(_bearer, wired, case_number, token)
    if outside.confirmed_at is None:
        if await asyncio.to_thread(_taken, wired, outside) is None:
            await _raise(wired, outside)
        await asyncio.to_thread(_mark, wired, outside)
    return await asyncio.to_thread(standing, wired, case_number, token)


async def _raise(wired: Wiring, outside: Outside) -> None:
    laid_down: list[str] = []
    async with undone_when_refused(wired.engine, laid_down, drop_objection):
        act = await asyncio.to_thread(_raised, wired, outside, laid_down)
        await Acting(wired).deliver(outside.case_number, act)


def _taken(wired: Wiring, outside: Outside) -> TakenObjection | None:
    """What the case has of it; there before it is marked as confirmed, which may be lost."""
    return next(iter(objections_raised_by(wired.engine, outside.case_number, outside.id)), None)


def _bearer(wired: Wiring, case_number: str, token: str) -> Outside:
    with open_session(wired.engine) as session:
        found = outside_by_token(session, case_number.replace("\x00", ""), token_digest(token))
    if found is None:
        raise NotFound(
            "链接无效或已过期。",
            why="链接以最近一封确认邮件为准；公示结束后，未确认的内容已经删除。",
            remedy="请使用最近一封邮件中的链接，或在公示期内重新提出。",
        )
    return found


def _raised(wired: Wiring, outside: Outside, laid_down: list[str]) -> RaiseObjection:
    """The act, with what it points to laid down; the id that stands for the person takes the place of an account."""
    latest = notices_of(wired.engine, outside.case_number)[0]
    if latest.published.seq != outside.seq or not latest.takes_objections(wired.today()):
        raise WrongStage(
            "公示已经结束，异议未能受理。", remedy=TELL_THE_LEAD.format(lead=latest.published.lead_name)
        )
    identifier = act_id(outside.id, outside.case_number, "confirmed")
    objection = Objection(
        id=reference_of(identifier),
        case_number=outside.case_number,
        raised_by=outside.id,
        party=PUBLIC,
        content=outside.content,
    )
    with open_session(wired.engine) as session:
        contents = contents_of(session, outside.id)
    for content in contents:
        wired.vault.keep(content)
    if add_objection(wired.engine, objection):
        laid_down.append(objection.id)
    by = Actor(account=outside.id, role=Role.APPLICANT, party=PUBLIC)
    return RaiseObjection(id=identifier, by=by, digest=outside.id, objection=objection.id)


def _mark(wired: Wiring, outside: Outside) -> None:
    with transaction(wired.engine) as session:
        mark_confirmed(session, outside.id, datetime.now(UTC))


def _view(wired: Wiring, outside: Outside) -> OutsideObjectionView:
    taken, notice = _taken(wired, outside), _notice_of(wired, outside)
    state = _state(taken, notice)
    may_confirm = taken is None and notice.takes_objections(wired.today())
    return OutsideObjectionView(
        case_number=outside.case_number,
        state=state,
        state_label=STATE_LABELS[state] if taken or may_confirm else UNCONFIRMED,
        content=outside.content,
        sent_at=outside.created_at,
        raised_at=taken.at if taken else None,
        found_at=taken.found_at if taken else None,
        reason=_reason(state, taken, notice),
        confirm_until=notice.last_day[0] if may_confirm else None,
    )


def _notice_of(wired: Wiring, outside: Outside) -> NoticeRecord:
    """The notice that was objected to."""
    kept = notices_of(wired.engine, outside.case_number)
    return next(each for each in kept if each.published.seq == outside.seq)


def _state(taken: TakenObjection | None, notice: NoticeRecord) -> str:
    """A notice goes on also after its last day while something is to be found on."""
    if taken is None:
        return OutsideState.UNCONFIRMED.value
    return (taken.finding if notice.standing.is_current else taken.finding.once_over).value


def _reason(state: str, taken: TakenObjection | None, notice: NoticeRecord) -> str:
    if state == ObjectionFinding.DROPPED.value and notice.standing.outcome is not None:
        return notice.standing.outcome.text
    return taken.reason if taken else ""
