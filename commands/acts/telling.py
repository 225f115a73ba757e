"""What every act gets that may tell defects: who says so, what it builds on, and what the applicant brought since."""

from typing import Any, TypeAlias

from adapters.store.cases.records import CaseRecord
from commands.acts.form import Submission
from domain.case.acts.defects import ASKING, Defect, Noticing, TellingRequest
from domain.case.acts.instalments import InstalmentReviewRequest
from domain.case.acts.review import CheckCompleteness, CompletenessRequest, ReviewRequest
from domain.case.earlier_work import EarlierAct, brought_since
from domain.case.roles import Actor, Role

Deciding: TypeAlias = CompletenessRequest | ReviewRequest | InstalmentReviewRequest
"""Requests that may tell defects."""


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
) -> dict[str, Any]:
    """What the office works out of every act that may tell defects."""
    asks = said.decision in ASKING
    return {
        "by": _acting_as(matter, said),
        "defects": defects,
        "brought": brought_since(matter.before, matter.documents, kind.kind, matter.subject) if asks else (),
        "on_file": tuple(document.id for document in matter.documents) if asks else (),
    }


def _acting_as(matter: Submission, said: TellingRequest) -> Actor:
    """A supervisor who gives the reason acts as the supervisor of the department; the case decides whether that does."""
    actor: Actor = matter.parts["by"]
    if said.supervisor_reason.strip() and Role.SUPERVISOR in matter.caller.roles:
        return actor.model_copy(update={"role": Role.SUPERVISOR})
    return actor
