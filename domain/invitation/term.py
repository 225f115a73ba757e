"""What the workflow of an invitation list and its activities say to each other. No unit, no name, no address."""

from datetime import datetime
from typing import Final

from domain.frozen import Frozen
from domain.verb import Verb

INVITATION_LIST = "invitation_list"
"""Workflow type: one for each list, from its loading to the last day on which one may confirm."""

WITHDRAWN = "withdrawn"
"""Signal: the office has withdrawn what was still open."""


class InvitationTerm(Frozen):
    """The list whose term runs. ``name`` is the type that it is for, "5.2 国家级平台奖励"."""

    list_id: str
    name: str = ""


class InvitationRound(Frozen):
    """A request of the workflow; ``at`` is its time."""

    list_id: str
    at: datetime


class TermReport(Frozen):
    """Where a list stands.

    Attributes:
        found: whether the store has the list; the workflow is begun before the list is committed.
        invited: how many units it invited.
        open: how many have not answered.
        remind_at: when they are reminded.
        close_at: when it is too late to confirm.
    """

    found: bool = True
    invited: int = 0
    open: int = 0
    remind_at: datetime | None = None
    close_at: datetime | None = None


OPEN_INVITATIONS: Final = Verb("open_invitations", InvitationRound, TermReport, "邀请单位确认")
"""The invited units are told; says when they are reminded, and when the list closes."""

REMIND_INVITED: Final = Verb("remind_invited", InvitationRound, TermReport, "提醒未答复的单位")
"""Who has not answered is reminded."""

CLOSE_INVITATIONS: Final = Verb("close_invitations", InvitationRound, TermReport, "到期或撤回，告知单位")
"""What nobody answered lapses; units whose invitation lapsed or was withdrawn are told."""


def invitations_id(list_id: str) -> str:
    """The workflow id of a list."""
    return f"invitations/{list_id}"
