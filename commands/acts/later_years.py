"""Checks of what comes after approval against the case: acceptance and yearly instalments."""

from commands.acts import checks, review_checks
from commands.acts.form import Submission
from commands.acts.telling import acts_before, told
from domain.case.acts.acceptance import RecordAcceptance
from domain.case.acts.instalments import ClaimInstalment, InstalmentReviewRequest, ReviewInstalment


def record_acceptance(matter: Submission, act: RecordAcceptance) -> RecordAcceptance:
    """A passed acceptance has its figures."""
    checks.check_acceptance(matter.wired, matter.case, act)
    return act


def claim_instalment(matter: Submission, act: ClaimInstalment) -> ClaimInstalment:
    """A claim has this year's figures."""
    checks.check_claim(matter.wired, matter.case, act)
    return act


def review_instalment(matter: Submission, said: InstalmentReviewRequest) -> ReviewInstalment:
    """With the defects in words."""
    checks.check_instalment_review(matter.wired, matter.case, int(matter.subject), said)
    defects = review_checks.instalment_defects(matter.wired, matter.case, said)
    parts = told(matter, ReviewInstalment, said, defects, acts_before(matter))
    return matter.made(ReviewInstalment, said, **parts)
