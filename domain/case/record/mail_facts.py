"""The facts of one mail to an applicant, fixed in the transaction that caused it and rendered when sent.

No bank data and no one else's personal data: what is not a field here cannot be in a mail.
"""

from datetime import datetime

from domain.calculator.award import SheetLine
from domain.case.acts.defects import Defect, ItemDefects, by_item
from domain.case.record.events import Event
from domain.case.record.part import part_text
from domain.case.record.stages import ENDED, Stage
from domain.frozen import Frozen
from domain.ledger.subjects import number_of
from domain.money import Yuan


class MailFacts(Frozen):
    """What the templates of ``templates/mail/<event>`` may use.

    Attributes:
        sentence: the status sentence (``domain.case.record.narrative``).
        reason: what was decided and why, in the official's words; may be empty.
        clause, quote: the clause that the type rests on and its words.
        notice: which notice of defects this is, from 1; 0 where it is none.
        note: why it went another way than usual: a second notice, signatures that stand.
        act_label: what the applicant has to do now; empty when nothing.
        due: until when, "2026年12月1日" with 暂定 where provisional; empty when no term runs.
        office_due: until when the office, the public or the calendar is awaited in this stage; as ``due``.
        promised: the last day of the office's promise for the whole case (全程办理期限); empty while it stands still.
        amount: of the award, instalment, voucher or payment in hand; None before it is known.
        lines: the calculation sheet behind the amount.
        subject: the instalment or redemption, a difference of it (``1T1``), or the recovery; empty for most.
        appeal_to: who decides on an administrative review of the department's decisions.
        may_reconsider: the office itself may be asked to judge again.
        deemed_days: of a decision that opens a remedy: days after arrival at which it counts as served; else None.
        is_reconsidered: this is the outcome of a reconsideration.
        is_stopped: a stop of payment stands.
        awaited: what a type awaits before it pays: 项目验收, 首个纳税年度; empty for others.
    """

    case_number: str
    number: str
    name: str
    unit_name: str
    event: Event
    stage: Stage
    at: datetime
    sentence: str
    reason: str = ""
    clause: str = ""
    quote: str = ""
    defects: tuple[Defect, ...] = ()
    notice: int = 0
    note: str = ""
    act_label: str = ""
    due: str = ""
    office_due: str = ""
    promised: str = ""
    amount: Yuan | None = None
    lines: tuple[SheetLine, ...] = ()
    subject: str = ""
    url: str = ""
    appeal_to: str = ""
    may_reconsider: bool = False
    deemed_days: int | None = None
    is_reconsidered: bool = False
    is_stopped: bool = False
    awaited: str = ""

    @property
    def has_ended(self) -> bool:
        """Whether the case is at its end, and nothing of it goes on but what is contested."""
        return self.stage in ENDED

    @property
    def is_recovering(self) -> bool:
        """Whether the amount is what is still to come back."""
        return self.stage is Stage.RECOVERY

    @property
    def part(self) -> str:
        """Which money of the case it is about: 第1期, 补足差额; empty for the award itself."""
        return part_text(self.subject)

    @property
    def part_number(self) -> str:
        """Which year or redemption; of a difference the one that it is of; empty where there is one alone."""
        number = number_of(self.subject)
        return number if number.isdecimal() else ""

    @property
    def defective(self) -> tuple[ItemDefects, ...]:
        """The defects by document."""
        return by_item(self.defects)
