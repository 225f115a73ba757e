"""Taking a task, giving it back, and giving it to a colleague; the head of the department always may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.people.assignments import Handover, hand_over
from adapters.store.people.case_people import people_in
from adapters.store.people.desks import people_by_account
from adapters.store.writing import Session, hold, transaction
from commands.access.authorise import check_free
from commands.access.caller import Caller
from commands.access.sight import known_case
from commands.acts.checks import wrong
from commands.people.bodies import DesksView
from commands.people.desk_sight import offices_of
from commands.people.desks import desks_view
from commands.people.mails import alarm, tell_assigned
from commands.people.office import is_head_of, office_of, refusal_for, refusal_of_taken
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.case.user_tasks import UserTask, awaited_text
from domain.errors import CaseClosed, FieldError, NotAllowed, WrongStage
from domain.people.availability import BARS, CasePeople, Department, able_heads, bar_of, empty_desk, keepers
from domain.people.person import Person


@dataclass(frozen=True)
class AtCase:
    """One case with its people, in one transaction, as one caller meets it."""

    session: Session
    wired: Wiring
    caller: Caller
    case: CaseRecord
    people: CasePeople
    office: Department
    at: datetime

    @property
    def person(self) -> Person:
        """The caller."""
        found = self.office.person(self.caller.account)
        assert found is not None  # noqa: S101 - the caller was added
        return found

    def tasks(self, subject: str | None, parties: Iterable[str]) -> list[UserTask]:
        """The open tasks of these offices.

        Raises:
            WrongStage: the case waits for none of them.
        """
        known = tuple(parties)
        open_tasks = self.case.progress.tasks if self.case.progress else ()
        found = [
            task
            for task in open_tasks
            if task.party in known and task.acts and subject in (None, task.subject)
        ]
        if found:
            return found
        awaited = "；".join(awaited_text(task) for task in open_tasks if task.acts) or "无需办理"
        raise WrongStage(
            "本案目前没有贵部门待办的这一事项。",
            why=f"当前等待的事项：{awaited}。",
            remedy="请查看案件详情中的当前事项和办理方。",
        )

    def give(self, task: UserTask, account: str, reason: str = "") -> None:
        """Let somebody, or nobody, have a task from now on."""
        taken = self.people.taken(task)
        hand_over(
            self.session,
            Handover(
                case_number=self.case.case_number,
                task=task,
                had=taken.account if taken else "",
                account=account,
                by=self.caller.account,
                at=self.at,
                reason=reason,
            ),
        )


def at_case(session: Session, wired: Wiring, caller: Caller, case_number: str, parties: set[str]) -> AtCase:
    """The case as the caller meets it, held against others who take its tasks.

    Raises:
        Refusal: not the caller's to see, or ended.
    """
    case = known_case(read_case(wired.engine, case_number, whole=False), caller, case_number)
    if case.final:
        raise CaseClosed.of(case.stage)
    hold(session, f"tasks:{case_number}")
    return AtCase(
        session=session,
        wired=wired,
        caller=caller,
        case=case,
        people=people_in(session, case_number),
        office=office_of(session, wired, caller, parties),
        at=datetime.now(UTC),
    )


def claim(wired: Wiring, caller: Caller, case_number: str, subject: str | None) -> DesksView:
    """The caller takes the open tasks of the own office that it can do and nobody has; a head also takes them over.

    Raises:
        Refusal: the caller may not act in the case, there is no such task, or a colleague has it.
    """
    with transaction(wired.engine) as session:
        desk = at_case(session, wired, caller, case_number, offices_of(caller))
        _known(desk)
        tasks = desk.tasks(subject, offices_of(caller))
        refusals = [refusal for task in tasks if (refusal := _claimed(desk, task)) is not None]
        if len(refusals) == len(tasks):
            raise refusals[0]
    return desks_view(wired, caller, case_number)


def _known(desk: AtCase) -> None:
    """Only whom the store knows can be seen to have a task."""
    if desk.caller.account not in people_by_account(desk.session, {desk.caller.account}):
        raise NotAllowed(
            "您的账号没有在本系统登记人员信息，不能领取待办。",
            remedy="可以直接办理，或请管理员登记人员信息。",
        )


def _claimed(desk: AtCase, task: UserTask) -> Exception | None:
    """Take one task, or say why not."""
    person, people, office = desk.person, desk.people, desk.office
    kinds = person.can_do(task.party, task.acts)
    if not kinds:
        return NotAllowed("您的角色不能办理此事项。", remedy="请由具有相应角色的人员领取。")
    bar = bar_of(person, people, office, kinds, task)
    if bar is not None:
        return refusal_for(person, bar, task, task.party, people, office)
    keeping = keepers(task, people, office)
    taken = people.taken(task)
    if taken is not None and taken.account == person.account:
        return None
    if keeping and not is_head_of(person, task.party):
        return refusal_of_taken(keeping, people, task, office)
    desk.give(task, person.account)
    return None


def release(wired: Wiring, caller: Caller, case_number: str, subject: str | None) -> tuple[DesksView, bool]:
    """Whoever has a task, or the head, gives it back to the desk; at an empty one that raises the alarm.

    Returns:
        The desks of the case, and whether a mail waits to be sent.

    Raises:
        Refusal: nobody has it, or another has.
    """
    office = _own_office(caller)
    with transaction(wired.engine) as session:
        desk = at_case(session, wired, caller, case_number, offices_of(caller))
        check_free(session, wired, caller, case_number, office)
        tasks = desk.tasks(subject, offices_of(caller))
        taken = [task for task in tasks if desk.people.taken(task)]
        if not taken:
            raise WrongStage("此事项没有人领取，无需释放。", remedy="本部门人员可以直接办理或领取。")
        own = [task for task in taken if _may_hand_on(desk, task)]
        if not own:
            keeping = keepers(taken[0], desk.people, desk.office)
            raise refusal_of_taken(keeping, desk.people, taken[0], desk.office)
        for task in own:
            desk.give(task, "")
        people = people_in(session, case_number)
        empties = [empty for task in own if (empty := empty_desk(task, people, desk.office)) is not None]
        queued = alarm(session, wired, empties, desk.at)
    return desks_view(wired, caller, case_number), queued


def _may_hand_on(desk: AtCase, task: UserTask) -> bool:
    """Whoever has it, and the head; an administrator where no head is left who can."""
    taken = desk.people.taken(task)
    if taken is not None and taken.account == desk.caller.account:
        return True
    if is_head_of(desk.person, task.party):
        return True
    headless = not able_heads(task, desk.people, desk.office)
    return headless and Role.ADMINISTRATOR in desk.caller.roles


def reassign(
    wired: Wiring, caller: Caller, case_number: str, to: str, reason: str, subject: str | None = None
) -> tuple[DesksView, bool]:
    """Whoever has a task, or the head, gives it to a colleague who can act in it; the colleague is written to.

    Returns:
        The desks of the case, and whether a mail waits to be sent.

    Raises:
        Refusal: not the caller's to give, or the colleague cannot act in the case.
    """
    is_overseer = Role.ADMINISTRATOR in caller.roles
    with transaction(wired.engine) as session:
        parties = _offices_in(wired, case_number) if is_overseer else offices_of(caller)
        desk = at_case(session, wired, caller, case_number, parties)
        own = offices_of(caller) or ({desk.case.lead} if is_overseer else {_own_office(caller)})
        check_free(session, wired, caller, case_number, min(own))
        tasks = [task for task in desk.tasks(subject, parties) if _may_hand_on(desk, task)]
        if not tasks:
            raise _not_to_give(desk, desk.tasks(subject, parties)[0])
        queued = [_given(desk, task, to, reason) for task in tasks]
    return desks_view(wired, caller, case_number), any(queued)


def _own_office(caller: Caller) -> str:
    """The office of the caller.

    Raises:
        NotAllowed: the account belongs to none.
    """
    offices = offices_of(caller)
    if not offices:
        raise NotAllowed("您的账号没有所属部门或单位，不能办理。", remedy="请联系管理员。")
    return min(offices)


def _offices_in(wired: Wiring, case_number: str) -> set[str]:
    case = read_case(wired.engine, case_number, whole=False)
    tasks = case.progress.tasks if case and case.progress else ()
    return {task.party for task in tasks if task.is_of_an_office}


def _not_to_give(desk: AtCase, task: UserTask) -> Exception:
    keeping = keepers(task, desk.people, desk.office)
    if keeping:
        return refusal_of_taken(keeping, desk.people, task, desk.office)
    return NotAllowed(
        "不能转交尚未由您领取的事项。",
        why="只有领取人和部门负责人可以转交。",
        remedy="请先领取（claim）再转交，或请部门负责人转交。",
    )


def _given(desk: AtCase, task: UserTask, username: str, reason: str) -> bool:
    """Give one task to a colleague; whether a mail was queued."""
    colleague = next((one for one in desk.office.people if username and one.username == username), None)
    found = _objection_to(desk, task, colleague)
    if found or colleague is None:
        wrong("不能转交给此人。", [FieldError(path="to", message=found)], "请另选本部门可以办理的人员。")
        return False
    desk.give(task, colleague.account, reason)
    return tell_assigned(desk.session, desk.wired, desk.case.case_number, task, colleague, reason, desk.at)


def _objection_to(desk: AtCase, task: UserTask, colleague: Person | None) -> str:
    """Why somebody cannot be given a task; empty when nothing stands against it."""
    if colleague is None:
        return "本部门没有这一用户名的经办人员"
    kinds = colleague.can_do(task.party, task.acts)
    if not kinds:
        return "须为本部门具有相应经办角色的人员"
    taken = desk.people.taken(task)
    if taken is not None and taken.account == colleague.account:
        return "此事项已由其领取"
    bar = bar_of(colleague, desk.people, desk.office, kinds, task)
    return "" if bar is None else f"此人目前不能办理本案（{BARS[bar]}）"
