"""What several awards for one project come to (附则(三)): the most of those that stand together, once."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from domain.calculator.higher_of import difference, highest

SOME = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10**9)), max_size=6)
"""Awards of a project: each of one of five kinds, and worth so much."""


@given(SOME, st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4))))
def test_the_highest_is_that_of_the_best_that_stand_together(
    awards: list[tuple[int, int]], pairs: set[tuple[int, int]]
) -> None:
    def exclude(one: int, other: int) -> bool:
        return one == other or (one, other) in pairs or (other, one) in pairs

    together = (
        chosen
        for size in range(len(awards) + 1)
        for chosen in itertools.combinations(awards, size)
        if not any(exclude(one[0], other[0]) for one, other in itertools.combinations(chosen, 2))
    )
    assert highest(awards, exclude) == max(sum(amount for _, amount in chosen) for chosen in together)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6))
def test_awards_that_exclude_each_other_come_to_the_highest_in_whatever_order(worth: list[int]) -> None:
    awarded: list[int] = []
    for place, amount in enumerate(worth):
        before = highest(list(enumerate(worth[:place])), lambda _one, _other: True)
        found = difference(amount, beside=0, excluding=before, awarded=sum(awarded))
        awarded.append(found.kept)
    assert sum(awarded) == max(worth)
