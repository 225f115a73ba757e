"""A preview of every act in every stage equals what the act then does, or how it is refused."""

import pytest
from temporalio.service import RPCError

from commands.acts.registry import FORMS
from commands.acts.reopening import opening_of
from domain.case.acts import ACTS
from domain.case.record.stages import Stage
from domain.errors import CaseClosed, WrongStage
from tests.commands.dry_run.attempts import ATTEMPTS, Attempt
from tests.commands.dry_run.previewed_case import PreviewedCase
from tests.commands.dry_run.situations import SITUATIONS
from tests.workflows.office import Office

NEVER_WAITS = {Stage.DRAFT, Stage.SUBMITTED, Stage.ACCEPTED, Stage.PAID}
"""Stages that are passed through."""

TAKEN_UP = {
    "closed": ("decide_recovery",),
    "not accepted": ("request_reconsideration",),
    "rejected": ("request_reconsideration",),
    "withdrawn": (),
    "recovered": ("decide_recovery",),
}
"""What begins a new run of a case that has ended; ``test_reopening`` does it."""


def test_every_kind_of_act_and_every_stage_is_tried() -> None:
    assert {attempt.kind for attempt in ATTEMPTS} == set(ACTS) - {"file"}
    assert {situation.stage for situation in SITUATIONS.values()} == set(Stage) - NEVER_WAITS


@pytest.mark.parametrize("name", [name for name, each in SITUATIONS.items() if each.open])
async def test_every_act_does_what_its_preview_said(office: Office, name: str) -> None:
    situation = SITUATIONS[name]
    situation.ready(office)
    case = PreviewedCase.like(await situation.reach(office))
    moving = await what_moves(case)
    assert situation.open in {attempt.kind for attempt in moving}
    for attempt in moving:
        await case.send(await attempt.make(case))
        if attempt is not moving[-1]:
            case = PreviewedCase.like(await situation.reach(office))


async def what_moves(case: PreviewedCase) -> list[Attempt]:
    """Try all acts: what is refused or leaves the case where it is, is done; what would move the case is given back."""
    moving: list[Attempt] = []
    refused: set[str] = set()
    awaited = {kind for turn in (await case.progress()).turns for kind in turn.acts}
    for attempt in (attempt for attempt in ATTEMPTS if attempt.stays or attempt.kind not in refused):
        act = await attempt.make(case)
        foreseen = await case.foresee(act)
        if foreseen.refusal is not None:
            await case.refused_alike(act, foreseen)
            if foreseen.refusal.kind == WrongStage.kind and act.kind not in awaited:  # whatever it says
                refused.add(attempt.kind)
        elif attempt.stays:
            await case.send(act)
        else:
            moving.append(attempt)
    return moving


@pytest.mark.parametrize("name", [name for name, each in SITUATIONS.items() if not each.open])
async def test_nothing_but_what_takes_it_up_again_is_admitted_in_a_case_that_has_ended(
    office: Office, name: str
) -> None:
    case = PreviewedCase.like(await SITUATIONS[name].reach(office))
    taken_up: list[str] = []
    for attempt in ATTEMPTS:
        act = await attempt.make(case)
        opening = opening_of(office.engine, case.plan.case_number, act) if FORMS[act.kind].reopens else None
        foreseen = await case.foresee(act, opening)
        if opening is not None and foreseen.refusal is None:
            taken_up.append(act.kind)
            continue
        assert foreseen.refusal is not None
        if opening is not None:  # nothing was paid
            assert foreseen.refusal.kind == WrongStage.kind
            continue
        assert foreseen.refusal.kind == CaseClosed.kind
        with pytest.raises(RPCError, match="already completed"):
            await case.handle.execute_update(act.kind, act, id=act.id)
    assert taken_up == list(TAKEN_UP[name])
