"""A step that a case has taken, as whatever follows from it sees it: all within the step's own transaction."""

from dataclasses import dataclass

from activities.office import CaseOffice
from adapters.store.cases.file import FiledCase
from adapters.store.writing import Session
from domain.case.record.steps import Progress, Step
from domain.catalogue.schema import SubsidyType


@dataclass(frozen=True)
class Entered:
    """A step and its surroundings.

    Attributes:
        office: as it is within the transaction.
        writing: the transaction.
        case: as it stood before the step.
        subsidy: its type.
        step: what happened.
        progress: where the case stands now.
    """

    office: CaseOffice
    session: Session
    case: FiledCase
    subsidy: SubsidyType
    step: Step
    progress: Progress
