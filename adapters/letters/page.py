"""What the templates get of a letter: words and figures ready to print, as plain data."""

from decimal import Decimal
from typing import Any

from adapters.letters.chinese import name, paragraphs, printed
from domain.calculator.award import SheetLine
from domain.case.record.mail_facts import MailFacts
from domain.case.record.narrative import day_text
from domain.letters import Letter
from domain.money import capital_text, plain, wan_text


def page_of(letter: Letter) -> dict[str, Any]:
    """The content of one letter as JSON data; the templates read it and never evaluate it."""
    facts = letter.facts
    return {
        "title": letter.title,
        "number": letter.number,
        "issuer": letter.issuer,
        "day": day_text(letter.issued_on),
        "date": [letter.issued_on.year, letter.issued_on.month, letter.issued_on.day],
        "event": facts.event.value,
        "stage": facts.stage.value,
        **_matter(facts),
        "reason": paragraphs(facts.reason),
        "defects": [
            {"item": printed(it.title), "problems": _problems(it.problems)} for it in facts.defective
        ],
        "note": printed(facts.note),
        "act": printed(facts.act_label),
        "due": printed(facts.due),
        "office_due": printed(facts.office_due),
        "promised": printed(facts.promised),
        "amount": None if facts.amount is None else _amount(facts.amount),
        "lines": [_line(line) for line in facts.lines],
        "subject": facts.part_number,
        "part": facts.part,
        "url": facts.url,
        "appeal_to": printed(facts.appeal_to),
        "may_reconsider": facts.may_reconsider,
        "deemed_days": facts.deemed_days,
        "is_reconsidered": facts.is_reconsidered,
        "is_stopped": facts.is_stopped,
        "is_recovering": facts.is_recovering,
        "has_ended": facts.has_ended,
    }


def _problems(problems: tuple[str, ...]) -> list[str]:
    """What is wrong with one document: numbered where it is more than one thing."""
    if len(problems) == 1:
        return [printed(problems[0])]
    return [f"（{place}）{printed(problem)}" for place, problem in enumerate(problems, start=1)]


def _matter(facts: MailFacts) -> dict[str, str]:
    """Whom and what the letter is about."""
    return {
        "unit_name": name(facts.unit_name),
        "case_number": facts.case_number,
        "matter": f"{facts.number} {printed(facts.name)}",
        "clause": printed(facts.clause),
        "quote": printed(facts.quote),
    }


def _amount(amount: Decimal) -> dict[str, str]:
    """元 with separators, in 万元 and in 大写."""
    return {"plain": plain(amount), "wan": wan_text(amount), "capital": capital_text(amount)}


def _line(line: SheetLine) -> dict[str, str]:
    """One line of the sheet. The reading that was used is told in the explanation; its code is not for readers."""
    return {
        "step": printed(line.step),
        "clause": printed(line.clause),
        "quote": printed(line.quote),
        "explanation": printed(line.explanation),
        "result": "" if line.result is None else plain(line.result),
    }
