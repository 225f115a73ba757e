"""An announcement is judged whole: every wrong day at once; what is loaded counts, and nothing is provisional in it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import ANNOUNCED_YEARS, DueDate, WorkingCalendar, statutory_days
from domain.calendar_years.announced_year import AnnouncedYear, DayOff, SourceDocument
from domain.calendar_years.announcement import check_announcement
from domain.calendar_years.days import DayOrigin, days_of
from domain.errors import InvalidInput
from tests.fixtures.announcements import MADE_UP_2027, SOURCE_2027, year_2027

TODAY = date(2026, 11, 23)
LOADED = WorkingCalendar(range(2004, 2027), (year_2027(),))
COMPUTED = WorkingCalendar(range(2004, 2027))
SOURCE_2026 = SourceDocument(
    title="国务院办公厅关于2026年部分节假日安排的通知",
    number="国办发明电〔2025〕7号",
    issued_on=date(2025, 11, 4),
)


def faults_of(announced: AnnouncedYear, latest: date = TODAY) -> dict[str, str]:
    """The refusal's fields, by path."""
    with pytest.raises(InvalidInput) as refused:
        check_announcement(announced, latest)
    facts = refused.value.facts
    assert str(len(facts.fields)) in facts.what
    assert facts.remedy
    return {field.path: field.message for field in facts.fields}


def without(*days: date) -> tuple[DayOff, ...]:
    return tuple(day for day in year_2027().days_off if day.on not in days)


def of_the_release(year: int) -> AnnouncedYear:
    days = days_of(year)
    return AnnouncedYear(
        year=year, days_off=days.days_off, make_up_days=days.make_up_days, source=SOURCE_2026
    )


def test_a_year_that_keeps_the_law_is_taken() -> None:
    check_announcement(year_2027(), TODAY)


@pytest.mark.parametrize("year", [2025, 2026])
def test_what_was_announced_since_the_law_has_thirteen_days_adds_up(year: int) -> None:
    announced = of_the_release(year)
    weekdays = [day for day in announced.off if day.weekday() < 5]
    assert len(weekdays) - len(announced.make_up_days) == 13
    assert statutory_days(year).keys() <= announced.off


def test_a_year_of_the_release_is_taken_for_its_document_when_it_says_the_same() -> None:
    check_announcement(of_the_release(2026), TODAY)


def test_a_year_of_the_release_that_says_something_else_is_judged_as_any_other() -> None:
    year = of_the_release(2026)
    short = year.model_copy(update={"make_up_days": year.make_up_days[1:]})
    assert list(faults_of(short)) == ["make_up_days"]
    assert "应为法定的 13 天，所填为 14 天" in faults_of(short)["make_up_days"]
    check_announcement(short.model_copy(update={"departure": "国务院决定不再调休。"}), TODAY)


def day_off(*days: date) -> tuple[DayOff, ...]:
    return tuple(DayOff(on=day, name="调整放假") for day in days)


@pytest.mark.parametrize(
    ("year", "off", "worked"),
    [
        (year_2027(), date(2026, 12, 31), date(2026, 12, 26)),  # told with the year that follows
        (year_2027(), date(2028, 1, 3), date(2028, 1, 8)),  # told with the year that goes before
        (of_the_release(2026), date(2026, 9, 3), date(2026, 9, 6)),  # told while the year runs
        (of_the_release(2026), date(2026, 12, 31), date(2026, 12, 26)),
        (of_the_release(2026), date(2027, 1, 4), date(2027, 1, 9)),
    ],
)
def test_a_document_moves_days_of_its_year_and_of_those_beside_it(
    year: AnnouncedYear, off: date, worked: date
) -> None:
    moved = year.model_copy(
        update={"days_off": (*year.days_off, *day_off(off)), "make_up_days": (*year.make_up_days, worked)}
    )
    check_announcement(moved, TODAY)
    calendar = WorkingCalendar(loaded=(moved,))
    assert [bool(calendar.is_working_day(day)) for day in (off, worked)] == [False, True]
    assert not any(calendar.is_working_day(day).provisional for day in (off, worked))
    shown = days_of(off.year, (moved,))
    assert (off in {day.on for day in shown.days_off}, worked in shown.make_up_days) == (True, True)


def test_of_two_documents_that_name_a_day_the_later_is_right_and_silence_changes_nothing() -> None:
    day = date(2026, 12, 31)
    later = year_2027(
        days_off=(*year_2027().days_off, *day_off(day)), make_up_days=(*MADE_UP_2027, date(2026, 12, 26))
    )
    earlier = of_the_release(2026)
    for loaded in ((later, earlier), (earlier, later)):
        assert not WorkingCalendar(loaded=loaded).is_working_day(day)
    saturday = date(2026, 12, 26)
    taken_back = earlier.model_copy(
        update={
            "days_off": (*earlier.days_off, *day_off(saturday)),
            "source": SOURCE_2026.model_copy(update={"issued_on": date(2026, 11, 20)}),
        }
    )
    assert not WorkingCalendar(loaded=(later, taken_back)).is_working_day(saturday)


def test_a_loaded_year_leaves_the_december_that_the_release_has_from_the_next_document() -> None:
    silent = AnnouncedYear(year=2018, days_off=(), source=SOURCE_2026)
    for loaded, worked in (
        ((silent,), True),
        ((silent, AnnouncedYear(year=2019, days_off=(), source=SOURCE_2026)), False),
    ):
        assert bool(WorkingCalendar(loaded=loaded).is_working_day(date(2018, 12, 29))) is worked


@pytest.mark.parametrize("day", sorted(statutory_days(2027)))
def test_every_statutory_day_must_be_off(day: date) -> None:
    found = faults_of(year_2027(days_off=without(day)))
    assert found == {"days_off": found["days_off"]}
    assert day.isoformat() in found["days_off"]
    assert statutory_days(2027)[day] in found["days_off"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2027, 3, 3), "本来就是工作日"),
        (date(2028, 2, 5), "不在2027年内"),
        (date(2028, 1, 1), "是法定节假日"),
        (date(2026, 11, 29), "不在2027年内"),
        (date(2027, 2, 6), "既列为放假，又列为上班"),
        (MADE_UP_2027[0], "重复列出"),
    ],
)
def test_a_make_up_day_is_a_weekend_of_the_year_that_is_worked_once(day: date, told: str) -> None:
    found = faults_of(year_2027(make_up_days=(*MADE_UP_2027, day)))
    assert told in found["make_up_days[5]"]


@pytest.mark.parametrize(
    ("day", "path", "told"),
    [
        (DayOff(on=date(2026, 11, 30), name="元旦"), "days_off[29].on", "不在2027年内"),
        (DayOff(on=date(2028, 2, 1), name="春节"), "days_off[29].on", "不在2027年内"),
        (DayOff(on=date(2027, 1, 1), name="元旦"), "days_off[29].on", "重复列出"),
        (DayOff(on=date(2027, 1, 4), name=" "), "days_off[29].name", "须填写节日名称"),
    ],
)
def test_a_day_off_is_named_and_listed_once_in_its_year(day: DayOff, path: str, told: str) -> None:
    assert told in faults_of(year_2027(days_off=(*year_2027().days_off, day)))[path]


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ({"title": " "}, "source.title"),
        ({"number": ""}, "source.number"),
        ({"issued_on": date(2026, 11, 24)}, "source.issued_on"),
        ({"issued_on": date(2025, 11, 4)}, "year"),
    ],
)
def test_an_announcement_needs_a_document_that_can_announce_the_year(
    source: dict[str, object], path: str
) -> None:
    assert list(faults_of(year_2027(source=SOURCE_2027.model_copy(update=source)))) == [path]


def test_a_make_up_day_that_was_left_out_shows_in_the_sum_unless_the_year_is_declared_special() -> None:
    short = year_2027(make_up_days=MADE_UP_2027[1:])
    assert "应为法定的 13 天，所填为 14 天" in faults_of(short)["make_up_days"]
    check_announcement(short.model_copy(update={"departure": "国务院决定增加一天纪念日放假。"}), TODAY)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = AnnouncedYear(
        year=2027,
        days_off=(DayOff(on=date(2026, 1, 1), name=""),),
        make_up_days=(date(2027, 3, 3),),
        source=SourceDocument(title="", number="", issued_on=date(2029, 1, 1)),
    )
    with pytest.raises(InvalidInput) as refused:
        check_announcement(wrong, TODAY)
    paths = [field.path for field in refused.value.facts.fields]
    assert paths.count("days_off") == len(statutory_days(2027))
    assert {"source.title", "source.number", "source.issued_on", "year"} <= set(paths)
    assert {"days_off[0].on", "days_off[0].name", "make_up_days[0]"} <= set(paths)


def test_a_loaded_year_counts_and_is_not_provisional() -> None:
    assert COMPUTED.add_working_days(date(2026, 12, 30), 5) == DueDate(on=date(2027, 1, 7), provisional=True)
    assert LOADED.add_working_days(date(2026, 12, 30), 5) == DueDate(on=date(2027, 1, 7))
    assert COMPUTED.add_working_days(date(2027, 1, 28), 5).on == date(2027, 2, 4)
    assert LOADED.add_working_days(date(2027, 1, 28), 5).on == date(2027, 2, 3)  # Sunday the 31st is worked
    assert LOADED.add_working_days(date(2027, 12, 30), 5).provisional  # 2028 is still only computed


def test_a_document_wins_over_what_the_release_knows() -> None:
    strange = year_2027(year=2026, days_off=(), make_up_days=())
    calendar = WorkingCalendar(loaded=(strange,))
    assert calendar.is_working_day(date(2026, 10, 1))
    assert not calendar.is_working_day(date(2026, 10, 10))


@pytest.mark.parametrize(
    ("year", "loaded", "origin"),
    [
        (2026, None, DayOrigin.RELEASE),
        (2026, of_the_release(2026), DayOrigin.LOADED),
        (2027, year_2027(), DayOrigin.LOADED),
        (2028, None, DayOrigin.COMPUTED),
    ],
)
def test_a_year_is_shown_as_it_counts(year: int, loaded: AnnouncedYear | None, origin: DayOrigin) -> None:
    days = days_of(year, (loaded,) if loaded else ())
    assert (days.origin, days.provisional) == (origin, origin is DayOrigin.COMPUTED)
    calendar = WorkingCalendar(ANNOUNCED_YEARS, (loaded,) if loaded else ())
    first = date(year, 1, 1)
    for day in (first + timedelta(days=ahead) for ahead in range(365)):
        off = day in {each.on for each in days.days_off}
        expected = day in days.make_up_days or (day.weekday() < 5 and not off)
        assert bool(calendar.is_working_day(day)) is expected


DAYS = st.dates(date(2026, 6, 1), date(2028, 6, 30))


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 80))
def test_counting_is_the_inverse_of_adding_through_a_loaded_year(start: date, days: int) -> None:
    due = LOADED.add_working_days(start, days)
    assert LOADED.working_days_between(start, due.on) == days
    assert due.provisional == (start.year == 2028 or due.on.year == 2028)


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 30))
def test_a_load_moves_nothing_that_does_not_touch_its_year(start: date, days: int) -> None:
    before, after = (calendar.add_working_days(start, days) for calendar in (COMPUTED, LOADED))
    if 2027 not in range(start.year, max(before.on, after.on).year + 1):
        assert before == after


@settings(max_examples=40, deadline=None)
@given(st.permutations(year_2027().days_off), st.permutations(MADE_UP_2027))
def test_the_same_announcement_in_another_order_is_the_same(days: list[DayOff], worked: list[date]) -> None:
    shuffled = year_2027(days_off=tuple(days), make_up_days=tuple(worked))
    assert shuffled.digest == year_2027().digest
    assert year_2027(make_up_days=MADE_UP_2027[1:]).digest != shuffled.digest


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(year_2027().days_off), min_size=1))
def test_whatever_weekday_is_left_out_is_noticed(left_out: set[DayOff]) -> None:
    days = tuple(day for day in year_2027().days_off if day not in left_out)
    weekdays = [day for day in left_out if day.on.weekday() < 5]
    if weekdays or any(day.on in statutory_days(2027) for day in left_out):
        assert faults_of(year_2027(days_off=days))
    else:
        check_announcement(year_2027(days_off=days), TODAY)
