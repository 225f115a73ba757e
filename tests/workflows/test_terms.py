"""Terms of offices: silence is never consent; it is reminded, escalated and shown."""

from domain.case.stages import Stage
from tests.workflows.office import Office


async def test_a_late_office_is_reminded_then_escalated_and_the_case_is_overdue(office: Office) -> None:
    case = await office.file("compute_centre_construction")
    await case.walk(Stage.LEAD_REVIEW)
    assert not (await case.progress()).overdue
    reminded = await case.ring()
    assert (reminded.stage, reminded.overdue) == (Stage.LEAD_REVIEW, True)
    await case.ring()
    assert case.timeline()[-3:] == ["still_in_progress", "office_reminded", "escalated"]
    details = await case.details()
    assert "已逾期" in details
    on_time = await case.act("review", decision="approve")
    assert not on_time.overdue
