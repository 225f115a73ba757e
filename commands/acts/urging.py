"""Urging whoever a case waits for."""

from api.auth import OFFICIAL_ONLY
from commands.acts.form import ActForm, Matter
from commands.acts.urge_bodies import UrgeBody
from domain.case.office_acts import Urge


def _urge(matter: Matter, body: UrgeBody) -> Urge:
    return Urge(**matter.parts, reason=body.reason)


URGE = ActForm(Urge, UrgeBody, OFFICIAL_ONLY, "urge", _urge, only_lead=True)
