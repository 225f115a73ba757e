"""Service (送达): how and when a notice or a decision reaches the applicant. Pure.

The days of a remedy run from the service of its decision (行政复议法 Art. 20: from when it is known): the day on which the
unit fetched it, the day on which the office served it otherwise, or the day at which the mail has been with it long enough.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.case.record.events import Event
from domain.case.record.narrative import day_text
from domain.catalogue.serving import ServiceRule
from domain.closed import Closed, example
from domain.day import Day
from domain.frozen import Frozen
from domain.words import Words


class ServiceManner(StrEnum):
    """How something was served."""

    FETCHED = "fetched"
    DEEMED = "deemed"
    IN_PERSON = "in_person"
    LEFT = "left"
    BY_POST = "by_post"
    BY_ANNOUNCEMENT = "by_announcement"

    @property
    def label(self) -> str:
        """As people read it."""
        return _LABELS[self]


_LABELS: Final = {
    ServiceManner.FETCHED: "申请单位登录系统查阅",
    ServiceManner.DEEMED: "期满视为送达",
    ServiceManner.IN_PERSON: "直接送达",
    ServiceManner.LEFT: "留置送达",
    ServiceManner.BY_POST: "邮寄送达",
    ServiceManner.BY_ANNOUNCEMENT: "公告送达",
}

BY_THE_OFFICE: Final = frozenset(
    {ServiceManner.IN_PERSON, ServiceManner.LEFT, ServiceManner.BY_POST, ServiceManner.BY_ANNOUNCEMENT}
)
"""How an office serves what could not be served by mail (民事诉讼法 Art. 88, 89, 91 and 95)."""


class Service(Frozen):
    """Something was served.

    Attributes:
        proof: what shows it: the number of a receipt, or of the post; what the unit fetched; when the mail arrived.
        fetched_at, fetched_by: when the unit looked at it first, and with which account; also after a deemed day.
        told_review_until, told_suit_until: the last days of the remedies as the unit was told them; they stand.
    """

    manner: ServiceManner
    on: date
    proof: str = ""
    fetched_at: datetime | None = None
    fetched_by: str = ""
    told_review_until: date | None = None
    told_suit_until: date | None = None


class DecisionMail(Frozen):
    """A decision that opens a remedy, as far as its telling is concerned.

    Attributes:
        told_on: the day on which it was written.
        arrived_on: the day on which the mail server took its mail; None while it has not.
        recorded: its service as it was recorded; None where nobody fetched or served it.
    """

    seq: int
    event: Event
    told_on: date
    arrived_on: date | None = None
    recorded: Service | None = None

    def deemed_on(self, rule: ServiceRule) -> date | None:
        """The day at which it counts as served when nobody fetches it; None while its mail has not arrived."""
        if self.arrived_on is None:
            return None
        return max(self.arrived_on, self.told_on) + timedelta(days=rule.deemed_days)

    def service(self, rule: ServiceRule, today: date) -> Service | None:
        """How it was served as of a day; None where it was not."""
        deemed_on = self.deemed_on(rule)
        if self.recorded is not None or deemed_on is None or deemed_on > today:
            return self.recorded
        assert self.arrived_on is not None  # noqa: S101 - else there is no such day
        proof = f"邮件于{day_text(self.arrived_on)}到达邮件服务器，满{rule.deemed_days}日未查阅"
        return Service(manner=ServiceManner.DEEMED, on=deemed_on, proof=proof)


class ServiceRequest(Closed):
    """登记送达: a notice or decision that could not be mailed was served otherwise."""

    model_config = example(manner="by_post", served_on="2026-11-25", proof="EMS 1234567890123，回执已归档")

    manner: ServiceManner
    served_on: Day
    proof: Words
