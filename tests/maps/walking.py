"""Walking a way that is said in words: what is done each time that somebody is asked for something."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.case.acts.defects import Defect
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.remedies import ENDED_REFUSED
from domain.case.user_tasks import TimerEventKind, UserTask
from domain.departments import PUBLIC
from tests.maps.played_office import PlayedCase
from tests.workflows.walked_case import GRANTS, SUBJECT_FIELDS

WAIT = "wait"
AGAIN = "again"
EXCUSED = "excuse_lapse"
Ways = Mapping[str, Sequence[Any]]
"""Act → what is done the first time that it is asked for, the second …; afterwards it is granted.

``wait`` lets a term pass that ends by itself; the name of an act does that act. ``raise_objection`` says how many objections come in each
notice, ``again`` how often a refused case is judged again, ``excuse_lapse`` how often what was lost is made good.
"""

NOTICE = {"defects": (Defect(item="1", problem="缺页。"),), "new_fact": "新情况。"}


def _asked(progress: Progress) -> object:
    return progress.stage, [(task.party, task.acts, task.since) for task in progress.tasks]


class Walk:
    """One way of one case.

    Args:
        late: whether everybody lets all reminders pass before acting.
        silent_first: whether those whose silence agrees are looked at before the others.
    """

    def __init__(
        self, case: PlayedCase, ways: Ways, *, late: bool = False, silent_first: bool = False
    ) -> None:
        self._case = case
        self._ways = {kind: list(asked) for kind, asked in ways.items()}
        self._late = late
        self._silent_first = silent_first

    async def walk(self, until: Stage | None = None) -> None:
        """Walk to the end, or until the case comes to a stage."""
        for _ in range(300):
            progress = await self._case.progress()
            if progress.final and progress.stage in ENDED_REFUSED and self._next(AGAIN):
                await self._case.ask_again()
            elif progress.final and self._next(EXCUSED):
                await self._case.make_good()
            elif progress.final or progress.stage is until:
                return
            else:
                await self._go_on(progress.stage, progress.tasks)
        raise AssertionError(f"the way comes to no end at {progress.stage}")

    async def _go_on(self, stage: Stage, tasks: Sequence[UserTask]) -> None:
        objections = self._next("raise_objection") if stage is Stage.PUBLIC_NOTICE else 0
        for number in range(objections or 0):
            await self._case.act(
                "raise_objection",
                PUBLIC,
                by=f"citizen-{len(self._ways)}-{id(tasks)}-{number}",
                objection=f"{len(self._ways)}-{id(tasks)}-{number}",
            )
        asked = [task for task in tasks if task.acts and not task.standing]
        asked.sort(key=lambda task: bool(task.asked and task.asked.lapses) is not self._silent_first)
        if asked and not objections:
            await self._answer(asked[0])
        elif not objections:
            await self._case.ring()

    async def _answer(self, task: UserTask) -> None:
        kind = task.acts[0]
        way = self._next(kind)
        if self._late:
            await self._let_remind(task)
        if way == WAIT and task.term and task.term.timer_events[-1].kind is TimerEventKind.LAPSE:
            await self._let_pass()
        elif way in task.acts:
            await self._do(way, task, "")
        else:
            await self._do(kind, task, "" if way in (None, WAIT) else way)

    async def _let_remind(self, task: UserTask) -> None:
        """Let everything ring that reminds whoever is asked."""
        while task.next_timer_event and task.next_timer_event.kind is not TimerEventKind.LAPSE:
            tasks = (await self._case.ring()).tasks
            task = next(each for each in tasks if (each.party, each.subject) == (task.party, task.subject))

    async def _let_pass(self) -> None:
        """Let time go on until something else is asked, or the same anew."""
        before = _asked(await self._case.progress())
        while _asked(await self._case.ring()) == before:
            pass

    async def _do(self, kind: str, task: UserTask, outcome: str) -> None:
        content = {**GRANTS.get(kind, {}), **await self._case.content(kind, task.subject)}
        content |= {"decision": outcome} if outcome else {}
        content |= NOTICE if outcome in ("supplement", "return") else {}
        if kind in SUBJECT_FIELDS:
            numeric = SUBJECT_FIELDS[kind] in {"instalment", "redemption"}
            content[SUBJECT_FIELDS[kind]] = int(task.subject) if numeric else task.subject
        await self._case.act(kind, task.party, **{"reason": "理由。", **content})

    def _next(self, kind: str) -> Any:
        ways = self._ways.get(kind)
        return ways.pop(0) if ways else None
