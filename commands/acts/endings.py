"""The two ways in which a person ends a case early."""

from api.auth import APPLICANT_ONLY, OFFICIAL_ONLY
from commands.acts.form import ActForm, Matter
from commands.bodies import ReasonBody
from domain.case.acts import Terminate, Withdraw


def _withdraw(matter: Matter, body: ReasonBody) -> Withdraw:
    return Withdraw(**matter.parts, reason=body.reason)


def _terminate(matter: Matter, body: ReasonBody) -> Terminate:
    return Terminate(**matter.parts, reason=body.reason)


WITHDRAW = ActForm(Withdraw, ReasonBody, APPLICANT_ONLY, "withdraw", _withdraw)
TERMINATE = ActForm(Terminate, ReasonBody, OFFICIAL_ONLY, "terminate", _terminate, only_lead=True)
