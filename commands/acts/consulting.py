"""Asking a further department or locality to sign, or letting it read the case."""

from commands.acts.checks import law_of, wrong
from commands.acts.form import Submission
from domain.case.acts.signing import AddSigner, CopyCase
from domain.case.consulted import against_signer
from domain.case.record.stages import Stage
from domain.catalogue.schema import Procedure
from domain.departments import DEPARTMENTS, LOCALITIES
from domain.errors import FieldError, WrongStage


def add_signer(matter: Submission, act: AddSigner) -> AddSigner:
    """A known party that does not sign yet, in a procedure in which departments sign."""
    _check_party(act.party)
    _, subsidy = law_of(matter.wired, matter.case)
    if subsidy.procedure is Procedure.REFERRAL:
        raise WrongStage("转办事项不经会签，不能加签。", remedy="只需告知的，请抄送。")
    tasks = matter.case.progress.tasks if matter.case.progress else ()
    for refusal in against_signer(Stage(matter.case.stage), act.party, matter.case.plan, tasks):
        raise refusal
    return act


def copy_case(matter: Submission, act: CopyCase) -> CopyCase:
    """A known party that cannot read the case yet."""
    _check_party(act.party)
    if act.party in matter.case.plan.parties:
        raise WrongStage("该单位已可查阅本案，无须抄送。", remedy="请查看案件详情中的承办和会签单位。")
    return act


def _check_party(party: str) -> None:
    """A department or locality of the city."""
    unknown = party not in DEPARTMENTS and party not in LOCALITIES
    told = [FieldError(path="party", message=f"没有代码为“{party}”的部门或属地；见 /v1/measures")]
    wrong("没有这一部门或属地。", told if unknown else [])
