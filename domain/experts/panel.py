"""An expert panel (专家组): its question, criteria and seats; the score is the mean of what the experts gave. Pure.

The measures leave the experts' procedure to the departments (附则(五)); that an interest is declared before anything is read
follows 《政府采购评审专家管理办法》第十六条.
"""

from collections.abc import Collection
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from domain.errors import FieldError
from domain.frozen import Frozen

WHOLE = 100
"""What the weights of all criteria sum to, and the highest mark of each."""


class SeatStatus(StrEnum):
    """How far an expert is."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SCORED = "scored"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        """As people read it."""
        return _LABELS[self]

    @property
    def is_awaited(self) -> bool:
        """Whether the panel still waits for this expert."""
        return self in {SeatStatus.ASKED, SeatStatus.ACCEPTED}


_LABELS = {
    SeatStatus.ASKED: "待声明",
    SeatStatus.ACCEPTED: "评审中",
    SeatStatus.DECLINED: "已回避",
    SeatStatus.SCORED: "已评分",
    SeatStatus.REVOKED: "已撤回委托",
}


class Criterion(Frozen):
    """What is judged, and how much it counts: the weights of a panel sum to 100."""

    name: str
    weight: int


class Seat(Frozen):
    """One expert of a panel.

    Attributes:
        account: opaque id.
        name: as the expert is called.
        interest: what the expert declared of interests; empty for none.
        marks: criterion → 0 to 100.
        opinion: in the expert's words.
        reason: why the seat was revoked.
        at: since when it stands like this.
    """

    account: str
    name: str = ""
    status: SeatStatus = SeatStatus.ASKED
    interest: str = ""
    marks: dict[str, int] = {}
    opinion: str = ""
    reason: str = ""
    at: datetime


class Panel(Frozen):
    """A panel of one case.

    Attributes:
        question: what the experts are to judge.
        documents: ids of the documents that they read.
        due_on: their last day.
    """

    id: str
    case_number: str
    question: str
    criteria: tuple[Criterion, ...]
    documents: tuple[str, ...] = ()
    due_on: date
    made_by: str
    made_at: datetime
    seats: tuple[Seat, ...] = ()

    def seat_of(self, account: str) -> Seat | None:
        """The seat of an expert."""
        return next((seat for seat in self.seats if seat.account == account), None)

    @property
    def awaited(self) -> tuple[Seat, ...]:
        """Whose scores are still to come."""
        return tuple(seat for seat in self.seats if seat.status.is_awaited)

    @property
    def score(self) -> int | None:
        """The mean of the experts' totals, rounded half up; None before anybody has scored."""
        totals = [self.total(seat) for seat in self.seats if seat.status is SeatStatus.SCORED]
        return _rounded(sum(totals, Decimal(0)) / len(totals)) if totals else None

    def total(self, seat: Seat) -> Decimal:
        """What one expert gave: 60 × 80 + 40 × 70, over 100, is 76."""
        weighed = sum(criterion.weight * seat.marks[criterion.name] for criterion in self.criteria)
        return Decimal(weighed) / WHOLE


def _rounded(score: Decimal) -> int:
    return int(score.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def wrong_criteria(criteria: Collection[Criterion]) -> list[FieldError]:
    """Weights sum to 100, and no criterion stands twice."""
    found = []
    if sum(criterion.weight for criterion in criteria) != WHOLE:
        found.append(FieldError(path="criteria", message=f"各项权重之和须为 {WHOLE}"))
    if len({criterion.name for criterion in criteria}) < len(criteria):
        found.append(FieldError(path="criteria", message="评审指标不得重复"))
    return found


def wrong_marks(panel: Panel, marks: Collection[str]) -> list[FieldError]:
    """Every criterion has its mark, and nothing else has one."""
    names = {criterion.name for criterion in panel.criteria}
    missing = [FieldError(path=f"marks.{name}", message="须评分") for name in sorted(names - set(marks))]
    stray = [
        FieldError(path=f"marks.{name[:64]}", message="没有这一评审指标")
        for name in sorted(set(marks) - names)
    ]
    return missing + stray
