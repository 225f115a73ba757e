"""Who sees which case: applicants their own unit's, officials those of their department or locality, others all.

Whoever has left a case (回避) reads nothing of it any more.
"""

from adapters.store.cases.records import CaseRecord
from commands.access.caller import Caller
from domain.case.record.stages import ON_NOTICE
from domain.case.roles import Role
from domain.errors import NotAllowed, NotFound

_ON_NOTICE = frozenset(stage.value for stage in ON_NOTICE)


def sees(caller: Caller, case: CaseRecord) -> bool:
    """Whether the caller may read the case."""
    if caller.reads_all or is_own(caller, case):
        return True
    return Role.OFFICIAL in caller.roles and not caller.desks.isdisjoint(parties_of(case))


def parties_of(case: CaseRecord) -> frozenset[str]:
    """Departments and localities that have a part in the case."""
    tasks = case.progress.tasks if case.progress else ()
    awaited = {task.party for task in tasks}
    return frozenset(filter(None, case.plan.parties | awaited))


def is_own(caller: Caller, case: CaseRecord) -> bool:
    """Whether it is a case of the caller's unit, or of a maker whom the unit incubates."""
    unit = caller.unit
    own = unit is not None and (case.unit == unit or case.unit.startswith(f"{unit}#"))
    return Role.APPLICANT in caller.roles and own


def reads_objections(caller: Caller, case: CaseRecord) -> bool:
    """Whether the caller may read what objectors wrote, and who they are: the lead and auditors, nobody of the applicant's side."""
    may = case.lead in caller.desks or Role.AUDITOR in caller.roles
    return may and not is_own(caller, case)


def has_left(caller: Caller, case: CaseRecord) -> bool:
    """Whether the caller has declared an interest: of the case it knows only that. The applicant's own side cannot leave."""
    return caller.account in case.recused and not is_own(caller, case)


def is_on_notice(case: CaseRecord) -> bool:
    """Whether the case stands on the public page now."""
    return case.stage in _ON_NOTICE


def find_case(case: CaseRecord | None, case_number: str) -> CaseRecord:
    """The case.

    Raises:
        NotFound: there is none, or the caller may not know of it.
    """
    if case is None:
        raise NotFound(
            f"没有编号为“{case_number[:40]}”的案件。", remedy="请核对案件编号，或从案件列表中打开。"
        )
    return case


def known_case(case: CaseRecord | None, caller: Caller, case_number: str) -> CaseRecord:
    """The case, of which the caller may know, for what is refused with its way out to whoever has left it.

    Raises:
        NotFound: there is none, or the caller may not know of it.
    """
    return find_case(case if case is not None and sees(caller, case) else None, case_number)


def seen_case(case: CaseRecord | None, caller: Caller, case_number: str) -> CaseRecord:
    """The case, which the caller may read.

    Raises:
        NotFound: there is none, or the caller may not know of it.
        NotAllowed: the caller has left it.
    """
    found = known_case(case, caller, case_number)
    if has_left(caller, found):
        raise NotAllowed(
            "您已回避本案，不再查看本案的任何内容。",
            why="您已声明与本案有利害关系并回避；回避声明不撤回。",
            remedy="需要了解或办理本案的，请由本部门其他人员办理。",
        )
    return found
