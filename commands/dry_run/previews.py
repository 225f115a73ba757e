"""Previews of acts at the door: the same form, the same checks and the same act as when it is done."""

import asyncio
import logging
import uuid
from dataclasses import replace
from typing import Any

from adapters.store.cases.records import read_case
from adapters.store.reach import Engine
from api.acts.preview_views import PreviewView, preview_view
from commands.access.caller import Caller
from commands.access.sight import sees
from commands.acts.preparing import asked, prepare
from commands.acts.registry import form_of
from commands.acts.reopening import opening_of
from commands.dry_run.acts import Opening, Previews, Trying
from commands.dry_run.desk_previews import DESK_ACTS, desk_preview
from commands.dry_run.effects import Effects
from commands.dry_run.replayed_case import Broken
from commands.wiring import Wiring
from domain.case.act import Act
from domain.errors import NotFound, Refusal, RefusalFacts

_log = logging.getLogger(__name__)


async def preview_of(
    wired: Wiring, caller: Caller, case_number: str, kind: str, subject: str, body: Any
) -> PreviewView:
    """What an act would do if the caller did it now.

    Raises:
        Refusal: there is no such act, or the caller may not know of the case. Any other refusal is part of the answer.
    """
    if kind in DESK_ACTS:
        content = {**body, **({"subject": subject} if subject else {})}
        return await asyncio.to_thread(desk_preview, wired, caller, case_number, kind, content)
    form = form_of(kind, besides=DESK_ACTS)
    try:
        wanted = asked(caller, case_number, uuid.uuid4().hex, kind, subject, body)
    except Refusal as refusal:
        return preview_view(kind, Effects(refusal=refusal.facts), is_seen=False)

    def make(engine: Engine) -> Act:
        made = prepare(replace(wired, engine=engine), wanted)
        assert isinstance(made, Act)  # noqa: S101 - its key is new, so nothing was answered before
        return made

    def opening(engine: Engine, act: Act) -> Opening | None:
        return opening_of(engine, case_number, act) if form.reopens else None

    effects = await _rehearsed(wired, Trying(case_number, make, opening), form.act.label)
    if effects.refusal is not None and effects.refusal.kind == NotFound.kind:
        raise Refusal.from_facts(effects.refusal)
    return preview_view(kind, effects, is_seen=await _is_seen(wired, caller, case_number))


async def _rehearsed(wired: Wiring, trying: Trying, label: str) -> Effects:
    settings = wired.settings
    previews = Previews(
        wired.engine,
        wired.catalogue,
        wired.temporal.client,
        public_url=settings.public_url,
        time_skipping=settings.time_skipping,
    )
    try:
        return await previews.preview(trying)
    except Broken as broken:
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
