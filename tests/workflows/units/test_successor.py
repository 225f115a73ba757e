"""A unit is merged into another: its cases, its place in the ledger and its sight pass to the successor, once and for good."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from adapters.store.engine import open_session, transaction
from adapters.store.money.earlier_awards import earlier_of
from adapters.store.schema import AuditEntryRow, CaseFile
from adapters.store.tables.earlier_award import EarlierAwardList, EarlierAwardRow
from audit.reconciliation import reconcile_store
from domain.calendar import shanghai_date
from domain.case.record.stages import Stage
from tests.api.asking import problem_of
from tests.workflows.deciding.test_higher_of import CENTRE, HIGHER, LOWER, PLATFORM, paid
from tests.workflows.office import Office
from tests.workflows.registering import DOCUMENT, HEIR, HEIR_NAME, Registry, written
from tests.workflows.registering import registry as registry
from tests.workflows.walked_case import UNITS
from tools.demo.scenarios import SCENARIOS


def is_sound(office: Office) -> None:
    """The store agrees with itself."""
    found = reconcile_store(office.engine, office.case_office.catalogue)
    assert list(found.differences) == []


@pytest.mark.long
async def test_a_case_of_three_years_goes_on_with_the_successor(office: Office, registry: Registry) -> None:
    case = await office.file("compute_centre_operation")
    number = case.plan.case_number
    await case.walk(Stage.INSTALMENTS, subject="2")
    before = written(case)
    await registry.found_heir()
    assert (await registry.get("heir", f"applications/{number}")).status_code == 404
    registry.today = shanghai_date(await case.now())
    ended = await registry.merge()
    assert (ended["successor"], ended["ended_on"]) == (HEIR, "2026-11-01")
    assert await registry.merge() == ended

    problem_of(await registry.get("yunshu", f"applications/{number}"), 404, "not-found")
    seen = (await registry.get("heir", f"applications/{number}")).json()
    assert (seen["unit"], seen["unit_name"]) == (HEIR, HEIR_NAME)
    assert seen["former_names"] == ["廊坊云枢智算科技有限公司"]
    tasks = (await registry.get("heir", "tasks")).json()
    assert {task["case_number"] for task in tasks} <= {number}
    assert (await case.end()).stage is Stage.CLOSED
    after = written(case)[len(before) :]
    assert {(name, address) for _, name, address in after} == {(HEIR_NAME, "heir@example.com")}
    is_sound(office)
    with open_session(office.engine) as session:
        links = session.exec(select(AuditEntryRow).where(AuditEntryRow.action == "unit:succeeded")).all()
    assert sorted(link.chain for link in links) == [number, "house"]


@pytest.mark.long
async def test_one_project_of_both_units_is_one(office: Office, registry: Registry) -> None:
    lower = await office.file(PLATFORM, base="一号平台")
    await lower.end()
    await registry.found_heir()
    await registry.merge()
    higher = await office.file(CENTRE, applicant=2, base="一号平台", audited_investment="16000000.00")
    await higher.end()
    assert paid(office, lower, higher) == [LOWER, HIGHER - LOWER]
    is_sound(office)


@pytest.mark.long
async def test_what_both_had_before_they_were_one_stays(office: Office, registry: Registry) -> None:
    cases = [
        await office.file(PLATFORM, base="一号平台"),
        await office.file(CENTRE, applicant=2, base="一号平台", audited_investment="16000000.00"),
    ]
    for case in cases:
        await case.end()
    await registry.found_heir()
    await registry.merge()
    assert paid(office, *cases) == [LOWER, HIGHER]
    is_sound(office)


async def promised(office: Office, applicant: int, fee: str) -> Decimal:
    """What a test with this fee comes to, half of it or what the year's cap leaves."""
    scenario = next(each for each in SCENARIOS if each.code == "security_testing")
    test = {**scenario.facts["tests"][0], "fee": fee}
    if "report_number" in test:
        test["report_number"] = f"{applicant}-{fee}"
    case = await office.file("security_testing", applicant=applicant, base=fee, tests=[test])
    return (await case.walk(Stage.PUBLIC_NOTICE)).amount or Decimal()


async def test_a_yearly_cap_counts_for_both(office: Office, registry: Registry) -> None:
    assert await promised(office, 1, "480000.00") == Decimal("240000.00")
    await registry.found_heir()
    await registry.merge()
    assert await promised(office, 2, "800000.00") == Decimal("260000.00")
    assert await promised(office, 3, "800000.00") == Decimal("400000.00")
    is_sound(office)


async def test_what_is_granted_once_in_a_life_is_found_under_either_code(
    office: Office, registry: Registry
) -> None:
    first = await office.file("settlement_voucher")
    await first.walk(Stage.VOUCHER)
    await registry.found_heir()
    await registry.merge()
    with open_session(office.engine) as session:
        kept = session.get_one(CaseFile, first.plan.case_number)
        assert (kept.unit, HEIR in kept.award_base, UNITS[1] in kept.award_base) == (HEIR, True, False)


async def test_of_two_successors_at_once_one_is_entered(office: Office, registry: Registry) -> None:
    case = await office.file("compute_centre_construction")
    await registry.found_heir()
    body = {"on": "2026-11-01", **DOCUMENT}
    answers = await asyncio.gather(
        registry.send("fgw", f"{UNITS[1]}/successor", successor=HEIR, **body),
        registry.send("kfq", f"{UNITS[1]}/successor", successor="91131081MAFAKE086A", **body),
        registry.send("kfq", f"{HEIR}/successor", successor=UNITS[1], **body),
        case.walk(Stage.PUBLIC_NOTICE),
    )
    statuses = sorted(answer.status_code for answer in answers[:3])
    # whichever comes first; the heir may pass to the unit before this one passes on
    assert statuses in ([200, 409, 422], [200, 200, 422])
    with open_session(office.engine) as session:
        bearer = session.get_one(CaseFile, case.plan.case_number).unit
    units = {code: (await registry.get("fgw", f"units/{code}")).json() for code in (UNITS[1], HEIR)}
    assert (units.get(bearer) or {"ended_on": None})["ended_on"] is None
    is_sound(office)


@pytest.mark.parametrize(
    ("code", "body", "status", "kind"),
    [
        (UNITS[1], {"successor": UNITS[1]}, 422, "invalid-input"),
        (UNITS[1], {"successor": UNITS[3]}, 422, "invalid-input"),
        (UNITS[1], {"on": "2026-11-24"}, 422, "invalid-input"),
        (UNITS[1], {"document_on": "2099-01-01"}, 422, "invalid-input"),
        (UNITS[3], {}, 404, "not-found"),
    ],
)
async def test_what_is_no_succession_is_refused(
    office: Office, registry: Registry, code: str, body: dict[str, str], status: int, kind: str
) -> None:
    await registry.found_heir()
    whole = {"successor": HEIR, "on": "2026-11-01", **DOCUMENT, **body}
    problem_of(await registry.send("fgw", f"{code}/successor", **whole), status, kind)


async def test_a_unit_that_has_ended_is_neither_changed_nor_files(office: Office, registry: Registry) -> None:
    await registry.found_heir()
    await registry.merge()
    contact = await registry.send("yunshu", f"{UNITS[1]}/contact", contact_email="a@example.com")
    problem_of(contact, 409, "wrong-stage")
    change = await registry.send("fgw", UNITS[1], name="新名称有限公司", locality="kfq", **DOCUMENT)
    assert HEIR in problem_of(change, 409, "wrong-stage")["detail"]
    onward = await registry.send("fgw", f"{HEIR}/successor", successor=UNITS[1], on="2026-11-02", **DOCUMENT)
    problem_of(onward, 422, "invalid-input")


async def test_what_was_granted_on_paper_counts_for_the_successor(office: Office, registry: Registry) -> None:
    paper: dict[str, Any] = {
        "made_by": "a",
        "made_at": datetime(2026, 1, 5, tzinfo=UTC),
        "digest": "",
        "status": "confirmed",
    }
    award: dict[str, Any] = {
        "row": 1,
        "code": "settlement_voucher",
        "unit_name": "廊坊云枢智算科技有限公司",
        "award_base_key": "",
        "year": 2025,
        "amount": Decimal("500000.00"),
        "granted_on": date(2025, 6, 1),
        "document_number": "廊财建〔2025〕3号",
        "document": "廊财建2025-3号",
        "note": "",
    }
    with transaction(office.engine) as session:
        session.add(EarlierAwardList(id="l", code="settlement_voucher", department="d", **paper))
        session.flush()
        base = f"settlement:{UNITS[1]}"
        session.add(EarlierAwardRow(id="e", list_id="l", unit=UNITS[1], award_base=base, **award))
    await registry.found_heir()
    await registry.merge()
    with open_session(office.engine) as session:
        kept = session.get_one(EarlierAwardRow, "e")
        assert (kept.unit, kept.award_base) == (HEIR, f"settlement:{HEIR}")
        assert [each.id for each in earlier_of(session, HEIR)] == ["e"]
        assert not list(earlier_of(session, UNITS[1]))
