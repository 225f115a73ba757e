"""Review, sign-off and public notice: every way in which a decision comes about, or does not."""

import asyncio

import pytest

from domain.case.acts.defects import Defect
from domain.case.record.stages import Stage
from tests.workflows.office import Office
from tests.workflows.walked_case import WalkedCase


async def at(office: Office, stage: Stage, code: str = "compute_centre_construction") -> WalkedCase:
    case = await office.file(code)
    await case.walk(stage)
    return case


async def test_a_returned_review_asks_the_applicant_and_comes_back(office: Office) -> None:
    case = await at(office, Stage.LEAD_REVIEW)
    defects = (Defect(item="audit", problem="缺审计报告"),)
    assert (await case.act("review", decision="return", defects=defects)).stage is Stage.SUPPLEMENT
    assert (await case.act("supplement", "applicant")).stage is Stage.LEAD_REVIEW
    assert (await case.act("review", decision="approve")).stage is Stage.SIGN_OFF


async def test_a_rejected_review_ends_the_case(office: Office) -> None:
    case = await at(office, Stage.LEAD_REVIEW)
    assert (await case.act("review", decision="reject", reason="不符合条件")).stage is Stage.REJECTED
    assert (await case.handle.result()).stage is Stage.REJECTED


async def test_verified_figures_without_an_award_are_refused_with_all_reasons_and_the_task_opens_again(
    office: Office,
) -> None:
    case = await at(office, Stage.LEAD_REVIEW, "foundation_model")
    figures = {"parameter_count": 5, "scenario_count": 1}
    refusal = await case.refused("review", decision="approve", verified_facts=figures)
    assert (refusal.kind, len(refusal.fields)) == ("not-eligible", 2)
    assert await case.stage() is Stage.LEAD_REVIEW
    assert (await case.act("review", decision="approve")).stage is Stage.EXPERT_REVIEW


async def test_departments_sign_in_parallel_in_any_order(office: Office) -> None:
    case = await at(office, Stage.SIGN_OFF)
    parties = [task.party for task in (await case.progress()).tasks]
    assert len(parties) > 1
    await asyncio.gather(*(case.act("sign_off", party, decision="agree") for party in reversed(parties)))
    assert await case.stage() is Stage.PUBLIC_NOTICE


async def test_a_department_signs_once(office: Office) -> None:
    case = await at(office, Stage.SIGN_OFF)
    party = (await case.progress()).tasks[0].party
    await case.act("sign_off", party, decision="no_opinion")
    assert (await case.refused("sign_off", party, decision="agree")).kind == "wrong-stage"


@pytest.mark.parametrize(
    ("decision", "stage"),
    [("proceed", Stage.PUBLIC_NOTICE), ("amend", Stage.LEAD_REVIEW), ("reject", Stage.REJECTED)],
)
async def test_the_lead_settles_an_objecting_department(office: Office, decision: str, stage: Stage) -> None:
    case = await at(office, Stage.SIGN_OFF)
    for task in (await case.progress()).tasks:
        await case.act("sign_off", task.party, decision="object", reason="金额存疑")
    progress = await case.progress()
    assert (progress.stage, progress.tasks[0].acts) == (Stage.SIGN_OFF, ("settle",))
    assert (await case.act("settle", decision=decision, reason="已核实")).stage is stage


async def test_a_dismissed_objection_leaves_the_notice_standing(office: Office) -> None:
    case = await at(office, Stage.PUBLIC_NOTICE)
    raised = await case.act("raise_objection", "public", objection="o1", reason="重复申报")
    assert raised.stage is Stage.OBJECTION_FINDING
    found = await case.act("find_on_objection", decision="dismiss", objection="o1", reason="不属实")
    assert found.stage is Stage.PUBLIC_NOTICE
    assert (await case.walk(Stage.PAYEE_DETAILS)).stage is Stage.PAYEE_DETAILS


async def test_money_waits_for_an_open_objection_even_when_the_notice_is_over(office: Office) -> None:
    case = await at(office, Stage.PUBLIC_NOTICE)
    notice = (await case.progress()).tasks[0].next_timer_event
    assert notice is not None
    await case.act("raise_objection", "public", objection="o1")
    await case.skip_to(notice.at)
    assert await case.stage() is Stage.OBJECTION_FINDING
    found = await case.act("find_on_objection", decision="dismiss", objection="o1")
    assert not found.final
    assert (await case.walk(Stage.PAYEE_DETAILS)).stage is Stage.PAYEE_DETAILS


async def test_an_upheld_objection_leads_back_to_review(office: Office) -> None:
    case = await at(office, Stage.PUBLIC_NOTICE)
    await case.act("raise_objection", "public", objection="o1")
    found = await case.act("find_on_objection", decision="uphold", objection="o1", reason="属实")
    assert found.stage is Stage.LEAD_REVIEW
    assert (await case.act("review", decision="reject")).stage is Stage.REJECTED


async def test_an_objection_that_comes_together_with_an_upheld_one_does_not_hold_up_the_case(
    office: Office,
) -> None:
    case = await at(office, Stage.PUBLIC_NOTICE)
    await case.act("raise_objection", "public", objection="o1")
    await asyncio.gather(
        case.act("find_on_objection", decision="uphold", objection="o1", reason="属实"),
        *(
            case.act("raise_objection", "public", objection=f"late-{number}", by=f"late-{number}")
            for number in range(3)
        ),
        return_exceptions=True,
    )
    async with asyncio.timeout(30):
        while (stage := await case.stage()) is not Stage.LEAD_REVIEW:
            finding = (await case.progress()).tasks[-1]
            await case.act("find_on_objection", decision="uphold", objection=finding.subject, reason="属实")
        assert stage is Stage.LEAD_REVIEW
        assert (await case.act("review", decision="reject")).stage is Stage.REJECTED
