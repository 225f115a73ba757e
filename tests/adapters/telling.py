"""What an applicant reads of an event, in every form in which it is told."""

import html
import re
from typing import Any

from adapters.mail.render import render
from domain.case.record.events import Event
from domain.letters import LETTERS
from tests.adapters.letters.letters import letter
from tests.adapters.letters.offices import the_typesetter
from tests.adapters.letters.reading import words_of
from tests.adapters.mail.mails import OPTIONAL, facts

REASON = "核定建设投资额 123,000,000.00 元。"
GIVEN: dict[str, Any] = {
    **OPTIONAL,
    "reason": REASON,
    "clause": "第1条",
    "quote": "按照建设投资额的10%给予补助",
    "appeal_to": "廊坊市人民政府",
    "may_reconsider": True,
    "deemed_days": 15,
    "is_reconsidered": True,
}


def tellings(event: Event, **changes: Any) -> dict[str, str]:
    """Without spaces: text, HTML, and the letter where there is one."""
    given = {**GIVEN, **changes}
    mail = render(facts(event, **given))
    told = {"text": mail.text, "html": html.unescape(re.sub(r"<[^>]+>", "", mail.html))}
    if event in LETTERS:
        told["letter"] = words_of(the_typesetter().pdf(letter(event, **given)))
    return {name: "".join(words.split()) for name, words in told.items()}
