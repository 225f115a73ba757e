"""What an act is, beside what it says: who does it, what it needs, whom it excludes, whether a list may carry it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.case.roles import Role


class Group(StrEnum):
    """Four eyes (相互制约): one person acts in one of these groups of acts in one case."""

    APPLYING = "applying"
    DECIDING = "deciding"
    PAYING = "paying"
    OBJECTING = "objecting"
    NEUTRAL = "neutral"
    """Decides nothing about the case; excludes nobody."""


class Needs(StrEnum):
    """What must be there for an act."""

    TASK = "task"
    """An open task of its party, which it uses up. The others need none:"""
    CASE = "case"
    """the case as it runs; it stays where it is;"""
    NO_PAYMENT = "no_payment"
    """that no payment is under way: the act ends the case;"""
    DECISION = "decision"
    """an approval on which no payment is ordered yet;"""
    MONEY_PAID = "money_paid"
    """money that was paid and may come back;"""
    TERM = "term"
    """an open term of its party;"""
    BANK = "bank"
    """an open task of its party, which it uses up; or, without one, money that the bank was said to have paid;"""
    LAPSE = "lapse"
    """something that was lost when a term ran out;"""
    REMEDY = "remedy"
    """a decision that may still be contested;"""
    SOMEBODY_AWAITED = "somebody_awaited"
    """that the case waits for somebody."""


TASKED = frozenset({Needs.TASK, Needs.BANK, Needs.REMEDY})
"""What may use an open task up."""


class Judges(StrEnum):
    """Other people than the first (复核回避): what an act has to do with judging the case."""

    NOT = "not"
    OPINION = "opinion"
    """Closed to who decided in the proceeding that is reconsidered; its doer may do it again."""
    DECISION = "decision"
    """The same, and who does it is excluded from the reconsideration."""


class CaseByCase(StrEnum):
    """Why a list may not carry an act."""

    OF_APPLICANT = "由申请单位就本单位案件逐案办理"
    OF_OBJECTOR = "由提出人就具体案件逐案提出"
    JUDGED = "须逐案审查事实后作出"
    BURDENS = "对申请单位产生不利影响，须逐案说明理由和依据"
    AMOUNTS = "金额须逐案核对"
    GROUND_GONE = "中止事由是否消除须逐案确认"


@dataclass(frozen=True)
class InBulk:
    """A list may carry the act.

    Attributes:
        decisions: the only ones that a list may carry; empty where the act has none.
        subject: what an item must name, in Chinese; empty where it need not.
    """

    decisions: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True)
class ActRules:
    """The rules of one kind of act.

    Attributes:
        kind: its name in the record, in Temporal and in the API; it never changes.
        label: its Chinese name.
        by: the roles in which it is done; who has several acts in the first.
        group: four eyes.
        bulk: how a list may carry it, or why none may.
        needs: what must be there.
        judges: who decided before and may not now.
        decisions: what may be decided, with the Chinese name of each.
        reasoned: the decisions that burden somebody and must be reasoned.
        subject: the field that says which of several like things it is about.
        worked_out: fields that the office works out; they are no part of the request.
        checks: what it checks, in Chinese: who did that leaves it to somebody else.
        follows: what comes after it, in the words of the status sentence, where its stage has more than one step.
        only_lead: it is the lead department's alone.
        is_told: its reason is for the applicant's mail.
        opens_ended: a case that has ended is taken up again with it.
        is_public: who does not see the case may do it while the case is on public notice.
    """

    kind: str
    label: str
    by: tuple[Role, ...]
    group: Group
    bulk: InBulk | CaseByCase
    needs: Needs = Needs.TASK
    judges: Judges = Judges.NOT
    decisions: Mapping[str, str] = field(default_factory=dict)
    reasoned: frozenset[str] = frozenset()
    subject: str = ""
    worked_out: frozenset[str] = frozenset()
    checks: str = ""
    follows: str = ""
    only_lead: bool = False
    is_told: bool = True
    opens_ended: bool = False
    is_public: bool = False


BY_APPLICANT = (Role.APPLICANT,)
BY_OFFICIAL = (Role.OFFICIAL,)
BY_FINANCE = (Role.FINANCE,)
BY_HEAD = (Role.SUPERVISOR,)
BY_OFFICE = (Role.OFFICIAL, Role.FINANCE)
