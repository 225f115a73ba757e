"""Walking a road that is said in words: what is done each time that somebody is asked for something."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.case.act import Defect
from domain.case.record.stages import Stage
from domain.case.record.steps import Progress
from domain.case.remedies import ENDED_REFUSED
from domain.case.turns import RungKind, Turn
from domain.departments import PUBLIC
from tests.maps.played_office import PlayedCase
from tests.workflows.walked_case import GRANTS, SUBJECT_FIELDS

WAIT = "wait"
AGAIN = "again"
Ways = Mapping[str, Sequence[Any]]
"""Act → what is done the first time that it is asked for, the second …; afterwards it is granted.

``wait`` lets a term pass that ends by itself; the name of an act does that act. ``raise_objection`` says how many objections come in each
notice, ``again`` how often a refused case is judged again.
"""

NOTICE = {"defects": (Defect(item="1", problem="缺页。"),), "new_fact": "新情况。"}


def _asked(progress: Progress) -> object:
    return progress.stage, [(turn.party, turn.acts, turn.since) for turn in progress.turns]


class Road:
    """One road of one case.

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
            elif progress.final or progress.stage is until:
                return
            else:
                await self._go_on(progress.stage, progress.turns)
        raise AssertionError(f"the road comes to no end at {progress.stage}")

    async def _go_on(self, stage: Stage, turns: Sequence[Turn]) -> None:
        objections = self._next("raise_objection") if stage is Stage.PUBLIC_NOTICE else 0
        for number in range(objections or 0):
            await self._case.act(
                "raise_objection", PUBLIC, objection=f"{len(self._ways)}-{id(turns)}-{number}"
            )
        asked = [turn for turn in turns if turn.acts and not turn.standing]
        asked.sort(key=lambda turn: bool(turn.asked and turn.asked.lapses) is not self._silent_first)
        if asked and not objections:
            await self._answer(asked[0])
        elif not objections:
            await self._case.ring()

    async def _answer(self, turn: Turn) -> None:
        kind = turn.acts[0]
        way = self._next(kind)
        if self._late:
            await self._let_remind(turn)
        if way == WAIT and turn.term and turn.term.rungs[-1].kind is RungKind.LAPSE:
            await self._let_pass()
        elif way in turn.acts:
            await self._do(way, turn, "")
        else:
            await self._do(kind, turn, "" if way in (None, WAIT) else way)

    async def _let_remind(self, turn: Turn) -> None:
        """Let everything ring that reminds whoever is asked."""
        while turn.next_rung and turn.next_rung.kind is not RungKind.LAPSE:
            turns = (await self._case.ring()).turns
            turn = next(each for each in turns if (each.party, each.subject) == (turn.party, turn.subject))

    async def _let_pass(self) -> None:
        """Let time go on until something else is asked, or the same anew."""
        before = _asked(await self._case.progress())
        while _asked(await self._case.ring()) == before:
            pass

    async def _do(self, kind: str, turn: Turn, outcome: str) -> None:
        content = {**GRANTS.get(kind, {}), **await self._case.content(kind, turn.subject)}
        content |= {"decision": outcome} if outcome else {}
        content |= NOTICE if outcome in ("supplement", "return") else {}
        if kind in SUBJECT_FIELDS:
            numeric = SUBJECT_FIELDS[kind] in {"instalment", "redemption"}
            content[SUBJECT_FIELDS[kind]] = int(turn.subject) if numeric else turn.subject
        await self._case.act(kind, turn.party, **{"reason": "理由。", **content})

    def _next(self, kind: str) -> Any:
        ways = self._ways.get(kind)
        return ways.pop(0) if ways else None
