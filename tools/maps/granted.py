"""A case in which whatever is asked is granted, as far as to one of its stages: what another run is handed there."""

from collections.abc import Sequence
from typing import Any

from domain.case.acts.act import Act
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


class Granted(Played):
    """A played case that is given whatever it hopes for."""

    def __init__(self, kind: str, given: CaseInput, **answers: Frozen) -> None:
        """Begin.

        Args:
            kind: of workflow.
            given: to it.
            answers: verb → what it is answered instead.
        """
        self.answers = answers
        super().__init__(kind, given, self.answer)

    def answer(self, verb: str, payloads: Sequence[Any]) -> Frozen:
        """What the store answers."""
        if verb in WHERE:
            asked = read(payloads, WHERE[verb])
            is_final = getattr(asked, "final", False)
            return standing(asked, asked.stage, asked.tasks, asked.amount, final=is_final)
        if verb in self.answers:
            return self.answers[verb]
        message, answers = ANSWERS[verb]
        return answers(read(payloads, message), self.workflow)[0]

    @property
    def progress(self) -> Progress:
        """Where it stands."""
        progress: Progress = self.workflow.state.progress
        return progress

    @property
    def asked(self) -> list[Act]:
        """What is asked, with every outcome; the good ones first."""
        return deeds([task for task in self.progress.tasks if not task.standing], self.progress.amount)

    def go_on(self, until: Stage) -> None:
        """Grant what is asked until the case is in a stage."""
        while self.workflow.stage is not until:
            asked = self.asked
            if asked:
                self.act(asked[0])
            else:
                self.pass_time()


def granted_until(stage: Stage, given: CaseInput, first: Act) -> CaseInput:
    """Play a case from its first act to a stage."""
    played = Granted(given.plan.code, given)
    played.act(first)
    played.go_on(stage)
    handed: CaseInput = played.workflow.handed_over()
    played.leave()
    return handed
