"""Every situation in which a case waits for somebody, and the way there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.case.acts.defects import Defect
from domain.case.record.stages import Stage
from tests.workflows.money.test_pool import leave_in_pool
from tests.workflows.office import Office
from tests.workflows.reconsidering import ask_again, refuse
from tests.workflows.recovering import BUREAU, decide, reopen, repay
from tests.workflows.walked_case import WalkedCase

DEFECTS = (Defect(item="audit", problem="缺审计报告"),)


@dataclass(frozen=True)
class Situation:
    """A type whose procedure leads there, and how to walk it.

    Attributes:
        stage: where the case then is.
        open: an act that is admitted there; None where the case has ended.
    """

    code: str
    stage: Stage
    go: Callable[[WalkedCase], Awaitable[Any]]
    open: str | None

    def ready(self, office: Office) -> None:
        """Have the store as it must be before the first case; a queue needs a pool with nothing in it."""
        if self.stage is Stage.QUEUED_FOR_QUOTA:
            leave_in_pool(office, "0.00")

    async def reach(self, office: Office) -> WalkedCase:
        """A case that is there."""
        case = await office.file(self.code)
        await self.go(case)
        assert await case.stage() is self.stage
        return case


def granted(stage: Stage) -> Callable[[WalkedCase], Awaitable[Any]]:
    """Whatever is asked is granted until the case is there."""
    return lambda case: case.walk(stage)


async def returned(case: WalkedCase) -> None:
    await case.walk(Stage.LEAD_REVIEW)
    await case.act("review", decision="return", reason="请补正", defects=DEFECTS)


async def objected_by_signers(case: WalkedCase) -> None:
    await case.walk(Stage.SIGN_OFF)
    for task in (await case.progress()).tasks:
        await case.act("sign_off", task.party, decision="object", reason="金额存疑")


async def objected(case: WalkedCase) -> None:
    await case.walk(Stage.PUBLIC_NOTICE)
    await case.act("raise_objection", "public", objection="o1", reason="重复申报")


async def bank_returned(case: WalkedCase) -> None:
    payment = (await case.walk(Stage.PAYMENT)).tasks[0].subject
    await case.act("return_payment", BUREAU, payment=payment, reason="户名不符")


async def year_ended(case: WalkedCase) -> None:
    await case.walk(Stage.INSTALMENTS)
    await case.ring()


async def year_claimed(case: WalkedCase) -> None:
    await year_ended(case)
    await case.grant((await case.progress()).tasks[0])


async def redeemed(case: WalkedCase) -> None:
    await case.grant((await case.walk(Stage.VOUCHER)).tasks[0])


async def under_recovery(case: WalkedCase) -> None:
    await case.walk(Stage.INSTALMENTS, subject="2")
    await decide(case, amount=Decimal("972000.00"))


async def stopped(case: WalkedCase, stage: Stage) -> None:
    """Payments are stopped."""
    await case.walk(stage)
    if stage is Stage.INSTALMENTS:
        await case.ring()
        await case.grant((await case.progress()).tasks[0])
    await case.act("stop_payment", reason="核查", clause="附则(四)")


async def paused(case: WalkedCase) -> None:
    await case.walk(Stage.LEAD_REVIEW)
    await case.act("pause_clock", working_days=5, reason="审计")


async def supplemented(case: WalkedCase) -> None:
    await case.act("check_completeness", decision="supplement", defects=DEFECTS)
    await case.act("supplement", "applicant")


async def to_be_set_off(case: WalkedCase) -> None:
    await case.walk(Stage.INSTALMENTS, subject="2")
    await case.office.file("core_technology", applicant=case.scenario.applicant)
    await decide(case, amount=Decimal("972000.00"), means="netting")


async def late_to_pay_back(case: WalkedCase) -> None:
    await under_recovery(case)
    while "recovery_overdue" not in case.timeline():
        await case.ring()


async def not_accepted(case: WalkedCase) -> None:
    await case.act("check_completeness", decision="refuse", reason="不属于本事项。")


async def asked_again_at_the_door(case: WalkedCase) -> None:
    await not_accepted(case)
    await ask_again(case)


async def withdrawn(case: WalkedCase) -> None:
    await case.act("withdraw", "applicant", reason="计划调整")


async def recovered(case: WalkedCase) -> None:
    await case.walk()
    await reopen(case)
    await repay(case, "4000000.00")


async def judged_again(case: WalkedCase) -> None:
    await refuse(case)
    await ask_again(case)


ONE_OFF, YEARS, VOUCHER = "compute_centre_construction", "compute_centre_operation", "compute_usage_voucher"

SITUATIONS: dict[str, Situation] = {
    "completeness": Situation(
        ONE_OFF, Stage.COMPLETENESS_CHECK, granted(Stage.COMPLETENESS_CHECK), "check_completeness"
    ),
    "supplement": Situation(ONE_OFF, Stage.SUPPLEMENT, returned, "supplement"),
    "review": Situation(ONE_OFF, Stage.LEAD_REVIEW, granted(Stage.LEAD_REVIEW), "review"),
    "experts": Situation("foundation_model", Stage.EXPERT_REVIEW, granted(Stage.EXPERT_REVIEW), "review"),
    "batch": Situation("foundation_model", Stage.BATCH_SELECTION, granted(Stage.BATCH_SELECTION), "withdraw"),
    "signing": Situation(ONE_OFF, Stage.SIGN_OFF, granted(Stage.SIGN_OFF), "sign_off"),
    "settling": Situation(ONE_OFF, Stage.SIGN_OFF, objected_by_signers, "settle"),
    "notice": Situation(ONE_OFF, Stage.PUBLIC_NOTICE, granted(Stage.PUBLIC_NOTICE), "raise_objection"),
    "finding": Situation(ONE_OFF, Stage.OBJECTION_FINDING, objected, "find_on_objection"),
    "queue": Situation(VOUCHER, Stage.QUEUED_FOR_QUOTA, granted(Stage.QUEUED_FOR_QUOTA), "withdraw"),
    "acceptance": Situation(
        "core_technology", Stage.AWAITING_ACCEPTANCE, granted(Stage.AWAITING_ACCEPTANCE), "record_acceptance"
    ),
    "payee": Situation(ONE_OFF, Stage.PAYEE_DETAILS, granted(Stage.PAYEE_DETAILS), "provide_payee"),
    "funds": Situation(ONE_OFF, Stage.FUND_DOCUMENT, granted(Stage.FUND_DOCUMENT), "issue_fund_document"),
    "payment": Situation(ONE_OFF, Stage.PAYMENT, granted(Stage.PAYMENT), "confirm_payment"),
    "bank return": Situation(ONE_OFF, Stage.PAYMENT_RETURNED, bank_returned, "provide_payee"),
    "year": Situation(YEARS, Stage.INSTALMENTS, granted(Stage.INSTALMENTS), "withdraw"),
    "claim": Situation(YEARS, Stage.INSTALMENTS, year_ended, "claim_instalment"),
    "year's review": Situation(YEARS, Stage.INSTALMENTS, year_claimed, "review_instalment"),
    "voucher": Situation(VOUCHER, Stage.VOUCHER, granted(Stage.VOUCHER), "redeem"),
    "redemption": Situation(VOUCHER, Stage.VOUCHER, redeemed, "review_redemption"),
    "recovery": Situation(YEARS, Stage.RECOVERY, under_recovery, "record_repayment"),
    "reconsideration": Situation(ONE_OFF, Stage.LEAD_REVIEW, judged_again, "review"),
    "stopped funds": Situation(
        ONE_OFF, Stage.FUND_DOCUMENT, lambda case: stopped(case, Stage.FUND_DOCUMENT), "terminate"
    ),
    "stopped year": Situation(
        YEARS, Stage.INSTALMENTS, lambda case: stopped(case, Stage.INSTALMENTS), "review_instalment"
    ),
    "paused review": Situation(ONE_OFF, Stage.LEAD_REVIEW, paused, "review"),
    "second check": Situation(ONE_OFF, Stage.COMPLETENESS_CHECK, supplemented, "check_completeness"),
    "setting off": Situation(YEARS, Stage.RECOVERY, to_be_set_off, "record_repayment"),
    "late recovery": Situation(YEARS, Stage.RECOVERY, late_to_pay_back, "record_repayment"),
    "reconsideration at the door": Situation(
        ONE_OFF, Stage.COMPLETENESS_CHECK, asked_again_at_the_door, "check_completeness"
    ),
    "closed": Situation(ONE_OFF, Stage.CLOSED, granted(Stage.CLOSED), None),
    "not accepted": Situation(ONE_OFF, Stage.NOT_ACCEPTED, not_accepted, None),
    "rejected": Situation(ONE_OFF, Stage.REJECTED, refuse, None),
    "withdrawn": Situation(ONE_OFF, Stage.WITHDRAWN, withdrawn, None),
    "recovered": Situation(ONE_OFF, Stage.RECOVERED, recovered, None),
}
"""By name. Together they are every stage in which a case can wait for an act, and every end."""
