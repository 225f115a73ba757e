"""A notice of defects (补正通知): counted in its phase, with the ground of one that is not the first."""

from typing import TYPE_CHECKING, Final, TypedDict

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.act import Defect, Noticing
    from domain.case.deficiency_notices import ground_text, told

if TYPE_CHECKING:
    from workflows.case import Case


class Telling(TypedDict, total=False):
    """The parts of a step that tell defects; without any, it tells none."""

    defects: tuple[Defect, ...]
    notice: int
    note: str


NOTHING_TOLD: Final = Telling()


def telling(case: "Case", phase: str, act: Noticing) -> Telling:
    """Count the notice and keep what it names; what the step that records it says."""
    case.keep(notices=told(case.state.notices, phase, act))
    number = case.state.notices[phase].count
    return Telling(defects=act.defects, notice=number, note=ground_text(number, act))
