"""Checking that an act came from the door. One that did not is told to the auditors."""

from activities.office import CaseOffice
from activities.verbs import house_verb
from adapters.store.audit.forged_acts import record_forged
from adapters.store.writing import transaction
from domain.case.acts.authenticity import NOT_FROM_THE_DOOR, Authenticity, AuthenticityAsked
from domain.case.verbs import CHECK_AUTHENTICITY


@house_verb(CHECK_AUTHENTICITY)
def check_authenticity(office: CaseOffice, asked: AuthenticityAsked) -> Authenticity:
    """Prove the authenticator of an act; the store is asked nothing when it holds. Effect, once an act: a link of the house's chain."""
    if office.keyring.proves(asked.statement, asked.authenticator):
        return Authenticity()
    with transaction(office.engine) as session:
        record_forged(session, asked)
    return Authenticity(refusal=NOT_FROM_THE_DOOR.facts)
