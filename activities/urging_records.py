"""Urging (催办): the people of the offices that a case waits for are written to."""

from temporalio import activity

from activities.verbs import Verbs
from adapters.store.case_keeping import FiledCase
from adapters.store.office_mail import queue_for_desk
from adapters.store.office_matters import OfficeMatter, matter_of
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.urging import URGE, Urged, Urging, urged_offices
from domain.departments import party_name
from domain.office_mail import OfficeMailFacts, OfficeMailKind, case_line


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
        matter = matter_of(writing, case.number)
        for party in urged_offices(matter.progress.turns):
            facts = self._facts(matter, party, urging)
            queue_for_desk(writing, party, facts, f"{case.number}/{urging.seq}", self.mail_domain)
        return Urged(again_from=self.calendar.add_working_days(shanghai_date(urging.at), 1).on)

    def _facts(self, matter: OfficeMatter, party: str, urging: Urging) -> OfficeMailFacts:
        today = shanghai_date(urging.at)
        turn = next(turn for turn in matter.progress.turns if turn.party == party and not turn.standing)
        line = case_line(
            matter.plan,
            matter.progress,
            turn,
            today=today,
            calendar=self.calendar,
            public_url=self.public_url,
        )
        return OfficeMailFacts(
            kind=OfficeMailKind.URGED,
            department=party_name(party, today),
            at=urging.at,
            cases=(line,),
            reason=urging.reason,
        )
