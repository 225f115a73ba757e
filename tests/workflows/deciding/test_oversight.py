"""More than one pair of eyes: a head above a sum, another official on what was drawn; never who decided."""

import asyncio

import pytest
from sqlmodel import select
from temporalio.client import WorkflowUpdateFailedError

from activities.payments import samples
from adapters.store.engine import open_session
from adapters.store.payments.samples import read_seed
from adapters.store.schema import AuditEntryRow
from domain.case.record.narrative import status_sentence
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.catalogue.registry import load_catalogue
from domain.departments import FINANCE_BUREAU
from domain.sampling import drawn_number, fingerprint_of, is_drawn
from tests.workflows.office import Office
from tests.workflows.overseen import overseen
from tests.workflows.recovering import mails
from tests.workflows.walked_case import WalkedCase

ONE_OFF = "compute_centre_construction"
ASKED = {
    ONE_OFF: (1, 1),
    "compute_centre_operation": (3, 3),  # nothing is known at the approval; each year
    "core_technology": (1, 1),  # at the acceptance
    "headquarters": (1, 1),  # at the settlement
    "settlement_voucher": (3, 2),  # the voucher, and two redemptions
    "foundation_model": (1, 1),
    "leading_goose": (1, 1),
    "product_catalogue": (0, 0),
    "fiscal_support": (0, 0),
}
"""Type → how often a head approves, and how often a drawn approval is checked, when every amount is looked at."""


async def at_head(office: Office, code: str = ONE_OFF, head: str = "lead") -> WalkedCase:
    """A case that waits for the head."""
    case = await office.file(code, policy=overseen(head))
    return await until(case, "approve_as_head")


async def at_check(office: Office, code: str = ONE_OFF) -> WalkedCase:
    """A case of which the approval is drawn."""
    case = await office.file(code, policy=overseen("none"))
    return await until(case, "check_sample")


async def until(case: WalkedCase, kind: str) -> WalkedCase:
    """Grant whatever is asked until an act is awaited."""
    while True:
        progress = await case.progress()
        if any(kind in task.acts for task in progress.tasks):
            return case
        assert not progress.final
        task = progress.tasks[0]
        await (case.grant(task) if task.acts and not task.standing else case.ring())


def test_both_are_off_in_the_policy_that_is_shipped() -> None:
    policy = load_catalogue().policies[-1]
    assert policy.signing.oversight.head_of("commerce", policy.values) == ""
    assert policy.signing.oversight.share(policy.values) == 0


async def test_a_case_of_the_shipped_policy_knows_neither(office: Office) -> None:
    case = await office.file(ONE_OFF)
    assert (await case.end()).stage is Stage.CLOSED
    assert not {"head_asked", "sample_drawn"} & set(case.timeline())


@pytest.mark.parametrize("code", ASKED)
async def test_every_amount_that_is_decided_is_looked_at(office: Office, code: str) -> None:
    case = await office.file(code, policy=overseen())
    assert (await case.end()).stage is Stage.CLOSED
    happened = case.timeline()
    assert (happened.count("head_asked"), happened.count("sample_drawn")) == ASKED[code]


@pytest.mark.parametrize(("above", "is_asked"), [("10000000.00", False), ("9999999.99", True)])
async def test_above_a_sum_is_more_than_the_sum(office: Office, above: str, *, is_asked: bool) -> None:
    case = await office.file(ONE_OFF, policy=overseen(sample="none", above=above))
    await case.walk(Stage.PUBLIC_NOTICE)
    assert ("head_asked" in case.timeline()) is is_asked


@pytest.mark.parametrize(
    ("head", "party", "name"),
    [("lead", "development_and_reform", "市发改委"), ("finance", FINANCE_BUREAU, "市财政局")],
)
async def test_the_head_of_the_lead_or_of_finance_approves_or_sends_back(
    office: Office, head: str, party: str, name: str
) -> None:
    case = await at_head(office, head=head)
    progress = await case.progress()
    assert (progress.stage, [task.party for task in progress.tasks]) == (Stage.SIGN_OFF, [party])
    assert f"等待：{name}负责人审批" in status_sentence(progress)
    assert "下一步：同意后继续办理，退回的重新审核" in status_sentence(progress)
    assert progress.tasks[0].term is not None
    refusal = await case.refused(
        "approve_as_head", party, by="development_and_reform-review", decision="approve"
    )
    assert (refusal.kind, "审核这笔金额" in refusal.why) == ("conflict-of-roles", True)
    with pytest.raises(WorkflowUpdateFailedError):
        await case.bring_in("add_signer", "education")
    back = await case.act("approve_as_head", party, decision="return", reason="投资额含征地费用，请核减。")
    assert (back.stage, back.tasks[0].acts) == (Stage.LEAD_REVIEW, ("review",))
    assert "投资额含征地费用" in mails(case, "decision_corrected")[0]
    verified = {"audited_investment": "90000000.00"}
    await case.act("review", decision="approve", verified_facts=verified, reason="已核减。")
    await until(case, "approve_as_head")
    assert (await case.act("approve_as_head", party, decision="approve")).stage is Stage.PUBLIC_NOTICE
    assert (await case.progress()).amount == 9_000_000


async def test_the_head_is_reminded_as_everybody(office: Office) -> None:
    case = await at_head(office)
    await case.ring()
    assert case.timeline()[-1] == "office_reminded"


@pytest.mark.parametrize("who", ["review", "sign_off"])
async def test_who_reviewed_or_signed_does_not_check_what_was_drawn(office: Office, who: str) -> None:
    case = await at_check(office)
    party = case.plan.lead if who == "review" else case.plan.co_signers[0]
    account = f"{party}-{who}"
    refusal = await case.refused("check_sample", by=account, decision="confirm")
    assert (refusal.kind, "审核、会签或审批本次核准" in refusal.why) == ("conflict-of-roles", True)
    assert (
        await case.refused("issue_fund_document", FINANCE_BUREAU, **await case.split())
    ).kind == "wrong-stage"
    assert (await case.act("check_sample", decision="confirm")).tasks[0].acts == ("issue_fund_document",)


@pytest.mark.parametrize(
    "code", [ONE_OFF, "core_technology", "compute_centre_operation", "settlement_voucher"]
)
async def test_what_the_check_finds_wrong_is_reviewed_again_before_any_money(
    office: Office, code: str
) -> None:
    case = await at_check(office, code)
    back = await case.act("check_sample", decision="return", reason="发票与合同不符，请复核。")
    (task,) = back.tasks
    assert task.acts[0].startswith("review")
    assert "发票与合同不符" in mails(case, "decision_corrected")[0]
    await until(case, "check_sample")
    assert (await case.end()).stage is Stage.CLOSED


def draws(case: WalkedCase) -> list[int]:
    """The places in the record of a case at which it was drawn."""
    asked = select(AuditEntryRow).where(
        AuditEntryRow.action == "step:draw_sample", AuditEntryRow.chain == case.plan.case_number
    )
    with open_session(case.office.engine) as session:
        return [int(link.subject) for link in session.exec(asked)]


@pytest.mark.parametrize("code", [ONE_OFF, pytest.param("core_technology", marks=pytest.mark.long)])
@pytest.mark.parametrize("drawn_at", ["first", "corrected", "both"])
async def test_a_correction_is_drawn_anew_and_what_was_drawn_stays_drawn(
    office: Office, monkeypatch: pytest.MonkeyPatch, code: str, drawn_at: str
) -> None:
    """By the number of the first draw nobody knows what a corrected approval draws."""
    numbers = iter({"first": [0, 999], "corrected": [999, 0], "both": [0, 0]}[drawn_at])
    monkeypatch.setattr(samples, "drawn_number", lambda *_: next(numbers))
    case = await office.file(code, policy=overseen("none", "tenth"))
    await case.walk(Stage.FUND_DOCUMENT)
    assert ("sample_drawn" in case.timeline()) is (drawn_at != "corrected")
    await case.act("correct_decision", reason="票据重复计算。")
    await until(case, "check_sample")
    assert (await case.end()).stage is Stage.CLOSED
    first, second = draws(case)
    assert drawn_number("ab", "LF2026-0101-00001", "", first) != drawn_number(
        "ab", "LF2026-0101-00001", "", second
    )


@pytest.mark.parametrize("code", ["core_technology", "headquarters", "major_project_investment"])
async def test_who_approved_before_the_acceptance_does_not_check_what_it_comes_to(
    office: Office, code: str
) -> None:
    case = await at_check(office, code)
    refusal = await case.refused("check_sample", by=f"{case.plan.lead}-review", decision="confirm")
    assert refusal.kind == "conflict-of-roles"
    assert (await case.act("check_sample", decision="confirm")).tasks[0].acts == ("issue_fund_document",)


async def test_a_draw_can_be_made_again_by_who_knows_the_seed(office: Office) -> None:
    policy = overseen("none", "tenth")
    seed = read_seed(office.engine).seed
    for _ in range(3):
        case = await office.file(ONE_OFF, policy=policy)
        await case.walk(Stage.FUND_DOCUMENT)
        expected = is_drawn(drawn_number(seed, case.plan.case_number, "", *draws(case)), 100)
        assert ("sample_drawn" in case.timeline()) is expected
    with open_session(office.engine) as session:
        first = session.exec(select(AuditEntryRow).where(AuditEntryRow.action == "record:begun")).one()
    assert fingerprint_of(seed) in first.after
    assert seed not in first.after


def test_about_as_many_are_drawn_as_the_share_says() -> None:
    numbers = [drawn_number("ab" * 32, f"LF2026-0101-{number:05}", "", number % 7) for number in range(5000)]
    assert 400 < sum(is_drawn(number, 100) for number in numbers) < 600
    assert all(is_drawn(number, 1000) for number in numbers)


async def test_of_two_heads_at_once_one_approves(office: Office) -> None:
    case = await at_head(office)
    acts = [case.make("approve_as_head", by=f"head-{number}", decision="approve") for number in range(3)]
    came = await asyncio.gather(*map(case.send, acts), return_exceptions=True)
    assert sum(isinstance(each, Progress) for each in came) == 1
    assert case.timeline().count("notice_published") == 1
