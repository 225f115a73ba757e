"""One notice: made once when it opens, from the facts of that day, and never changed afterwards."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from domain.calculator.award import CalculationStep, SheetLine
from domain.calendar import shanghai_date
from domain.catalogue.facts import FactKind
from domain.catalogue.schema import SubsidyType
from domain.departments import name_of
from domain.frozen import Frozen
from domain.money import Yuan
from domain.public_notice.figures import NoticeFigure, figures_of


class NoticeLine(Frozen):
    """One line of the calculation sheet as it is published: without its inputs."""

    step: str
    clause: str
    quote: str
    explanation: str
    reading: str | None = None
    result: Yuan | None = None


class PublicNotice(Frozen):
    """What is published.

    Attributes:
        seq: the step that opened it; a case that is reviewed again may be published again.
        number: the item in the policy's text.
        unit_name: of the unit; of a natural person the first character alone.
        lead: the department that objections go to.
        figures: declared and verified.
        amount, lines: what it comes to and how; None where the type has no money or it is not known yet.
        published_at: when it opened.
        until, provisional: the last day for objections as it stood then, and whether it is 暂定.
    """

    case_number: str
    seq: int
    code: str
    number: str
    name: str
    clause: str
    quote: str
    unit_name: str
    locality: str
    lead: str
    figures: tuple[NoticeFigure, ...] = ()
    amount: Yuan | None = None
    has_money: bool = True
    lines: tuple[NoticeLine, ...] = ()
    published_at: datetime
    until: date | None = None
    provisional: bool = False

    @property
    def lead_name(self) -> str:
        """The lead by its name of the day on which the notice opened."""
        return name_of(self.lead, shanghai_date(self.published_at))


def notice_of(
    subsidy: SubsidyType,
    *,
    case_number: str,
    seq: int,
    unit_name: str,
    maker: str | None,
    locality: str,
    declared: Mapping[str, Any],
    verified: Mapping[str, Any] | None,
    amount: Yuan | None,
    lines: Iterable[SheetLine],
    published_at: datetime,
    until: date | None,
    provisional: bool,
) -> PublicNotice:
    """Put a notice together.

    Args:
        subsidy: the type, with clause, quote and the facts' labels.
        case_number: of the case.
        seq: the step that opens the notice.
        unit_name: whom the award goes to.
        maker: the natural person whom it goes to, where it is one.
        locality: of the applicant.
        declared: figures as the applicant gave them.
        verified: figures that the office verified.
        amount: the award.
        lines: its calculation sheet.
        published_at: from when.
        until: the last day.
        provisional: whether that day is 暂定.
    """
    return PublicNotice(
        case_number=case_number,
        seq=seq,
        code=subsidy.code,
        number=subsidy.number,
        name=subsidy.name,
        clause=subsidy.clause,
        quote=subsidy.quote,
        unit_name=masked(maker) if maker else unit_name,
        locality=locality,
        lead=subsidy.lead,
        figures=figures_of(subsidy.facts_that_count, declared, verified),
        amount=amount if subsidy.has_money else None,
        has_money=subsidy.has_money,
        lines=tuple(_published(line, subsidy) for line in lines if line.step != CalculationStep.WISHED)
        if subsidy.has_money
        else (),
        published_at=published_at,
        until=until,
        provisional=provisional,
    )


def masked(person: str) -> str:
    """A natural person's name with its first character alone."""
    return person[:1] + "*" * max(1, len(person) - 1)


def _published(line: SheetLine, subsidy: SubsidyType) -> NoticeLine:
    """A line without its inputs; where words of a person went in, the explanation ends before they are told."""
    words = {spec.label for spec in subsidy.facts if spec.kind is FactKind.TEXT}
    has_words = line.step == CalculationStep.OTHER_POLICIES or not words.isdisjoint(line.inputs)
    told = re.split("[(（]", line.explanation)[0].strip() if has_words else line.explanation
    return NoticeLine(
        step=line.step,
        clause=line.clause,
        quote=line.quote,
        explanation=told,
        reading=line.reading,
        result=line.result,
    )
