"""All maps: what comes of every beginning of every procedure."""

import logging
from collections.abc import Hashable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from domain.case.time.terms import marks
from tools.maps.beginnings import DAYS, LEAD, PROCEDURES, Beginning, beginnings
from tools.maps.exploring import Map, Way
from tools.maps.scouting import Scout, Straight
from tools.maps.transitions import ANY_TIME, ANYWHERE, BESIDE, Place, TimerFired


def explore(beginnings: Iterable[Beginning]) -> Map:
    """Everything that may come of these beginnings."""
    found = Map()
    scouts: dict[Hashable, Scout] = {}
    for beginning in beginnings:
        plan, is_new = beginning.given.plan, beginning.given.state.progress is None
        alike = (
            (beginning.kind, plan.selection, plan.head_by, plan.sample_per_mille) if is_new else id(beginning)
        )
        scout = scouts[alike] = Scout(scouts.get(alike))
        while scout.sets_out():
            Way(beginning, scout, found).go()
    return found


def explore_all() -> dict[str, Map]:
    """A map of each procedure, and one of what may happen at any time in all of them; each core plays one at a time."""
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_hush) as pool:
        maps = dict(zip(PROCEDURES, pool.map(_explored, PROCEDURES), strict=True))
    found = maps.values()
    any_time = Map(
        {
            part: causes
            for each in found
            for part, causes in each.transitions.items()
            if part.procedure == ANY_TIME
        },
        {timer for each in found for timer in each.timers if timer.procedure == ANY_TIME}
        | _of_the_whole_case(),
    )
    return {**maps, ANY_TIME: any_time}


def _explored(procedure: str) -> Map:
    return explore(beginnings(procedure))


def _hush() -> None:
    logging.disable(logging.WARNING)  # the SDK wonders about signals that no server has sent


def _of_the_whole_case() -> set[TimerFired]:
    """What the clocks of a case and its contests bring, wherever it stands."""
    return {
        TimerFired(ANY_TIME, ANYWHERE, name, kind.value)
        for name in BESIDE
        for kind, _ in marks(name, LEAD, DAYS)
    }


def main_spine(beginning: Beginning) -> tuple[Place, ...]:
    """The places of a case in which whatever is asked is granted, each once, up to its end."""
    way = Way(beginning, Straight(), Map())
    way.go()
    return tuple(dict.fromkeys(way.places))
