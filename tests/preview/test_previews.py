"""A preview of every act in every stage equals what the act then does, or how it is refused."""

import pytest
from temporalio.service import RPCError

from domain.case.acts import ACTS
from domain.case.stages import Stage
from domain.errors import CaseClosed, WrongStage
from tests.preview.attempts import ATTEMPTS, Attempt
from tests.preview.previewed_case import PreviewedCase
from tests.preview.situations import SITUATIONS
from tests.workflows.office import Office

NEVER_WAITS = {
    *(Stage.DRAFT, Stage.SUBMITTED, Stage.ACCEPTED, Stage.PAID),
    *(Stage.NOT_ACCEPTED, Stage.REJECTED, Stage.WITHDRAWN, Stage.RECOVERED),
}
"""Stages that are passed through, and ends that are like the one that is tried."""


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
    for attempt in (attempt for attempt in ATTEMPTS if attempt.kind not in refused):
        act = await attempt.make(case)
        foreseen = await case.foresee(act)
        if foreseen.refusal is not None:
            await case.refused_alike(act, foreseen)
            if foreseen.refusal.kind == WrongStage.kind:  # whatever it says
                refused.add(attempt.kind)
        elif attempt.stays:
            await case.send(act)
        else:
            moving.append(attempt)
    return moving


async def test_nothing_but_what_takes_it_up_again_is_admitted_in_a_case_that_has_ended(
    office: Office,
) -> None:
    case = PreviewedCase.like(await SITUATIONS["end"].reach(office))
    for attempt in ATTEMPTS:
        act = await attempt.make(case)
        foreseen = await case.foresee(act)
        assert foreseen.refusal is not None
        assert foreseen.refusal.kind == CaseClosed.kind
        with pytest.raises(RPCError, match="already completed"):
            await case.handle.execute_update(act.kind, act, id=act.id)
