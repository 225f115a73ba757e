"""Urging (催办): the people of the offices that a case waits for are written to."""

from temporalio import activity

from activities.people.mails import write_to_desk
from activities.verbs import Verbs
from adapters.store.cases.file import FiledCase
from adapters.store.cases.office_matters import matter_of
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.time.urging import URGE, Urged, Urging, urged_offices
from domain.office_mail import OfficeMailKind


class UrgingRecords(Verbs):
    """The verb of urging."""

    @activity.defn(name=URGE)
    def urge(self, urging: Urging) -> Urged:
        """Write to the offices that the case waits for. Done once for case and seq; one mail a person.

        The applicant, where the case waits for it, is written to by the step that follows.
        """
        urged = self.once(URGE, urging, Urged, lambda writing, case: self._urge(writing, case, urging))
        self.announce_mail()
        return urged

    def _urge(self, writing: Session, case: FiledCase, urging: Urging) -> Urged:
        turns = matter_of(writing, case.number).progress.turns
        for party in urged_offices(turns):
            turn = next(turn for turn in turns if turn.party == party and not turn.standing)
            write_to_desk(self, writing, urging, turn, OfficeMailKind.URGED, urging.reason)
        return Urged(again_from=self.calendar.add_working_days(shanghai_date(urging.at), 1).on)
