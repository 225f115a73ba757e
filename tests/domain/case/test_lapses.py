"""What was lost is made good in the order in which it stands in the way."""

import pytest

from domain.case.lapses import CLAIM, PAYEE, Lapsed, against_choice, chosen, lapses_told
from domain.case.record.events import Event
from domain.case.record.stages import Stage

MISSED = Lapsed(act=CLAIM, subject="1")
UNPAID = Lapsed(act=PAYEE, subject="2")


@pytest.mark.parametrize(
    ("lapses", "instalment", "words"),
    [
        ((MISSED,), None, ""),
        ((MISSED,), 1, ""),
        ((MISSED,), 2, "没有逾期"),
        ((MISSED, UNPAID), 1, "须先准予补办该事项"),
        ((MISSED, UNPAID), None, ""),
        ((), 1, "没有逾期"),
    ],
)
def test_a_year_waits_for_what_ended_the_case(
    lapses: tuple[Lapsed, ...], instalment: int | None, words: str
) -> None:
    told = "".join(refusal.facts.what for refusal in against_choice(lapses, instalment))
    assert (words in told) if words else told == ""


def test_what_ended_the_case_comes_first() -> None:
    assert chosen((MISSED, UNPAID), None) == UNPAID


@pytest.mark.parametrize("event", [Event.WITHDRAWN, Event.TERMINATED, Event.REJECTED])
def test_of_a_case_that_was_given_up_nothing_is_made_good(event: Event) -> None:
    told = [
        (Event.INSTALMENT_MISSED.value, Stage.INSTALMENTS.value, "1"),
        (event.value, Stage.WITHDRAWN.value, ""),
    ]
    assert lapses_told(told[:1]) == (MISSED,)
    assert lapses_told(told) == ()
