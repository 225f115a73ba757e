"""A case and its workflow: open both or ended both, in the same stage at the same step."""

from typing import Any

import pytest

from domain.ledger.differences import DifferenceKind
from domain.ledger.recorded import RecordedCase
from domain.ledger.workflow_agreement import SeenWorkflow, agreement

NUMBER = "LF2026-0502-00001"


def case(stage: str = "拨付中", *, final: bool = False, seq: int = 5) -> RecordedCase:
    return RecordedCase(
        number=NUMBER,
        code="national_research_platform",
        policy_version="v",
        unit="u",
        award_base="b",
        readings={},
        stage=stage,
        seq=seq,
        final=final,
    )


def seen(stage: str = "拨付中", seq: int = 5, **more: Any) -> SeenWorkflow:
    content = {"case_number": NUMBER, "stage": stage, "seq": seq, **more}
    return SeenWorkflow.model_validate(content)


ENDED = case("已办结", final=True)
CLOSED = seen(is_open=False)


@pytest.mark.parametrize(
    ("recorded", "workflow", "kind"),
    [
        (case(), seen(), None),
        (case(), seen(stage="公示中"), DifferenceKind.STAGE),
        (case(), seen(seq=4), DifferenceKind.STAGE),
        (case(), seen("", 0), DifferenceKind.STAGE),
        (case(), seen(problems=("cause=x",)), DifferenceKind.WORKFLOW_FAILING),
        (case(), None, DifferenceKind.WORKFLOW_MISSING),
        (case(), CLOSED, DifferenceKind.WORKFLOW_MISSING),
        (case("草稿", seq=0), None, None),
        (case("草稿", seq=0), seen("", 0), None),
        (case("草稿", seq=0), seen("形式审查中", 1), DifferenceKind.STAGE),
        (ENDED, None, None),
        (ENDED, CLOSED, None),
        (ENDED, seen(), DifferenceKind.WORKFLOW_LEFT),
        (None, seen(), DifferenceKind.WORKFLOW_STRANGE),
        (None, CLOSED, None),
        (None, None, None),
    ],
)
def test_case_and_workflow_agree_or_the_difference_has_a_name(
    recorded: RecordedCase | None, workflow: SeenWorkflow | None, kind: DifferenceKind | None
) -> None:
    found = agreement(recorded, workflow)
    assert (found.kind if found else None) == kind
    assert found is None or found.case_number == NUMBER
