"""Whether two cases of a unit are one project (附则(三))."""

from domain.case.acts.act import Act
from domain.case.acts.rules import BY_OFFICIAL, ActRules, CaseByCase, Group, Needs
from domain.closed import example
from domain.same_project import DECISION_NAMES, ProjectDecision
from domain.words import Code, Words


class FindSameProject(Act):
    """The lead department finds whether another case of the unit is about the same project, with its reason.

    ``same``: from now on the higher of both is paid, once, whatever the measures; ``not_the_same``: both stand. It counts for both
    cases, and a later finding on the same two replaces it. An approval waits for it where two cases look alike, and
    so does a top-up: a case that has ended with support is taken up again for it.
    """

    rules = ActRules(
        "find_same_project",
        "认定是否同一项目",
        BY_OFFICIAL,
        Group.DECIDING,
        CaseByCase.JUDGED,
        needs=Needs.CASE,
        decisions=DECISION_NAMES,
        only_lead=True,
        is_told=False,
        opens_ended=True,
    )
    model_config = example(
        decision="same", other_case="LF2026-0602-00001", reason="投资与算力中心建设为同一工程。"
    )

    decision: ProjectDecision
    other_case: Code
    reason: Words
