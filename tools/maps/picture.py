"""A map as a picture knows it: cards for the places, arrows between them, each with its words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.case.record.stages import Stage
from tools.maps import words
from tools.maps.beginnings import beginnings
from tools.maps.exploring import Map
from tools.maps.maps import main_spine
from tools.maps.transitions import ANY_TIME, ANYWHERE, ASIDE, RECOVERY, Place, Transition

ENDINGS = frozenset(
    stage.value
    for stage in (Stage.CLOSED, Stage.REJECTED, Stage.NOT_ACCEPTED, Stage.WITHDRAWN, Stage.RECOVERED)
)


SPINE_BACK = (Stage.RECOVERY.value, Stage.FUND_DOCUMENT.value, Stage.PAYMENT.value)
"""The long way of a recovery: what came back already is paid once more."""


@dataclass(frozen=True)
class Card:
    """A place: its stage, what it waits for, what leaves a case in it, and which timers ring.

    ``is_end``: the case ends here, or goes back to wherever it was.
    """

    place: Place
    title: str
    awaits: tuple[str, ...]
    loops: tuple[str, ...]
    timers: str
    is_end: bool


@dataclass(frozen=True)
class Arrow:
    """What leads from one place to another, a line of words each."""

    source: Place
    target: Place
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A procedure.

    Attributes:
        spine: the places of a case in which whatever is asked is granted.
    """

    procedure: str
    cards: dict[Place, Card]
    arrows: tuple[Arrow, ...]
    spine: tuple[Place, ...]

    @property
    def title(self) -> str:
        """Its Chinese name."""
        return words.PROCEDURES[self.procedure]


def picture_of(procedure: str, found: Map) -> Picture:
    """Draw what was found of a procedure."""
    parts = [each for each in sorted(found.transitions) if each.procedure == procedure]
    grouped: dict[tuple[Place, Place], list[Transition]] = defaultdict(list)
    for part in parts:
        grouped[part.source, part.target].append(part)
    lines = {ends: _lines(group, parts, found) for ends, group in grouped.items()}
    places = dict.fromkeys(place for ends in grouped for place in ends)
    cards = {place: _card(place, lines.get((place, place), ()), procedure, found) for place in places}
    arrows = tuple(Arrow(*ends, text) for ends, text in lines.items() if ends[0] != ends[1])
    return Picture(procedure, cards, arrows, _spine(procedure, places))


def _spine(procedure: str, places: Iterable[Place]) -> tuple[Place, ...]:
    if procedure == ANY_TIME:
        return (ANYWHERE,)
    start = ANYWHERE if procedure in ASIDE else Place(Stage.DRAFT.value)
    if procedure == RECOVERY:
        return (start, *(place for stage in SPINE_BACK for place in places if place.stage == stage))
    first = main_spine(beginnings(procedure)[0])
    return (start, *(place for place in first if place in places))


def _card(place: Place, loops: tuple[str, ...], procedure: str, found: Map) -> Card:
    who = "、".join(dict.fromkeys(map(words.who_text, sorted(found.parties.get(place, ())))))
    terms = {cause for part, causes in found.transitions.items() if part.source == place for cause in causes}
    if place.awaits:
        awaits: tuple[str, ...] = (f"{who}：{words.act_text(place.awaits)}",)
    else:
        awaits = tuple(map(words.cause_text, sorted(terms)))
    kinds = {timer.kind for timer in found.timers if (timer.procedure, timer.place) == (procedure, place)}
    timers = "、".join(text for kind, text in words.TIMERS.items() if kind.value in kinds)
    is_end = place.stage in ENDINGS or (place == ANYWHERE and procedure in ASIDE)
    title = words.ANYWHERE if place == ANYWHERE else place.stage
    return Card(place, title, awaits, loops, timers, is_end)


def _lines(group: list[Transition], parts: list[Transition], found: Map) -> tuple[str, ...]:
    """Outcomes of one act on one line; where the same may lead elsewhere too, with what then happens."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for part in group:
        when = f"（{words.event_text(part.event)}）" if len(_events(part, parts)) > 1 else ""
        for trigger, outcome in _triggers(part, found):
            said[trigger, "" if outcome and part.target == part.source else when].append(outcome)
    return tuple(
        trigger + ("：" if any(outcomes) else "") + "或".join(dict.fromkeys(filter(None, outcomes))) + when
        for (trigger, when), outcomes in said.items()
    )


def _events(part: Transition, parts: list[Transition]) -> set[str]:
    """What may come of the same acts; of a decision only what leads elsewhere."""
    decides = any(":" in act for act in part.acts)
    same = [each for each in parts if (each.source, each.acts) == (part.source, part.acts)]
    return {each.event for each in same if not decides or each.target != each.source}


def _triggers(part: Transition, found: Map) -> list[tuple[str, str]]:
    if part.acts:
        return [(words.act_text(act), words.outcome_text(act)) for act in part.acts]
    return [(words.cause_text(cause), "") for cause in sorted(found.transitions[part])] or [
        (words.BY_ITSELF, "")
    ]


def pictures(maps: Mapping[str, Map]) -> list[Picture]:
    """Draw everything that was found."""
    return [picture_of(procedure, found) for procedure, found in maps.items()]
