"""Work that was done before a case came back, and is kept: what was accepted stays accepted."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from domain.case.acts.defects import ASKING, Noticing
from domain.case.acts.filing import RequestReconsideration, Supplement
from domain.case.acts.registry import ACTS
from domain.case.acts.review import CheckCompleteness, Review
from domain.frozen import Frozen

DECIDING: Final = frozenset(act.kind for act in ACTS if issubclass(act, Noticing))
"""The acts that accept something or tell defects."""

KINDS: Final = (
    *sorted(act.kind for act in ACTS if "on_file" in act.model_fields),
    *(Supplement.kind, RequestReconsideration.kind),
)
"""The acts that leave such work, or begin it anew."""


class EarlierAct(Frozen):
    """An act as it is kept; ``content`` is the whole act as JSON."""

    kind: str
    content: dict[str, Any]

    @property
    def subject(self) -> str:
        """Which year of support, redemption or decision it is about; empty for others."""
        named = (self.content.get(name) for name in ("instalment", "redemption", "number"))
        return str(next((each for each in named if each is not None), ""))

    @property
    def asks(self) -> bool:
        """Whether it told defects."""
        return self.content.get("decision") in ASKING

    @property
    def refuses(self) -> bool:
        """Whether it refused the application, which accepts nothing."""
        return self.content.get("decision") in {"refuse", "reject"}

    @property
    def named(self) -> dict[str, list[dict[str, str]]]:
        """The defects that it told, by what they are found in."""
        found: dict[str, list[dict[str, str]]] = {}
        for defect in self.content.get("defects", ()):
            found.setdefault(str(defect["item"]), []).append(defect)
        return found


class DocumentOnFile(Frozen):
    """An uploaded document: its id, and the code of what it is."""

    id: str
    code: str


def kept_on_paper(acts: Iterable[EarlierAct]) -> tuple[str, ...]:
    """Documents that were received on paper at earlier checks; what a notice named is to come anew."""
    kept: dict[str, None] = {}
    for act in acts:
        if act.kind == CheckCompleteness.kind:
            kept |= dict.fromkeys(act.content.get("received_on_paper", ()))
        if act.asks:
            kept = {code: None for code in kept if code not in act.named}
    return tuple(kept)


def kept_papers(acts: Iterable[EarlierAct], kind: str, subject: str) -> tuple[str, ...]:
    """Papers of a later phase that an earlier review of the same year or redemption received, but what it named."""
    kept: dict[str, None] = {}
    for act in acts:
        if (act.kind, act.subject) == (kind, subject):
            kept |= dict.fromkeys(act.content.get("received_on_paper", ()))
            kept = {code: None for code in kept if not act.asks or code not in act.named}
    return tuple(kept)


def papers_of_others(acts: Iterable[EarlierAct], kind: str, subject: str) -> frozenset[str]:
    """Ids of the documents by which other years or redemptions were decided: each has papers of its own."""
    decided = [act for act in acts if act.kind == kind and act.subject != subject and not act.asks]
    return frozenset(str(each) for act in decided for each in act.content.get("on_file", ()))


def kept_points(acts: Iterable[EarlierAct], kind: str = Review.kind, subject: str = "") -> tuple[str, ...]:
    """Review points that earlier reviews confirmed, and no later one took back.

    Where a case is judged again as a whole, other people do so for themselves.

    Args:
        acts: in order.
        kind: of the reviews that count.
        subject: of this year of support alone.
    """
    points: dict[str, bool] = {}
    for act in acts:
        if act.kind == RequestReconsideration.kind and not act.content.get("against"):
            points = {}
        if (act.kind, act.subject) == (kind, subject):
            points |= act.content.get("checklist", {})
    return tuple(code for code, is_confirmed in points.items() if is_confirmed)


def brought_since(
    acts: Iterable[EarlierAct], documents: Iterable[DocumentOnFile], kind: str = "", subject: str = ""
) -> tuple[str, ...]:
    """Codes of the documents that came after the last notice.

    Args:
        acts: in order.
        documents: all that are there now.
        kind: only notices of this kind of act count; any unless given.
        subject: of this year of support.
    """
    notices = [act for act in acts if act.asks and (not kind or (act.kind, act.subject) == (kind, subject))]
    if not notices:
        return ()
    before: Collection[str] = notices[-1].content.get("on_file", ())
    return tuple(dict.fromkeys(document.code for document in documents if document.id not in before))


class OpenItem(Frozen):
    """Something that the applicant was told to make good; ``is_answered`` once it was replaced or changed."""

    item: str
    title: str
    problems: tuple[str, ...]
    is_answered: bool = False


class ItemsStanding(Frozen):
    """What of the application is accepted, and what is still open (已接受、待补正)."""

    accepted: tuple[str, ...] = ()
    open: tuple[OpenItem, ...] = ()


def items_standing(
    acts: Iterable[EarlierAct], documents: Iterable[DocumentOnFile], asked: Collection[str]
) -> ItemsStanding:
    """Where each document stands after the acts of one phase, in order.

    Before the first decision nothing is accepted; a notice accepts what it does not name, an approval everything.

    Args:
        acts: of one phase.
        documents: all that are there now.
        asked: codes of the documents that the phase asks for.
    """
    listed = list(acts)
    places = [place for place, act in enumerate(listed) if act.kind in DECIDING and not act.refuses]
    if not places:
        return ItemsStanding()
    last, later = listed[places[-1]], listed[places[-1] + 1 :]
    named = last.named if last.asks else {}
    changed = {item for act in later for item in act.content.get("brought", ())}
    answered = changed | set(brought_since([last], documents))
    return ItemsStanding(
        accepted=tuple(code for code in asked if code not in named),
        open=tuple(_open(item, defects, item in answered) for item, defects in named.items()),
    )


def _open(item: str, defects: list[dict[str, str]], is_answered: bool) -> OpenItem:
    problems = tuple(defect["problem"] for defect in defects)
    return OpenItem(
        item=item, title=defects[0].get("name") or item, problems=problems, is_answered=is_answered
    )
