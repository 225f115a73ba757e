"""A case that hands over to a new run wherever it waits does what it does in one run."""

import asyncio
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from activities.registry import VERBS
from adapters.store.engine import open_engine
from adapters.store.reach import Engine
from domain.case.record.steps import Request
from domain.case.verbs import CHECK_BEGINNING
from domain.frozen import Frozen
from tests.maps.played_office import PlayedCase, PlayedOffice, played_office
from tests.maps.walking import Walk, Ways
from tools.maps.playing import Played, read
from workflows import runs

WAYS: dict[str, tuple[str, Ways]] = {
    "supplemented, objected to, paid after a return": (
        "compute_centre_construction",
        {
            "check_completeness": ["supplement"],
            "review": ["return"],
            "raise_objection": [2, 1],
            "find_on_objection": ["dismiss", "uphold"],
            "confirm_payment": ["return_payment"],
        },
    ),
    "years, one returned, one refused, one missed": (
        "compute_centre_operation",
        {"claim_instalment": [None, None, "wait"], "review_instalment": ["return", "reject"]},
    ),
    "a voucher, redeemed in parts": ("settlement_voucher", {"raise_objection": [1]}),
    "ranked, and settled twice": ("foundation_model", {"sign_off": ["object"], "settle": ["amend"]}),
    "accepted late": ("core_technology", {"raise_objection": [1], "find_on_objection": ["uphold"]}),
    "an amount that is not confirmed at first": ("leading_goose", {"confirm_amount": ["return"]}),
    "a product that is listed": ("product_catalogue", {"review": ["return"]}),
    "a ticket": ("fiscal_support", {"check_completeness": ["supplement"]}),
}


def bare(asked: Frozen) -> str:
    """What was asked, without what is made up anew each time, and what a run began with."""
    text = re.sub(r"-\d{10,}-", "-", asked.model_dump_json(exclude={"came"}))
    return re.sub(r"LF2026-\d{4}-\d{5}", "LF", re.sub(r'"[0-9a-f]{32}"', '"id"', text))


class Heard:
    """What a case asked the store, and how many runs it took."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.runs = 1
        go_on = Played._go_on

        def count(played: Played, command: Any) -> None:
            self.runs += 1
            go_on(played, command)

        monkeypatch.setattr(Played, "_go_on", count)

    def spy(self, office: PlayedOffice) -> PlayedOffice:
        """Hear what is asked of an office."""
        answer = office.answer

        def heard(kind: str, verb: str, payloads: Sequence[Any]) -> Frozen:
            asked: Frozen = read(payloads, VERBS[verb].verb.request_type)
            is_of_case = isinstance(
                asked, Request
            )  # what else it asks is of each act, whose authenticator is its own
            if verb != CHECK_BEGINNING.name:  # which each run asks
                self.asked.append(f"{verb} {bare(asked) if is_of_case else ''}")
            return answer(kind, verb, payloads)

        office.answer = heard  # type: ignore[method-assign]  # whoever asks, asks through it
        return office


@contextmanager
def opened(path: Path) -> Iterator[Engine]:
    """A store."""
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


async def played(
    monkeypatch: pytest.MonkeyPatch, template: Path, store: Path, way: str, most_events: int
) -> tuple[PlayedCase, Heard]:
    """Walk a way from end to end."""
    code, ways = WAYS[way]
    shutil.copy(template, store)
    with monkeypatch.context() as patched, opened(store) as engine:
        patched.setattr(runs, "MOST_EVENTS", most_events)
        heard = Heard(patched)
        case = await heard.spy(played_office(engine)).file(code)
        await Walk(case, ways).walk()
        await asyncio.to_thread(case.run.leave)
    return case, heard


@pytest.mark.parametrize("way", WAYS)
async def test_it_asks_the_same_in_one_run_and_in_as_many_as_it_waits(
    monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, tmp_path: Path, way: str
) -> None:
    _, one = await played(monkeypatch, sqlite_template, tmp_path / "one", way, runs.MOST_EVENTS)
    _, many = await played(monkeypatch, sqlite_template, tmp_path / "many", way, 0)
    assert many.asked == one.asked
    assert many.runs > one.runs + 3
