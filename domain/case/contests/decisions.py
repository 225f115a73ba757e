"""Which decisions there are to contest, as the timeline of a case tells them: one table, a line a kind."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from domain.case.acts.four_eyes import DECIDE_AMOUNTS
from domain.case.acts.instalments import ClaimInstalment, ReviewInstalment
from domain.case.acts.recovery import DecideRecovery, StopPayment
from domain.case.acts.vouchers import Redeem, ReviewRedemption
from domain.case.contests.contested import Contestable
from domain.case.record.events import Event
from domain.frozen import Frozen
from domain.ledger.subjects import number_of


class KindRules(NamedTuple):
    """What there is to know of one kind of decision.

    Attributes:
        label: its Chinese name.
        told_by: the events that tell it.
        decided_by: the acts that decide it; nobody decides that a term has run out.
        changed_by: what changes it, as people read it.
        numbered: which of several it is, as people read it.
        ended_by: the event after which it stands no more.
        claimed_with: the act with which what it refuses was claimed.
        is_each: each is a decision of its own, also where nothing tells it from the one before: a stop set again.
    """

    label: str
    told_by: frozenset[Event]
    decided_by: frozenset[str]
    changed_by: str
    numbered: str = ""
    ended_by: Event | None = None
    claimed_with: str = ""
    is_each: bool = False


KINDS: Final[Mapping[Contestable, KindRules]] = {
    Contestable.REDEMPTION: KindRules(
        "不予兑付决定",
        frozenset({Event.REDEMPTION_REFUSED}),
        frozenset({ReviewRedemption.kind}),
        "重新审核本次兑付，通过的照常拨付",
        numbered="第{}次",
        claimed_with=Redeem.kind,
    ),
    Contestable.INSTALMENT: KindRules(
        "年度不予兑现决定",
        frozenset({Event.INSTALMENT_REFUSED}),
        frozenset({ReviewInstalment.kind}),
        "重新审核本年度，通过的照常拨付",
        numbered="第{}年度",
        claimed_with=ClaimInstalment.kind,
    ),
    Contestable.AMOUNT: KindRules(
        "核定金额",
        frozenset({Event.FUNDS_AWAITED, Event.AMOUNT_ADJUSTED}),
        DECIDE_AMOUNTS,
        "资金下达前退回重新审核，下达后补足差额",
        numbered="第{}期",
    ),
    Contestable.RECOVERY: KindRules(
        "追回决定",
        frozenset({Event.RECOVERY_DECIDED}),
        frozenset({DecideRecovery.kind}),
        "撤销追回，已退回的款项重新拨付",
        ended_by=Event.RECOVERY_REVERSED,
    ),
    Contestable.STOP: KindRules(
        "停止拨付决定",
        frozenset({Event.PAYMENT_STOPPED}),
        frozenset({StopPayment.kind}),
        "恢复拨付",
        ended_by=Event.STOP_LIFTED,
        is_each=True,
    ),
    Contestable.LAPSE: KindRules(
        "逾期决定",
        frozenset({Event.INSTALMENT_MISSED, Event.LAPSED, Event.VOUCHER_EXPIRED}),
        frozenset(),
        "准予补办",
        numbered="第{}年度",
        ended_by=Event.LAPSE_EXCUSED,
    ),
}
"""Kind → who decides it, what tells it, and what changes or ends it."""

KIND_OF: Final = {event: kind for kind, rules in KINDS.items() for event in rules.told_by}

_ENDING: Final = {rules.ended_by: kind for kind, rules in KINDS.items() if rules.ended_by}


def label_of_decision(kind: Contestable, number: str) -> str:
    """As people read it: 不予兑付决定（第1次）."""
    about = KINDS[kind].numbered.format(number) if number else ""
    return KINDS[kind].label + (f"（{about}）" if about else "")


class Decision(Frozen):
    """A decision that was told to the applicant.

    Attributes:
        told_in: the step that told it.
        was_contested: it, or the decision that it came in place of, was contested before.
    """

    kind: Contestable
    number: str
    told_in: int
    event: Event
    was_contested: bool = False

    @property
    def label(self) -> str:
        """As people read it."""
        return label_of_decision(self.kind, self.number)

    @property
    def asked_with(self) -> dict[str, str]:
        """What a request to reconsider it names it by."""
        return {"against": self.kind.value, "number": self.number}


class Happened(NamedTuple):
    """One line of a timeline, as far as decisions are concerned."""

    seq: int
    event: str
    subject: str


def decisions_told(timeline: Iterable[Happened]) -> tuple[Decision, ...]:
    """The decisions of a case that stand, each of its kind and number the latest, in the order in which they were told.

    A lapse that was made good, a stop that was lifted and a recovery that was reversed stand no more.
    """
    found: dict[tuple[Contestable, str], Decision] = {}
    told: dict[int, Decision] = {}
    contested: set[tuple[Contestable, str]] = set()
    for line in timeline:
        event = Event(line.event)
        if event is Event.DECISION_CONTESTED and int(line.subject) in told:
            first = told[int(line.subject)]
            contested.add(_key(first))
        elif event in _ENDING:
            found = {key: each for key, each in found.items() if not _is_ended(each, event, line.subject)}
        elif event in KIND_OF:
            decision = _decision(line, event)
            told[decision.told_in] = decision
            found.pop((decision.kind, decision.number), None)
            found[decision.kind, decision.number] = decision
    return tuple(
        each.model_copy(update={"was_contested": _key(each) in contested}) for each in found.values()
    )


_OF_THE_CASE: Final = frozenset({Event.LAPSED, Event.VOUCHER_EXPIRED})
"""Lapses that end the case, whatever they were about."""


def _decision(line: Happened, event: Event) -> Decision:
    return Decision(
        kind=KIND_OF[event],
        number="" if event in _OF_THE_CASE else number_of(line.subject),
        told_in=line.seq,
        event=event,
    )


def _is_ended(decision: Decision, event: Event, subject: str) -> bool:
    """Whether what happened ended it: the one that is named, or the only one."""
    return decision.kind is _ENDING[event] and (not subject or decision.number in ("", subject))


def _key(decision: Decision) -> tuple[Contestable, str]:
    """Under what a decision was contested once."""
    each = str(decision.told_in) if KINDS[decision.kind].is_each else decision.number
    return decision.kind, each
