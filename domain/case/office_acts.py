"""Acts about time and about the decision itself, which need no turn: the legal clock, a reminder, reconsideration."""

from typing import ClassVar

from domain.case.act import Act


class ExtendTerm(Act):
    """延长期限, once, with a reason that the applicant is told.

    Attributes:
        whose: whose term is extended: the one who acts, or the applicant.
        working_days: how long, as the policy allows it for this term.
    """

    kind: ClassVar[str] = "extend_term"
    label: ClassVar[str] = "延长期限"
    whose: str
    working_days: int


class PauseClock(Act):
    """中止计时: the office's own terms stand still while it waits for an expert or an audit.

    Attributes:
        working_days: how long at most; then the clock goes on by itself.
    """

    kind: ClassVar[str] = "pause_clock"
    label: ClassVar[str] = "中止计时"
    working_days: int


class ResumeClock(Act):
    """恢复计时."""

    kind: ClassVar[str] = "resume_clock"
    label: ClassVar[str] = "恢复计时"


class Urge(Act):
    """催办: whoever the case waits for is reminded now."""

    kind: ClassVar[str] = "urge"
    label: ClassVar[str] = "催办"


class RequestReconsideration(Act):
    """申请复核: the applicant asks that other people judge a refused case again."""

    kind: ClassVar[str] = "request_reconsideration"
    label: ClassVar[str] = "申请复核"
