"""What every act carries. Each act of a case is an Update of the same name; its ``kind`` never changes."""

from typing import ClassVar

from pydantic import JsonValue

from domain.case.roles import Actor
from domain.frozen import Frozen

Facts = dict[str, JsonValue]


class Act(Frozen):
    """What every act carries.

    Attributes:
        id: made from caller, case and idempotency key; repeating it gives the first answer.
        by: who acts, and for which party.
        digest: of the request body; the same id with another digest is refused.
        reason: what the one concerned is told, in Chinese.
    """

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""

    id: str
    by: Actor
    digest: str = ""
    reason: str = ""

    @property
    def subject(self) -> str:
        """Which of several like things this act is about: an instalment, a payment; empty for most."""
        return ""

    @property
    def outcome(self) -> str:
        """The decision in one word, for the record."""
        return str(getattr(self, "decision", ""))


class Defect(Frozen):
    """One defect of the application: which document or field, and what to do about it.

    Attributes:
        item: code of the document, name of the figure, or a part of the form.
        problem: what is wrong, as the applicant reads it.
        reason: code of the library that the words come from; empty where an official wrote them.
        name: title of the item, as the applicant reads it; empty where nobody gave one.
    """

    item: str
    problem: str
    reason: str = ""
    name: str = ""

    @property
    def title(self) -> str:
        """What the applicant reads of the item."""
        return self.name or self.item


class ItemDefects(Frozen):
    """All defects of one document or field together."""

    title: str
    problems: tuple[str, ...]


def by_item(defects: tuple[Defect, ...]) -> tuple[ItemDefects, ...]:
    """Defects grouped by what they are found in, in the order in which each was first named."""
    found: dict[str, list[Defect]] = {}
    for defect in defects:
        found.setdefault(defect.item, []).append(defect)
    return tuple(
        ItemDefects(title=group[0].title, problems=tuple(defect.problem for defect in group))
        for group in found.values()
    )


class Noticing(Frozen):
    """What an act carries that may tell the applicant defects (一次性告知).

    Attributes:
        defects: all defects at once.
        new_fact: what came up only after the first notice.
        supervisor_reason: why a supervisor asks once more all the same.
        brought: documents that the applicant replaced since the notice before.
        on_file: ids of the documents that were there when it was written; what comes later is new.
    """

    defects: tuple[Defect, ...] = ()
    new_fact: str = ""
    supervisor_reason: str = ""
    brought: tuple[str, ...] = ()
    on_file: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it asks the applicant to make something good."""
        return getattr(self, "decision", "") in {"supplement", "return"}
