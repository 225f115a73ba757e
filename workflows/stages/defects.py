"""A notice of defects (补正通知): counted in its phase, with the ground of one that is not the first."""

from typing import Final, TypedDict

from domain.case.acts.defects import Defect, Noticing
from domain.case.deficiency_notices import ground_text, told
from workflows.case import Case


class DefectNotice(TypedDict, total=False):
    """The parts of a step that tell defects; without any, it tells none."""

    defects: tuple[Defect, ...]
    notice: int
    note: str


NOTHING_TOLD: Final = DefectNotice()


def telling(case: Case, phase: str, act: Noticing) -> DefectNotice:
    """Count the notice and keep what it names; what the step that records it says."""
    case.keep(notices=told(case.state.notices, phase, act))
    number = case.state.notices[phase].count
    return DefectNotice(defects=act.defects, notice=number, note=ground_text(number, act))
