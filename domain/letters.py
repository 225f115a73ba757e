"""Letters (公文): which events of a case make one, its title, its number and who issues it.

A letter says what the mail of the same event says, from the same facts, in the form that a file keeps.
"""

from datetime import date, datetime
from enum import StrEnum

from domain.calendar import shanghai_date
from domain.case.identifiers import parse_case_number
from domain.case.record.events import Event
from domain.case.record.mail_facts import MailFacts
from domain.departments import FINANCE_BUREAU, party_name
from domain.frozen import Frozen

CITY = "廊坊"


class LetterKind(StrEnum):
    """One kind of letter; the value is the name of its folder in ``templates/letters``."""

    ACCEPTANCE = "acceptance"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    AWARD = "award"
    VOUCHER = "voucher"
    PAYMENT = "payment"
    RECOVERY = "recovery"
    RECONSIDERATION = "reconsideration"
    TERM = "term"


WORDS = {
    LetterKind.ACCEPTANCE: "受",
    LetterKind.SUPPLEMENT: "补",
    LetterKind.REFUSAL: "决",
    LetterKind.AWARD: "核",
    LetterKind.VOUCHER: "券",
    LetterKind.PAYMENT: "拨",
    LetterKind.RECOVERY: "追",
    LetterKind.RECONSIDERATION: "复",
    LetterKind.TERM: "延",
}
"""The character of the kind in the number of a letter (发文字号)."""


class LetterForm(Frozen):
    """What kind of letter an event makes, and its title."""

    kind: LetterKind
    title: str


def _form(kind: LetterKind, title: str) -> LetterForm:
    return LetterForm(kind=kind, title=title)


LETTERS: dict[Event, LetterForm] = {
    Event.ACCEPTED: _form(LetterKind.ACCEPTANCE, "受理通知书"),
    Event.ACCEPTED_BY_SILENCE: _form(LetterKind.ACCEPTANCE, "视为受理通知书"),
    Event.SUPPLEMENT_REQUESTED: _form(LetterKind.SUPPLEMENT, "补正通知书"),
    Event.RETURNED: _form(LetterKind.SUPPLEMENT, "审核补正通知书"),
    Event.INSTALMENT_RETURNED: _form(LetterKind.SUPPLEMENT, "年度兑现补正通知书"),
    Event.NOT_ACCEPTED: _form(LetterKind.REFUSAL, "不予受理决定书"),
    Event.REJECTED: _form(LetterKind.REFUSAL, "不予支持决定书"),
    Event.NOT_SELECTED: _form(LetterKind.REFUSAL, "不予支持决定书"),
    Event.INSTALMENT_REFUSED: _form(LetterKind.REFUSAL, "年度不予兑现决定书"),
    Event.INSTALMENT_MISSED: _form(LetterKind.REFUSAL, "年度逾期不予兑现决定书"),
    Event.VOUCHER_EXPIRED: _form(LetterKind.REFUSAL, "算力券失效通知书"),
    Event.REDEMPTION_REFUSED: _form(LetterKind.REFUSAL, "不予兑付决定书"),
    Event.LAPSED: _form(LetterKind.REFUSAL, "逾期终结办理决定书"),
    Event.TERMINATED: _form(LetterKind.REFUSAL, "终止办理决定书"),
    Event.PAYMENT_STOPPED: _form(LetterKind.REFUSAL, "停止拨付决定书"),
    Event.FUNDS_AWAITED: _form(LetterKind.AWARD, "奖补资金核定通知书"),
    Event.AMOUNT_ADJUSTED: _form(LetterKind.AWARD, "奖补资金重新核定通知书"),
    Event.TOPPED_UP: _form(LetterKind.AWARD, "奖补资金补足决定书"),
    Event.VOUCHER_ISSUED: _form(LetterKind.VOUCHER, "算力券发放通知书"),
    Event.PAID: _form(LetterKind.PAYMENT, "奖补资金拨付通知书"),
    Event.PAYMENT_NETTED: _form(LetterKind.PAYMENT, "奖补资金抵扣通知书"),
    Event.RECOVERY_DECIDED: _form(LetterKind.RECOVERY, "奖补资金追回决定书"),
    Event.RECOVERY_REVERSED: _form(LetterKind.RECOVERY, "撤销追回决定书"),
    Event.RECOVERED: _form(LetterKind.RECOVERY, "追回结清通知书"),
    Event.TERM_EXTENDED: _form(LetterKind.TERM, "延期通知书"),
    Event.EXTENSION_CORRECTED: _form(LetterKind.TERM, "延期更正通知书"),
    Event.RECONSIDERATION_REQUESTED: _form(LetterKind.RECONSIDERATION, "复核受理通知书"),
    Event.DECISION_CONTESTED: _form(LetterKind.RECONSIDERATION, "复核受理通知书"),
    Event.DECISION_UPHELD: _form(LetterKind.RECONSIDERATION, "复核决定书"),
}
"""The events that make a letter.

The award is certain when money is asked of the budget (after sign-off, notice and payee details), once for each payment:
so its letter goes with ``FUNDS_AWAITED`` and not with the review.
"""


class Letter(Frozen):
    """One letter, complete but for its looks.

    Attributes:
        facts: of the mail; nothing else about the case is in a letter.
        number: 发文字号, made of the case number and ``seq``, so that it needs no counter and never changes.
        issuer: the department that issues it, with its name of that day.
    """

    facts: MailFacts
    seq: int
    kind: LetterKind
    title: str
    number: str
    issuer: str

    @property
    def id(self) -> str:
        """Case, step and event: the same letter whenever it is made."""
        return f"{self.facts.case_number}.{self.seq}.{self.facts.event.value}"

    @property
    def issued_on(self) -> date:
        """The day of the event, in Langfang."""
        return shanghai_date(self.facts.at)


def letter_of(facts: MailFacts, seq: int, lead: str) -> Letter | None:
    """The letter of an event; None where the event makes none.

    Args:
        facts: of the mail of the event.
        seq: the step of the case.
        lead: id of the department that leads the case; payments are told by the finance bureau.
    """
    form = LETTERS.get(facts.event)
    if form is None:
        return None
    issuer = FINANCE_BUREAU if form.kind is LetterKind.PAYMENT else lead
    return Letter(
        facts=facts,
        seq=seq,
        kind=form.kind,
        title=form.title,
        number=letter_number(form.kind, facts.case_number, seq),
        issuer=issuer_name(issuer, facts.at),
    )


def letter_number(kind: LetterKind, case_number: str, seq: int) -> str:
    """The number of a letter: ``廊兑受〔2026〕0101-00017-2号`` for step 2 of ``LF2026-0101-00017``."""
    parts = parse_case_number(case_number)
    year, rest = (str(parts.year), case_number.partition("-")[2]) if parts else ("", case_number)
    return f"廊兑{WORDS[kind]}〔{year}〕{rest}-{seq}号"


def issuer_name(party: str, at: datetime) -> str:
    """A department's name as it stands under a letter: with the city, where the name does not say it."""
    name = party_name(party, shanghai_date(at))
    return name if CITY in name else f"{CITY}{name}"
