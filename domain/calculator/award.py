"""The outcome of a calculation: an amount, the sheet that explains it, the reasons against it."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from domain.errors import FieldError, InvalidInput, NotEligible
from domain.frozen import Frozen
from domain.money import ZERO, Yuan, plain
from domain.other_funding.judgement import FundingJudgement


class CalculationStep(StrEnum):
    """A step of the calculation sheet, as it is printed, in the order of the arithmetic."""

    WINDOW = "计算期间"
    PLANNED = "尚未发生"
    READINGS = "适用口径"
    BASE = "计算基数"
    RATE = "按比例计算"
    WISHED = "申请单位期望"
    STATED = "确定金额"
    ITEM_CAP = "单项上限"
    UNIT_YEAR_CAP = "单位年度上限"
    OTHER_POLICIES = "其他政策资金"
    POOL = "年度额度"
    HIGHER_OF = "就高"
    PAID_ALREADY = "扣除已享受"
    CORRECTED = "更正"
    LATER = "待定"
    NO_MONEY = "不涉及资金"
    REDEMPTION = "兑付计算"
    FACE = "票面余额"


class SheetLine(Frozen):
    """One line of the calculation sheet.

    Attributes:
        step: which step of the arithmetic.
        clause: clause of the policy.
        quote: its words.
        explanation: the arithmetic written out, in Chinese.
        inputs: label → figure that went in.
        reading: the switch that decided an open passage, if one did.
        result: 元 after this step; None when the line only tells.
    """

    step: str
    clause: str
    quote: str
    explanation: str
    inputs: dict[str, str] = Field(default_factory=dict)
    reading: str | None = None
    result: Yuan | None = None


class Reason(Frozen):
    """One reason why nothing is granted: a stable code, the law's words, a Chinese sentence, the fact."""

    code: str
    clause: str
    quote: str
    message: str
    fact: str | None = None


class Award(Frozen):
    """What an application comes to.

    Attributes:
        eligible: no reason stands against it. A voucher that must wait for the pool stays eligible.
        amount: 元; None while a later phase decides it, or where no money is promised.
        lines: the calculation sheet.
        reasons: every reason against it, at once.
        policy_version: the version whose numbers were used, and
        policy_digest: the digest of all its files.
        readings: the switches that were used, with their values.
        before_higher_of: 元 before 就高, for `PriorAward.before_higher_of` of a later case.
        cap_reached: the cap of the item was reached, so that waiting longer changes nothing.
        milestones: 7.2: thresholds that this award takes up for the life of the unit.
        by_year: 10: what of it counts towards the cap of which year.
        reports: 10: the reports that it counts, in normal form.
    """

    eligible: bool
    amount: Yuan | None
    lines: tuple[SheetLine, ...] = ()
    reasons: tuple[Reason, ...] = ()
    policy_version: str
    policy_digest: str = ""
    readings: dict[str, str] = Field(default_factory=dict)
    before_higher_of: Yuan | None = None
    cap_reached: bool = False
    milestones: tuple[Yuan, ...] = ()
    by_year: dict[int, Yuan] = Field(default_factory=dict)
    reports: tuple[str, ...] = ()

    def refusal(self, name: str, *, is_verified: bool = False) -> NotEligible | None:
        """Every reason against it as one refusal; None when it is eligible.

        Args:
            name: of the subsidy type.
            is_verified: the figures are the office's, not the applicant's.
        """
        if self.eligible:
            return None
        figures, remedy = _VERIFIED if is_verified else _DECLARED
        return NotEligible(
            f"按{figures}，不符合“{name}”的条件。",
            why="".join(reason.message for reason in self.reasons),
            clause="、".join(dict.fromkeys(reason.clause for reason in self.reasons)),
            remedy=remedy,
            fields=tuple(
                FieldError(path=f"facts.{reason.fact}" if reason.fact else "facts", message=reason.message)
                for reason in self.reasons
            ),
        )


_DECLARED = ("所填数据", "请核对数据；如数据无误，可查看其他事项。")
_VERIFIED = ("核实数据", "请核对数据后重新办理，或作出不予支持的决定。")


def unexplained(claimed: Decimal | None, verified: Decimal | None, reason: str) -> InvalidInput | None:
    """Another amount than the claimed one needs a reason in words; None where it has one, or is the same."""
    if claimed == verified or reason.strip():
        return None
    return InvalidInput(
        f"核定金额 {plain(verified or ZERO)} 元与申请金额 {plain(claimed or ZERO)} 元不同，须说明理由。",
        why="核实数据与申请数据不同，申请单位须知悉差异的理由。",
        clause="附则(五)",
        remedy="请在 reason 中说明理由后重新提交。",
        fields=(FieldError(path="reason", message="须说明核定金额与申请金额不同的理由"),),
    )


class PriorAward(Frozen):
    """An earlier award to the same unit on the same base.

    Attributes:
        case_number: of its case; an award from before has the number of its document.
        code: its type.
        name: Chinese name of the type.
        amount: 元 awarded, after 就高.
        paid: 元 paid out so far, shown on the sheet.
        before_higher_of: 元 before 就高, where that differed.
        found: why an office found it to be the same project; empty where the bases are equal.
        of_year: the year that it is about, where a type counts once for each thing (8.2).
        is_same_base: it stands on the very base; not so one that a reading brings in from beside (2.2 and 2.3).
    """

    case_number: str
    code: str
    name: str
    amount: Yuan
    paid: Yuan = ZERO
    before_higher_of: Yuan | None = None
    found: str = ""
    of_year: int | None = None
    is_same_base: bool = True


class PriorMilestone(Frozen):
    """A milestone (7.2) that an earlier award of the unit has taken up, whatever was declared.

    Attributes:
        is_same_year: that award is about the same year: this one corrects it, and 就高 pays the difference.
    """

    case_number: str
    threshold: Yuan
    is_same_year: bool = False


class Prior(Frozen):
    """What is already there when a case is calculated. The default is a quote without a unit.

    Attributes:
        unit_year_used: vouchers (measure 2) of this unit in this year.
        unit_year_settlement: the part of it that is settlement vouchers (2.1).
        tested_by_year: testing support (measure 10) of this unit, by the year that its cap counts.
        used_reports: report (measure 10) in normal form → the case that counts it already.
        milestones: milestones (measure 7) that the unit was awarded before, in any year.
        pool_left: what is left of this year's voucher pool; None leaves the pool out.
        same_base: awards of other cases of this unit on the same base, in order.
        own_instalments: the other instalments of this case, which with it are one item; None when there are none.
        other_policies: money from other policies for the same matter, as declared;
        judged: what an office found of such money, None before it has judged; and
        other_sources: what that is about, in words.
    """

    unit_year_used: Yuan = ZERO
    unit_year_settlement: Yuan = ZERO
    tested_by_year: dict[int, Yuan] = Field(default_factory=dict)
    used_reports: dict[str, str] = Field(default_factory=dict)
    milestones: tuple[PriorMilestone, ...] = ()
    pool_left: Yuan | None = None
    same_base: tuple[PriorAward, ...] = ()
    own_instalments: PriorAward | None = None
    other_policies: Yuan = ZERO
    other_sources: str = ""
    judged: FundingJudgement | None = None
