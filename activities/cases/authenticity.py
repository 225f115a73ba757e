"""Checking that an act came from the door. One that did not is told to auditors and administrators."""

from activities.office import CaseOffice
from activities.verbs import house_verb
from adapters.store.audit.forged_acts import record_forged
from adapters.store.writing import after_commit, transaction
from domain.case.authenticity.acts import NOT_FROM_THE_DOOR, Authenticity, AuthenticityAsked
from domain.case.verbs import CHECK_AUTHENTICITY


@house_verb(CHECK_AUTHENTICITY)
def check_authenticity(office: CaseOffice, asked: AuthenticityAsked) -> Authenticity:
    """Prove the authenticator of an act; the store is asked nothing when it holds.

    Effect, once an act that is forged: a link of the house's chain, and the case's alarm.
    """
    if office.keyring.proves(asked.statement, asked.authenticator):
        return Authenticity()
    with transaction(office.engine) as session:
        if record_forged(session, office.letterhead, asked):
            after_commit(session, office.announcer.mail)
    return Authenticity(refusal=NOT_FROM_THE_DOOR.facts)
