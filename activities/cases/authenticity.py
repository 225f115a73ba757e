"""Checking that acts, and what runs begin with, came from the door. What did not is told to auditors and administrators."""

from activities.askers import StrangerAsks, is_asked_here
from activities.office import CaseOffice
from activities.verbs import house_verb
from adapters.store.audit.forged_acts import record_forged_act, record_forged_beginning
from adapters.store.cases.ended_cases import last_step, runs_of
from adapters.store.cases.file import change_case
from adapters.store.engine import open_session
from adapters.store.writing import after_commit, transaction
from domain.case.authenticity.acts import NOT_FROM_THE_DOOR, Authenticity, AuthenticityAsked
from domain.case.authenticity.beginnings import NOT_BEGUN_BY_THE_DOOR, BeginningAsked
from domain.case.verbs import CHECK_AUTHENTICITY, CHECK_BEGINNING


@house_verb(CHECK_AUTHENTICITY)
def check_authenticity(office: CaseOffice, asked: AuthenticityAsked) -> Authenticity:
    """Prove the authenticator of an act; the store is asked nothing when it holds.

    Effect, once an act that is forged: a link of the house's chain, and the case's alarm.
    """
    if office.keyring.proves(asked.statement, asked.authenticator):
        return Authenticity()
    with transaction(office.engine) as session:
        if record_forged_act(session, office.letterhead, asked):
            after_commit(session, office.announcer.mail)
    return Authenticity(refusal=NOT_FROM_THE_DOOR.facts)


@house_verb(CHECK_BEGINNING)
def check_beginning(office: CaseOffice, asked: BeginningAsked) -> Authenticity:
    """Prove what a run begins with, and that the case has made no step since: what was begun once is not begun again.

    Effect: the run is known by its id from then on, when it asks once more and when others ask to which it handed over. Of one that is
    not the door's, once, a link of the house's chain, and the case's alarm.

    Raises:
        StrangerAsks: not by our own workflow code, which says truly which run it is.
    """
    if not is_asked_here():
        raise StrangerAsks(asked.case_number)
    number, run = asked.case_number, (asked.first_run, asked.run)
    with open_session(office.engine) as session:
        if runs_of(session, number) == run:
            return Authenticity()
    is_first = asked.run == asked.first_run and office.keyring.proves(asked.beginning, asked.authenticator)
    with transaction(office.engine) as session:
        first, _ = runs_of(session, number) or ("", "")
        is_proven = is_first and last_step(session, number) == asked.beginning.steps_before
        if is_proven or first == asked.first_run:
            change_case(session, number, first_run=asked.first_run, run=asked.run)
            return Authenticity()
        if record_forged_beginning(session, office.letterhead, asked):
            after_commit(session, office.announcer.mail)
    return Authenticity(refusal=NOT_BEGUN_BY_THE_DOOR.facts)
