"""Urging (催办): the people of the offices that a case waits for are written to."""

from activities.office import CaseOffice
from activities.people.mails import write_to_desk
from activities.verbs import verb
from adapters.store.cases.file import FiledCase
from adapters.store.cases.office_matters import matter_of
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.time.urging import Urged, Urging, urged_offices
from domain.case.verbs import URGE
from domain.office_mail import OfficeMailKind


def _tell(office: CaseOffice, _urging: Urging, _urged: Urged) -> None:
    office.announcer.mail()


@verb(URGE, then=_tell)
def urge(office: CaseOffice, session: Session, case: FiledCase, urging: Urging) -> Urged:
    """Write to the offices that the case waits for; one mail a person.

    The applicant, where the case waits for it, is written to by the step that follows.
    """
    tasks = matter_of(session, case.number).progress.tasks
    for party in urged_offices(tasks):
        task = next(task for task in tasks if task.party == party and not task.standing)
        write_to_desk(office, session, urging, task, OfficeMailKind.URGED, urging.reason)
    return Urged(again_from=office.calendar.add_working_days(shanghai_date(urging.at), 1).on)
