"""The record is stamped once a day; written anew from end to end afterwards, it is found out by nothing but the stamps it has."""

# ruff: noqa: S608 - the attacker's statements are our own words

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from audit.__main__ import main
from domain.audit.entry import HOUSE
from domain.audit.stamps import unstamped
from domain.calendar import shanghai_date
from tests.audit.record import FIRST, LENGTH, SECOND, Record
from tests.audit.stamping import StampingOffice
from tests.fixtures.authority import Authority

MONDAY = date(2026, 3, 2)


async def test_a_day_has_one_stamp_which_covers_what_has_moved(
    office: StampingOffice, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await office.stamp() == 3
    assert await office.stamp() == 0
    assert len(authority.asked) == 1
    office.days_later(9)
    office.record.add(FIRST, 6)
    assert await office.stamp() == 2, "the house's, which tells of the stamp, and that of the case"
    told_of = [entry.action for entry in office.record.entries(HOUSE)]
    assert told_of.count("record:stamped") == 2
    assert main(["verify"]) == 0
    told = capsys.readouterr().out
    assert "2 个外部机构时间戳，最近一个盖于" in told
    assert "全部完好" in told


async def test_a_record_written_anew_from_end_to_end_is_found_out_by_its_stamps(
    office: StampingOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    """Chains, heads and the house chain fit one another, as somebody makes them who owns the database."""
    record = office.record
    await office.stamp()
    told_of = [entry for entry in record.entries(HOUSE) if entry.action == "record:stamped"]
    record.write("DELETE FROM audit_entry", "DELETE FROM audit_head")
    record.add(HOUSE, 1)
    for number in range(LENGTH + 3):
        for chain in (FIRST, SECOND):
            record.add(chain, number + 50)
    assert told_of
    assert main(["verify"]) == 1
    told = capsys.readouterr().out
    for chain, length in ((FIRST, 5), (SECOND, 5), (HOUSE, 3)):
        assert f"{chain} #{length} replaced: 与 " in told
        assert f"第 1 至 {length} 条在盖戳以后被改写或删除" in told
    assert main(["verify", "--case", FIRST]) == 1


async def test_the_place_of_what_was_written_anew_is_told_between_two_stamps(
    office: StampingOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    record, days = office.record, []
    for number in range(3):
        days.append(office.days_later(1))
        await office.stamp()
        record.add(FIRST, number)
        record.add(FIRST, number)
    record.write(
        f"DELETE FROM audit_entry WHERE chain = '{FIRST}' AND position > 6",
        f"DELETE FROM audit_head WHERE chain = '{FIRST}'",
    )
    kept = record.entries(FIRST)[-1]
    record.write(f"INSERT INTO audit_head VALUES ('{FIRST}', 6, '{kept.hash}')")
    for number in range(70, 76):
        record.add(FIRST, number)
    assert main(["verify"]) == 1
    told = capsys.readouterr().out
    assert f"{FIRST} #7 replaced: 与 {days[1]} 的时间戳不符：第 6 至 7 条" in told
    assert told.count("replaced") == 1


TAMPERED = {
    "a stamp that is gone": ("DELETE FROM audit_stamp", "已被删除"),
    "a head that is gone": (f"DELETE FROM audit_stamped_head WHERE chain = '{FIRST}'", "所盖内容与所存链头不符"),
    "a head that was changed": ("UPDATE audit_stamped_head SET tip = 'x'", "所盖内容与所存链头不符"),
    "a head more": ("INSERT INTO audit_stamped_head SELECT 'x', 1, tip, day FROM audit_stamped_head WHERE chain = 'house'", "所盖内容与所存链头不符"),
    "another answer": ("UPDATE audit_stamp SET reply = 'AAAA'", "未通过验证"),
    "another document": ("UPDATE audit_stamp SET document = document || ' '", "未通过验证"),
    "another day": ("UPDATE audit_stamp SET day = '2026-03-02'", "不在当日"),
}  # fmt: skip


@pytest.mark.parametrize("case", TAMPERED)
async def test_whatever_is_done_to_a_stamp_is_found(
    office: StampingOffice, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    await office.stamp()
    statement, expected = TAMPERED[case]
    office.record.write(statement)
    assert main(["verify"]) == 1
    assert expected in capsys.readouterr().out


async def test_a_stamp_vouches_for_those_before_it(
    office: StampingOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    days = []
    for _ in range(3):
        days.append(office.days_later(1))
        await office.stamp()
    for table in ("audit_stamp", "audit_stamped_head"):
        office.record.write(f"DELETE FROM {table} WHERE day = :day", day=days[1].isoformat())
    assert main(["verify"]) == 1
    told = capsys.readouterr().out
    assert f"{days[1]} 的时间戳：已被删除" in told
    assert f"{days[2]} 的时间戳：所盖内容与所存链头不符" in told


async def test_a_chain_that_is_gone_without_a_trace_is_missed_in_the_stamps(
    office: StampingOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    record = office.record
    await office.stamp()
    record.write("DELETE FROM audit_entry", "DELETE FROM audit_head")
    record.add(SECOND, 1)
    assert main(["verify"]) == 1
    assert f"{FIRST} #5 replaced" in capsys.readouterr().out


async def test_the_database_itself_refuses_to_change_a_stamp(
    guarded: Record, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = StampingOffice(guarded, authority, monkeypatch)
    await office.stamp()
    for statement, _ in TAMPERED.values():
        if not statement.startswith("INSERT"):
            with pytest.raises(DatabaseError):
                guarded.write(statement)


async def test_days_without_a_stamp_are_told(
    office: StampingOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    yesterday = shanghai_date(datetime.now(UTC)) - timedelta(days=1)
    await office.stamp()
    assert main(["verify"]) == 0
    told = capsys.readouterr().out
    assert "1 个外部机构时间戳" in told
    assert f"2026-03-02 至 {yesterday} 没有时间戳。" in told
    office.unset()
    assert main(["verify"]) == 0
    told = capsys.readouterr().out
    assert "未设置时间戳机构（DUIXIAN_TSA_URL），链头没有外部机构的时间戳。" in told
    assert "已有的 1 个时间戳只核对了所盖内容，未验证签名。" in told


async def test_whoever_takes_the_stamps_away_as_well_leaves_days_without_any(
    office: StampingOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    """The authority stamps no day that is past: what was written anew bears stamps of later days alone."""
    record, days = office.record, []
    for _ in range(3):
        days.append(office.days_later(1))
        await office.stamp()
    record.write(
        *(
            f"DELETE FROM {table}"
            for table in ("audit_entry", "audit_head", "audit_stamp", "audit_stamped_head")
        )
    )
    for number in range(LENGTH):
        record.add(FIRST, number)
    await office.stamp()
    assert main(["verify"]) == 0
    assert f"2026-03-02 至 {days[1]} 没有时间戳。" in capsys.readouterr().out


def test_days_that_follow_one_another_are_told_together() -> None:
    days = [MONDAY + timedelta(days=ahead) for ahead in range(6)]
    stamped = {days[1].isoformat(), days[4].isoformat()}
    assert list(map(str, unstamped(stamped, days[0], days[5]))) == [
        "2026-03-02",
        "2026-03-04 至 2026-03-05",
        "2026-03-07",
    ]
    assert list(unstamped(set(), days[1], days[0])) == []


async def test_where_no_authority_is_set_nothing_is_stamped_and_that_is_said(
    office: StampingOffice, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    office.unset()
    assert await office.stamp() == 0
    assert authority.asked == []
    assert main(["verify"]) == 0
    told = capsys.readouterr().out
    assert "未设置时间戳机构" in told
    assert "没有时间戳。" not in told


async def test_of_two_who_stamp_at_once_one_does(office: StampingOffice) -> None:
    assert sorted(await asyncio.gather(office.stamp(), office.stamp())) == [0, 3]
    assert main(["verify"]) == 0
