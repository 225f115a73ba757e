"""What came to a case, in the form in which the store keeps it."""

from pydantic import JsonValue
from temporalio import workflow

from domain.case.acts.act import Act
from domain.case.record.came import RECKONED, WOKEN, Came, CameKind
from domain.case.record.progress import CaseInput
from workflows.seen import write_act


class Heard:
    """What came to a run since it asked for its last verb."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._came: list[Came] = []

    def begin(self, given: CaseInput) -> None:
        """A run begins; that another handed over to it is no news."""
        info = workflow.info()
        if info.continued_run_id is None:
            value: JsonValue = {"workflow": info.workflow_type, "given": given.model_dump(mode="json")}
            self._came.append(Came(kind=CameKind.BEGAN, value=value))

    def act(self, act: Act) -> Act:
        """An act came."""
        self._came.append(Came(kind=CameKind.ACT, value=write_act(act)))
        return act

    def forget(self, act: Act) -> None:
        """It did not come from the door, or was refused and nothing followed: whoever walks the case again need not hear of it."""
        nothing = write_act(act)
        self._came = [came for came in self._came if came.value != nothing]

    def time(self, moment: str) -> None:
        """A moment was reached."""
        self._came.append(Came(kind=CameKind.TIME, value=moment))

    def wake_up(self) -> None:
        """Something may have come free, or a stop was lifted."""
        self._came.append(Came(kind=CameKind.WORD, value=WOKEN))

    def change(self) -> None:
        """The calendar, or where the unit stands, has changed."""
        self._came.append(Came(kind=CameKind.WORD, value=RECKONED))

    def told(self) -> tuple[Came, ...]:
        """All of it, once."""
        came, self._came = tuple(self._came), []
        return came
