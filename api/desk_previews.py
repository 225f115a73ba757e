"""Previews of what happens at the desks of a case: the very functions of the routes, in a store that forgets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from adapters.store.case_reading import read_case
from adapters.store.rehearsing import rehearsed
from api.auth import Require
from api.bodies import Body
from api.caller import Caller
from api.desk_views import desks_view
from api.invalid import invalid
from api.people_bodies import ClaimTurnBody, ReassignBody, RecusalBody
from api.preview_views import PreviewView, preview_view
from api.recusing import recuse
from api.turn_taking import claim, reassign, release
from api.wiring import Wiring
from domain.case.roles import Role
from domain.errors import NotFound, Refusal
from preview.effects import Effects, mail_ahead

OFFICE = Require(Role.OFFICIAL, Role.FINANCE)
GIVERS = Require(Role.OFFICIAL, Role.FINANCE, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class DeskAct:
    """What somebody does with a turn, or with the own part in a case: its body, who may, and the doing."""

    body: type[Body]
    may: Require
    do: Callable[[Wiring, Caller, str, Any], Any]


DESK_ACTS: Mapping[str, DeskAct] = {
    "claim": DeskAct(ClaimTurnBody, OFFICE, lambda wired, who, no, body: claim(wired, who, no, body.subject)),
    "release": DeskAct(
        ClaimTurnBody, OFFICE, lambda wired, who, no, body: release(wired, who, no, body.subject)
    ),
    "reassign": DeskAct(
        ReassignBody,
        GIVERS,
        lambda wired, who, no, body: reassign(wired, who, no, body.to, body.reason, body.subject),
    ),
    "recusal": DeskAct(
        RecusalBody, OFFICE, lambda wired, who, no, body: recuse(wired, who, OFFICE.roles, no, body.reason)
    ),
}
"""By the last part of their routes. They need no workflow, so the store alone is rehearsed."""


def desk_preview(
    wired: Wiring, caller: Caller, case_number: str, kind: str, content: dict[str, Any]
) -> PreviewView:
    """What would come of it: who then has the turns, and the mails; the case stays where it is. Blocks while it works.

    Raises:
        NotFound: no such case for this caller. Any other refusal is part of the answer.
    """
    act = DESK_ACTS[kind]
    try:
        act.may(caller)
        return _rehearsed(wired, caller, case_number, kind, _filled(act, content))
    except Refusal as refusal:
        if refusal.facts.kind == NotFound.kind:
            raise
        return preview_view(kind, Effects(refusal=refusal.facts), is_seen=True)


def _filled(act: DeskAct, content: dict[str, Any]) -> Body:
    try:
        return act.body.model_validate(content)
    except ValidationError as wrong:
        errors: list[Any] = [{**error, "loc": ("body", *error["loc"])} for error in wrong.errors()]
        raise Refusal.from_facts(invalid(errors)) from wrong


def _rehearsed(wired: Wiring, caller: Caller, case_number: str, kind: str, body: Body) -> PreviewView:
    with rehearsed(wired.engine) as trial:
        trying = replace(wired, engine=trial.engine)
        DESK_ACTS[kind].do(trying, caller, case_number, body)
        case = read_case(trial.engine, case_number, whole=False)
        stands = case.progress if case else None
        mails = tuple(mail_ahead(mail) for _, mail in trial.mails)
        shown = preview_view(kind, Effects(before=stands, after=stands, mails=mails), is_seen=True)
        return shown.model_copy(update={"desks": desks_view(trying, caller, case_number)})
