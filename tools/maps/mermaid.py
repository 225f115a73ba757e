"""A map as Mermaid, which GitHub draws by itself."""

from itertools import pairwise

from tools.maps.picture import Arrow, Card, Picture
from tools.maps.transitions import Place

STYLES = (
    "classDef spine fill:#eff6ff,stroke:#2563eb,stroke-width:2px",
    "classDef detour fill:#f9fafb,stroke:#6b7280",
    "classDef good fill:#dcfce7,stroke:#15803d,stroke-width:2px",
    "classDef bad fill:#fee2e2,stroke:#b91c1c,stroke-width:2px",
    "classDef over fill:#f3f4f6,stroke:#6b7280,stroke-width:2px",
)
GOOD = frozenset({"已办结"})
BAD = frozenset({"不予支持", "不予受理"})


def mermaid(picture: Picture) -> str:
    """The picture as a flowchart: thick arrows are the spine, dotted ones lead to an end by time alone."""
    names = {place: f"s{number}" for number, place in enumerate(_in_order(picture))}
    lines = [f"%% {picture.title}", "flowchart TD"]
    lines += [f"  {name}{_shape(picture.cards[place], picture.spine)}" for place, name in names.items()]
    lines += [_arrow(arrow, names, picture.spine) for arrow in picture.arrows]
    return "\n".join([*lines, *(f"  {style}" for style in STYLES)]) + "\n"


def _in_order(picture: Picture) -> dict[Place, None]:
    return dict.fromkeys([*(place for place in picture.spine if place in picture.cards), *picture.cards])


def _shape(card: Card, spine: tuple[Place, ...]) -> str:
    timers = (f"⏱ {card.timers}",) if card.timers else ()
    text = "<br/>".join((f"<b>{card.title}</b>", *card.awaits, *card.loops, *timers))
    if card.is_end:
        kind = "good" if card.title in GOOD else "bad" if card.title in BAD else "over"
        return f'(["{text}"]):::{kind}'
    return f'["{text}"]:::{"spine" if card.place in spine else "detour"}'


def _arrow(arrow: Arrow, names: dict[Place, str], spine: tuple[Place, ...]) -> str:
    pairs = set(pairwise(spine))
    line = "==>" if (arrow.source, arrow.target) in pairs else "-->"
    return f'  {names[arrow.source]} {line}|"{"<br/>".join(arrow.lines)}"| {names[arrow.target]}'
