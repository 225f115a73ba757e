"""What people may do: the content of each act, one for each outcome that it can have."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any, Final

from domain.case.acts.act import Act
from domain.case.acts.defects import Defect
from domain.case.acts.registry import BY_KIND, rules_of
from domain.case.contests.contested import Contestable
from domain.case.contests.decisions import Decision
from domain.case.invoices import Invoice
from domain.case.roles import Actor, Role
from domain.case.user_tasks import UserTask
from domain.departments import APPLICANT, PUBLIC
from domain.same_project import DECISION_NAMES

DAY: Final = date(2026, 3, 2)
NOTICE: Final[dict[str, Any]] = {
    "defects": (Defect(item="1", problem="缺页。"),),
    "supervisor_reason": "确有必要。",
}
CLAUSE: Final = "附则(四)"
ADDED_SIGNER: Final = "education"
INVOICE: Final = Invoice(
    number="1", supplier="供应商", amount=Decimal("40.00"), service_finished_on=DAY, paid_on=DAY
)
DECISION: Final[dict[str, Any]] = {
    "amount": Decimal("40.00"),
    "clause": CLAUSE,
    "means": "repayment",
    "document_number": "1号",
}
OF_ANOTHER: Final[dict[str, Any]] = {"payee": "payee of another", "is_other": True}
VARIANTS: Final[dict[str, tuple[dict[str, Any], ...]]] = {
    "provide_payee": ({}, {"is_other": True}),
    "claim_instalment": ({}, OF_ANOTHER),
    "redeem": ({}, OF_ANOTHER),
}
"""Acts that lead to different places by what they say, without a decision."""

MOST_OBJECTIONS: Final = 2
_NUMBERS = count(1)


def deeds(tasks: Iterable[UserTask], amount: Decimal | None, already: int = 0) -> list[Act]:
    """Every act that open tasks admit, with every outcome; of like tasks the first acts for all.

    Two objections at once are as many as it takes to see how they go together; ``already`` so many are open.
    """
    like = {(task.acts, bool(task.asked and task.asked.lapses)): task for task in reversed(tuple(tasks))}
    return [
        deed(kind, task.party, task.subject, amount, outcome, **more)
        for task in reversed(like.values())
        for kind in task.acts
        for outcome in rules_of(kind).decisions or ("",)
        for more in VARIANTS.get(kind, ({},))
        if kind != "raise_objection" or already < MOST_OBJECTIONS
    ]


def staying(lead: str, tasks: tuple[UserTask, ...]) -> list[Act]:
    """Acts that no task asks for and that leave a case where it is."""
    extended = [deed("extend_term", task.party, whose=task.party, working_days=1) for task in tasks]
    corrected = [
        deed("correct_extension", task.party, whose=task.party, working_days=2)
        for task in tasks
        if task.is_of_an_office
    ]
    pause: dict[str, Any] = {"working_days": 1}
    return [
        *(deed("stop_payment", lead), deed("lift_stop", lead), *extended, *corrected, deed("urge", lead)),
        *(deed("find_same_project", lead, outcome=found) for found in DECISION_NAMES),
        *(deed("copy_case", lead), deed("add_signer", lead)),
        *(deed("pause_clock", lead, **pause), deed("resume_clock", lead), deed("pause_clock", lead, **pause)),
    ]


def contest(decision: Decision, lead: str, outcome: str = "") -> tuple[Act, Act]:
    """A request to look at a decision again, and its answer; without an outcome the applicant takes it back."""
    claims: dict[Contestable, dict[str, Any]] = {
        Contestable.REDEMPTION: {"invoices": [INVOICE.model_dump(mode="json")]}
    }
    asked = deed(
        "request_reconsideration",
        APPLICANT,
        against=decision.kind,
        number=decision.number,
        told_in=decision.told_in,
        claim=claims.get(decision.kind, {}),
    )
    about: dict[str, Any] = {"reconsideration": str(decision.told_in)}
    if outcome:
        return asked, deed("answer_reconsideration", lead, outcome=outcome, **about)
    return asked, deed("withdraw_reconsideration", APPLICANT, **about)


def deed(
    kind: str, party: str, subject: str = "", amount: Decimal | None = None, outcome: str = "", **more: Any
) -> Act:
    """One act. Everybody is another person, so that nobody is in anybody's way."""
    number = str(next(_NUMBERS))
    role = Role.APPLICANT if party in (APPLICANT, PUBLIC) else Role.SUPERVISOR
    content = {"decision": outcome} if outcome else {}
    if outcome in ("return", "supplement"):
        content |= NOTICE
    return BY_KIND[kind](
        id=number,
        by=Actor(account=number, role=role, party=party),
        digest="d",
        reason="理由。",
        **{**content, **_content(kind, subject, amount, number), **more},
    )


def _content(kind: str, subject: str, amount: Decimal | None, number: str) -> dict[str, Any]:
    about: dict[str, dict[str, Any]] = {
        "review": {"expert_score": 80},
        "raise_objection": {"objection": number},
        "find_on_objection": {"objection": subject},
        "record_acceptance": {"accepted_on": DAY},
        "report_acceptance": {"happened_on": DAY, "facts": {}},
        "claim_instalment": {"instalment": subject, "facts": {}},
        "review_instalment": {"instalment": subject},
        "redeem": {"invoices": (INVOICE,)},
        "review_redemption": {"redemption": subject},
        "provide_payee": {"payee": "payee"},
        "issue_fund_document": {
            "document_number": "1号",
            "city_amount": amount,
            "locality_amount": Decimal("0.00"),
        },
        "confirm_payment": {"payment": subject, "paid_on": DAY},
        "return_payment": {"payment": subject},
        "add_signer": {"party": ADDED_SIGNER},
        "copy_case": {"party": "human_resources"},
        "stop_payment": {"clause": CLAUSE},
        "find_same_project": {"other_case": "LF2026-0101-00002"},
        "decide_recovery": DECISION,
        "decide_top_up": {"document_number": "1号", "verified_facts": {}},
        "record_repayment": {"amount": Decimal("1.00"), "received_on": DAY},
        "answer_reconsideration": {"reconsideration": subject},
        "withdraw_reconsideration": {"reconsideration": subject},
    }
    return about.get(kind, {})
