"""Taking a turn, giving it back, and giving it to a colleague; the head of the department always may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.store.cases.records import CaseRecord, read_case
from adapters.store.people.assignments import Handover, hand_over
from adapters.store.people.case_people import people_in
from adapters.store.people.desks import people_by_account
from adapters.store.writing import Session, hold, transaction
from api.people.desk_views import desks_view
from commands.access.authorise import check_free
from commands.access.caller import Caller
from commands.access.sight import find_case, sees
from commands.acts.checks import wrong
from commands.acts.preparing import closed
from commands.people.bodies import DesksView
from commands.people.desk_sight import offices_of
from commands.people.mails import alarm, tell_assigned
from commands.people.office import is_head_of, office_of, refusal_for, refusal_of_taken
from commands.wiring import Wiring
from domain.case.roles import Role
from domain.case.turns import Turn, awaited_text
from domain.errors import FieldError, NotAllowed, WrongStage
from domain.people.desk import BARS, CasePeople, Office, able_heads, bar_of, empty_desk, keepers
from domain.people.person import Person


@dataclass(frozen=True)
class AtCase:
    """One case with its people, in one transaction, as one caller meets it."""

    writing: Session
    wired: Wiring
    caller: Caller
    case: CaseRecord
    people: CasePeople
    office: Office
    at: datetime

    @property
    def person(self) -> Person:
        """The caller."""
        found = self.office.person(self.caller.account)
        assert found is not None  # noqa: S101 - the caller was added
        return found

    def turns(self, subject: str | None, parties: Iterable[str]) -> list[Turn]:
        """The open turns of these offices.

        Raises:
            WrongStage: the case waits for none of them.
        """
        known = tuple(parties)
        open_turns = self.case.progress.turns if self.case.progress else ()
        found = [
            turn
            for turn in open_turns
            if turn.party in known and turn.acts and subject in (None, turn.subject)
        ]
        if found:
            return found
        awaited = "；".join(awaited_text(turn) for turn in open_turns if turn.acts) or "无需办理"
        raise WrongStage(
            "本案目前没有贵部门待办的这一事项。",
            why=f"当前等待的事项：{awaited}。",
            remedy="请查看案件详情中的当前事项和办理方。",
        )

    def give(self, turn: Turn, account: str, reason: str = "") -> None:
        """Let somebody, or nobody, have a turn from now on."""
        taken = self.people.taken(turn)
        hand_over(
            self.writing,
            Handover(
                case_number=self.case.case_number,
                turn=turn,
                had=taken.account if taken else "",
                account=account,
                by=self.caller.account,
                at=self.at,
                reason=reason,
            ),
        )


def at_case(writing: Session, wired: Wiring, caller: Caller, case_number: str, parties: set[str]) -> AtCase:
    """The case as the caller meets it, held against others who take its turns.

    Raises:
        Refusal: not the caller's to see, or ended.
    """
    case = find_case(read_case(wired.engine, case_number, whole=False), case_number)
    find_case(case if sees(caller, case) else None, case_number)
    if case.final:
        raise closed(case.stage)
    hold(writing, f"turns:{case_number}")
    return AtCase(
        writing=writing,
        wired=wired,
        caller=caller,
        case=case,
        people=people_in(writing, case_number),
        office=office_of(writing, wired, caller, parties),
        at=datetime.now(UTC),
    )


def claim(wired: Wiring, caller: Caller, case_number: str, subject: str | None) -> DesksView:
    """The caller takes the open turns of the own office that it can do and nobody has; a head also takes them over.

    Raises:
        Refusal: the caller may not act in the case, there is no such turn, or a colleague has it.
    """
    with transaction(wired.engine) as writing:
        desk = at_case(writing, wired, caller, case_number, offices_of(caller))
        _known(desk)
        turns = desk.turns(subject, offices_of(caller))
        refusals = [refusal for turn in turns if (refusal := _claimed(desk, turn)) is not None]
        if len(refusals) == len(turns):
            raise refusals[0]
    return desks_view(wired, caller, case_number)


def _known(desk: AtCase) -> None:
    """Only whom the store knows can be seen to have a turn."""
    if desk.caller.account not in people_by_account(desk.writing, {desk.caller.account}):
        raise NotAllowed(
            "您的账号没有在本系统登记人员信息，不能领取待办。",
            remedy="可以直接办理，或请管理员登记人员信息。",
        )


def _claimed(desk: AtCase, turn: Turn) -> Exception | None:
    """Take one turn, or say why not."""
    person, people, office = desk.person, desk.people, desk.office
    kinds = person.can_do(turn.party, turn.acts)
    if not kinds:
        return NotAllowed("您的角色不能办理此事项。", remedy="请由具有相应角色的人员领取。")
    bar = bar_of(person, people, office, kinds)
    if bar is not None:
        return refusal_for(person, bar, turn, turn.party, people, office)
    keeping = keepers(turn, people, office)
    taken = people.taken(turn)
    if taken is not None and taken.account == person.account:
        return None
    if keeping and not is_head_of(person, turn.party):
        return refusal_of_taken(keeping, people, turn, office)
    desk.give(turn, person.account)
    return None


def release(wired: Wiring, caller: Caller, case_number: str, subject: str | None) -> tuple[DesksView, bool]:
    """Whoever has a turn, or the head, gives it back to the desk; at an empty one that raises the alarm.

    Returns:
        The desks of the case, and whether a mail waits to be sent.

    Raises:
        Refusal: nobody has it, or another has.
    """
    office = _own_office(caller)
    with transaction(wired.engine) as writing:
        desk = at_case(writing, wired, caller, case_number, offices_of(caller))
        check_free(writing, wired, caller, case_number, office)
        turns = desk.turns(subject, offices_of(caller))
        taken = [turn for turn in turns if desk.people.taken(turn)]
        if not taken:
            raise WrongStage("此事项没有人领取，无需释放。", remedy="本部门人员可以直接办理或领取。")
        own = [turn for turn in taken if _may_hand_on(desk, turn)]
        if not own:
            keeping = keepers(taken[0], desk.people, desk.office)
            raise refusal_of_taken(keeping, desk.people, taken[0], desk.office)
        for turn in own:
            desk.give(turn, "")
        people = people_in(writing, case_number)
        empties = [empty for turn in own if (empty := empty_desk(turn, people, desk.office)) is not None]
        queued = alarm(writing, wired, empties, desk.at)
    return desks_view(wired, caller, case_number), queued


def _may_hand_on(desk: AtCase, turn: Turn) -> bool:
    """Whoever has it, and the head; an administrator where no head is left who can."""
    taken = desk.people.taken(turn)
    if taken is not None and taken.account == desk.caller.account:
        return True
    if is_head_of(desk.person, turn.party):
        return True
    headless = not able_heads(turn, desk.people, desk.office)
    return headless and Role.ADMINISTRATOR in desk.caller.roles


def reassign(
    wired: Wiring, caller: Caller, case_number: str, to: str, reason: str, subject: str | None = None
) -> tuple[DesksView, bool]:
    """Whoever has a turn, or the head, gives it to a colleague who can act in it; the colleague is written to.

    Returns:
        The desks of the case, and whether a mail waits to be sent.

    Raises:
        Refusal: not the caller's to give, or the colleague cannot act in the case.
    """
    is_overseer = Role.ADMINISTRATOR in caller.roles
    with transaction(wired.engine) as writing:
        parties = _offices_in(wired, case_number) if is_overseer else offices_of(caller)
        desk = at_case(writing, wired, caller, case_number, parties)
        own = offices_of(caller) or ({desk.case.lead} if is_overseer else {_own_office(caller)})
        check_free(writing, wired, caller, case_number, min(own))
        turns = [turn for turn in desk.turns(subject, parties) if _may_hand_on(desk, turn)]
        if not turns:
            raise _not_to_give(desk, desk.turns(subject, parties)[0])
        queued = [_given(desk, turn, to, reason) for turn in turns]
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
    turns = case.progress.turns if case and case.progress else ()
    return {turn.party for turn in turns if turn.is_of_an_office}


def _not_to_give(desk: AtCase, turn: Turn) -> Exception:
    keeping = keepers(turn, desk.people, desk.office)
    if keeping:
        return refusal_of_taken(keeping, desk.people, turn, desk.office)
    return NotAllowed(
        "不能转交尚未由您领取的事项。",
        why="只有领取人和部门负责人可以转交。",
        remedy="请先领取（claim）再转交，或请部门负责人转交。",
    )


def _given(desk: AtCase, turn: Turn, username: str, reason: str) -> bool:
    """Give one turn to a colleague; whether a mail was queued."""
    colleague = next((one for one in desk.office.people if username and one.username == username), None)
    found = _objection_to(desk, turn, colleague)
    if found or colleague is None:
        wrong("不能转交给此人。", [FieldError(path="to", message=found)], "请另选本部门可以办理的人员。")
        return False
    desk.give(turn, colleague.account, reason)
    return tell_assigned(desk.writing, desk.wired, desk.case.case_number, turn, colleague, reason, desk.at)


def _objection_to(desk: AtCase, turn: Turn, colleague: Person | None) -> str:
    """Why somebody cannot be given a turn; empty when nothing stands against it."""
    if colleague is None:
        return "本部门没有这一用户名的经办人员"
    kinds = colleague.can_do(turn.party, turn.acts)
    if not kinds:
        return "须为本部门具有相应经办角色的人员"
    taken = desk.people.taken(turn)
    if taken is not None and taken.account == colleague.account:
        return "此事项已由其领取"
    bar = bar_of(colleague, desk.people, desk.office, kinds)
    return "" if bar is None else f"此人目前不能办理本案（{BARS[bar]}）"
