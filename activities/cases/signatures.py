"""Signatures: what each rests on is kept when it is given, and decides later whether it stands."""

from activities.entering import Entered
from activities.office import CaseOffice
from activities.verbs import verb
from adapters.store.cases.file import FiledCase
from adapters.store.cases.signatures import (
    add_signature,
    add_verdicts,
    documents_on_file,
    latest_signatures,
)
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.acts.signing import SignOff
from domain.case.signatures import (
    SILENCE,
    Recalled,
    Signature,
    SignatureRecall,
    grounds_of,
    judge,
    note_of,
)
from domain.case.verbs import RECALL_SIGNATURES
from domain.departments import party_name


def keep_signatures(entered: Entered) -> None:
    """Keep the signatures of a step with the facts and documents that they rest on, in the step's transaction.

    Who agrees by silence agrees to what was there when the term ended.
    """
    writing, case, step = entered.session, entered.case, entered.step
    signed = [(act.id, act.by.party, act.outcome) for act in step.acts if act.kind == SignOff.kind]
    if step.silent:
        signed.append((f"{case.number}/{SILENCE}/{step.seq}", step.silent, SILENCE))
    documents = documents_on_file(writing, case.number) if signed else {}
    for key, party, decision in signed:
        grounds = grounds_of(entered.subsidy, party, case.facts, documents, case.deducted)
        signature = Signature(party=party, decision=decision, at=step.at, seq=step.seq, grounds=grounds)
        add_signature(writing, case.number, key, signature)


@verb(RECALL_SIGNATURES)
def recall_signatures(
    office: CaseOffice, session: Session, case: FiledCase, recall: SignatureRecall
) -> Recalled:
    """Decide who has to sign again, and keep why; nothing is asked of anybody here."""
    subsidy = office.subsidy_of(case)
    signed = latest_signatures(session, case.number)
    documents = documents_on_file(session, case.number)
    verdicts = tuple(
        judge(
            subsidy,
            party,
            signed.get(party),
            grounds_of(subsidy, party, case.facts, documents, case.deducted),
        )
        for party in recall.signers
    )
    add_verdicts(session, case.number, recall.seq, recall.at, verdicts)
    names = {party: party_name(party, shanghai_date(recall.at)) for party in recall.signers}
    return Recalled(
        signers=tuple(verdict.party for verdict in verdicts if verdict.signs_again),
        note=note_of(verdicts, names),
        verdicts=verdicts,
    )
