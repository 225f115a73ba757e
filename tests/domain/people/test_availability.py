"""Who can act in a case, for whom, and when a desk is empty: cases as data."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from domain.case.roles import Role
from domain.case.user_tasks import UserTask
from domain.people.absence import Absence
from domain.people.availability import (
    Assignment,
    Bar,
    CasePeople,
    Department,
    able_heads,
    able_people,
    acts_for,
    bar_of,
    empty_desk,
    is_excluded,
    is_interested,
    keepers,
)
from domain.people.person import Person

DAY = date(2026, 11, 23)
SINCE = datetime(2026, 11, 20, 1, tzinfo=UTC)
DESK = "development_and_reform"
REVIEW = UserTask(party=DESK, acts=("review",), since=SINCE)
PAY = UserTask(party="finance_bureau", acts=("issue_fund_document",), since=SINCE)


def official(account: str, *more: Role, unit: str | None = None) -> Person:
    roles = (Role.OFFICIAL, *more)
    return Person(account=account, username=account, roles=roles, department=DESK, unit=unit)


WANG, LI, HEAD = official("wang"), official("li"), official("head", Role.SUPERVISOR)
CASHIER = Person(account="cashier", roles=(Role.FINANCE,), department="finance_bureau")


def away(who: str, deputy: str = "", first: int = 1) -> Absence:
    return Absence(
        id=f"absence of {who}",
        person=who,
        department=DESK,
        from_on=date(2026, 11, first),
        until_on=date(2026, 11, 30),
        deputy=deputy,
    )


def taken(who: str, task: UserTask = REVIEW) -> Assignment:
    return Assignment(case_number="c", party=task.party, acts=task.acts, since=SINCE, account=who)


PLAIN = CasePeople(case_number="c", unit="u")


@dataclass(frozen=True)
class Desk:
    """A situation, and what follows."""

    name: str
    case: CasePeople = PLAIN
    absences: tuple[Absence, ...] = ()
    people: tuple[Person, ...] = (WANG, LI, HEAD)
    task: UserTask = REVIEW
    able: tuple[str, ...] = ("wang", "li", "head")
    keeping: tuple[str, ...] = ()
    empty: dict[Bar, int] | None = None
    heads: tuple[str, ...] = field(default=())


def people(**content: object) -> CasePeople:
    return CasePeople.model_validate({"case_number": "c", "unit": "u", **content})


DESKS = (
    Desk("everybody is there"),
    Desk("one is away", absences=(away("wang"),), able=("li", "head")),
    Desk(
        "all but the head are away",
        absences=(away("wang"), away("li")),
        able=("head",),
        empty={Bar.ABSENT: 2},
        heads=("head",),
    ),
    Desk(
        "all are away, the head too: nobody of the department is left",
        absences=(away("wang"), away("li"), away("head")),
        able=(),
        empty={Bar.ABSENT: 2},
    ),
    Desk("a deputy is there", absences=(away("wang", "li"),), able=("li", "head")),
    Desk(
        "the deputy left the case",
        people(recused=["li"]),
        (away("wang", "li"),),
        able=("head",),
        empty={Bar.RECUSED: 1, Bar.ABSENT: 1},
        heads=("head",),
    ),
    Desk(
        "one left the case, the other filed it",
        people(recused=["wang"], applicant="li"),
        able=("head",),
        empty={Bar.RECUSED: 1, Bar.INTERESTED: 1},
        heads=("head",),
    ),
    Desk(
        "four eyes: both signed for the department before",
        people(done={"sign_off": ["wang", "li"]}),
        able=("head",),
        empty={Bar.EXCLUDED: 2},
        heads=("head",),
    ),
    Desk(
        "four eyes count what a deputy did for somebody",
        people(done={"sign_off": ["li"]}, done_for={"sign_off": ["wang"]}),
        able=("head",),
        empty={Bar.EXCLUDED: 2},
        heads=("head",),
    ),
    Desk(
        "a head who signed before cannot review, but can give the task to somebody",
        people(done={"sign_off": ["wang", "li", "head"]}),
        able=(),
        empty={Bar.EXCLUDED: 2},
        heads=("head",),
    ),
    Desk(
        "the head is the only one of the department",
        absences=(away("head"),),
        people=(HEAD,),
        able=(),
        empty={Bar.ABSENT: 1},
    ),
    Desk("nobody of the department is known", people=(), able=()),
    Desk("taken", people(assignments=[taken("wang")]), keeping=("wang",)),
    Desk(
        "taken, and the deputy acts",
        people(assignments=[taken("wang")]),
        (away("wang", "li"),),
        able=("li", "head"),
        keeping=("li",),
    ),
    Desk(
        "taken by somebody away without a deputy: it holds nobody up",
        people(assignments=[taken("wang")]),
        (away("wang"),),
        able=("li", "head"),
    ),
    Desk(
        "taken by somebody who left the case: no deputy of that person's choice has it",
        people(assignments=[taken("wang")], recused=["wang"]),
        (away("wang", "li"),),
        able=("li", "head"),
    ),
    Desk(
        "taken by the head of an otherwise empty desk",
        people(assignments=[taken("head")]),
        (away("wang"), away("li")),
        able=("head",),
        keeping=("head",),
    ),
    Desk(
        "taken in an earlier task of the step",
        people(assignments=[taken("wang").model_copy(update={"since": SINCE.replace(day=1)})]),
    ),
    Desk(
        "the applicant's task has no desk",
        people=(WANG, LI),
        task=UserTask(party="applicant", acts=("supplement",)),
        able=(),
    ),
    Desk(
        "officials do not pay",
        people=(WANG, CASHIER),
        task=PAY,
        absences=(away("cashier"),),
        able=(),
        empty={Bar.ABSENT: 1},
    ),
)


@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk.name)
def test_who_is_at_a_desk_and_whether_it_is_empty(desk: Desk) -> None:
    office = Department(people=desk.people, absences=desk.absences, day=DAY)
    assert tuple(one.account for one in able_people(desk.task, desk.case, office)) == desk.able
    assert tuple(one.account for one in keepers(desk.task, desk.case, office)) == desk.keeping
    empty = empty_desk(desk.task, desk.case, office)
    assert (empty.counts if empty else None) == desk.empty
    assert tuple(one.account for one in (empty.heads if empty else ())) == desk.heads


def test_another_absence_of_the_same_person_is_another_cause() -> None:
    def causes(absence: Absence) -> tuple[str, ...]:
        empty = empty_desk(REVIEW, people(), Department(people=(WANG, HEAD), absences=(absence,), day=DAY))
        assert empty is not None
        assert empty.words == "1 人缺勤"
        return empty.causes

    first = away("wang")
    assert causes(first) == causes(first)
    assert causes(first) != causes(first.model_copy(update={"id": "another"}))


@dataclass(frozen=True)
class StandIn:
    """A deputy acts: for whom?"""

    name: str
    absent: str
    case: CasePeople = PLAIN
    absences: tuple[Absence, ...] = (away("wang", "li"),)
    kind: str = "review"


STAND_INS = (
    StandIn("for the absent person", "wang"),
    StandIn("for whom has the task", "wang", people(assignments=[taken("wang")])),
    StandIn("in the own name: the deputy has the task", "", people(assignments=[taken("li")])),
    StandIn("in the own name: the absent person left the case", "", people(recused=["wang"])),
    StandIn("in the own name: the absent person filed it", "", people(applicant="wang")),
    StandIn("in the own name: four eyes exclude the absent one", "", people(done={"sign_off": ["wang"]})),
    StandIn("in the own name: nobody is away", "", absences=()),
    StandIn("in the own name: the absence is still to come", "", absences=(away("wang", "li", 24),)),
    StandIn("for whom has been away longest", "head", absences=(away("wang", "li", 2), away("head", "li"))),
    StandIn(
        "for whom has the task, of two",
        "wang",
        people(assignments=[taken("wang")]),
        (away("wang", "li", 2), away("head", "li")),
    ),
)


@pytest.mark.parametrize("case", STAND_INS, ids=lambda case: case.name)
def test_a_deputy_acts_for_the_absent_person_or_in_the_own_name(case: StandIn) -> None:
    office = Department(people=(WANG, LI, HEAD), absences=case.absences, day=DAY)
    assert acts_for(LI, REVIEW, case.kind, DESK, case.case, office) == case.absent


@pytest.mark.parametrize(
    ("unit", "case", "interested"),
    [
        (None, people(), False),
        ("u", people(), True),
        ("u", people(unit="u#maker"), True),
        ("u", people(unit="u2"), False),
        (None, people(applicant="wang"), True),
        (None, people(done={"supplement": ["wang"]}), True),
        (None, people(done={"review": ["wang"]}), False),
    ],
)
def test_who_stands_on_the_applicants_side_is_interested(
    unit: str | None, case: CasePeople, interested: bool
) -> None:
    person = official("wang", unit=unit)
    assert is_interested(person, case) is interested
    bar = bar_of(person, case, Department(people=(person,), day=DAY), ("review",))
    assert bar is (Bar.INTERESTED if interested else None)


def test_an_absent_or_recused_head_gets_no_empty_desk() -> None:
    office = Department(people=(WANG, HEAD), absences=(away("wang"),), day=DAY)
    assert able_heads(REVIEW, people(), office) == (HEAD,)
    assert able_heads(REVIEW, people(recused=["head"]), office) == ()


@pytest.mark.parametrize(
    ("people", "is_kept_off"),
    [
        (PLAIN, False),
        (PLAIN.model_copy(update={"excluded": frozenset({"li"})}), True),
        (PLAIN.model_copy(update={"excluded": frozenset({"wang"})}), False),
        (PLAIN.model_copy(update={"done": {"sign_off": ("li",)}}), True),
        (PLAIN.model_copy(update={"done_for": {"sign_off": ("li",)}}), True),
        (PLAIN.model_copy(update={"done": {"check_completeness": ("li",)}}), False),
    ],
)
def test_who_decided_what_excludes_a_review_is_kept_off_it(people: CasePeople, is_kept_off: bool) -> None:
    assert is_excluded("li", people, "review") is is_kept_off
