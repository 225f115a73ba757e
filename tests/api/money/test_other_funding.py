"""What an office may say of other money (附则(四)), act by act and field by field; Temporal is away: what gets past the door is 503."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from adapters.settings import Settings
from adapters.store.engine import transaction
from adapters.store.schema import CaseFile
from domain.case.record.stages import Stage
from tests.activities.casework import Casework
from tests.api.acts.test_acceptance_reports import enter
from tests.api.acts.test_papers_of_later_phases import Decided, Later
from tests.api.asking import log_in, new_key, paths_of, problem_of
from tests.api.procedure import POINTS

PROVINCIAL = {"source": "省级算力专项", "amount": "2000000.00", "note": ""}
POWER = {"source": "电费补贴", "amount": "300000.00", "note": ""}
WHY = "同一机房已获省级专项支持。"
REVIEW = Later(
    "compute_centre_construction",
    Stage.LEAD_REVIEW,
    "review",
    {"decision": "approve", "checklist": POINTS},
    (),
)
YEAR = Later(
    "compute_centre_operation",
    Stage.INSTALMENTS,
    "instalments/1/review",
    {"decision": "approve", "received_on_paper": ["1.2-3", "1.2-4"]},
    (),
)
ACCEPTANCE = Later(
    "core_technology",
    Stage.AWAITING_ACCEPTANCE,
    "acceptance",
    {
        "decision": "passed",
        "accepted_on": "2026-11-20",
        "verified_facts": {"research_cost": "2600000.00", "public_grants": "800000.00"},
        "received_on_paper": ["4-2", "4-3", "4-4"],
    },
    (),
)
HEADQUARTERS = Later(
    "headquarters",
    Stage.AWAITING_ACCEPTANCE,
    "acceptance",
    {
        "decision": "passed",
        "accepted_on": "2026-11-20",
        "verified_facts": {"first_tax_year": 2026},
        "received_on_paper": ["6.1-3"],
    },
    (),
)
REDEMPTION = Later(
    "compute_usage_voucher",
    Stage.VOUCHER,
    "redemptions/1/review",
    {
        "decision": "approve",
        "verified_paid": "100000.00",
        "received_on_paper": ["2.3-2", "2.3-3", "2.3-4"],
    },
    (),
)
ASKED, LISTED = "other_funding", "other_funding.document"


class Judging(Decided):
    """A decision that finds something of other money."""

    def told(self, *entries: dict[str, str], subject: str = "") -> None:
        """What the applicant declared: with the application, or for a year or a redemption."""
        self.keep(**({"later_funding": {subject: [*entries]}} if subject else {"other_funding": [*entries]}))

    def found(self, kind: str, *declared: dict[str, str], subject: str = "", **said: Any) -> None:
        """What was found before."""
        judgement = {"kind": kind, "reason": WHY, **said}
        kept = {"act": "review", "subject": subject, "seq": 3, "at": "2026-11-20T02:00:00Z", "party": "lead"}
        self.keep(funding_judgements=[{**kept, "judgement": judgement, "declared": declared}])

    def keep(self, **columns: Any) -> None:
        with transaction(self.app.state.wiring.engine) as session:
            row = session.get_one(CaseFile, self.number)
            for name, value in columns.items():
                setattr(row, name, value)
            session.add(row)

    async def says(self, judgement: dict[str, Any] | None, **changes: Any) -> httpx.Response:
        said: dict[str, Any] = {} if judgement is None else {"other_funding": judgement}
        return await self.decide(**said, **changes)

    async def is_wrong(self, judgement: dict[str, Any] | None, *paths: str, **changes: Any) -> str:
        """It is refused by these fields; the words of all of them."""
        problem = problem_of(await self.says(judgement, **changes), 422, "invalid-input")
        assert paths_of(problem) == set(paths), problem
        return " ".join(each["message"] for each in problem["errors"])

    async def is_right(self, judgement: dict[str, Any] | None, **changes: Any) -> None:
        answer = await self.says(judgement, **changes)
        assert answer.status_code == 503, answer.text


@pytest.fixture(params=[REVIEW], ids=lambda later: later.code)
def judging(request: Any, http: httpx.AsyncClient, app: FastAPI, casework: Casework) -> Judging:
    return Judging(http, app, casework, request.param)


def deducted(amount: str | None = "2000000.00", **more: Any) -> dict[str, Any]:
    said = {"kind": "deducted", "amount": amount, "reason": WHY, "entries": [1], **more}
    return {name: value for name, value in said.items() if value is not None}


NONE = {"kind": "none", "reason": "用于另一期工程。"}
EXCLUDED = {"kind": "excluded", "reason": WHY, "entries": [1]}
REJECT: dict[str, Any] = {"decision": "reject"}
RETURN = {
    "decision": "return",
    "reason": "请补正",
    "defects": [{"item": "other_funding", "reason": "other_funding_not_declared"}],
}


async def test_what_was_declared_is_never_passed_over_in_silence(judging: Judging) -> None:
    judging.told(PROVINCIAL, POWER)
    told = await judging.is_wrong(None, ASKED)
    assert "2 笔共 2,300,000.00 元" in told
    assert "附则(四)" in told
    assert all(kind in told for kind in ("none", "deducted", "excluded"))
    await judging.is_wrong({"kind": "none"}, "other_funding.reason")
    await judging.is_right(NONE)
    await judging.is_right(deducted())
    await judging.is_right({**deducted("2300000.00"), "entries": [1, 2]})


WRONG: list[tuple[dict[str, Any], set[str]]] = [
    ({"kind": "perhaps"}, {"other_funding.kind"}),
    (deducted("-1.00"), {"other_funding.amount"}),
    (deducted("0.001"), {"other_funding.amount"}),
    (deducted("0.00"), {"other_funding.amount"}),
    (deducted(None), {"other_funding.amount"}),
    ({**NONE, "amount": "1.00"}, {"other_funding.amount"}),
    (deducted(reason=" "), {"other_funding.reason"}),
    (deducted(entries=[3]), {"other_funding.entries[0]"}),
    (deducted(entries=[0]), {"other_funding.entries[0]"}),
    (deducted(entries=[]), {LISTED}),
    (deducted("2000000.01"), {LISTED}),  # more than that entry declares
    (deducted("300000.01", entries=[2]), {LISTED}),
    (deducted("2300000.01", entries=[1, 2]), {LISTED}),
    (deducted(document="省财专〔2026〕7号", colour="red"), {"other_funding.colour"}),
    (EXCLUDED, {"other_funding.kind"}),  # goes with a refusal
]


async def test_a_judgement_is_refused_by_field(judging: Judging) -> None:
    judging.told(PROVINCIAL, POWER)
    for said, paths in WRONG:
        await judging.is_wrong(said, *paths)


async def test_with_a_document_more_is_deducted_than_was_declared(judging: Judging) -> None:
    judging.told(PROVINCIAL)
    await judging.is_right(deducted("2000000.01", document="省财专〔2026〕7号"))


async def test_where_nothing_is_declared_nothing_need_be_said_and_an_official_may_still_find_something(
    judging: Judging,
) -> None:
    await judging.is_right(None)
    await judging.is_right({"kind": "none"})
    await judging.is_wrong(deducted(entries=[1]), "other_funding.entries[0]")
    await judging.is_wrong(deducted(entries=[]), LISTED)
    await judging.is_right(deducted(entries=[], document="省财专〔2026〕7号"))


async def test_what_was_found_before_asks_for_an_answer_when_it_is_decided_again(judging: Judging) -> None:
    judging.found("deducted", amount="1.00")
    assert "此前认定" in await judging.is_wrong(None, ASKED)
    await judging.is_right(NONE)
    judging.found("none")
    await judging.is_right(None)


async def test_excluded_goes_with_a_refusal_and_nothing_goes_with_a_return(judging: Judging) -> None:
    judging.told(PROVINCIAL)
    await judging.is_right(EXCLUDED, **REJECT)  # its reason is the reason
    await judging.is_right(None, **REJECT, reason="不属于支持范围")
    await judging.is_wrong(NONE, "other_funding.kind", **REJECT, reason="不属于支持范围")
    await judging.is_wrong(deducted(), "other_funding.kind", **REJECT, reason="不属于支持范围")
    await judging.is_wrong({"kind": "excluded", "entries": [1]}, "other_funding.reason", "reason", **REJECT)
    for said in (NONE, deducted(), EXCLUDED):
        await judging.is_wrong(said, "other_funding.kind", **RETURN)
    await judging.is_right(None, **RETURN)


@pytest.mark.parametrize("judging", [YEAR], ids=["a year"], indirect=True)
async def test_each_year_is_judged_by_what_was_declared_for_it(judging: Judging) -> None:
    judging.told(PROVINCIAL)  # with the application: judged at its review
    await judging.is_right(None)
    judging.told(POWER, subject="1")
    assert "1 笔共 300,000.00 元" in await judging.is_wrong(None, ASKED)
    await judging.is_right(deducted("300000.00"))
    judging.told(POWER, subject="2")
    await judging.is_right(None)
    judging.found("deducted", subject="3", amount="1.00")  # of another year: not carried over, but answered
    await judging.is_wrong(None, ASKED)
    await judging.is_right(EXCLUDED | {"entries": [], "document": "1号"}, decision="reject")


@pytest.mark.parametrize("judging", [REDEMPTION], ids=["a redemption"], indirect=True)
async def test_a_redemption_is_judged_by_what_was_declared_for_its_invoices(judging: Judging) -> None:
    judging.told(PROVINCIAL)
    judging.found("deducted", PROVINCIAL, amount="1.00")  # is off the face
    await judging.is_right(None)
    judging.told(POWER, subject="1")
    await judging.is_wrong(None, ASKED)
    await judging.is_right(deducted("300000.00"))
    await judging.is_right(EXCLUDED, decision="reject")


@pytest.mark.parametrize("judging", [ACCEPTANCE], ids=["an acceptance"], indirect=True)
async def test_what_the_base_leaves_out_is_not_taken_off_once_more(judging: Judging) -> None:
    judging.told(PROVINCIAL)
    await judging.is_wrong(None, ASKED)
    told = await judging.is_wrong(deducted(), "other_funding.is_beyond_base")
    assert "已扣除财政资金 800,000.00 元" in told
    await judging.is_right(deducted(is_beyond_base=True))
    await judging.is_right(NONE | {"reason": "已列入财政资金，在计算基数中扣除。"})
    nothing = {"research_cost": "2600000.00", "public_grants": "0.00"}
    await judging.is_right(deducted(), verified_facts=nothing)
    failed = {"decision": "failed", "verified_facts": {}}
    await judging.is_right(EXCLUDED, **failed)
    await judging.is_wrong(deducted(), "other_funding.kind", **failed, reason="未通过验收")


@pytest.mark.parametrize("judging", [HEADQUARTERS], ids=["by another office"], indirect=True)
async def test_who_is_not_the_lead_records_and_judges_nothing(
    judging: Judging, http: httpx.AsyncClient, api_settings: Settings
) -> None:
    enter(api_settings, taxes="taxation")
    judging.told(PROVINCIAL)
    judging.found("deducted", PROVINCIAL, amount="2000000.00")

    async def record(**said: Any) -> httpx.Response:
        headers = await log_in(http, "taxes") | new_key()
        path = f"/v1/applications/{judging.number}/acceptance"
        return await http.post(path, json={**HEADQUARTERS.body, **said}, headers=headers)

    assert (await record()).status_code == 503
    refused = problem_of(await record(other_funding=NONE), 422, "invalid-input")
    assert paths_of(refused) == {ASKED}
    judging.told(PROVINCIAL, POWER)  # the report declared something that the lead has not seen
    unseen = problem_of(await record(), 422, "invalid-input")
    assert "更正决定" in unseen["errors"][0]["message"]


async def test_a_type_without_money_has_nothing_to_judge(
    http: httpx.AsyncClient, app: FastAPI, casework: Casework
) -> None:
    referral = Later(
        "fiscal_support", Stage.LEAD_REVIEW, "review", {"decision": "approve", "reason": "已答复"}, ()
    )
    judging = Judging(http, app, casework, referral)
    judging.told(PROVINCIAL)
    await judging.is_right(None)
    await judging.is_wrong(NONE, ASKED)


async def test_a_claim_declares_other_money_anew_also_when_there_is_none(
    http: httpx.AsyncClient, app: FastAPI, casework: Casework
) -> None:
    case = Judging(http, app, casework, YEAR)
    headers = await log_in(http, "yunshu")
    path, facts = f"/v1/applications/{case.number}/instalments/2/claim", {"operating_cost": "9860000.00"}
    for body, paths in (
        ({"facts": facts}, {"other_funding"}),
        ({"facts": facts, "other_funding": None}, {"other_funding"}),
        ({"facts": facts, "other_funding": [POWER | {"amount": "0"}]}, {"other_funding[0].amount"}),
        ({"facts": facts, "other_funding": [POWER, {"source": "省级"}]}, {"other_funding[1].amount"}),
    ):
        refused = problem_of(
            await http.post(path, json=body, headers=headers | new_key()), 422, "invalid-input"
        )
        assert paths_of(refused) == paths
    for declared in ([], [POWER]):
        body = {"facts": facts, "other_funding": declared}
        assert (await http.post(path, json=body, headers=headers | new_key())).status_code == 503
