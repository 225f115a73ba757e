"""The awaited event of a project: its acceptance, a first tax year, two years of building."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from domain.case.acts.act import Act, Facts, OnPaper
from domain.case.acts.rules import BY_APPLICANT, BY_OFFICIAL, ActRules, CaseByCase, Group, Judges
from domain.case.days import Happened, Milestone, Milestones
from domain.closed import example
from domain.day import Day
from domain.errors import FieldError
from domain.other_funding.declared import Declaration, without_amount
from domain.other_funding.judgement import FundingJudgement
from domain.words import Words


class ReportAcceptance(Act):
    """The applicant reports that what is awaited has happened, with its day and figures; the department then records it.

    Money of other policies that came since the application is declared with it; what is declared replaces the declaration (C8).
    Its documents are uploaded to the case, or handed in on paper, as those of filing are.
    """

    rules = ActRules(
        "report_acceptance",
        "报告验收（或约定事项达成）情况",
        BY_APPLICANT,
        Group.APPLYING,
        CaseByCase.OF_APPLICANT,
    )
    model_config = example(
        happened_on="2026-11-20",
        facts={"research_cost": "3000000.00", "public_grants": "1000000.00"},
    )

    happened_on: Day
    facts: Facts
    other_funding: Declaration | None = None

    def days(self) -> Iterable[Happened]:
        """What is awaited comes after the application that awaits it."""
        return (Happened("happened_on", self.happened_on, Milestone.FILING),)

    def faults(self, latest: date, milestones: Milestones) -> list[FieldError]:
        """Other money that is declared is some."""
        return [*super().faults(latest, milestones), *without_amount(self.other_funding or ())]


class ReturnAcceptanceReport(Act):
    """The department gives a report back with the reason; what is awaited is awaited on, and may be reported again."""

    rules = ActRules(
        "return_acceptance_report",
        "退回所报情况",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.BURDENS,
        judges=Judges.OPINION,
    )
    model_config = example(reason="验收证书尚未盖章，请待验收完成后再报告。")

    reason: Words


class RecordAcceptance(Act):
    """The department that the type names records the awaited event with verified figures.

    To pass, every document of the acceptance was uploaded or is listed in ``received_on_paper``. Where that is the lead, it judges
    money of other policies once more; else what the lead has found stands.
    """

    rules = ActRules(
        "record_acceptance",
        "登记验收（或约定事项）结果",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        judges=Judges.DECISION,
        decisions={"passed": "通过验收或已达成", "failed": "未通过验收或未达成"},
        reasoned=frozenset({"failed"}),
    )
    model_config = example(
        decision="passed",
        accepted_on="2026-11-20",
        verified_facts={"research_cost": "3000000.00", "public_grants": "1000000.00"},
    )

    decision: Literal["passed", "failed"]
    accepted_on: Day
    verified_facts: Facts = {}
    received_on_paper: OnPaper = ()
    other_funding: FundingJudgement | None = None

    def days(self) -> Iterable[Happened]:
        """What is awaited comes after the application that awaits it."""
        return (Happened("accepted_on", self.accepted_on, Milestone.FILING),)
