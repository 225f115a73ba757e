"""Acceptance, instalment and redemption have papers as filing has: uploaded, or received on paper, and each its own."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI

from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.engine import transaction
from adapters.store.people.accounts import save_account
from adapters.store.schema import ActRow
from domain.case.filing import plan_case
from domain.case.record.stages import Stage
from domain.catalogue.facts import Phase
from domain.catalogue.registry import load_catalogue
from domain.catalogue.validation import validate_facts
from tests.activities.casework import Casework
from tests.api.asking import TODAY, log_in, new_key, official, paths_of, problem_of
from tools.demo.paper import pdf_of
from tools.demo.scenarios import SCENARIOS

LEAD = "lead_of_all"


class Later(NamedTuple):
    """A decision of a later phase: its type, its stage, where it is handed in, what it says, and what it asks."""

    code: str
    stage: Stage
    path: str
    body: dict[str, Any]
    papers: tuple[str, ...]


PASSED = {"decision": "passed", "accepted_on": "2026-11-20"}
APPROVED = {"decision": "approve", "verified_paid": "100000.00"}
DECISIONS = (
    Later(
        "core_technology",
        Stage.AWAITING_ACCEPTANCE,
        "acceptance",
        {**PASSED, "verified_facts": {"research_cost": "2600000.00", "public_grants": "800000.00"}},
        ("4-2", "4-3", "4-4"),
    ),
    Later(
        "major_project_investment",
        Stage.AWAITING_ACCEPTANCE,
        "acceptance",
        {**PASSED, "verified_facts": {"fixed_asset_investment": "152000000.00"}},
        ("6.2-4",),
    ),
    Later(
        "compute_centre_operation",
        Stage.INSTALMENTS,
        "instalments/1/review",
        {"decision": "approve"},
        ("1.2-3", "1.2-4"),
    ),
    Later("settlement_voucher", Stage.VOUCHER, "redemptions/1/review", APPROVED, ("2.1-3", "2.1-4", "2.1-5")),
    Later(
        "major_project_voucher", Stage.VOUCHER, "redemptions/1/review", APPROVED, ("2.2-3", "2.2-4", "2.2-5")
    ),
    Later(
        "compute_usage_voucher", Stage.VOUCHER, "redemptions/1/review", APPROVED, ("2.3-2", "2.3-3", "2.3-4")
    ),
)


class Decided:
    """One case in a later phase, and its lead."""

    def __init__(self, http: httpx.AsyncClient, app: FastAPI, casework: Casework, later: Later) -> None:
        self.http, self.app, self.later = http, app, later
        subsidy = load_catalogue().in_force(TODAY).type(later.code)
        facts = next(scenario.facts for scenario in SCENARIOS if scenario.code == later.code)
        typed = validate_facts(subsidy, facts, (Phase.FILING,), TODAY.replace(year=TODAY.year + 2))
        self.number = "LF2026-0000-00001"
        policy = load_catalogue().in_force(TODAY)
        plan = plan_case(policy, subsidy, self.number, "kfq", typed, {})
        years = {"operating_cost": "9860000.00"} if later.code == "compute_centre_operation" else {}
        casework.file(
            self.number,
            later.code,
            {**facts, **years},
            plan=plan.model_dump(mode="json"),
            stage=later.stage.value,
        )
        save_account(app.state.wiring.engine, official(LEAD, subsidy.lead))

    @property
    def case(self) -> CaseRecord:
        found = read_case(self.app.state.wiring.engine, self.number)
        assert found is not None
        return found

    async def decide(self, path: str = "", **changes: Any) -> httpx.Response:
        """Hand the decision in; 503 says that nothing was wrong with it, since no case is reached here."""
        headers = await log_in(self.http, LEAD) | new_key()
        address = f"/v1/applications/{self.number}/{path or self.later.path}"
        return await self.http.post(address, json={**self.later.body, **changes}, headers=headers)

    async def upload(self, *codes: str) -> None:
        for code in codes:
            answer = await self.http.post(
                f"/v1/applications/{self.number}/documents",
                files={"file": (f"{code}.pdf", pdf_of(code))},
                data={"code": code},
                headers=await log_in(self.http, LEAD) | new_key(),
            )
            assert answer.status_code == 201, answer.text

    def decided_before(self, kind: str, **content: Any) -> None:
        """An earlier decision of the same kind, which went by all that is on file."""
        there = [document.id for document in self.case.documents]
        with transaction(self.app.state.wiring.engine) as session:
            session.add(
                ActRow(
                    id=f"before-{kind}",
                    case_number=self.number,
                    kind=kind,
                    account="another",
                    party="lead",
                    digest="",
                    outcome="approve",
                    reason="",
                    content={"decision": "approve", "on_file": there, **content},
                    at=datetime.now(UTC),
                    progress={"seq": 1},
                )
            )


@pytest.fixture(params=DECISIONS, ids=lambda later: later.code)
def decided(request: Any, http: httpx.AsyncClient, app: FastAPI, casework: Casework) -> Decided:
    return Decided(http, app, casework, request.param)


async def test_a_decision_in_favour_waits_for_every_paper_of_its_phase(decided: Decided) -> None:
    problem = problem_of(await decided.decide(), 422, "invalid-input")
    assert paths_of(problem) == {"received_on_paper"}
    assert len(problem["errors"]) == len(decided.later.papers)
    assert all(any(code in told["message"] for told in problem["errors"]) for code in decided.later.papers)
    first, *others = decided.later.papers
    await decided.upload(first)
    if others:
        problem = problem_of(await decided.decide(), 422, "invalid-input")
        assert not any(first in told["message"] for told in problem["errors"])
    assert (await decided.decide(received_on_paper=others)).status_code == 503


async def test_papers_of_another_phase_are_refused_by_name(decided: Decided) -> None:
    named = [*decided.later.papers, "C1"]
    problem = problem_of(await decided.decide(received_on_paper=named), 422, "invalid-input")
    assert paths_of(problem) == {f"received_on_paper[{len(decided.later.papers)}]"}


@pytest.mark.parametrize("decided", DECISIONS[2:], ids=lambda later: later.code, indirect=True)
async def test_papers_of_one_year_or_redemption_do_not_serve_the_next(decided: Decided) -> None:
    await decided.upload(*decided.later.papers)
    assert (await decided.decide()).status_code == 503
    is_year = "instalments" in decided.later.path
    kind, about = ("review_instalment", "instalment") if is_year else ("review_redemption", "redemption")
    decided.decided_before(kind, **{about: 1})
    assert (await decided.decide()).status_code == 503  # the same once more: it went by them itself
    following = decided.later.path.replace("/1/", "/2/")
    confirmed = {"checklist": {"public_platform": True, "operator": True}} if is_year else {}
    problem = problem_of(await decided.decide(following, **confirmed), 422, "invalid-input")
    assert len(problem["errors"]) == len(decided.later.papers)
    await decided.upload(*decided.later.papers)
    assert (await decided.decide(following, **confirmed)).status_code == 503


@pytest.mark.parametrize("decided", DECISIONS[2:3], ids=["a year"], indirect=True)
@pytest.mark.parametrize("year", [2, 3])
async def test_a_later_year_confirms_every_point_anew(decided: Decided, year: int) -> None:
    path, there = f"instalments/{year}/review", ["1.2-3", "1.2-4"]
    problem = problem_of(await decided.decide(path, received_on_paper=there), 422, "invalid-input")
    assert paths_of(problem) == {"checklist.public_platform", "checklist.operator"}
    for checklist, wrong in (
        ({"public_platform": True, "operator": False}, {"checklist.operator"}),
        ({"public_platform": True, "operator": True, "price": True}, {"checklist.price"}),
    ):
        answer = await decided.decide(path, received_on_paper=there, checklist=checklist)
        assert paths_of(problem_of(answer, 422, "invalid-input")) == wrong
    first = {"decision": "return", "instalment": year, "defects": [], "checklist": {"operator": True}}
    decided.decided_before("review_instalment", **first)
    confirmed = {"public_platform": True}
    assert (await decided.decide(path, received_on_paper=there, checklist=confirmed)).status_code == 503


@pytest.mark.parametrize("decided", DECISIONS[2:3], ids=["a year"], indirect=True)
async def test_what_came_on_paper_stays_received_but_what_a_notice_named(decided: Decided) -> None:
    defects = [{"item": "1.2-4", "problem": "缺公章"}]
    returned = {"decision": "return", "instalment": 1, "defects": defects}
    decided.decided_before("review_instalment", received_on_paper=["1.2-3", "1.2-4"], **returned)
    problem = problem_of(await decided.decide(), 422, "invalid-input")
    assert [told["message"] for told in problem["errors"]] == ["缺少材料“服务量报告”（1.2-4）"]


@pytest.mark.parametrize("decided", DECISIONS[::2], ids=lambda later: later.code, indirect=True)
async def test_what_the_office_fetches_itself_is_the_lead_s_to_file(decided: Decided) -> None:
    for code, title in (("C2", "营业执照"), ("C4", "专项信用报告")):
        answer = await decided.http.post(
            f"/v1/applications/{decided.number}/documents",
            files={"file": ("证照.pdf", pdf_of(code))},
            data={"code": code},
            headers=await log_in(decided.http, "yunshu") | new_key(),
        )
        assert title in problem_of(answer, 403, "not-allowed")["detail"]
        await decided.upload(code)
    assert [document.code for document in decided.case.documents] == ["C2", "C4"]
    seen = await decided.http.get(
        f"/v1/applications/{decided.number}", headers=await log_in(decided.http, LEAD)
    )
    assert [document["title"] for document in seen.json()["documents"]] == ["营业执照", "专项信用报告"]
    asked = (await decided.http.get(f"/v1/measures/{decided.later.code}")).json()["documents"]
    assert not {"C2", "C4"} & {document["code"] for document in asked}
