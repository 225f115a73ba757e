"""A case in which whatever is asked is granted, as far as to one of its stages: what another run is handed there."""

from collections.abc import Sequence
from typing import Any

from domain.case.record.progress import CaseInput
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress, Reckoning, Ring, Step
from domain.frozen import Frozen
from tools.maps.deeds import deeds
from tools.maps.playing import Played, read
from tools.maps.store_answers import ANSWERS, standing

WHERE: dict[str, type[Step | Ring | Reckoning]] = {
    "enter_stage": Step,
    "ring": Ring,
    "reckon_terms": Reckoning,
}


def granted_until(stage: Stage, given: CaseInput, *acts: Any) -> CaseInput:
    """Play a case from its first acts to a stage."""
    played = Played(given.plan.code, given, lambda verb, payloads: _answer(played.workflow, verb, payloads))
    for act in acts:
        played.act(act)
    while played.workflow.stage is not stage:
        progress: Progress = played.workflow.state.progress
        asked = deeds([task for task in progress.tasks if not task.standing], progress.amount)
        if asked:
            played.act(asked[0])
        else:
            played.pass_time()
    handed: CaseInput = played.workflow.handed_over()
    played.leave()
    return handed


def _answer(case: Any, verb: str, payloads: Sequence[Any]) -> Frozen:
    """What the applicant hopes for."""
    if verb in WHERE:
        asked = read(payloads, WHERE[verb])
        return standing(asked, asked.stage, asked.tasks, asked.amount, final=getattr(asked, "final", False))
    message, answers = ANSWERS[verb]
    return answers(read(payloads, message), case)[0]
