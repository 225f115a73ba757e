"""Deciding to recover, paying back, and looking at what is in the ledger and in the mails."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import select

from adapters.mail.render import render
from adapters.store.cases.ended_cases import ended_case
from adapters.store.engine import open_session
from adapters.store.money.ledger import case_total
from adapters.store.schema import Mail
from domain.case.acts.act import Act
from domain.case.record.mail_facts import MailFacts
from domain.case.record.steps import Progress
from domain.ledger.accounts import Account
from tests.workflows.starting import start_with
from tests.workflows.walked_case import WalkedCase

BUREAU = "finance_bureau"
DECISION: dict[str, Any] = {
    "amount": Decimal("4000000.00"),
    "reason": "经审计，投资额虚增。",
    "clause": "附则(四)",
    "means": "repayment",
    "document_number": "廊发改追〔2026〕1号",
}


async def reopen(case: WalkedCase, **changes: Any) -> Progress:
    """Decide to recover from a case that has ended: a new run under its workflow id, as the API begins it."""
    return await _take_up(case, "recovery", case.make("decide_recovery", **{**DECISION, **changes}))


async def send_back(case: WalkedCase, payment: str) -> Progress:
    """The bank returns what it had confirmed to a case that has ended: a new run, as the API begins it."""
    act = case.make("return_payment", BUREAU, payment=payment, reason="账户已销户。", was_paid=True)
    return await _take_up(case, "bank_return", act)


async def _take_up(case: WalkedCase, kind: str, act: Act) -> Progress:
    begun = ended_case(case.office.engine, case.plan.case_number)
    assert begun is not None
    return await start_with(case, kind, begun, act)


async def decide(case: WalkedCase, **changes: Any) -> Progress:
    """Decide to recover from a case that still runs."""
    return await case.act("decide_recovery", **{**DECISION, **changes})


async def repay(case: WalkedCase, amount: str) -> Progress:
    """Money comes back."""
    sent = {"amount": Decimal(amount), "received_on": date(2026, 12, 1)}
    return await case.act("record_repayment", BUREAU, **sent)


def money(case: WalkedCase, *accounts: Account) -> tuple[str, ...]:
    """What the case has in these accounts."""
    with open_session(case.office.engine) as session:
        return tuple(str(case_total(session, case.plan.case_number, account)) for account in accounts)


def mails(case: WalkedCase, event: str) -> list[str]:
    """The words of every mail about an event."""
    with open_session(case.office.engine) as session:
        chosen = select(Mail).where(Mail.case_number == case.plan.case_number, Mail.event == event)
        rows = sorted(session.exec(chosen), key=lambda row: row.seq)
        return [render(MailFacts.model_validate(row.facts)).text for row in rows]
