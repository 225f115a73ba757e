"""The term of an invitation list: its units are told, reminded, and told of the end; each mail once."""

from temporalio import activity

from activities.invitations.mails import Telling, tell_invited
from activities.verbs import Verbs
from adapters.store.invitations.lists import Settling, settle_open
from adapters.store.invitations.queries import read_invitation_list
from adapters.store.people.desk_alarms import Letterhead
from adapters.store.writing import transaction
from domain.calendar import shanghai_midnight
from domain.invitation.invited import InvitationStatus, end_of, reminder_day
from domain.invitation.mail_facts import InvitationMailKind
from domain.invitation.term import (
    CLOSE_INVITATIONS,
    OPEN_INVITATIONS,
    REMIND_INVITED,
    InvitationRound,
    RoundReport,
)

TOLD_AT_END = {
    InvitationStatus.LAPSED: InvitationMailKind.LAPSED,
    InvitationStatus.WITHDRAWN: InvitationMailKind.WITHDRAWN,
}


class InvitationRecords(Verbs):
    """The verbs of invitation lists. Each is safe to repeat: a mail has its Message-ID, an invitation one end."""

    @activity.defn(name=OPEN_INVITATIONS)
    def open_invitations(self, asked: InvitationRound) -> RoundReport:
        """The invited units are told, and the days of the list computed. Not found, nothing is done."""
        kept = read_invitation_list(self.engine, asked.list_id)
        if kept is None:
            return RoundReport(found=False)
        self._tell_invited(asked, InvitationStatus.OPEN, InvitationMailKind.INVITED)
        return self._list_report(asked.list_id)

    @activity.defn(name=REMIND_INVITED)
    def remind_invited(self, asked: InvitationRound) -> RoundReport:
        """Who has not answered is reminded."""
        self._tell_invited(asked, InvitationStatus.OPEN, InvitationMailKind.REMINDED)
        return self._list_report(asked.list_id)

    @activity.defn(name=CLOSE_INVITATIONS)
    def close_invitations(self, asked: InvitationRound) -> RoundReport:
        """What is open and over lapses; whose invitation lapsed or was withdrawn is told."""
        lapse = Settling(status=InvitationStatus.LAPSED, at=asked.at)
        with transaction(self.engine) as writing:
            settle_open(writing, asked.list_id, lapse, lambda row: end_of(row.reply_by) <= asked.at)
        for status, kind in TOLD_AT_END.items():
            self._tell_invited(asked, status, kind)
        return self._list_report(asked.list_id)

    def _tell_invited(
        self, asked: InvitationRound, status: InvitationStatus, kind: InvitationMailKind
    ) -> None:
        """Write to the units of a list whose invitations stand so."""
        letterhead = Letterhead(public_url=self.public_url, mail_domain=self.mail_domain)
        told = Telling(list_id=asked.list_id, kind=kind, at=asked.at)
        with transaction(self.engine) as writing:
            tell_invited(writing, self.catalogue, letterhead, status, told)
        self.announce_mail()

    def _list_report(self, list_id: str) -> RoundReport:
        kept = read_invitation_list(self.engine, list_id)
        if kept is None:
            return RoundReport(found=False)
        left = sum(each.status is InvitationStatus.OPEN for each in kept.invitations)
        return RoundReport(
            invited=len(kept.invitations),
            open=left,
            remind_at=shanghai_midnight(reminder_day(self.calendars.now(self.engine), kept.reply_by)),
            close_at=end_of(kept.reply_by),
        )
