"""Every kind of act with every decision it can carry, made for the case as it stands."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.calendar import shanghai_date
from domain.case.acts.act import Act
from domain.case.acts.registry import BY_KIND
from domain.case.invoices import Invoice
from domain.case.record.steps import Progress
from domain.departments import APPLICANT, CALENDAR, FINANCE_BUREAU, PUBLIC
from tests.commands.dry_run.situations import DEFECTS
from tests.workflows.walked_case import SUBJECT_FIELDS, WalkedCase

SIGNER = "industry_and_information"
WHY = "经核实。"


@dataclass(frozen=True)
class Attempt:
    """An act to be tried: its kind, who does it when it is nobody's task (the lead unless named), and what it says.

    Attributes:
        stays: done, it leaves the case where it is.
    """

    kind: str
    party: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    stays: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {self.content.get('decision', '')}".strip()

    async def make(self, case: WalkedCase) -> Act:
        """The act, about whatever the case has a task for."""
        progress = await case.progress()
        tasks = progress.tasks
        task = next((task for task in tasks if self.kind in task.acts), None)
        party = task.party if task else self.party
        content = {**self.content, **await _said(self.kind, case, progress)}
        if self.kind in {"extend_term", "pause_clock", "resume_clock"}:
            holder = next((task.party for task in tasks if task.party not in (CALENDAR, PUBLIC)), "")
            party = "" if holder == APPLICANT else holder
            content |= {"whose": holder or case.plan.lead} if self.kind == "extend_term" else {}
        if self.kind in SUBJECT_FIELDS:
            content[SUBJECT_FIELDS[self.kind]] = _subject(self.kind, task.subject if task else "")
        by = case.actor(party or case.plan.lead, self.kind)
        return BY_KIND[self.kind](id=uuid.uuid4().hex, by=by, digest="d", **content)


def _subject(kind: str, subject: str) -> int | str:
    is_number = SUBJECT_FIELDS[kind] in {"instalment", "redemption"}
    if SUBJECT_FIELDS[kind] == "reconsideration":
        return subject or "1"
    return int(subject or 1) if is_number else subject or "o1"


async def _said(kind: str, case: WalkedCase, progress: Progress) -> dict[str, Any]:
    """What follows from the case."""
    amount = progress.amount or Decimal(1)
    if kind == "issue_fund_document":
        return {"document_number": "廊财建〔2026〕88号", "city_amount": amount, "locality_amount": Decimal(0)}
    if kind in {"confirm_payment", "record_acceptance", "record_repayment"}:
        on = {"confirm_payment": "paid_on", "record_acceptance": "accepted_on"}.get(kind, "received_on")
        return {on: shanghai_date(await case.now())}
    if kind == "redeem":
        return {"invoices": (invoice(case.plan.case_number, shanghai_date(await case.now())),)}
    if kind == "report_acceptance":
        return {"facts": case.scenario.later, "happened_on": shanghai_date(await case.now())}
    return {"verified_facts": case.scenario.later} if kind == "record_acceptance" else {}


def invoice(case_number: str, on: date) -> Invoice:
    """A paid invoice that nobody has redeemed."""
    return Invoice(
        number=f"{case_number}-9",
        supplier="廊坊公共算力服务平台",
        amount=Decimal("100000.00"),
        service_finished_on=on,
        paid_on=on,
    )


def decided(kind: str, *decisions: str, party: str = "", **content: Any) -> list[Attempt]:
    """One attempt a decision."""
    told = {"reason": WHY, **content}
    return [Attempt(kind, party, {"decision": decision, **told}) for decision in decisions]


def twice(kind: str, **content: Any) -> list[Attempt]:
    """What leaves the case where it is, and once more: most of it is refused the second time."""
    return [Attempt(kind, "", content, stays=True)] * 2


ATTEMPTS: tuple[Attempt, ...] = (
    *decided("check_completeness", "accept"),
    *decided("check_completeness", "supplement", defects=DEFECTS),
    *decided("check_completeness", "refuse"),
    Attempt("supplement", APPLICANT),
    *decided("review", "approve", "reject", expert_score=91),
    *decided("review", "return", defects=DEFECTS),
    *decided("confirm_amount", "confirm", "return"),
    *decided("sign_off", "agree", "object", party=SIGNER),
    *decided("settle", "proceed", "amend", "reject"),
    *decided("approve_as_head", "approve", "return"),
    *decided("check_sample", "confirm", "return"),
    Attempt("raise_objection", PUBLIC, {"objection": "o9", "reason": WHY}),
    *decided("find_on_objection", "dismiss", "uphold"),
    *decided("record_acceptance", "passed", "failed"),
    Attempt("report_acceptance", APPLICANT),
    Attempt("return_acceptance_report", "", {"reason": WHY}),
    Attempt("claim_instalment", APPLICANT, {"facts": {"operating_cost": "9860000.00"}, "other_funding": []}),
    *decided("review_instalment", "approve", "reject"),
    *decided("review_instalment", "return", defects=DEFECTS),
    Attempt("redeem", APPLICANT),
    *decided("review_redemption", "approve", "reject", verified_paid=Decimal("100000.00")),
    Attempt("provide_payee", APPLICANT, {"payee": "payee-1"}),
    Attempt("issue_fund_document", FINANCE_BUREAU),
    Attempt("confirm_payment", FINANCE_BUREAU),
    Attempt("return_payment", FINANCE_BUREAU, {"reason": "户名不符"}),
    Attempt(
        "decide_recovery",
        "",
        {
            "amount": Decimal("972000.00"),
            "reason": WHY,
            "clause": "附则(四)",
            "means": "repayment",
            "document_number": "廊发改追〔2026〕1号",
        },
    ),
    Attempt(
        "decide_top_up", "", {"verified_facts": {}, "reason": WHY, "document_number": "廊发改复〔2027〕2号"}
    ),
    Attempt("withdraw_reconsideration", APPLICANT, {"reconsideration": "1"}),
    *decided("answer_reconsideration", "uphold", "change", reconsideration="1"),
    Attempt("record_repayment", FINANCE_BUREAU, {"amount": Decimal("500000.00")}),
    Attempt("record_repayment", FINANCE_BUREAU, {"amount": Decimal("972000.00")}),
    Attempt("reverse_recovery", "", {"reason": WHY}),
    Attempt("correct_decision", "", {"reason": WHY}),
    *twice("find_same_project", decision="not_the_same", other_case="LF2026-0101-99999", reason=WHY),
    Attempt("excuse_lapse", "", {"reason": WHY}),
    *decided("check_payee", "accept", "return", party=FINANCE_BUREAU),
    Attempt("correct_extension", "", {"reason": WHY, "whose": "", "working_days": 2}, stays=True),
    *twice("copy_case", party="education", reason=WHY),
    *twice("add_signer", party="human_resources", reason=WHY),
    Attempt("withdraw", APPLICANT, {"reason": "计划调整"}),
    Attempt("terminate", "", {"reason": WHY}),
    Attempt("request_reconsideration", APPLICANT, {"reason": WHY}),
    *twice("urge", reason=WHY),
    *twice("stop_payment", reason=WHY, clause="附则(四)"),
    *twice("lift_stop", reason=WHY),
    *twice("stop_payment", reason=WHY, clause="附则(四)", scope="unit"),
    *twice("lift_stop", reason=WHY, scope="unit"),
    *twice("extend_term", working_days=5, reason=WHY),
    *twice("pause_clock", working_days=5, reason=WHY),
    *twice("resume_clock", reason=WHY),
)
"""In this order: what leaves the case where it is comes last, so that the rest meets the situation as it is."""
