"""What absences may be entered, each refusal with its way out; and that none of those that are entered clash."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case.roles import Role
from domain.errors import InvalidInput
from domain.people.absence import Absence, absence_on, check_absence
from domain.people.person import Person

TODAY = date(2026, 11, 23)
DESK = "development_and_reform"


def person(account: str, *roles: Role, department: str = DESK) -> Person:
    return Person(account=account, username=account, roles=roles or (Role.OFFICIAL,), department=department)


def away(who: str, first: int, last: int, deputy: str = "", identifier: str = "") -> Absence:
    """Days are counted from today."""
    return Absence(
        id=identifier or f"{who}{first}",
        person=who,
        department=DESK,
        from_on=TODAY + timedelta(days=first),
        until_on=TODAY + timedelta(days=last),
        deputy=deputy,
    )


WANG, LI, ZHAO = person("wang"), person("li"), person("zhao")
PEOPLE = {one.account: one for one in (WANG, LI, ZHAO)}


@dataclass(frozen=True)
class Case:
    name: str
    asked: Absence
    path: str
    words: str
    deputy: Person | None = None
    standing: tuple[Absence, ...] = ()
    person: Person = WANG


REFUSED = (
    Case("backwards", away("wang", 3, 2), "until_on", "不得早于开始日期"),
    Case("over", away("wang", -3, -1), "until_on", "已经过去"),
    Case("to oneself", away("wang", 0, 2, "wang"), "deputy", "不能由本人代理", WANG),
    Case(
        "a deputy of another department",
        away("wang", 0, 2, "qian"),
        "deputy",
        "须为本部门",
        person("qian", department="education"),
    ),
    Case(
        "a deputy without the role",
        away("wang", 0, 2, "sun"),
        "deputy",
        "相同经办角色",
        person("sun", Role.FINANCE),
    ),
    Case(
        "overlapping on one day",
        away("wang", 2, 4),
        "from_on",
        "重叠",
        standing=(away("wang", 0, 2),),
    ),
    Case(
        "a deputy who is absent",
        away("wang", 0, 5, "li"),
        "deputy",
        "也登记了缺勤",
        LI,
        (away("li", 5, 6),),
    ),
    Case(
        "a chain: the deputy has a deputy",
        away("wang", 0, 5, "li"),
        "deputy",
        "也登记了缺勤",
        LI,
        (away("li", 1, 2, "zhao"),),
    ),
    Case(
        "a chain: who is away stands in for another",
        away("wang", 0, 5, "li"),
        "from_on",
        "已受托代理他人",
        LI,
        (away("zhao", 5, 9, "wang"),),
    ),
)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_an_absence_that_cannot_be_entered_is_refused_by_field_with_its_way_out(case: Case) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_absence(case.asked, case.person, case.deputy, case.standing, TODAY)
    (field,) = refused.value.facts.fields
    assert (field.path, case.words in field.message) == (case.path, True), field
    assert "；" in field.message  # what to do follows what is wrong


def test_every_reason_is_told_at_once() -> None:
    standing = (away("wang", 0, 1), away("li", 0, 1), away("zhao", 0, 1, "wang"))
    with pytest.raises(InvalidInput) as refused:
        check_absence(away("wang", 0, 1, "li", "new"), WANG, LI, standing, TODAY)
    assert [field.path for field in refused.value.facts.fields] == ["from_on", "from_on", "deputy"]


GRANTED = (
    away("wang", 0, 0),
    away("wang", -5, 0, "li"),
    away("wang", 3, 9, "li"),
)


@pytest.mark.parametrize("asked", GRANTED, ids=lambda asked: asked.days_text)
def test_an_absence_beside_others_is_entered(asked: Absence) -> None:
    standing = (away("wang", 1, 2), away("li", 1, 2, "zhao"), away("zhao", 10, 20, "wang"))
    check_absence(asked, WANG, PEOPLE.get(asked.deputy), standing, TODAY)


def test_what_is_entered_again_under_its_own_id_does_not_overlap_itself() -> None:
    check_absence(away("wang", 0, 2), WANG, None, (away("wang", 0, 2),), TODAY)


_DAYS = st.integers(0, 12)
_ASKED = st.tuples(st.sampled_from(list(PEOPLE)), _DAYS, _DAYS, st.sampled_from(["", *PEOPLE]))


@given(st.lists(_ASKED, max_size=25))
def test_whatever_is_asked_for_nobody_is_away_twice_nor_stood_in_for_by_somebody_away(
    asked: list[tuple[str, int, int, str]],
) -> None:
    standing: list[Absence] = []
    for number, (who, first, last, deputy) in enumerate(asked):
        absence = away(who, first, last, deputy, f"a{number}")
        try:
            check_absence(absence, PEOPLE[who], PEOPLE.get(deputy), standing, TODAY)
        except InvalidInput:
            continue
        standing.append(absence)
    for offset in range(13):
        day = TODAY + timedelta(days=offset)
        today = [absence for absence in standing if absence.covers(day)]
        people = [absence.person for absence in today]
        assert len(people) == len(set(people))
        assert not {absence.deputy for absence in today} & set(people)
        assert all(absence_on(standing, who, day) for who in people)


@given(_DAYS, _DAYS, _DAYS, _DAYS)
def test_two_absences_overlap_exactly_when_some_day_is_in_both(a: int, b: int, c: int, d: int) -> None:
    one, other = away("wang", min(a, b), max(a, b)), away("wang", min(c, d), max(c, d))
    days = [TODAY + timedelta(days=offset) for offset in range(13)]
    assert one.overlaps(other) == any(one.covers(day) and other.covers(day) for day in days)
    assert one.overlaps(other) == other.overlaps(one)
