"""Which alarms differences are: one a case and kind, a number of the rest where there are many, and no sums."""

import pytest

from domain.alarms import AlarmKind
from domain.ledger.alarming import MOST, OF_A_RECONCILIATION, OTHERS, alarming, bounded, is_proven
from domain.ledger.differences import Difference, DifferenceKind

NUMBER = "LF2026-0101-00001"


def difference(kind: DifferenceKind, number: str = NUMBER) -> Difference:
    return Difference(kind=kind, case_number=number, what="额度 2026", ledger="1.00", other="2.00")


@pytest.mark.parametrize("kind", DifferenceKind)
def test_every_difference_but_one_that_was_not_compared_is_an_alarm(kind: DifferenceKind) -> None:
    found = alarming([difference(kind), difference(kind)])
    if kind is DifferenceKind.UNPROVEN:
        assert found == {}
        return
    ((alarm, subjects),) = found.items()
    assert alarm in OF_A_RECONCILIATION
    assert list(subjects) == [NUMBER]
    assert kind.label in subjects[NUMBER]
    if alarm is AlarmKind.LEDGER_DIFFERS:
        assert "2.00" not in subjects[NUMBER]


def test_what_belongs_to_no_case_is_known_by_what_was_compared() -> None:
    assert alarming([difference(DifferenceKind.POOL, "")]) == {
        AlarmKind.LEDGER_DIFFERS: {"额度 2026": "年度额度不符。"}
    }


@pytest.mark.parametrize(("cases", "alarms"), [(MOST, MOST), (MOST + 1, MOST + 1), (5000, MOST + 1)])
def test_of_very_many_one_alarm_says_how_many_there_are(cases: int, alarms: int) -> None:
    missing = [difference(DifferenceKind.WORKFLOW_MISSING, f"LF{n:05}") for n in range(cases)]
    subjects = bounded(alarming(missing)[AlarmKind.CASE_INTERRUPTED])
    assert len(subjects) == alarms
    assert (OTHERS in subjects) == (cases > MOST)
    if cases > MOST:
        assert f"{cases - MOST} 件" in subjects[OTHERS]


@pytest.mark.parametrize(
    ("unproven", "kind", "proven"),
    [
        (None, AlarmKind.CASE_INTERRUPTED, True),
        (NUMBER, AlarmKind.CASE_INTERRUPTED, False),
        ("LF2026-0101-00002", AlarmKind.CASE_INTERRUPTED, True),
        ("", AlarmKind.WORKFLOW_FAILING, False),
        ("", AlarmKind.LEDGER_DIFFERS, True),
    ],
)
def test_what_could_not_be_compared_is_not_well_again(
    unproven: str | None, kind: AlarmKind, proven: bool
) -> None:
    found = [] if unproven is None else [difference(DifferenceKind.UNPROVEN, unproven)]
    assert is_proven(found)(kind, NUMBER) is proven
