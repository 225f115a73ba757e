"""What the Temporal UI shows of a case: Chinese details and typed search attributes."""

from domain.case.record.stages import Stage
from tests.workflows.office import Office
from workflows import search_attributes as keys


async def test_the_details_say_in_chinese_what_stage_it_is_and_who_is_awaited(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    details = await case.details()
    for words in ("牵头审核中", "市发改委", case.plan.case_number, "市发改委牵头审核"):
        assert words in details
    assert "applicant-1" not in details


async def test_search_attributes_follow_the_case(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.FUND_DOCUMENT)
    described = await case.handle.describe()
    found = described.typed_search_attributes
    assert described.workflow_type == "compute_centre_construction"
    assert found[keys.CASE_NUMBER] == case.plan.case_number
    assert (found[keys.STAGE], found[keys.WAITING_FOR]) == ("待资金安排", ["市财政局"])
    assert (found[keys.LOCALITY], found[keys.MEASURE]) == ("廊坊开发区", "1.1")
    assert (found[keys.AMOUNT], found[keys.OVERDUE]) == (10_000_000.0, False)
    assert found[keys.DUE_AT] is not None
