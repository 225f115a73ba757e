"""Where everything on a map goes: the spine straight down, detours beside it, ends where they are met.

Each place of the spine is a row. To the right of its card stand the detours that begin there, and the ends; whatever leads
further up or down runs in lanes of its own, between spine and detours, or left of the spine past its other places.
"""

from collections.abc import Iterable, Sequence

from tools.maps.paper import (
    CARD,
    EDGE,
    LANE,
    LINE,
    MARGIN,
    PORT,
    ZONE,
    Box,
    Lane,
    Port,
    Sheet,
    Wire,
    columns_of,
    numbered,
    wrapped,
)
from tools.maps.picture import Arrow, Picture
from tools.maps.transitions import Place


class Layout:
    """Lays a picture out: first all heights, row by row, then what stands beside what."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._rows = {place: row for row, place in enumerate(picture.spine)}
        self._arrows = picture.arrows
        self._anchors = self._anchored()
        self._at: dict[Place, Box] = {}
        self._ports: dict[tuple[Arrow, Place], Port] = {}
        self._ends: list[tuple[Box, Box, Port]] = []
        self._boxes: list[Box] = []

    def sheet(self) -> Sheet:
        """The whole map."""
        y = MARGIN
        for place in self._picture.spine:
            y = self._row(place, y)
        detours, along = self._lanes()
        columns = columns_of(
            *(max((lane.number for lane in lanes), default=-1) + 1 for lanes in (detours, along))
        )
        for box in self._boxes:
            box.left = columns[box.column]
        wires = [*self._down(), *self._across(), *self._to_ends()]
        wires += [self._bent(lane, columns[1] - EDGE - LANE * lane.number) for lane in detours]
        wires += [self._bent(lane, columns[0] - ZONE - EDGE - LANE * lane.number) for lane in along]
        return Sheet(max(box.right for box in self._boxes) + MARGIN, y, self._boxes, wires)

    # ---- heights

    def _row(self, place: Place, top: float) -> float:
        """A place of the spine with everything beside it; where the next row begins."""
        box = self._box(place, 0, top)
        left = self._left_of(place, top)
        right = self._right_of(place, top)
        box.height = max(left - top, right - top, box.height)
        return top + box.height + self._gap(place)

    def _left_of(self, place: Place, top: float) -> float:
        """What passes other places of the spine, and where a case comes in that had ended."""
        y = self._stack(
            [each for each in self._arrows if self._is_along(each) and place in (each.source, each.target)],
            place,
            top,
        )
        for arrow in self._arrows:
            if (
                arrow.target == place
                and self._picture.cards[arrow.source].is_end
                and arrow.source not in self._rows
            ):
                y = self._end(arrow, place, arrow.source, -1, y)
        return y

    def _right_of(self, place: Place, top: float) -> float:
        """Detours and ends beside a place of the spine."""
        row = self._rows[place]
        mine = [
            each
            for each in self._arrows
            if place in (each.source, each.target) and not self._ends_beside(each)
        ]
        met = [(arrow, self._detour(arrow)) for arrow in mine]
        rows = [(arrow, detour, self._anchors[detour]) for arrow, detour in met if detour]
        y = self._stack([arrow for arrow, _, anchor in rows if anchor < row], place, top)
        for detour in dict.fromkeys(detour for _, detour, anchor in rows if anchor == row):
            y = self._block(detour, place, y)
        for arrow in self._arrows:
            if arrow.source == place and self._ends_beside(arrow):
                y = self._end(arrow, place, arrow.target, 1, y)
        return self._stack([arrow for arrow, _, anchor in rows if anchor > row], place, y)

    def _block(self, detour: Place, place: Place, top: float) -> float:
        """A detour: arrows that bend first, then those from and to the place beside it; ends on its right."""
        box = self._box(detour, 1, top)
        mine = [arrow for arrow in self._arrows if detour in (arrow.source, arrow.target)]
        y = top
        for arrow in mine:
            other = arrow.source if arrow.target == detour else arrow.target
            if other != place and not self._ends_beside(arrow):
                y = self._stack(
                    [arrow], detour, y, has_words=other not in self._rows and arrow.source == detour
                )
        for arrow in mine:
            if place in (arrow.source, arrow.target):
                bottom = self._stack([arrow], place, y)
                self._ports[arrow, detour] = self._ports[arrow, place]
                y = bottom
        right = top
        for arrow in mine:
            if arrow.source == detour and self._ends_beside(arrow):
                right = self._end(arrow, detour, arrow.target, 2, right)
        box.height = max(y - top, right - top, box.height)
        return top + box.height + PORT

    def _end(self, arrow: Arrow, place: Place, end: Place, column: int, top: float) -> float:
        """An end, where it is met."""
        bottom = self._stack([arrow], place, top)
        port = self._ports[arrow, place]
        box = Box(self._picture.cards[end], column, port.y - PORT - 2, 2 * PORT + 4)
        self._boxes.append(box)
        self._ends.append((box, self._at[place], port))
        return bottom + 4

    def _stack(self, arrows: Sequence[Arrow], place: Place, top: float, *, has_words: bool = True) -> float:
        """Arrows one below the other at the edge of a place's card; where the last one ends."""
        for arrow in arrows:
            words = has_words and not (self._is_along(arrow) and arrow.target == place)
            port = Port(arrow, words)
            port.y = top + LINE * len(port.words) + PORT
            self._ports[arrow, place] = port
            top = port.y + PORT
        return top

    def _box(self, place: Place, column: int, top: float) -> Box:
        box = Box(self._picture.cards[place], column, top, 0)
        box.height = 2 * PORT + 14 + LINE * len(box.lines) + (LINE if box.card.timers else 0)
        self._boxes.append(box)
        self._at[place] = box
        return box

    def _gap(self, place: Place) -> float:
        """Room below a place of the spine."""
        words = [
            wrapped(arrow.lines) for arrow in self._arrows if arrow.source == place and self._is_down(arrow)
        ]
        return max([LINE * len(lines) + 16 for lines in words], default=MARGIN)

    # ---- what an arrow is

    def _is_down(self, arrow: Arrow) -> bool:
        """It leads to the next place of the spine."""
        rows = self._rows
        return arrow.target in rows and rows.get(arrow.source, -2) + 1 == rows[arrow.target]

    def _is_along(self, arrow: Arrow) -> bool:
        """It leads past places of the spine."""
        is_on_spine = {arrow.source, arrow.target} <= self._rows.keys()
        return is_on_spine and not self._is_down(arrow) and not self._ends_beside(arrow)

    def _ends_beside(self, arrow: Arrow) -> bool:
        """It leads to an end that is drawn where it is met."""
        return self._picture.cards[arrow.target].is_end and not self._is_down(arrow)

    def _detour(self, arrow: Arrow) -> Place | None:
        """The detour that it leads to, or comes from."""
        ends = (arrow.target, arrow.source)
        return next((place for place in ends if place in self._anchors), None)

    def _anchored(self) -> dict[Place, int]:
        """The row at which each detour stands: where it begins."""
        found: dict[Place, int] = {}
        for place, row in self._rows.items():
            for arrow in self._arrows:
                target = arrow.target
                if (
                    arrow.source == place
                    and not self._picture.cards[target].is_end
                    and target not in self._rows
                ):
                    found.setdefault(target, row)
        return found

    # ---- arrows on the paper

    def _lanes(self) -> tuple[list[Lane], list[Lane]]:
        """What bends: from and to detours, and along the spine."""
        pairs = [
            (arrow, self._ports.get((arrow, arrow.source)), self._ports.get((arrow, arrow.target)))
            for arrow in self._arrows
        ]
        lanes = [
            (arrow, Lane(source, target))
            for arrow, source, target in pairs
            if source and target and source is not target
        ]
        along = [lane for arrow, lane in lanes if self._is_along(arrow)]
        detours = [lane for arrow, lane in lanes if not self._is_along(arrow)]
        return numbered(detours), numbered(along)

    def _down(self) -> Iterable[Wire]:
        for arrow in self._arrows:
            if self._is_down(arrow):
                source, target = self._at[arrow.source], self._at[arrow.target]
                x, top = source.left + CARD / 2, source.top + source.height
                yield Wire(((x, top), (x, target.top)), wrapped(arrow.lines), (x + 6, top + 4), is_main=True)

    def _across(self) -> Iterable[Wire]:
        for arrow in self._arrows:
            port = self._ports.get((arrow, arrow.source))
            if port and port is self._ports.get((arrow, arrow.target)):
                yield self._level(port, self._at[arrow.source], self._at[arrow.target])

    def _to_ends(self) -> Iterable[Wire]:
        for end, box, port in self._ends:
            yield self._level(port, end, box) if end.column < 0 else self._level(port, box, end)

    def _level(self, port: Port, source: Box, target: Box) -> Wire:
        """An arrow without a bend."""
        first, last = sorted((source, target), key=lambda box: box.left)
        ends = (first.right, port.y), (last.left, port.y)
        corners = ends if first is source else ends[::-1]
        return Wire(corners, port.words, (first.right + 6, port.y - 3 - LINE * len(port.words)))

    def _bent(self, lane: Lane, x: float) -> Wire:
        """An arrow through a lane."""
        source, target = self._at[lane.source.arrow.source], self._at[lane.source.arrow.target]
        port, at = (lane.source, source) if lane.source.has_words else (lane.target, target)
        start, end = (box.right if box.right < x else box.left for box in (source, target))
        corners = (start, lane.source.y), (x, lane.source.y), (x, lane.target.y), (end, lane.target.y)
        top = port.y - 3 - LINE * len(port.words)
        left = at.right + 6 if at.right < x else at.left - ZONE if x < at.left - ZONE else x + 4
        return Wire(corners, port.words, (left, top))
