"""The days that count: the policy's validity (附则(一)) and the span in which an investment counts.

The event that earns the money lies between release and end; filing stays open twelve months longer.
"""

from collections.abc import Collection
from datetime import date, timedelta

from domain.calculator.award import Step
from domain.calculator.sheet import Sheet
from domain.catalogue.facts import Phase


def judge_validity(sheet: Sheet, phases: Collection[Phase]) -> None:
    """Write a reason when the event or the day of filing lies outside the policy's validity.

    The day of filing is judged when only filing facts are calculated: instalments and awaited
    acceptances outlive the policy.
    """
    _judge_event(sheet)
    if set(phases) == {Phase.FILING}:
        _judge_filing_day(sheet)


def _judge_event(sheet: Sheet) -> None:
    name = sheet.subsidy.validity_fact
    if name is None or name not in sheet.facts:
        return
    first, last = _span(sheet.facts[name])
    if last < sheet.policy.released_on or first > sheet.policy.valid_until:
        event = f"{sheet.label(name)} {sheet.facts[name]}"
        _refuse(sheet, "outside_validity", f"{event} 不在政策有效期内", name)


def _span(event: date | int) -> tuple[date, date]:
    """A day is itself; a year is all its days, so one that overlaps the validity is inside."""
    return (event, event) if isinstance(event, date) else (date(event, 1, 1), date(event, 12, 31))


def _judge_filing_day(sheet: Sheet) -> None:
    policy, day = sheet.policy, sheet.on.isoformat()
    if sheet.on < policy.released_on:
        _refuse(sheet, "not_yet_in_force", f"申报日 {day} 早于政策施行")
    elif sheet.on > policy.filing_until:
        _refuse(sheet, "filing_closed", f"申报日 {day} 已过申报截止日 {policy.filing_until}")
    elif sheet.subsidy.validity_fact is None and sheet.on > policy.valid_until:
        _refuse(sheet, "policy_expired", f"申报日 {day} 不在政策有效期内")


def _refuse(sheet: Sheet, code: str, what: str, fact: str | None = None) -> None:
    policy, provision = sheet.policy, sheet.policy.closing["validity"]
    assumed = ",发布日期为暂定" if policy.released_on_is_assumed else ""
    window = f"(有效期 {policy.released_on} 至 {policy.valid_until}{assumed})。"
    sheet.refuse(code, provision.quote, what + window, fact=fact, clause=provision.clause)


def tell_window(sheet: Sheet) -> None:
    """6.2: print the span in which investment counts, since a reading moves it. The stage enforces it."""
    acceptance = sheet.subsidy.acceptance
    if acceptance is None or acceptance.reading is None:
        return
    shown = sheet.choice_text(acceptance.reading)
    start, opens_on = acceptance.start_fact(sheet.used), acceptance.opens_on(sheet.facts, sheet.used)
    if start and opens_on:
        text = f"自 {sheet.facts[start]} 至 {opens_on - timedelta(days=1)}({shown})"
        inputs = {sheet.label(start): str(sheet.facts[start])}
        sheet.write(Step.WINDOW, acceptance.quote, text, None, inputs=inputs, reading=acceptance.reading)
