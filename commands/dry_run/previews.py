"""Previews of acts at the door: the same form, the same checks and the same act as when it is done."""

import asyncio
import logging
import uuid
from dataclasses import replace
from typing import Any

from activities.office import open_office
from adapters.store.cases.records import read_case
from adapters.store.reach import Engine
from adapters.temporal.announcing import Announcer
from commands.access.caller import Caller
from commands.access.sight import sees
from commands.acts.preparing import asked, prepare
from commands.acts.registry import act_asked
from commands.acts.reopening import opening_of
from commands.dry_run.acts import Previews, Trying
from commands.dry_run.desk_previews import DESK_ACTS, desk_preview
from commands.dry_run.effects import Effects, Preview
from commands.dry_run.replayed_case import ReplayFailed
from commands.wiring import Wiring
from domain.case.acts.act import Act
from domain.case.record.progress import Opening
from domain.errors import NotFound, Refusal, RefusalFacts

_log = logging.getLogger(__name__)


async def preview_of(
    wired: Wiring, caller: Caller, case_number: str, kind: str, subject: str, body: Any
) -> Preview:
    """What an act would do if the caller did it now.

    Raises:
        Refusal: there is no such act, or the caller may not know of the case. Any other refusal is part of the answer.
    """
    if kind in DESK_ACTS:
        content = {**body, **({"subject": subject} if subject else {})}
        return await asyncio.to_thread(desk_preview, wired, caller, case_number, kind, content)
    wanted_act = act_asked(kind, besides=DESK_ACTS)
    try:
        wanted = asked(caller, case_number, uuid.uuid4().hex, kind, subject, body)
    except Refusal as refusal:
        return Preview(act=kind, effects=Effects(refusal=refusal.facts), is_seen=False)

    def make(engine: Engine) -> Act:
        made = prepare(replace(wired, engine=engine), wanted)
        assert isinstance(made, Act)  # noqa: S101 - its key is new, so nothing was answered before
        return made

    def opening(engine: Engine, act: Act) -> Opening | None:
        return opening_of(engine, case_number, act) if wanted_act.rules.opens_ended else None

    effects = await _dry_run(wired, Trying(case_number, make, opening), wanted_act.label)
    if effects.refusal is not None and effects.refusal.kind == NotFound.kind:
        raise Refusal.from_facts(effects.refusal)
    return Preview(act=kind, effects=effects, is_seen=await _is_seen(wired, caller, case_number))


async def _dry_run(wired: Wiring, trying: Trying, label: str) -> Effects:
    settings = wired.settings
    office = replace(open_office(settings, wired.engine, Announcer(), wired.catalogue), draws=False)
    previews = Previews(office, wired.temporal.client, time_skipping=settings.time_skipping)
    try:
        return await previews.preview(trying)
    except ReplayFailed as broken:
        _log.warning("cannot preview an act in %s: %s", trying.case_number, broken)
        return Effects(refusal=_cannot_tell(label))


def _cannot_tell(label: str) -> RefusalFacts:
    """Nobody knows what the act would do; that is said instead of a guess."""
    return RefusalFacts(
        kind="cannot-tell",
        what=f"暂时不能预览“{label}”的结果。",
        why="预演没有得出结果。",
        remedy="请稍后再试；如仍不能预览，请联系管理员。",
    )


async def _is_seen(wired: Wiring, caller: Caller, case_number: str) -> bool:
    case = await asyncio.to_thread(read_case, wired.engine, case_number, whole=False)
    return case is not None and sees(caller, case)
