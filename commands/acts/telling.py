"""What every act gets that may tell defects: who says so, what it builds on, and what the applicant brought since."""

from typing import Any, TypeAlias

from adapters.store.cases.earlier_acts import documents_brought, earlier_acts
from adapters.store.cases.records import CaseRecord
from commands.acts.form import Submission
from domain.case.acts.defects import ASKING, Defect, Noticing, TellingRequest
from domain.case.acts.instalments import InstalmentReviewRequest
from domain.case.acts.review import CheckCompleteness, CompletenessRequest, ReviewRequest
from domain.case.earlier_work import DocumentOnFile, EarlierAct, brought_since
from domain.case.roles import Actor, Role
from domain.departments import APPLICANT

Deciding: TypeAlias = CompletenessRequest | ReviewRequest | InstalmentReviewRequest
"""Requests that may tell defects."""


def acts_before(matter: Submission) -> tuple[EarlierAct, ...]:
    """The decisions and supplements that the case has seen."""
    return earlier_acts(matter.wired.engine, matter.case.case_number)


def documents_of(matter: Submission) -> tuple[DocumentOnFile, ...]:
    """The documents that are there now, but for those that an official of the case put there."""
    by: Actor = matter.parts["by"]
    acting = "" if by.party == APPLICANT else by.account
    return documents_brought(matter.wired.engine, matter.case.case_number, acting)


def held_by_office(case: CaseRecord, before: tuple[EarlierAct, ...]) -> tuple[str, ...]:
    """Documents that the office had with the list by which it invited the unit: received with the first check.

    A later check goes by what the first one took, so that a document which was found defective is asked for anew.
    """
    is_first = not any(act.kind == CheckCompleteness.kind for act in before)
    return case.origin.source.documents_held if case.origin and is_first else ()


def told(
    matter: Submission,
    kind: type[Noticing],
    said: Deciding,
    defects: tuple[Defect, ...],
    before: tuple[EarlierAct, ...],
) -> dict[str, Any]:
    """What the office works out of every act that may tell defects."""
    documents = documents_of(matter)
    asks = said.decision in ASKING
    return {
        "by": _acting_as(matter, said),
        "defects": defects,
        "brought": brought_since(before, documents, kind.kind, matter.subject) if asks else (),
        "on_file": tuple(document.id for document in documents) if asks else (),
    }


def _acting_as(matter: Submission, said: TellingRequest) -> Actor:
    """A supervisor who gives the reason acts as the supervisor of the department; the case decides whether that does."""
    actor: Actor = matter.parts["by"]
    if said.supervisor_reason.strip() and Role.SUPERVISOR in matter.caller.roles:
        return actor.model_copy(update={"role": Role.SUPERVISOR})
    return actor
