"""What the applicant does to have an application judged, and judged again."""

from domain.case.acts.act import Act, Facts
from domain.case.acts.rules import BY_APPLICANT, ActRules, CaseByCase, Group
from domain.closed import example
from domain.words import Words


class File(Act):
    """The applicant files."""

    rules = ActRules("file", "提交申请", BY_APPLICANT, Group.APPLYING, CaseByCase.OF_APPLICANT)


class Supplement(Act):
    """The applicant says that all defects are made good; corrected facts replace all declared ones.

    Attributes:
        brought: the documents that were replaced and the figures that were changed.
    """

    rules = ActRules(
        "supplement",
        "提交补正材料",
        BY_APPLICANT,
        Group.APPLYING,
        CaseByCase.OF_APPLICANT,
        worked_out=frozenset({"brought"}),
        is_told=False,
    )
    model_config = example(
        facts={"audited_investment": "123000000.00", "commissioned_on": "2026-03-01"}, reason="已补正审计报告"
    )

    facts: Facts | None = None
    brought: tuple[str, ...] = ()


class RequestReconsideration(Act):
    """The applicant of a refused case asks, within 60 days of the decision and once, that it be judged again.

    The case is taken up again: one that was not accepted at the completeness check, any other at the lead review. Whoever
    decided the first time decides nothing now. Remedies outside the office stay as they are.
    """

    rules = ActRules(
        "request_reconsideration",
        "申请复核",
        BY_APPLICANT,
        Group.APPLYING,
        CaseByCase.OF_OBJECTOR,
        opens_ended=True,
    )
    model_config = example(reason="不予支持的依据与事实不符。")

    reason: Words
