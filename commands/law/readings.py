"""Switching a reading (口径): an administrator enters it with its document; cases filed before keep theirs."""

from datetime import UTC, date, datetime

from pydantic import BaseModel, Field

from adapters.store.engine import open_session
from adapters.store.law.readings import ReadingSwitch, keep_switch, read_on, read_switches
from commands.access.audit_trail import party_of_caller
from commands.access.caller import Caller
from commands.bodies import Body
from commands.wiring import Wiring
from domain.catalogue.schema import Policy, Reading
from domain.closed import example
from domain.day import Day
from domain.errors import FieldError, InvalidInput, NotFound
from domain.words import ShortWords, Words


class SwitchBody(Body):
    """切换口径: another value of an open passage, by a document of the departments (附则(五))."""

    model_config = example(
        value="no",
        document_number="廊发改规〔2026〕8号",
        document_on="2026-11-20",
        from_on="2026-12-01",
        reason="实施细则第六条已明确。",
    )

    value: ShortWords = Field(title="取值")
    document_number: ShortWords = Field(title="文号")
    document_on: Day = Field(title="成文日期")
    from_on: Day = Field(title="施行日期：自这一天起提交的申请适用")
    reason: Words = Field(title="理由")


class SwitchView(BaseModel):
    """One switch of a reading."""

    value: str
    label: str
    document_number: str
    document_on: date
    from_on: date
    reason: str
    entered_at: datetime


class ReadingHistory(BaseModel):
    """How an open passage is read today, by which document, and how that changed or is going to."""

    name: str
    title: str
    clause: str
    quote: str
    value: str
    label: str
    document_number: str
    from_on: date = Field(
        description="Since when it is read so; the day of the version where nobody switched it."
    )
    labels: dict[str, str]
    policy_version: str
    history: list[SwitchView] = Field(title="切换记录，最新在前；施行日期在今天之后的尚未生效")


def list_readings(wired: Wiring) -> list[ReadingHistory]:
    """Every reading of the version in force today."""
    today = wired.today()
    shipped, switches = wired.catalogue.in_force(today), read_switches(wired.engine)
    policy = wired.law_on(today)
    return [_history(policy, shipped, name, switches, today) for name in policy.readings]


def show_reading(wired: Wiring, name: str) -> ReadingHistory:
    """One reading.

    Raises:
        NotFound: the version in force has no such reading.
    """
    found = {reading.name: reading for reading in list_readings(wired)}
    if name not in found:
        raise _unknown(name)
    return found[name]


def switch_reading(wired: Wiring, caller: Caller, name: str, body: SwitchBody) -> ReadingHistory:
    """Enter a switch. The same again is the same switch.

    Raises:
        NotFound: the version in force on that day has no such reading.
        InvalidInput: with every wrong field.
    """
    today = wired.today()
    policy = _law_of(wired, body.from_on, today)
    if name not in policy.readings:
        raise _unknown(name)
    found = _wrong_fields(policy.readings[name], body, today)
    if found:
        raise InvalidInput(
            f"口径“{policy.readings[name].name}”未切换。",
            clause="附则(五)",
            remedy="请按各项提示更正后重新提交。",
            fields=tuple(found),
        )
    switch = ReadingSwitch(
        name=name, **body.model_dump(), entered_by=caller.account, entered_at=datetime.now(UTC)
    )
    keep_switch(wired.engine, switch, party_of_caller(caller))
    return show_reading(wired, name)


def _law_of(wired: Wiring, day: date, today: date) -> Policy:
    """The law of the day from which a switch is to hold; of today where that day has passed, which is refused next."""
    day = max(day, today)
    with open_session(wired.engine) as session:
        return read_on(session, wired.catalogue.in_force(day), day)


def _unknown(name: str) -> NotFound:
    return NotFound(f"没有名为“{name[:64]}”的口径。", remedy="请从 GET /v1/readings 列出的口径中选择。")


def _wrong_fields(reading: Reading, body: SwitchBody, today: date) -> list[FieldError]:
    known = "、".join(f"{value}（{label}）" for value, label in reading.labels.items())
    checks = (
        (body.value not in reading.labels, "value", f"须为下列之一：{known}"),
        (body.document_on > today, "document_on", "文件的成文日期不得晚于今天"),
        (body.from_on < today, "from_on", "不得早于今天：此前提交的申请已按当时的口径办理"),
    )
    return [FieldError(path=path, message=message) for is_wrong, path, message in checks if is_wrong]


def _history(
    policy: Policy, shipped: Policy, name: str, switches: list[ReadingSwitch], today: date
) -> ReadingHistory:
    reading, own = policy.readings[name], [each for each in switches if each.name == name]
    counting = [each for each in own if each.from_on <= today and each.value in reading.labels]
    return ReadingHistory(
        name=name,
        title=reading.name,
        clause=reading.clause,
        quote=reading.quote,
        value=reading.default,
        label=reading.labels[reading.default],
        document_number=reading.document_number,
        from_on=counting[0].from_on if counting else shipped.effective_from,
        labels=dict(reading.labels),
        policy_version=policy.version,
        history=[
            SwitchView(label=reading.labels.get(each.value, each.value), **each.model_dump()) for each in own
        ],
    )
