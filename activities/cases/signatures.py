"""Signatures: what each rests on is kept when it is given, and decides later whether it stands."""

from temporalio import activity

from activities.verbs import Verbs
from adapters.store.cases.file import FiledCase
from adapters.store.cases.signatures import add_signature, add_verdicts, documents_on_file, latest_signatures
from adapters.store.writing import Session
from domain.calendar import shanghai_date
from domain.case.acts import SignOff
from domain.case.record.steps import Step
from domain.case.signatures import (
    SILENCE,
    Recalled,
    Signature,
    SignatureRecall,
    grounds_of,
    judge,
    note_of,
)
from domain.catalogue.schema import SubsidyType
from domain.departments import party_name


def keep_signatures(writing: Session, case: FiledCase, subsidy: SubsidyType, step: Step) -> None:
    """Keep the signatures of a step with the facts and documents that they rest on, in the step's transaction.

    Who agrees by silence agrees to what was there when the term ended.
    """
    signed = [(act.id, act.by.party, act.outcome) for act in step.acts if act.kind == SignOff.kind]
    if step.silent:
        signed.append((f"{case.number}/{SILENCE}/{step.seq}", step.silent, SILENCE))
    documents = documents_on_file(writing, case.number) if signed else {}
    for key, party, decision in signed:
        grounds = grounds_of(subsidy, party, case.facts, documents)
        signature = Signature(party=party, decision=decision, at=step.at, seq=step.seq, grounds=grounds)
        add_signature(writing, case.number, key, signature)


class SignatureRecords(Verbs):
    """The verb of signing again."""

    @activity.defn(name="recall_signatures")
    def recall_signatures(self, recall: SignatureRecall) -> Recalled:
        """Decide who has to sign again, and keep why. Done once for case and seq; nothing is asked of anybody here."""
        return self.once(
            "recall_signatures", recall, Recalled, lambda writing, case: self._recall(writing, case, recall)
        )

    def _recall(self, writing: Session, case: FiledCase, recall: SignatureRecall) -> Recalled:
        subsidy = self.policy_of(case).type(case.code)
        signed = latest_signatures(writing, case.number)
        documents = documents_on_file(writing, case.number)
        verdicts = tuple(
            judge(subsidy, party, signed.get(party), grounds_of(subsidy, party, case.facts, documents))
            for party in recall.signers
        )
        add_verdicts(writing, case.number, recall.seq, recall.at, verdicts)
        names = {party: party_name(party, shanghai_date(recall.at)) for party in recall.signers}
        return Recalled(
            signers=tuple(verdict.party for verdict in verdicts if verdict.signs_again),
            note=note_of(verdicts, names),
            verdicts=verdicts,
        )
