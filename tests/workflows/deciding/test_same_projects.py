"""What may be one project is found before money is, in a year and at the acceptance too; and years on paper are years."""

from decimal import Decimal
from typing import Any

import pytest

from domain.case.record.stages import Stage
from domain.ledger.accounts import Account
from tests.paper_awards import award_on_paper
from tests.workflows.office import Office
from tests.workflows.recovering import money
from tests.workflows.walked_case import UNITS, WalkedCase


async def _claimed(office: Office, base: str) -> WalkedCase:
    """A case of 1.2 whose first year was claimed with 9,860,000.00."""
    case = await office.file("compute_centre_operation", base=base)
    await case.walk(Stage.INSTALMENTS)
    await case.ring()
    await case.grant((await case.progress()).tasks[0])
    return case


@pytest.mark.parametrize("decision", ["not_the_same", "same"])
async def test_a_year_waits_for_a_finding_on_what_its_figures_make_alike(
    office: Office, decision: str
) -> None:
    other = await office.file(
        "national_innovation_task", applicant=1, base="揭榜项目甲", research_cost="9860000.00"
    )
    case = await _claimed(office, "云枢智算中心")
    approval: dict[str, Any] = {"decision": "approve", "instalment": 1}
    figures: dict[str, Any] = {"verified_facts": {"operating_cost": "9860000.00"}}
    refusal = await case.refused("review_instalment", **approval, **figures)
    assert (refusal.kind, [field.path for field in refusal.fields]) == (
        "wrong-stage",
        [f"same_project.{other.plan.case_number}"],
    )
    assert money(case, Account.PROMISED) == ("0.00",)
    found = {"other_case": other.plan.case_number, "decision": decision}
    assert (await case.act("find_same_project", **found)).stage is Stage.INSTALMENTS
    approved = await case.act("review_instalment", **approval, **figures)
    assert approved.amount == Decimal("1972000.00")


async def test_an_acceptance_waits_for_a_finding_on_what_its_figures_make_alike(office: Office) -> None:
    case = await office.file("major_project_investment", base="云枢制造基地")
    other = await office.file(
        "national_innovation_task",
        applicant=case.scenario.applicant,
        base="揭榜项目甲",
        research_cost=str(case.scenario.later["fixed_asset_investment"]),
    )
    task = (await case.walk(Stage.AWAITING_ACCEPTANCE)).tasks[0]
    content = await case.content("record_acceptance", "")
    refusal = await case.refused("record_acceptance", task.party, **content)
    assert [field.path for field in refusal.fields] == [f"same_project.{other.plan.case_number}"]
    await case.act("find_same_project", other_case=other.plan.case_number, decision="not_the_same")
    accepted = await case.act("record_acceptance", task.party, **content)
    assert accepted.stage is not Stage.AWAITING_ACCEPTANCE


async def test_a_year_that_was_paid_on_paper_is_made_up_and_the_next_is_paid_whole(office: Office) -> None:
    """1,000,000 of year 1 came on paper: 972,000 of 1,972,000 is left, and 3,000,000 of year 2."""
    case = await _claimed(office, "云枢智算中心")
    award_on_paper(office.engine, case.plan.case_number, "1000000.00", 2026, UNITS[1])
    approved = await case.act("review_instalment", decision="approve", instalment=1)
    assert approved.amount == Decimal("972000.00")
    await case.walk(Stage.INSTALMENTS, subject="2")
    await case.walk(Stage.INSTALMENTS, subject="3")
    assert money(case, Account.PAID) == ("3972000.00",)
