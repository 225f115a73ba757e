"""What a person does on the road of a case, and every act by its kind.

Figures travel as JSON (money as strings) and are checked against the catalogue at the door and once more in the
activity that computes with them.
"""

from datetime import date
from typing import ClassVar

from domain.case import money_acts, office_acts
from domain.case.act import Act, Facts, Noticing


class File(Act):
    """提交申请."""

    kind: ClassVar[str] = "file"
    label: ClassVar[str] = "提交申请"


class CheckCompleteness(Act, Noticing):
    """形式审查: accept, supplement (all defects at once), refuse. ``kept``: received on paper at an earlier check."""

    kind: ClassVar[str] = "check_completeness"
    label: ClassVar[str] = "形式审查"
    decision: str
    received_on_paper: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    refer_to: str = ""


class Supplement(Act):
    """补正. ``brought``: the documents that were replaced and the figures that were changed."""

    kind: ClassVar[str] = "supplement"
    label: ClassVar[str] = "提交补正材料"
    facts: Facts | None = None
    brought: tuple[str, ...] = ()


class Review(Act, Noticing):
    """牵头审核: approve, return, reject. Verified figures replace declared ones.

    ``kept``: review points that stand confirmed from an earlier review.
    """

    kind: ClassVar[str] = "review"
    label: ClassVar[str] = "牵头审核"
    decision: str
    verified_facts: Facts | None = None
    checklist: dict[str, bool] = {}
    kept: tuple[str, ...] = ()
    expert_score: int | None = None


class SignOff(Act):
    """部门会签: agree, no_opinion, object."""

    kind: ClassVar[str] = "sign_off"
    label: ClassVar[str] = "会签"
    decision: str


class Settle(Act):
    """会签异议处理: proceed, amend, reject."""

    kind: ClassVar[str] = "settle"
    label: ClassVar[str] = "处理会签异议"
    decision: str


class RaiseObjection(Act):
    """公示异议."""

    kind: ClassVar[str] = "raise_objection"
    label: ClassVar[str] = "提出异议"
    objection: str


class FindOnObjection(Act):
    """异议核查结论: dismiss, uphold."""

    kind: ClassVar[str] = "find_on_objection"
    label: ClassVar[str] = "异议核查"
    decision: str
    objection: str

    @property
    def subject(self) -> str:
        """The objection."""
        return self.objection


class RecordAcceptance(Act):
    """验收: passed, failed, with verified figures."""

    kind: ClassVar[str] = "record_acceptance"
    label: ClassVar[str] = "登记验收结果"
    decision: str
    accepted_on: date
    verified_facts: Facts = {}


class ClaimInstalment(Act):
    """申请年度兑现."""

    kind: ClassVar[str] = "claim_instalment"
    label: ClassVar[str] = "申请年度兑现"
    instalment: int
    facts: Facts

    @property
    def subject(self) -> str:
        """The instalment."""
        return str(self.instalment)


class ReviewInstalment(Act, Noticing):
    """年度审核: approve, return, reject."""

    kind: ClassVar[str] = "review_instalment"
    label: ClassVar[str] = "年度审核"
    decision: str
    instalment: int
    verified_facts: Facts | None = None

    @property
    def subject(self) -> str:
        """The instalment."""
        return str(self.instalment)


class Withdraw(Act):
    """撤回申请, until a payment is ordered."""

    kind: ClassVar[str] = "withdraw"
    label: ClassVar[str] = "撤回申请"


class Terminate(Act):
    """终止办理, by the lead department, with a reason."""

    kind: ClassVar[str] = "terminate"
    label: ClassVar[str] = "终止办理"


ACT_MODULES = (money_acts, office_acts)
"""Loaded so that their acts are known below."""

ACTS: dict[str, type[Act]] = {cls.kind: cls for cls in Act.__subclasses__()}
"""Every act by its kind."""
