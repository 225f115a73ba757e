"""The term of an invitation list: its units are told, reminded, and told of the end.

Each verb is safe to repeat: a mail has its Message-ID, an invitation one end.
"""

from activities.invitations.mails import InvitationNews, tell_invited
from activities.office import CaseOffice
from activities.verbs import house_verb
from adapters.store.invitations.lists import Settling, settle_open
from adapters.store.invitations.queries import read_invitation_list
from adapters.store.writing import transaction
from domain.calendar import shanghai_midnight
from domain.invitation.invited import InvitationStatus, end_of, last_day_of, reminder_day
from domain.invitation.mail_facts import InvitationMailKind
from domain.invitation.term import (
    CLOSE_INVITATIONS,
    OPEN_INVITATIONS,
    REMIND_INVITED,
    InvitationRound,
    TermReport,
)

TOLD_AT_END = {
    InvitationStatus.LAPSED: InvitationMailKind.LAPSED,
    InvitationStatus.WITHDRAWN: InvitationMailKind.WITHDRAWN,
}


@house_verb(OPEN_INVITATIONS)
def open_invitations(office: CaseOffice, asked: InvitationRound) -> TermReport:
    """The invited units are told, and the days of the list computed. Not found, nothing is done."""
    if read_invitation_list(office.engine, asked.list_id) is None:
        return TermReport(found=False)
    _tell(office, asked, InvitationStatus.OPEN, InvitationMailKind.INVITED)
    return _report(office, asked.list_id)


@house_verb(REMIND_INVITED)
def remind_invited(office: CaseOffice, asked: InvitationRound) -> TermReport:
    """Who has not answered is reminded."""
    _tell(office, asked, InvitationStatus.OPEN, InvitationMailKind.REMINDED)
    return _report(office, asked.list_id)


@house_verb(CLOSE_INVITATIONS)
def close_invitations(office: CaseOffice, asked: InvitationRound) -> TermReport:
    """What is open and over lapses; whose invitation lapsed or was withdrawn is told."""
    lapse = Settling(status=InvitationStatus.LAPSED, at=asked.at)
    with transaction(office.engine) as session:
        calendar = office.calendars.at(session)
        settle_open(
            session,
            asked.list_id,
            lapse,
            lambda row: end_of(last_day_of(calendar, row.reply_by)) <= asked.at,
        )
    for status, kind in TOLD_AT_END.items():
        _tell(office, asked, status, kind)
    return _report(office, asked.list_id)


def _tell(
    office: CaseOffice, asked: InvitationRound, status: InvitationStatus, kind: InvitationMailKind
) -> None:
    """Write to the units of a list whose invitations stand so."""
    told = InvitationNews(list_id=asked.list_id, kind=kind, at=asked.at)
    with transaction(office.engine) as session:
        tell_invited(session, office.catalogue, office.letterhead, status, told)
    office.announcer.mail()


def _report(office: CaseOffice, list_id: str) -> TermReport:
    kept = read_invitation_list(office.engine, list_id)
    if kept is None:
        return TermReport(found=False)
    calendar = office.calendars.now(office.engine)
    left = sum(each.status is InvitationStatus.OPEN for each in kept.invitations)
    return TermReport(
        invited=len(kept.invitations),
        open=left,
        remind_at=shanghai_midnight(reminder_day(calendar, kept.reply_by)),
        close_at=end_of(last_day_of(calendar, kept.reply_by)),
    )
