"""Acts on terms: by whoever's term it is; the lead department may also give the applicant more time."""

from api.act_forms.form import ActForm, Matter
from api.auth import OFFICE, TERM_HOLDER
from api.checks import law_of
from api.clock_bodies import ExtensionBody, PauseBody, ResumeBody
from domain.case.office_acts import ExtendTerm, PauseClock, ResumeClock
from domain.catalogue.schema import TermRule
from domain.departments import APPLICANT
from domain.errors import NotAllowed


def _extend(matter: Matter, body: ExtensionBody) -> ExtendTerm:
    party = APPLICANT if body.for_applicant else matter.parts["by"].party
    rule = _rule(matter, party)
    if rule is not None and not rule.extension_working_days:
        raise NotAllowed(
            f"“{rule.name}”的期限不得延长。",
            why=f"{rule.source},期限为{rule.working_days}个工作日。",
            clause=rule.clause,
            remedy="请在期限内办结;确需专家评审或审计的,可以中止计时。",
        )
    days = rule.extension_working_days if rule else 0  # without an open term the case refuses it
    return ExtendTerm(**matter.parts, reason=body.reason, whose=party, working_days=days)


def _rule(matter: Matter, party: str) -> TermRule | None:
    """The policy's rule for the term that a party has open; None when it has none."""
    policy, _ = law_of(matter.wired, matter.case)
    turns = matter.case.progress.turns if matter.case.progress else ()
    names = [turn.asked.name for turn in turns if turn.party == party and turn.asked and turn.term]
    return policy.terms.get(names[0]) if names else None


def _pause(matter: Matter, body: PauseBody) -> PauseClock:
    return PauseClock(**matter.parts, reason=body.reason, working_days=body.working_days)


def _resume(matter: Matter, body: ResumeBody) -> ResumeClock:
    return ResumeClock(**matter.parts, reason=body.reason)


EXTEND_TERM = ActForm(ExtendTerm, ExtensionBody, TERM_HOLDER, "extension", _extend)
PAUSE_CLOCK = ActForm(PauseClock, PauseBody, OFFICE, "pause", _pause)
RESUME_CLOCK = ActForm(ResumeClock, ResumeBody, OFFICE, "resume", _resume)
