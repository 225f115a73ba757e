"""Acts on terms: by whoever's term it is; the lead department may also give the applicant more time."""

from commands.acts.checks import law_of
from commands.acts.form import Submission
from domain.case.acts.time import (
    CorrectExtension,
    ExtendTerm,
    ExtensionCorrectionRequest,
    ExtensionRequest,
    PauseClock,
    PauseRequest,
)
from domain.case.time.case_clocks import WITH_EXPERTS
from domain.case.time.clock import paused_working_days
from domain.catalogue.terms import TermRule
from domain.departments import APPLICANT
from domain.errors import FieldError, InvalidInput, NotAllowed


def extend(matter: Submission, said: ExtensionRequest) -> ExtendTerm:
    """By as many working days as the policy says."""
    party = APPLICANT if said.for_applicant else matter.parts["by"].party
    rule = _rule(matter, party)
    if rule is not None and not rule.extension_working_days:
        raise NotAllowed(
            f"“{rule.name}”的期限不得延长。",
            why=f"{rule.source}，期限为{rule.working_days}个工作日。",
            clause=rule.clause,
            remedy="请在期限内办结；确需专家评审或审计的，可以中止计时。",
        )
    days = rule.extension_working_days if rule else 0  # without an open term the case refuses it
    return ExtendTerm(**matter.parts, reason=said.reason, whose=party, working_days=days)


def correct(matter: Submission, said: ExtensionCorrectionRequest) -> CorrectExtension:
    """No longer than the policy allows for this term."""
    party = APPLICANT if said.for_applicant else matter.parts["by"].party
    rule = _rule(matter, party)
    if rule is not None and said.working_days > rule.extension_working_days:
        message = f"最多延长{rule.extension_working_days}个工作日"
        raise InvalidInput(
            f"{message}。",
            why=f"{rule.name}：{rule.source}。",
            clause=rule.clause,
            remedy="请核对应延长的工作日。",
            fields=(FieldError(path="working_days", message=message),),
        )
    return CorrectExtension(**matter.parts, reason=said.reason, whose=party, working_days=said.working_days)


def _rule(matter: Submission, party: str) -> TermRule | None:
    """The policy's rule for the term that a party has open; None when it has none."""
    policy, _ = law_of(matter.wired, matter.case)
    tasks = matter.case.progress.tasks if matter.case.progress else ()
    names = [task.asked.name for task in tasks if task.party == party and task.asked and task.term]
    return policy.terms.get(names[0]) if names else None


def pause(matter: Submission, said: PauseRequest) -> PauseClock:
    """For no longer than the rules leave."""
    policy, _ = law_of(matter.wired, matter.case)
    rule = policy.terms[WITH_EXPERTS]
    left = max(rule.working_days - _paused(matter), 0)
    days = left if said.working_days is None else said.working_days
    if days > left or not left:
        raise _too_long(rule, left)
    return PauseClock(**matter.parts, reason=said.reason, working_days=days)


def _paused(matter: Submission) -> int:
    """How many working days the terms that the caller's office has open were paused before."""
    tasks = matter.case.progress.tasks if matter.case.progress else ()
    own = [task for task in tasks if task.party == matter.parts["by"].party]
    calendar = matter.wired.calendar()
    clocks = [task.term.clock for task in own if task.term and task.term.clock]
    return max((paused_working_days(clock, calendar) for clock in clocks), default=0)


def _too_long(rule: TermRule, left: int) -> InvalidInput:
    message = f"最多还可以中止{left}个工作日" if left else "中止计时的时间已经用完"
    return InvalidInput(
        f"{message}。",
        why=f"{rule.name}：{rule.source}，同一期限合计不超过{rule.working_days}个工作日。",
        clause=rule.clause,
        remedy="请缩短中止的时间。" if left else "请在期限内办结。",
        fields=(FieldError(path="working_days", message=message),),
    )
