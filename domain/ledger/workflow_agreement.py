"""Whether the file of a case and its workflow agree: open both or ended both, in the same stage at the same step."""

from domain.case.record.stages import Stage
from domain.frozen import Frozen
from domain.ledger.differences import Difference, DifferenceKind
from domain.ledger.recorded import RecordedCase


class SeenWorkflow(Frozen):
    """What was seen of the workflow of a case.

    Attributes:
        is_open: it runs.
        run: its id; one that the store does not know as the case's own stands in its place, and is not the case.
        stage: as it says; empty before its first step.
        seq: of its last recorded step.
        problems: what the server says of a task that fails again and again; empty where all is well.
    """

    case_number: str
    is_open: bool = True
    run: str = ""
    stage: str = ""
    seq: int = 0
    problems: tuple[str, ...] = ()


def agreement(case: RecordedCase | None, seen: SeenWorkflow | None) -> Difference | None:
    """The difference between a case and its workflow; None when they agree.

    Args:
        case: the file; None when the store has no such case.
        seen: the workflow; None when Temporal knows none that runs.
    """
    is_open = seen is not None and seen.is_open
    if case is None:
        return _strange(seen) if seen is not None and is_open else None
    is_open = is_open and seen is not None and (case.run in ("", seen.run) or case.final)
    if case.final or not is_open:
        return _half_ended(case, is_open=is_open)
    assert seen is not None  # noqa: S101 - for the reader and mypy: it is open
    return _stages(case, seen)


def _strange(seen: SeenWorkflow) -> Difference:
    return Difference(
        kind=DifferenceKind.WORKFLOW_STRANGE,
        case_number=seen.case_number,
        what="流程",
        ledger="没有这一案件",
        other="流程运行中",
    )


def _half_ended(case: RecordedCase, *, is_open: bool) -> Difference | None:
    """A case that was numbered but not taken up yet may be without a workflow."""
    if case.final != is_open or case.stage == Stage.DRAFT.value:
        return None
    kind = DifferenceKind.WORKFLOW_LEFT if case.final else DifferenceKind.WORKFLOW_MISSING
    other = (
        "流程运行中"
        if is_open
        else f"没有运行中的流程（恢复：python -m commands.cases restore {case.number}，"
        f"或者由管理员 POST /v1/applications/{case.number}/restoration）"
    )
    return Difference(
        kind=kind, case_number=case.number, what="流程", ledger=_told(case.stage, case.seq), other=other
    )


def _stages(case: RecordedCase, seen: SeenWorkflow) -> Difference | None:
    ledger = _told(case.stage, case.seq)
    if seen.problems:
        return Difference(
            kind=DifferenceKind.WORKFLOW_FAILING,
            case_number=case.number,
            what="流程",
            ledger=ledger,
            other=f"流程任务反复失败（{'，'.join(seen.problems)}）",
        )
    is_draft = case.stage == Stage.DRAFT.value and not seen.stage
    if is_draft or (case.stage, case.seq) == (seen.stage, seen.seq):
        return None
    other = _told(seen.stage or Stage.DRAFT.value, seen.seq)
    return Difference(
        kind=DifferenceKind.STAGE, case_number=case.number, what="阶段", ledger=ledger, other=other
    )


def _told(stage: str, seq: int) -> str:
    return f"{stage}（第{seq}步）"
