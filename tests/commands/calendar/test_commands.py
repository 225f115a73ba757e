"""The command judges and loads as the API does, says what it did, and ends as a script needs it."""

import asyncio
import json
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from adapters.store.audit.chain import entries_of
from adapters.store.calendar.years import read_years
from adapters.store.engine import open_engine
from commands.calendar.__main__ import main
from domain.audit.entry import HOUSE
from domain.calendar_years.move import calendar_move_id
from tests.fixtures.announcements import MADE_UP_2027, body_2027

EXAMPLE = Path(__file__).resolve().parents[3] / "commands/calendar/announcements/2026.toml"


@pytest.fixture(autouse=True)
def _on_the_store(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIXIAN_DATABASE_URL", database_url)
    monkeypatch.setenv("DUIXIAN_TEMPORAL_ADDRESS", "127.0.0.1:9")
    monkeypatch.setenv(
        "DUIXIAN_TIME_SKIPPING", "true"
    )  # the day of the made-up document may still be to come


def announcement(folder: Path, name: str = "2027.json", **changes: object) -> str:
    path = folder / name
    path.write_text(json.dumps({"year": 2027, **body_2027(), **changes}, ensure_ascii=False))
    return str(path)


def test_the_announcement_that_is_shipped_says_what_the_release_knows(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(EXAMPLE)]) == 0
    assert main(["load", str(EXAMPLE)]) == 0
    assert "没有需要重新计算的期限" in capsys.readouterr().out
    assert main(["show", "2026"]) == 0
    told = capsys.readouterr().out
    assert "2026年：已公布，248 个工作日" in told
    assert "国办发明电〔2025〕7号" in told
    assert "2026-10-10 周六" in told


def test_a_year_is_loaded_and_shown(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "2027"]) == 0
    assert "2027年：暂定" in capsys.readouterr().out
    assert main(["load", announcement(tmp_path)]) == 0
    assert "第 1 版" in (told := capsys.readouterr().out)
    assert "流程引擎暂时无法访问" in told
    assert main(["load", announcement(tmp_path)]) == 0
    assert "第 1 版" in capsys.readouterr().out
    assert main(["show", "2027"]) == 0
    assert "2027年：已公布，248 个工作日" in capsys.readouterr().out
    engine = open_engine(database_url)
    assert [(kept.version, kept.loaded_by) for kept in read_years(engine)] == [(1, "command-line")]
    loads = [entry for entry in entries_of(engine, HOUSE) if entry.action == "calendar:loaded"]
    engine.dispose()
    assert [(entry.account, entry.subject) for entry in loads] == [("command-line", "2027")]


def test_a_correction_needs_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", announcement(tmp_path)]) == 0
    days = ["2027-01-30", *(day.isoformat() for day in MADE_UP_2027[1:])]
    changed = announcement(tmp_path, make_up_days=days)
    capsys.readouterr()
    assert main(["load", changed]) == 1
    assert "reason：更正已装载的年度须说明理由" in capsys.readouterr().out
    assert main(["load", changed, "--reason", "原装载日期有误"]) == 0
    assert "第 2 版" in capsys.readouterr().out


def test_every_wrong_day_is_named_and_nothing_is_loaded(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = announcement(tmp_path, make_up_days=["2027-03-03"], days_off=body_2027()["days_off"][1:])
    for command in ("check", "load"):
        assert main([command, wrong]) == 1
        told = capsys.readouterr().out
        assert "有 2 处需要更正" in told
        assert "make_up_days[0]：2027-03-03（周三）本来就是工作日" in told
        assert "days_off：缺少法定节假日：2027-01-01（周五） 元旦" in told
    engine = open_engine(database_url)
    assert read_years(engine) == []
    engine.dispose()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.toml", "year = ", "文件不能读取"),
        ("x.json", "[" * 100_000, "文件不能读取"),
        ("x.toml", "\udce4", "文件不能读取"),
        ("x.json", "[]", "须为 JSON 对象"),
        ("x.toml", "year = 1900", "days_off：为必填项"),
        ("x.toml", "#" * 200_001, "不是一个年度的放假安排"),
    ],
)
def test_a_file_that_is_no_announcement_is_refused(
    tmp_path: Path, name: str, content: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode(errors="surrogateescape"))
    assert main(["check", str(path)]) == 1
    assert told in capsys.readouterr().out


def test_a_file_or_a_store_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", str(tmp_path / "none.toml")]) == 1
    assert "文件不能读取" in capsys.readouterr().out
    monkeypatch.setenv("DUIXIAN_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert main(["load", announcement(tmp_path)]) == 1
    assert "连不上数据库" in capsys.readouterr().out


async def test_the_cases_are_told_where_temporal_is_there(
    temporal: WorkflowEnvironment,
    task_queue: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DUIXIAN_TEMPORAL_ADDRESS", temporal.client.service_client.config.target_host)
    monkeypatch.setenv("DUIXIAN_TASK_QUEUE", task_queue)
    assert await asyncio.to_thread(main, ["load", announcement(tmp_path)]) == 0
    assert "正在逐案重新计算期限" in capsys.readouterr().out
    handle = temporal.client.get_workflow_handle(calendar_move_id(1))
    assert (await handle.describe()).task_queue == task_queue
    await handle.terminate()
