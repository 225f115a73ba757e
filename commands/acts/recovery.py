"""The decision to recover: what a case that has ended need not be taken up for; the case itself decides again."""

from adapters.store.payments.recovery_queries import money_of_case
from commands.acts import checks
from commands.acts.form import Submission
from domain.case.acts.recovery import DecideRecovery
from domain.case.record.stages import Stage
from domain.case.recoverable import against_recovery, wrong_amount
from domain.errors import Refusal


def decide_recovery(matter: Submission, act: DecideRecovery) -> DecideRecovery:
    """Nothing is recovered twice, or that was not paid.

    Raises:
        Refusal: with every reason.
    """
    case = matter.case
    paid = money_of_case(matter.wired.engine, case.case_number).paid
    is_recovering = case.stage == Stage.RECOVERY.value
    found = (*against_recovery(is_recovering=is_recovering, has_paid=bool(paid), is_paying=False),)
    if found:
        raise Refusal.together(found)
    checks.wrong("追回决定需要更正。", wrong_amount(act.amount, paid))
    return act
