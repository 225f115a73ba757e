"""What a part of a case's money is called is written and read in one place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.ledger.subjects import Subject, holder_of, subject_of

COUNT = st.integers(min_value=0, max_value=10**6)
PARTS = st.tuples(st.just(0), COUNT, COUNT).map(Subject._make) | st.integers(1, 10**6).map(Subject)


@given(PARTS)
def test_what_is_written_is_read_as_it_was(part: Subject) -> None:
    assert Subject.parse(str(part)) == part
    assert subject_of(holder_of("LF2026-0102-00001", str(part))) == str(part)


@given(st.text(alphabet="0123456789TR٣²+ -#", max_size=6) | st.text(max_size=4))
@example("01")
@example("1T0")
@example("1R1")
@example("1\n")
def test_what_is_read_is_written_so_and_nothing_else_is_read(text: str) -> None:
    try:
        part = Subject.parse(text)
    except ValueError:
        assert Subject.read(text) == Subject()
    else:
        assert str(part) == text


def test_parts_are_ordered_as_they_are_paid() -> None:
    parts = ["10", "R10", "1T2", "T1", "2", "R1", "", "1", "T10", "R2"]
    ordered = ["", "T1", "T10", "1", "1T2", "2", "10", "R1", "R2", "R10"]
    assert sorted(parts, key=Subject.parse) == ordered


@pytest.mark.parametrize(
    ("text", "award", "is_fixed"),
    [("", "", False), ("T1", "", True), ("2", "2", False), ("2T3", "2", True), ("R1", "", True)],
)
def test_a_difference_is_of_its_award_and_is_fixed_as_what_is_owed_again(
    text: str, award: str, *, is_fixed: bool
) -> None:
    part = Subject.parse(text)
    assert (part.award, part.is_fixed) == (award, is_fixed)
