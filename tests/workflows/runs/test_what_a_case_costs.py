"""What a case of two co-signers costs, as far as it can be counted: no feature eats it up unseen.

Bounds are what was reached, with little room; they go down with what is made cheaper, and up by nobody's oversight.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import event

from activities.registry import VERBS
from tests.workflows.office import Office
from tools.bench.cost import cost_of

MOST_EVENTS, MOST_BYTES, MOST_ACTIONS = 136, 82_000, 48
MOST_STATEMENTS = {
    "assess_award": 34,
    "order_payment": 38,
    "settle_payment": 21,
    "reckon_terms": 21,
    "check_beginning": 7,
}
MOST_STATEMENTS_OF_A_STEP = 48
"""Two more where a worker reads the calendar for the first time."""


@contextmanager
def counted(office: Office) -> Iterator[dict[str, list[int]]]:
    """How many statements each doing of each verb needed."""
    found: dict[str, list[int]] = defaultdict(list)
    here = threading.local()

    def count(*_said: Any) -> None:
        here.statements = getattr(here, "statements", 0) + 1

    def begin(_asked: Any) -> None:
        here.statements = 0

    def end(verb: str, _asked: Any, _answer: Any) -> None:
        found[verb].append(here.statements)

    for verb in VERBS:
        office.before(verb, begin)
        office.after(verb, partial(end, verb))
    event.listen(office.engine, "before_cursor_execute", count)
    try:
        yield found
    finally:
        event.remove(office.engine, "before_cursor_execute", count)


async def test_a_case_costs_no_more_than_it_did(office: Office) -> None:
    with counted(office) as statements:
        case = await office.file("compute_centre_construction")
        await case.walk()
    history = await case.handle.fetch_history()
    cost = cost_of(history.events)
    assert (await case.progress()).final
    assert cost.events <= MOST_EVENTS, cost
    assert cost.size <= MOST_BYTES, cost
    assert cost.actions <= MOST_ACTIONS, cost
    most = {verb: max(counts) for verb, counts in statements.items()}
    assert most.pop("enter_stage") <= MOST_STATEMENTS_OF_A_STEP, most
    assert all(count <= MOST_STATEMENTS.get(verb, 0) for verb, count in most.items()), most
