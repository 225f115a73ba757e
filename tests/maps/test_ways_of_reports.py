"""Ways of a case whose applicant itself reports what is awaited."""

import pytest

from domain.case.record.stages import Stage
from domain.departments import APPLICANT
from tests.maps.played_office import PlayedOffice
from tests.maps.walking import Walk, Ways

pytestmark = pytest.mark.long

REPORTS: dict[str, tuple[Ways, Stage]] = {
    "taken": ({}, Stage.CLOSED),
    "given_back": ({"record_acceptance": ["return_acceptance_report"]}, Stage.CLOSED),
    "failed": ({"record_acceptance": ["failed"]}, Stage.REJECTED),
}


@pytest.mark.parametrize("late", [False, True], ids=["in_time", "late"])
@pytest.mark.parametrize("way", REPORTS)
async def test_an_acceptance_that_the_applicant_reports(
    office: PlayedOffice, way: str, *, late: bool
) -> None:
    ways, end = REPORTS[way]
    case = await office.file("core_technology")
    await Walk(case, {}).walk(Stage.AWAITING_ACCEPTANCE)
    await case.act("report_acceptance", APPLICANT, **await case.content("report_acceptance", ""))
    await Walk(case, ways, late=late).walk()
    assert await case.stage() is end
