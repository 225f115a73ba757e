"""Ledger, cases and Temporal beside one another: every difference, and how much was compared."""

import asyncio
from collections.abc import Collection, Iterable, Mapping

from temporalio.service import RPCError

from adapters.store.audit.reconciliation import read_cases, read_recorded
from adapters.store.reach import Engine
from audit.running_workflows import RunningWorkflows
from domain.catalogue.registry import Catalogue
from domain.frozen import Frozen
from domain.ledger.differences import Difference, DifferenceKind
from domain.ledger.reconciliation import reconcile
from domain.ledger.recorded import Recorded, RecordedCase
from domain.ledger.workflow_agreement import SeenWorkflow, agreement

PAUSE_SECONDS = 2.0
"""Before a difference to Temporal is looked at again: a task of a workflow that has recorded a step is completed by then."""

LOOKS = 10
"""A case that moves on between two looks is looked at once more, so often at the most."""


class Reconciliation(Frozen):
    """What comparing came to.

    Attributes:
        entries: of the ledger that were looked at.
        cases: that were looked at.
        workflows: that run.
        differences: what does not agree; empty when everything does.
    """

    entries: int
    cases: int
    workflows: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def agrees(self) -> bool:
        """There is no difference."""
        return not self.differences


def reconcile_store(engine: Engine, catalogue: Catalogue) -> Reconciliation:
    """Ledger against cases, awards, payments, vouchers, pools and quotas, as one moment had them."""
    return _of_store(read_recorded(engine), catalogue)


async def reconcile_all(
    engine: Engine,
    catalogue: Catalogue,
    workflows: RunningWorkflows | None,
    *,
    pause_seconds: float = PAUSE_SECONDS,
) -> Reconciliation:
    """The store with itself, and every case with its workflow.

    Args:
        engine: the store.
        catalogue: every version of the policy.
        workflows: of Temporal; None when it cannot be reached, which is a difference, not agreement.
        pause_seconds: before a difference is looked at again.
    """
    recorded = await asyncio.to_thread(read_recorded, engine)
    found = await asyncio.to_thread(_of_store, recorded, catalogue)
    comparison = _Comparison(engine, workflows, pause_seconds)
    try:
        differences = await comparison.differences(recorded.cases)
    except RPCError as away:
        differences = [_away(away.status.name)]
    return found.model_copy(
        update={"workflows": comparison.running, "differences": (*found.differences, *differences)}
    )


async def compare_cases(
    engine: Engine, workflows: RunningWorkflows, *, pause_seconds: float = PAUSE_SECONDS
) -> tuple[Difference, ...]:
    """Every case with its workflow, without the ledger.

    Raises:
        RPCError: Temporal does not answer.
    """
    cases = await asyncio.to_thread(read_cases, engine)
    return tuple(await _Comparison(engine, workflows, pause_seconds).differences(cases.values()))


def _of_store(recorded: Recorded, catalogue: Catalogue) -> Reconciliation:
    return Reconciliation(
        entries=len(recorded.entries),
        cases=len(recorded.cases),
        differences=reconcile(recorded, catalogue),
    )


def _away(why: str) -> Difference:
    return Difference(
        kind=DifferenceKind.UNPROVEN,
        what="全部流程",
        ledger="未核对",
        other=f"Temporal 暂时无法访问（{why}）",
    )


class _Comparison:
    """One comparing of a store with its workflows.

    Attributes:
        running: how many workflows were found running.
    """

    def __init__(self, engine: Engine, workflows: RunningWorkflows | None, pause_seconds: float) -> None:
        self._engine = engine
        self._workflows = workflows
        self._pause_seconds = pause_seconds
        self.running = 0

    async def differences(self, cases: Iterable[RecordedCase]) -> list[Difference]:
        """Differences that were seen twice, the same both times.

        Store and Temporal cannot be read at one moment, and a step is recorded first here, then there. So what
        differs is looked at again; one whose case has moved on meanwhile once more, and is named if it never rests.
        """
        if self._workflows is None:
            return [_away("未连接")]
        suspected = await self._first_look(self._workflows, cases)
        confirmed: list[Difference] = []
        for _ in range(LOOKS):
            if not suspected:
                break
            await asyncio.sleep(self._pause_seconds)
            seen = await self._look(self._workflows, suspected)
            confirmed += [each for number, each in seen.items() if _is_the_same(each, suspected[number])]
            suspected = {n: each for n, each in seen.items() if not _is_the_same(each, suspected[n])}
        return sorted(
            [*confirmed, *map(_restless, suspected.values())], key=lambda each: (each.case_number, each.kind)
        )

    async def _first_look(
        self, workflows: RunningWorkflows, cases: Iterable[RecordedCase]
    ) -> dict[str, Difference]:
        known = {case.number: case for case in cases}
        seen = await workflows.listed()
        self.running = len(seen)
        return _differences(known.keys() | seen.keys(), known, seen)

    async def _look(self, workflows: RunningWorkflows, suspected: Collection[str]) -> dict[str, Difference]:
        """Another look at some cases; what is found by describing them is not late."""
        seen = await workflows.look_at(suspected)
        cases = await asyncio.to_thread(read_cases, self._engine, list(suspected))
        return _differences(suspected, cases, seen)


def _differences(
    numbers: Iterable[str], cases: dict[str, RecordedCase], seen: Mapping[str, SeenWorkflow | None]
) -> dict[str, Difference]:
    found = ((number, agreement(cases.get(number), seen.get(number))) for number in numbers)
    return {number: difference for number, difference in found if difference is not None}


def _is_the_same(one: Difference, other: Difference) -> bool:
    """Seen the same way twice; a workflow that does not answer has no way."""
    return one == other or one.kind is other.kind is DifferenceKind.UNPROVEN


def _restless(seen: Difference) -> Difference:
    """A case that moved on between all looks: neither a difference nor agreement is proven."""
    return seen.model_copy(
        update={"kind": DifferenceKind.UNPROVEN, "other": f"{seen.other}，但每次所见不同：案件正在办理"}
    )
