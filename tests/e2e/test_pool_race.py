"""Vouchers approved at the same moment through two APIs and two workers on PostgreSQL."""

from stack.embedded import EmbeddedStack
from tools.bench.pool_race import FACE, is_in_order, race

CASES = 12


async def test_what_is_left_of_the_pool_goes_to_who_was_complete_first(many_processes: EmbeddedStack) -> None:
    faces = await race(many_processes, CASES)
    assert len(faces) == CASES
    assert sum(face for _, face in faces) == FACE * (CASES // 2)
    assert is_in_order(faces), faces
