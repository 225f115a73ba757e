"""A unit is divided: the cases that the document names pass to the other unit, the rest stay, and the books agree."""

from typing import Any

import pytest
from sqlmodel import select

from adapters.store.engine import open_session
from adapters.store.schema import AuditEntryRow
from domain.calendar import shanghai_date
from domain.case.record.stages import Stage
from tests.api.asking import paths_of, problem_of
from tests.workflows.office import Office
from tests.workflows.registering import DOCUMENT, HEIR, HEIR_NAME, Registry, written
from tests.workflows.registering import registry as registry
from tests.workflows.units.test_successor import is_sound
from tests.workflows.walked_case import UNITS

DIVISION: dict[str, Any] = {"successor": HEIR, "on": "2026-11-01", **DOCUMENT}
ADDRESS = f"{UNITS[1]}/division"


@pytest.mark.long
async def test_the_named_cases_go_on_with_the_other_unit(office: Office, registry: Registry) -> None:
    passing, staying = (
        await office.file("compute_centre_operation"),
        await office.file("first_equipment", applicant=1),
    )
    number, rest = passing.plan.case_number, staying.plan.case_number
    await passing.walk(Stage.INSTALMENTS, subject="2")
    before = written(passing)
    await registry.found_heir()
    registry.today = shanghai_date(await passing.now())
    first = await registry.put("fgw", ADDRESS, cases=[number], **DIVISION)
    assert (first["ended_on"], first["successor"]) == (None, None)
    assert await registry.put("fgw", ADDRESS, cases=[number], **DIVISION) == first
    problem_of(await registry.get("yunshu", f"applications/{number}"), 404, "not-found")
    assert (await registry.get("heir", f"applications/{number}")).json()["unit_name"] == HEIR_NAME
    assert (await registry.get("yunshu", f"applications/{rest}")).status_code == 200
    problem_of(await registry.get("heir", f"applications/{rest}"), 404, "not-found")
    assert (await passing.end()).stage is Stage.CLOSED
    told = written(passing)[len(before) :]
    assert {(name, address) for _, name, address in told} == {(HEIR_NAME, "heir@example.com")}
    assert (await staying.end()).stage is Stage.CLOSED
    is_sound(office)
    with open_session(office.engine) as session:
        links = session.exec(select(AuditEntryRow).where(AuditEntryRow.action == "unit:divided")).all()
    assert [(link.chain, link.subject) for link in links] == [("house", UNITS[1])]


@pytest.mark.long
async def test_the_rest_passes_to_another_when_the_unit_ends(office: Office, registry: Registry) -> None:
    """解散分立: some cases to one, what is left to the successor of all that is left; said again, nothing changes."""
    passing, staying = (
        await office.file("first_equipment", applicant=1),
        await office.file("first_software", applicant=1),
    )
    await registry.found_heir()
    cases = [passing.plan.case_number]
    await registry.put("fgw", ADDRESS, cases=cases, **DIVISION)
    rest = await registry.put("fgw", f"{UNITS[1]}/successor", successor=UNITS[2], on="2026-11-01", **DOCUMENT)
    assert rest["successor"] == UNITS[2]
    assert (await registry.put("fgw", ADDRESS, cases=cases, **DIVISION))["successor"] == UNITS[2]
    await passing.end()
    await staying.end()
    is_sound(office)


@pytest.mark.parametrize(
    ("who", "changes", "paths"),
    [
        ("fgw", {"cases": ["LF2026-0101-99999"]}, {"cases[0]"}),
        ("fgw", {"cases": []}, {"cases"}),
        ("fgw", {"successor": "91131028MAFAKE1073"}, {"successor"}),
        ("fgw", {"successor": UNITS[1]}, {"successor"}),
        ("fgw", {"on": "2027-01-01"}, {"on"}),
        ("fgw", {"document_on": "2027-01-01"}, {"document_on"}),
        ("fgw", {"document_number": ""}, {"document_number"}),
    ],
)
async def test_what_is_no_division_is_refused(
    office: Office, registry: Registry, who: str, changes: dict[str, Any], paths: set[str]
) -> None:
    case = await office.file("first_equipment", applicant=1)
    await registry.found_heir()
    body = {"cases": [case.plan.case_number], **DIVISION, **changes}
    assert paths_of(problem_of(await registry.send(who, ADDRESS, **body), 422, "invalid-input")) == paths
    for other, status in (("yunshu", 403), ("finance", 403)):
        answer = await registry.send(other, ADDRESS, **{"cases": [case.plan.case_number], **DIVISION})
        problem_of(answer, status, "not-allowed")
