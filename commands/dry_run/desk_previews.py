"""Previews of what happens at the desks of a case: the very functions of the routes, in a store that forgets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from adapters.store.cases.records import read_case
from adapters.store.dry_run import dry_run_store
from commands.access.caller import Caller
from commands.access.roles import OFFICE, Roles
from commands.access.sight import find_case
from commands.bodies import Body
from commands.dry_run.effects import Effects, Preview, mail_ahead
from commands.invalid import invalid
from commands.people.bodies import ClaimTaskBody, ReassignBody, RecusalBody
from commands.people.claims import claim, reassign, release
from commands.people.desks import desks_of
from commands.people.recusals import recuse
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.errors import NotFound, Refusal

GIVERS = Roles(Role.OFFICIAL, Role.FINANCE, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class DeskAct:
    """What somebody does with a task, or with the own part in a case: its body, who may, and the doing."""

    body: type[Body]
    may: Roles
    do: Callable[[Wiring, Caller, str, Any], Any]


DESK_ACTS: Mapping[str, DeskAct] = {
    "claim": DeskAct(ClaimTaskBody, OFFICE, lambda wired, who, no, body: claim(wired, who, no, body.subject)),
    "release": DeskAct(
        ClaimTaskBody, OFFICE, lambda wired, who, no, body: release(wired, who, no, body.subject)
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
"""By the last part of their routes. They need no workflow, so the store alone is tried."""


def desk_preview(
    wired: Wiring, caller: Caller, case_number: str, kind: str, content: dict[str, Any]
) -> Preview:
    """What would come of it: who then has the tasks, and the mails; the case stays where it is. Blocks while it works.

    Raises:
        NotFound: no such case for this caller. Any other refusal is part of the answer.
    """
    act = DESK_ACTS[kind]
    try:
        act.may.admit(caller)
        return _dry_run(wired, caller, case_number, kind, _filled(act, content))
    except Refusal as refusal:
        if refusal.facts.kind == NotFound.kind:
            raise
        return Preview(act=kind, effects=Effects(refusal=refusal.facts))


def _filled(act: DeskAct, content: dict[str, Any]) -> Body:
    try:
        return act.body.model_validate(content)
    except ValidationError as wrong:
        errors: list[Any] = [{**error, "loc": ("body", *error["loc"])} for error in wrong.errors()]
        raise Refusal.from_facts(invalid(errors)) from wrong


def _dry_run(wired: Wiring, caller: Caller, case_number: str, kind: str, body: Body) -> Preview:
    with dry_run_store(wired.engine) as dry_store:
        trying = replace(wired, engine=dry_store.engine)
        DESK_ACTS[kind].do(trying, caller, case_number, body)
        case = find_case(read_case(dry_store.engine, case_number, whole=False), case_number)
        stands = case.progress
        mails = tuple(mail_ahead(mail) for _, mail in dry_store.mails)
        effects = Effects(before=stands, after=stands, mails=mails)
        return Preview(act=kind, effects=effects, desks=desks_of(trying, caller, case))
