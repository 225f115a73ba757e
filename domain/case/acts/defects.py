"""Defects (补正事项): what is found, and what every act carries that may tell them, all at once (一次性告知)."""

from typing import Annotated, Final

from pydantic import Field, StringConstraints

from domain.case.acts.act import Act
from domain.closed import Closed, example
from domain.frozen import Frozen
from domain.words import OneLine, Reason, SeveralLines, ShortWords

ASKING: Final = frozenset({"supplement", "return"})
"""Decisions that ask the applicant to make something good."""


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


class DefectRequest(Closed):
    """One defect: words from the library (``GET /v1/defect-reasons``), or the official's own in ``problem``."""

    model_config = example(item="1.1-3", reason="figures_disagree", note="报告第12页")

    item: ShortWords = Field(description="Code of a document, name of a figure, or a part of the form.")
    reason: Annotated[str, StringConstraints(max_length=64), OneLine] = Field(
        "", description="Code of the library."
    )
    note: Annotated[str, StringConstraints(max_length=500), SeveralLines] = Field(
        "", description="Added to the words of the library."
    )
    problem: Reason = Field("", description="Own words, where the library has none.")


class TellingRequest(Closed):
    """What every request has that may tell defects."""

    defects: tuple[DefectRequest, ...] = Field((), max_length=100)
    new_fact: Reason = Field(
        "", description="What came up only after the first notice; a second one needs it, or"
    )
    supervisor_reason: Reason = Field("", description="why the department's supervisor asks once more.")


class Noticing(Act):
    """An act that may tell the applicant defects.

    Attributes:
        defects: all defects at once.
        new_fact: what came up only after the first notice.
        supervisor_reason: why a supervisor asks once more all the same.
        brought: documents that the applicant replaced since the notice before.
        on_file: ids of the documents that were there when it was written; what comes later is new.
    """

    defects: tuple[Defect, ...] = ()
    new_fact: Reason = ""
    supervisor_reason: Reason = ""
    brought: tuple[str, ...] = ()
    on_file: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it asks the applicant to make something good."""
        return self.outcome in ASKING
