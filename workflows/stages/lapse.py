"""What lapsed is made good (准予补办): recorded where the case stood when it was lost."""

from domain.case.lapses import CLAIM, PAYEE, REDEMPTION, SUPPLEMENT, Lapsed
from domain.case.record.events import Event
from domain.case.record.stages import Stage
from domain.case.user_tasks import UserTask
from workflows.case import Case

LOST_IN = {
    SUPPLEMENT: Stage.SUPPLEMENT,
    PAYEE: Stage.PAYEE_DETAILS,
    CLAIM: Stage.INSTALMENTS,
    REDEMPTION: Stage.VOUCHER,
}
"""Where a case stood when something was lost."""


async def excused(case: Case, lost: Lapsed, *tasks: UserTask) -> None:
    """Record the lead's word where the case stood; there is one thing less that was lost."""
    left = tuple(each for each in case.state.lapses if each != lost)
    case.keep(lapses=left, checkpoint="")
    await case.enter(LOST_IN[lost.act], Event.LAPSE_EXCUSED, *tasks, subject=lost.subject)
