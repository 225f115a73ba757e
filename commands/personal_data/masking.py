"""Masking personal data whose term is over."""

from collections import Counter
from datetime import UTC, datetime

from adapters.store.cases.file import load_case
from adapters.store.engine import open_session, transaction
from adapters.store.personal_data.masking import ended_before, mask_case
from adapters.store.reach import Engine
from domain.calendar import anniversary, shanghai_date, shanghai_midnight
from domain.personal_data.register import register


def mask_what_is_due(engine: Engine, now: datetime | None = None) -> Counter[str]:
    """Mask whatever has come to its term, a transaction a case; how many rows by term. Safe to repeat, also when it was broken off.

    Args:
        engine: the store.
        now: the moment that counts; the present one unless given.
    """
    at, kept, done = now or datetime.now(UTC), register().kept, Counter[str]()
    for name, term in register().terms.items():
        if term.years is None:
            continue
        due = tuple(each for each in kept if each.term == name)
        before = shanghai_midnight(anniversary(shanghai_date(at), years=-term.years))
        with open_session(engine) as session:
            cases = ended_before(session, before)
        for case_number in cases:
            with transaction(engine) as session:
                load_case(session, case_number)  # held: an act may take it up again in this moment
                done[name] += mask_case(session, case_number, due, name, at)
    return done
