"""Outages of the office's own system: entered by an administrator, or found by a worker that starts (停机顺延)."""

import asyncio
import logging
from datetime import UTC, date, datetime, timedelta

from pydantic import AwareDatetime, BaseModel, Field

from adapters.settings import Settings
from adapters.store.calendar.outages import KeptOutage, OutageEntry, keep_outage, note_start, note_worker
from adapters.store.reach import STORE_AWAY, Engine
from adapters.temporal.starting import persistently
from commands.access.audit_trail import party_of_caller
from commands.access.caller import Caller
from commands.bodies import Body
from domain.calendar import shanghai_date
from domain.closed import example
from domain.day import FIRST
from domain.errors import FieldError, InvalidInput
from domain.words import ShortWords, Words

SEEN_SECONDS = 60.0
LONGEST = timedelta(days=90)

log = logging.getLogger(__name__)


class OutageBody(Body):
    """登记停机: from when to when the office's system was away, and the document that says so."""

    model_config = example(
        began_at="2026-12-09T10:00:00+08:00",
        ended_at="2026-12-15T09:00:00+08:00",
        document="廊坊市数据局停机公告〔2026〕3号",
        reason="机房断电，申报系统停止服务",
    )

    began_at: AwareDatetime = Field(title="停机开始的时间")
    ended_at: AwareDatetime = Field(title="恢复服务的时间")
    document: ShortWords = Field(title="依据的文件")
    reason: Words = Field(title="停机的原因")


class OutageView(BaseModel):
    """An outage: an applicant's end in it, or within the grace after it, moves to the end of the grace."""

    version: int
    began_at: datetime
    ended_at: datetime
    grace_working_days: int = Field(title="恢复后顺延的工作日")
    document: str
    reason: str
    entered_at: datetime
    found_by_worker: bool
    followed_at: datetime | None = Field(title="全部在办案件调整完毕的时间")


def outage_view(kept: KeptOutage) -> OutageView:
    """An outage as its readers see it."""
    return OutageView(
        **kept.model_dump(exclude={"entered_by", "occasion", "finished_at"}),
        found_by_worker=not kept.document,
        followed_at=kept.finished_at,
    )


def enter_outage(
    engine: Engine, body: OutageBody, caller: Caller, latest: date, grace_working_days: int
) -> KeptOutage:
    """Judge an outage and enter it; the same one again is the one that is there.

    Args:
        engine: the store.
        body: what is entered.
        caller: an administrator.
        latest: the day after which nothing can have ended.
        grace_working_days: of the installation.

    Raises:
        InvalidInput: it ends before it begins, has not ended yet, or lasts longer than can be.
    """
    if wrong := _faults(body, latest):
        raise InvalidInput(
            "停机登记有误。", remedy="请在恢复服务后，按公告的起止时间登记。", fields=tuple(wrong)
        )
    entry = OutageEntry(
        **body.model_dump(),
        grace_working_days=grace_working_days,
        account=caller.account,
        party=party_of_caller(caller),
        at=datetime.now(UTC),
    )
    return keep_outage(engine, entry)


def _faults(body: OutageBody, latest: date) -> list[FieldError]:
    if body.ended_at <= body.began_at:
        return [FieldError(path="ended_at", message="须晚于停机开始的时间")]
    if shanghai_date(body.ended_at) > latest:
        return [FieldError(path="ended_at", message="不得晚于今天")]
    if shanghai_date(body.began_at) < FIRST:
        return [FieldError(path="began_at", message=f"不得早于 {FIRST}")]
    if body.ended_at - body.began_at > LONGEST:
        return [FieldError(path="began_at", message=f"一次停机不得超过 {LONGEST.days} 天")]
    return []


async def begin_work(engine: Engine, settings: Settings) -> None:
    """Before a worker does anything: where none was at work for too long, that is an outage, and ends in it move."""
    longest = timedelta(minutes=settings.outage_minutes)

    async def note() -> None:
        now = datetime.now(UTC)
        found = await asyncio.to_thread(note_start, engine, now, longest, settings.outage_grace_working_days)
        if found is not None:
            log.error("no worker was at work from %s to %s", found.began_at, found.ended_at)

    await persistently(note, "the start of a worker could not be written down", STORE_AWAY)


async def keep_seen(engine: Engine) -> None:
    """Write down each minute that a worker is at work."""
    while True:
        await asyncio.sleep(SEEN_SECONDS)
        try:
            await asyncio.to_thread(note_worker, engine, datetime.now(UTC))
        except STORE_AWAY as away:
            log.warning("a worker could not say that it is at work: %s", type(away).__name__)
