"""Whether two cases of a unit are one project: who looks like one, and what the lead finds of it (附则(三))."""

from collections.abc import Sequence
from decimal import Decimal

from activities.office import CaseOffice
from activities.verbs import verb
from adapters.store.cases.file import FiledCase
from adapters.store.money.projects import (
    account_numbers_of,
    add_finding,
    cases_beside,
    findings_of,
    project_of,
)
from adapters.store.writing import Session, hold
from domain.calculator.higher_of import ground_between
from domain.case.record.money_steps import ProjectFindingRequest, ProjectFound
from domain.case.verbs import FIND_SAME_PROJECT
from domain.catalogue.registry import Catalogue
from domain.catalogue.rules import RateRule
from domain.catalogue.schema import SubsidyType
from domain.errors import FieldError, NotFound, Refusal, RefusalFacts, WrongStage
from domain.frozen import Frozen
from domain.money import ZERO
from domain.normal_form import normal_form
from domain.same_project import (
    DECISION_NAMES,
    LIKENESS_NAMES,
    ComparedCase,
    Likeness,
    ProjectFinding,
    is_suspect,
    latest_findings,
    likenesses,
)


class AlikeCase(Frozen):
    """Another case of the unit that is, or may be, about the same project.

    Attributes:
        likenesses: in what the two are alike; empty where they are one through a third.
        is_one: whether they count as one project now.
        finding: what was found of the two last.
        is_open: somebody must find before this case is approved.
    """

    case: FiledCase
    likenesses: tuple[Likeness, ...]
    is_one: bool
    finding: ProjectFinding | None
    is_open: bool

    @property
    def words(self) -> list[str]:
        """In what they are alike, in Chinese."""
        return [LIKENESS_NAMES[each] for each in self.likenesses]


def alike_cases(session: Session, catalogue: Catalogue, case: FiledCase) -> list[AlikeCase]:
    """The other cases of the unit that this one is alike, or one with; a type without money meets nobody."""
    others = [other for other in cases_beside(session, case) if _subsidy(catalogue, other).has_money]
    if not others or not _subsidy(catalogue, case).has_money:
        return []
    accounts = account_numbers_of(session, [case.number, *(other.number for other in others)])
    found = latest_findings(findings_of(session, case.unit))
    one = project_of(session, case)
    own = _compared(catalogue, case, accounts)
    alike = [
        AlikeCase(
            case=other,
            likenesses=(likeness := likenesses(own, _compared(catalogue, other, accounts))),
            is_one=other.number in one,
            finding=(finding := found.get(frozenset((case.number, other.number)))),
            is_open=finding is None
            and other.number not in one
            and is_suspect(likeness)
            and _excludes(catalogue, case, other),
        )
        for other in others
    ]
    return [each for each in alike if each.likenesses or each.is_one or each.finding]


def refusal_while_suspected(session: Session, catalogue: Catalogue, case: FiledCase) -> RefusalFacts | None:
    """Why a case cannot be approved yet: of some others nobody has found whether they are one project with it."""
    suspected = [each for each in alike_cases(session, catalogue, case) if each.is_open]
    if not suspected:
        return None
    return WrongStage(
        f"本案与本单位的 {len(suspected)} 件申请疑似同一项目，认定后方可核定金额。",
        why="；".join(f"{each.case.number}：{'、'.join(each.words)}" for each in suspected),
        clause="附则(三)",
        remedy="请由牵头部门逐件核对，以“认定是否同一项目”说明理由后，再次办理。",
        fields=tuple(
            FieldError(
                path=f"same_project.{each.case.number}", message=f"尚未认定（{'、'.join(each.words)}）"
            )
            for each in suspected
        ),
    ).facts


@verb(FIND_SAME_PROJECT)
def find_same_project(
    office: CaseOffice, session: Session, case: FiledCase, found: ProjectFindingRequest
) -> ProjectFound:
    """Keep that two cases of a unit are one project, or are not; it counts for both from now on."""
    hold(session, f"unit:{case.unit}")
    try:
        other = _other(session, case, found.other_case)
    except Refusal as refused:
        return ProjectFound(refusal=refused.facts)
    add_finding(session, found, found.by)
    subsidy = _subsidy(office.catalogue, other)
    return ProjectFound(
        words=f"与 {other.number}（{subsidy.number} {subsidy.name}）认定为{DECISION_NAMES[found.decision]}："
        f"{found.reason}"
    )


def _other(session: Session, case: FiledCase, number: str) -> FiledCase:
    """The other case of a finding; it is not held: its own finding on this one may wait for the unit.

    Raises:
        Refusal: there is none of the unit, or the law itself says that the two are one.
    """
    other = next((each for each in cases_beside(session, case) if each.number == number), None)
    if other is None:
        raise NotFound(
            f"本单位没有编号为“{number[:40]}”的另一件在办或已获支持的申请。",
            remedy="请从案件详情 same_project 中选择。",
        )
    if other.award_base == case.award_base:
        raise WrongStage(
            f"{number} 与本案奖补对象相同，依法即为同一项目，无需认定。",
            clause="附则(三)",
            remedy="就高规则已自动适用；如名称填写有误，请先要求补正。",
        )
    return other


def _excludes(catalogue: Catalogue, case: FiledCase, other: FiledCase) -> bool:
    """Whether an award to one would take from the other, were they one project."""
    policy = catalogue.policy(case.policy_version)

    def choice(reading: str) -> str:
        return case.readings.get(reading, policy.readings[reading].default)

    return ground_between(policy, policy.type(case.code), other.code, choice) is not None


def _compared(catalogue: Catalogue, case: FiledCase, accounts: dict[str, str]) -> ComparedCase:
    return ComparedCase(
        base=case.award_base,
        key=normal_form(case.award_base_key),
        costs=frozenset(_costs(_subsidy(catalogue, case), case)),
        account=accounts.get(case.number, ""),
    )


def _costs(subsidy: SubsidyType, case: FiledCase) -> Sequence[Decimal]:
    """The sum that an award is a share of, as far as it is known."""
    value = case.facts.get(subsidy.rule.base) if isinstance(subsidy.rule, RateRule) else None
    amount = Decimal(str(value)) if isinstance(value, (str, int)) else ZERO
    return [amount] if amount else []


def _subsidy(catalogue: Catalogue, case: FiledCase) -> SubsidyType:
    return catalogue.policy(case.policy_version).type(case.code)
