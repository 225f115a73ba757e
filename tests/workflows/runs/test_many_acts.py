"""What comes to a case in a crowd, or at the seam of two runs: told apart, taken, handed over."""

import asyncio
from typing import Any

import pytest
from temporalio.service import RPCError, RPCStatusCode

from adapters.temporal.sending import ActSending, CasesAway
from domain.case.admission import MOST_ACTS
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress, Step
from domain.departments import PUBLIC
from domain.errors import CaseBusy, Refusal
from domain.public_notice.objecting import MOST_OPEN
from tests.activities.casework import KEYRING
from tests.workflows.office import Office

SECONDS = 30.0


@pytest.mark.long
async def test_more_acts_at_once_than_a_run_takes_in_flight_all_get_their_answer(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.PUBLIC_NOTICE)
    sending = ActSending(KEYRING, lambda _: None, lambda _: True, SECONDS)
    acts = [
        case.make("raise_objection", PUBLIC, objection=f"o{number}", by=f"citizen-{number}")
        for number in range(MOST_OPEN)
    ]
    answers = await asyncio.gather(*(sending.send(office.client, case.plan.case_number, act) for act in acts))
    assert {answer.stage for answer in answers} == {Stage.OBJECTION_FINDING}
    assert case.timeline().count("objection_raised") == len(acts)


def exhausted(message: str) -> RPCError:
    return RPCError(message, RPCStatusCode.RESOURCE_EXHAUSTED, b"")


@pytest.mark.parametrize(
    ("message", "meaning"),
    [
        ("limit on number of concurrent in-flight updates has been reached (10)", CaseBusy),
        ("namespace rate limit exceeded", CasesAway),
    ],
)
async def test_a_crowded_case_is_told_apart_from_an_engine_that_is_away(
    office: Office, message: str, meaning: type[Exception]
) -> None:
    case = await office.file("compute_centre_construction")

    async def call(*_content: Any, **_options: Any) -> Progress:
        raise exhausted(message)

    with pytest.raises(meaning):
        await ActSending(KEYRING, lambda _: None, lambda _: True, 1.0).answer_of(
            case.plan.case_number, case.make("urge"), call
        )


async def test_what_needs_no_turn_ends_long_before_a_run_takes_nothing_any_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.case.admission.MOST_ACTS", 4)
    case = await office.file("compute_centre_construction")
    for kind in ("stop_payment", "lift_stop", "stop_payment"):
        await case.act(kind, **({"clause": "附则(四)"} if kind == "stop_payment" else {}))
    refusal = await case.refused("lift_stop")
    assert (refusal.kind, "暂不再接收" in refusal.what) == ("case-busy", True)
    assert (await case.act("check_completeness", decision="accept")).stage is Stage.LEAD_REVIEW
    assert MOST_ACTS < 2_000


async def test_a_stop_that_comes_while_a_year_is_being_closed_is_seen_by_the_next_run(office: Office) -> None:
    case = await office.file("compute_centre_operation")
    other = await office.file("compute_centre_construction", 1)
    assert other.scenario.applicant == case.scenario.applicant
    await case.walk(Stage.PAYMENT)
    loop = asyncio.get_running_loop()
    stopped: list[Progress] = []

    def stop(step: Step, _answer: Progress) -> None:
        if step.event is Event.PAID and not stopped:
            doing = other.act("stop_payment", scope="unit", clause="附则(四)")
            stopped.append(asyncio.run_coroutine_threadsafe(doing, loop).result())

    office.after("enter_stage", stop)
    before = (await case.handle.describe()).run_id
    await case.grant((await case.progress()).tasks[0])
    async with asyncio.timeout(SECONDS):
        while not (await case.progress()).stops:
            await asyncio.sleep(0.05)
    assert (await case.handle.describe()).run_id != before
    assert [stop.scope for stop in (await case.progress()).stops] == ["unit"]


def test_a_refusal_of_a_crowded_case_is_of_its_own_kind() -> None:
    busy = CaseBusy.at_once()
    assert isinstance(Refusal.from_facts(busy.facts), CaseBusy)
