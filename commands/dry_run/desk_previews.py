"""Previews of what happens at the desks of a case: the very functions of the routes, in a store that forgets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from adapters.store.cases.records import read_case
from adapters.store.dry_run import rehearsed
from api.acts.preview_views import PreviewView, preview_view
from api.auth import Require
from api.people.desk_views import desks_view
from commands.access.caller import Caller
from commands.bodies import Body
from commands.dry_run.effects import Effects, mail_ahead
from commands.invalid import invalid
from commands.people.bodies import ClaimTurnBody, ReassignBody, RecusalBody
from commands.people.claims import claim, reassign, release
from commands.people.recusals import recuse
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.errors import NotFound, Refusal

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
