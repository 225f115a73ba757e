"""Money that is arranged once more: told as what it is, and no decision a second time."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import pytest
from sqlmodel import select

from adapters.store.cases.earlier_acts import decisions_of
from adapters.store.engine import open_session
from adapters.store.schema import Mail
from domain.case.record.stages import Stage
from domain.case.remedies import OPENING_REMEDIES
from tests.workflows.money.test_recovery import ended
from tests.workflows.money.test_stops import STOP, at
from tests.workflows.money.test_top_ups import books_are_sound, paid_too_little, top_up
from tests.workflows.office import Office
from tests.workflows.recovering import BUREAU, mails, reopen, repay
from tests.workflows.walked_case import WalkedCase


async def award(office: Office) -> WalkedCase:
    return await at(office, Stage.PAYMENT)


async def difference(office: Office) -> WalkedCase:
    case = await paid_too_little(office)
    await top_up(case)
    await case.walk(Stage.PAYMENT)
    return case


async def reversed_recovery(office: Office) -> WalkedCase:
    case = await ended(office)
    await reopen(case)
    await repay(case, "1500000.00")
    await case.act("reverse_recovery", reason="复核认定投资额属实。")
    (told,) = mails(case, "recovery_reversed")
    assert "【应付金额】1,500,000.00 元" in told
    assert "计算单" not in told
    await case.walk(Stage.PAYMENT)
    return case


MONEY: Final[Mapping[str, tuple[Callable[[Office], Awaitable[WalkedCase]], str, str]]] = {
    "award": (award, "正在重新安排资金。", "10,000,000.00"),
    "difference": (difference, "正在重新安排资金（补足差额）。", "4,800,000.00"),
    "reversed recovery": (
        reversed_recovery,
        "正在重新安排资金（撤销追回后应重新拨付的款项）。",
        "1,500,000.00",
    ),
}
"""What is paid, how it is told when it is arranged again, and its amount."""


def opening(case: WalkedCase) -> list[str]:
    """The mails of the case that tell a decision with its remedies."""
    with open_session(case.office.engine) as session:
        rows = session.exec(select(Mail.event).where(Mail.case_number == case.plan.case_number)).all()
    return sorted(event for event in rows if event in {each.value for each in OPENING_REMEDIES})


@pytest.mark.parametrize("kind", MONEY)
async def test_what_the_bank_returned_while_a_stop_stands_is_told_as_what_it_is(
    office: Office, kind: str
) -> None:
    to_payment, told, amount = MONEY[kind]
    case = await to_payment(office)
    payment = (await case.progress()).tasks[0].subject
    await case.act("stop_payment", **STOP)
    await case.act("return_payment", BUREAU, payment=payment, reason="户名不符")
    before = opening(case)
    with open_session(office.engine) as session:
        decided = decisions_of(session, case.plan.case_number)
    again = await case.act("provide_payee", "applicant", payee="payee-2")
    assert (again.stage, case.timeline()[-1]) == (Stage.FUND_DOCUMENT, "funds_awaited_again")
    (mail,) = mails(case, "funds_awaited_again")
    for word in (told, f"【待拨付金额】{amount} 元", "正在核查投资额。"):
        assert word in mail
    assert "如不服" not in mail
    assert opening(case) == before
    with open_session(office.engine) as session:
        assert decisions_of(session, case.plan.case_number) == decided
    await case.act("lift_stop", reason="未发现问题。")
    assert (await case.end()).stage is Stage.CLOSED
    books_are_sound(case)
