"""The people of a case as a request meets them: its caller as a person, the office, and the refusals with their way out."""

from collections.abc import Iterable

from adapters.store.cases.records import CaseRecord
from adapters.store.people.case_people import people_in
from adapters.store.people.desks import read_office
from adapters.store.writing import Session
from commands.access.caller import Caller
from commands.wiring import Wiring
from domain.case.acts.endings import Terminate
from domain.case.acts.payment import ConfirmPayment
from domain.case.record.narrative import day_text
from domain.case.roles import Role
from domain.case.user_tasks import UserTask
from domain.departments import party_name
from domain.errors import ConflictOfRoles, NotAllowed, Refusal
from domain.people.availability import Bar, CasePeople, Department, able_people, keepers
from domain.people.person import Person

KEPT_OFF = "您不能办理本案的任何环节。"

ANY_ACT = (Terminate.kind, ConfirmPayment.kind)
"""An act of each office: who can do one of them can act in the case."""


def person_of_caller(caller: Caller) -> Person:
    """The caller as a person at a desk."""
    return Person(
        account=caller.account,
        name=caller.name,
        roles=caller.roles,
        department=caller.department,
        also=caller.also,
        unit=caller.unit,
    )


def office_of(session: Session, wired: Wiring, caller: Caller, parties: Iterable[str]) -> Department:
    """The known people of these desks today, and the caller, whom the store may not know."""
    office = read_office(session, tuple(parties), wired.today())
    return office.with_person(person_of_caller(caller))


def known_people(session: Session, case: CaseRecord) -> CasePeople:
    """What is known of people in a case."""
    return people_in(session, case.case_number)


def names(people: Iterable[Person]) -> str:
    """People as a list: 王某(wang)、李某(li)."""
    return "、".join(person.label for person in people)


def refusal_for(
    person: Person, bar: Bar, task: UserTask | None, party: str, people: CasePeople, office: Department
) -> Refusal:
    """Why this person cannot act, and who can instead."""
    others = who_else(person, task, party, people, office)
    if bar is Bar.RECUSED:
        return NotAllowed(KEPT_OFF, why="您已声明与本案有利害关系并回避。", remedy=others)
    if bar is Bar.INTERESTED:
        return ConflictOfRoles(
            KEPT_OFF,
            why="您的账号代表本案申请单位，或曾以申请人身份办理本案，与本案有利害关系。",
            remedy=others,
        )
    if bar is Bar.EXCLUDED:
        return ConflictOfRoles(
            "同一人不得在同一案件中办理相互制约的环节。",
            why="您本人，或您的代理人代您，已办理过本案中与此相互制约的环节。",
            remedy=others,
        )
    return _refusal_while_absent(person, office)


def _refusal_while_absent(person: Person, office: Department) -> Refusal:
    absence = office.absence(person.account)
    assert absence is not None  # noqa: S101 - that is what the bar says
    deputy = office.person(absence.deputy)
    instead = f"由代理人{deputy.label}办理" if deputy else "由本部门其他人员办理"
    return NotAllowed(
        f"您已登记缺勤（{absence.days_text}），此期间不能办理。",
        why=f"代理人为{deputy.label}。" if deputy else "未指定代理人。",
        remedy=f"如已返岗，请先撤销该登记（POST /v1/delegations/{absence.id}/revoke）；否则{instead}。",
    )


def who_else(
    person: Person, task: UserTask | None, party: str, people: CasePeople, office: Department
) -> str:
    """Who can act instead, as a remedy."""
    asked = task or UserTask(party=party, acts=ANY_ACT)
    able = keepers(asked, people, office) or able_people(asked, people, office)
    others = [other for other in able if other.account != person.account]
    if others:
        return f"请由{names(others)}办理。"
    return f"{party_name(party, office.day)}目前没有其他可以办理的人员，请联系部门负责人或管理员。"


def refusal_of_taken(
    keeping: Iterable[Person], people: CasePeople, task: UserTask, office: Department
) -> Refusal:
    """The task is taken: by whom, and the ways out."""
    taken = people.taken(task)
    holder = office.person(taken.account) if taken else None
    label = holder.label if holder else "他人"
    since = f"自{day_text(office.day)}起可由其代理人{names(keeping)}代为办理。"
    stands_in = holder not in tuple(keeping)
    return NotAllowed(
        f"此事项已由{label}领取。",
        why=since if stands_in else "已领取的事项由领取人办理。",
        remedy=f"请由{names(keeping)}办理；或由领取人释放（release）、转交（reassign），部门负责人也可以直接办理或转交。",
    )


def is_head_of(person: Person, party: str) -> bool:
    """Whether the person is the head of a department, and so may act in and hand on what others have taken."""
    return Role.SUPERVISOR in person.roles and person.heads(party)
