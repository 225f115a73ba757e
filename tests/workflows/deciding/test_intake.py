"""Completeness check and supplement: what may come of a filed case before anybody judges it."""

from domain.case.acts.defects import Defect
from domain.case.record.stages import Stage
from tests.workflows.office import Office

DEFECTS = (Defect(item="credit_commitment", problem="未盖章"), Defect(item="invoice", problem="缺少第二页"))


async def test_a_supplement_leads_back_to_the_check_and_the_case_is_accepted(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    asked = await case.act("check_completeness", decision="supplement", defects=DEFECTS, reason="请补正")
    assert (asked.stage, asked.tasks[0].party) == (Stage.SUPPLEMENT, "applicant")
    assert (await case.act("supplement", "applicant")).stage is Stage.COMPLETENESS_CHECK
    assert (await case.act("check_completeness", decision="accept")).stage is Stage.LEAD_REVIEW
    assert case.timeline() == ["submitted", "supplement_requested", "supplemented", "accepted"]


async def test_a_supplement_that_does_not_come_in_time_closes_the_case(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.act("check_completeness", decision="supplement", defects=DEFECTS)
    while not (await case.progress()).final:
        await case.ring()
    assert (await case.handle.result()).stage is Stage.CLOSED
    assert case.timeline()[-2:] == ["applicant_reminded", "lapsed"]


async def test_a_refused_application_ends_as_not_accepted(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    ended = await case.act("check_completeness", decision="refuse", reason="不属于支持范围")
    assert (ended.stage, ended.final) == (Stage.NOT_ACCEPTED, True)
    assert (await case.handle.result()).stage is Stage.NOT_ACCEPTED
