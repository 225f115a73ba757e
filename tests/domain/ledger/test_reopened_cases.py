"""A case that is judged again holds what its ended proceeding left: all of an older award or nothing, and no part of it."""

import pytest

from domain.ledger.differences import DifferenceKind
from domain.ledger.reconciliation import reconcile
from domain.ledger.recorded import Recorded, RecordedReopening
from tests.domain.ledger.books import CATALOGUE, CENTRE, award, case, line

REOPENED = RecordedReopening(case_number=CENTRE, seq=9)


def books(kept: int, assessed_at: int, reopening: tuple[RecordedReopening, ...] = (REOPENED,)) -> Recorded:
    """An open case with an award of 100, of which so much is promised."""
    entries = [line(CENTRE, "promised", "budget → promised", 100, key="first")]
    if kept < 100:
        entries.append(line(CENTRE, "released", "promised → budget", 100 - kept, key="released"))
    return Recorded(
        entries=tuple(entries),
        cases=(case(CENTRE, 100, stage="牵头审核中"),),
        awards=(award(CENTRE, 100, seq=assessed_at),),
        reopenings=reopening,
    )


@pytest.mark.parametrize(("kept", "assessed_at"), [(0, 3), (100, 3), (100, 11)])
def test_nothing_is_missing_before_and_after_the_new_assessment(kept: int, assessed_at: int) -> None:
    assert reconcile(books(kept, assessed_at), CATALOGUE) == ()


@pytest.mark.parametrize(
    ("kept", "assessed_at", "reopening"),
    [(40, 3, (REOPENED,)), (0, 11, (REOPENED,)), (0, 3, ())],
    ids=["a part of the old award", "none of the new award", "a case that was not taken up again"],
)
def test_what_is_missing_is_found(
    kept: int, assessed_at: int, reopening: tuple[RecordedReopening, ...]
) -> None:
    assert [found.kind for found in reconcile(books(kept, assessed_at, reopening), CATALOGUE)] == [
        DifferenceKind.AWARD
    ]
