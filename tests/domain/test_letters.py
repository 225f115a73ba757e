"""Which events make letters, and how letters are named and numbered."""

import pytest

from domain.case.record.events import MAILED, Event
from domain.case.record.mail_facts import MailFacts
from domain.letters import LETTERS, WORDS, LetterKind, letter_number, letter_of
from tests.adapters.mail.mails import CASE, facts


def test_only_events_with_a_mail_make_a_letter() -> None:
    assert set(LETTERS) <= set(MAILED)


def test_every_kind_has_a_character_of_its_own() -> None:
    assert set(WORDS) == set(LetterKind)
    assert len(set(WORDS.values())) == len(WORDS)


@pytest.mark.parametrize("event", [event for event in MAILED if event not in LETTERS])
def test_other_mails_go_without_a_letter(event: Event) -> None:
    assert letter_of(facts(event), 1, "commerce") is None


def test_the_number_is_made_of_kind_case_and_step() -> None:
    assert letter_number(LetterKind.ACCEPTANCE, CASE, 2) == "廊兑受〔2026〕0101-00017-2号"
    numbers = {letter_number(kind, CASE, seq) for kind in LetterKind for seq in range(1, 30)}
    assert len(numbers) == len(LetterKind) * 29


@pytest.mark.parametrize(
    ("lead", "event", "issuer"),
    [
        ("commerce", Event.ACCEPTED, "廊坊市商务局"),
        ("commerce", Event.PAID, "廊坊市财政局"),
        ("commerce", Event.RECOVERY_DECIDED, "廊坊市商务局"),
        ("peoples_bank", Event.REJECTED, "中国人民银行廊坊市分行"),
    ],
)
def test_the_lead_issues_its_letters_and_the_finance_bureau_those_of_payments(
    lead: str, event: Event, issuer: str
) -> None:
    letter = letter_of(facts(event), 3, lead)
    assert letter is not None
    assert letter.issuer == issuer
    assert letter.id == f"{CASE}.3.{event.value}"


def test_a_letter_has_no_facts_but_those_of_its_mail() -> None:
    letter = letter_of(facts(Event.ACCEPTED), 3, "commerce")
    assert letter is not None
    assert type(letter.facts) is MailFacts
    assert set(type(letter).model_fields) == {"facts", "seq", "kind", "title", "number", "issuer"}
