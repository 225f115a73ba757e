"""A preview of every act in every stage equals what the act then does, or how it is refused."""

from typing import Any

import pytest
from temporalio.service import RPCError

from adapters.store.cases.records import read_case
from adapters.store.engine import open_session
from adapters.store.people.case_people import people_in
from commands.acts.choices import situation_of
from commands.acts.reopening import opening_of
from domain.calendar import shanghai_date
from domain.case.acts.registry import BY_KIND
from domain.case.admission import refusals_to
from domain.case.record.situation import Situation
from domain.case.record.stages import Stage
from domain.errors import (
    CaseClosed,
    ConflictOfRoles,
    NotAllowed,
    NotEligible,
    NotFound,
    RefusalFacts,
    WrongStage,
)
from tests.commands.dry_run.attempts import ATTEMPTS
from tests.commands.dry_run.previewed_case import PreviewedCase
from tests.commands.dry_run.situations import SITUATIONS
from tests.workflows.office import Office

NEVER_WAITS = {Stage.DRAFT}
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
    assert {attempt.kind for attempt in ATTEMPTS} == set(BY_KIND) - {"file"}
    assert {situation.stage for situation in SITUATIONS.values()} == set(Stage) - NEVER_WAITS


SHORT = {"supplement", "review", "signing", "payment", "closed"}
"""Whoever's turn it is, each comes up once; the long run tries every situation, and ``test_procedures`` what is granted."""


def situations(*, ended: bool) -> list[Any]:
    return [
        name if name in SHORT else pytest.param(name, marks=pytest.mark.long)
        for name, each in SITUATIONS.items()
        if (each.open is None) is ended
    ]


@pytest.mark.parametrize("name", situations(ended=False))
async def test_every_act_does_what_its_preview_said(office: Office, name: str) -> None:
    situation = SITUATIONS[name]
    situation.ready(office)
    case = PreviewedCase.like(await situation.reach(office))
    awaited, standing = await case.awaited(), await standing_of(case)
    done: set[str] = set()
    refused: set[str] = set()
    for attempt in ATTEMPTS:
        if attempt.kind in refused and not attempt.stays:
            continue
        act = await attempt.make(case)
        told = refusals_to(type(act), act.by, standing, act.subject, getattr(act, "whose", ""))
        refusal = await case.tried(act)
        if told:  # whoever reads the case from the store is told what the case answers
            assert refusal is not None, (act.kind, told[0].facts)
            assert told[0].facts.what == refusal.what
        elif refusal is not None:
            assert not is_of_the_situation(refusal), (act.kind, refusal)
        if refusal is None:  # else the case is as it was
            done.add(attempt.kind)
            case = case if attempt.stays else PreviewedCase.like(await situation.reach(office))
            standing = await standing_of(case)
        elif refusal.kind == WrongStage.kind and act.kind not in awaited:  # whatever it says
            refused.add(attempt.kind)
    assert situation.open in done


async def standing_of(case: PreviewedCase) -> Situation:
    engine, number = case.office.engine, case.plan.case_number
    found = read_case(engine, number)
    assert found is not None
    with open_session(engine) as session:
        people = people_in(session, number)
    return situation_of(found, people, shanghai_date(await case.now()))


def is_of_the_situation(refusal: RefusalFacts) -> bool:
    """Whether it says that it is not the time, or not this person; figures and stops of payment are other matters."""
    return refusal.kind in {ConflictOfRoles.kind, NotAllowed.kind} or "不等待您办理“" in refusal.what


@pytest.mark.long
@pytest.mark.parametrize("name", situations(ended=True))
async def test_nothing_but_what_takes_it_up_again_is_admitted_in_a_case_that_has_ended(
    office: Office, name: str
) -> None:
    case = PreviewedCase.like(await SITUATIONS[name].reach(office))
    taken_up: list[str] = []
    for attempt in ATTEMPTS:
        act = await attempt.make(case)
        opening = opening_of(office.engine, case.plan.case_number, act) if act.rules.opens_ended else None
        foreseen = await case.foresee(act, opening)
        if opening is not None and foreseen.refusal is None:
            taken_up.append(act.kind)
            continue
        assert foreseen.refusal is not None
        if opening is not None:  # nothing was paid, or not too little, or there is no other case
            assert foreseen.refusal.kind in {WrongStage.kind, NotEligible.kind, NotFound.kind}
            continue
        assert foreseen.refusal.kind == CaseClosed.kind
        with pytest.raises(RPCError, match="already completed"):
            await case.handle.execute_update(act.kind, case.certified(act), id=act.id)
    assert taken_up == list(TAKEN_UP[name])
