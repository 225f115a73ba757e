"""The days that count: the policy's validity (附则(一)) and the span in which an investment counts.

The event that earns the money lies between release and end; filing stays open twelve months longer.
"""

from collections.abc import Collection
from datetime import timedelta

from domain.calculator.arithmetic import Figure, Figures
from domain.calculator.award import CalculationStep
from domain.calculator.sheet import Sheet
from domain.catalogue.facts import Phase
from domain.catalogue.schema import Policy


def is_outside(policy: Policy, figures: Figures, name: str) -> Figure:
    """Whether the event that earns the money lies outside the validity."""
    first, last = figures.span(name)
    return (last < policy.released_on) | (first > policy.valid_until)


def filing_objections(policy: Policy, on: Figure, *, has_event: bool) -> list[tuple[str, Figure]]:
    """Reasons against a day of filing with their codes; at most one of them holds.

    Args:
        policy: the version.
        on: the day of filing.
        has_event: a type whose event must lie inside is judged by that, and may be filed afterwards.
    """
    closed = on > policy.filing_until
    found = [("not_yet_in_force", on < policy.released_on), ("filing_closed", closed)]
    if not has_event:
        found.append(("policy_expired", (on > policy.valid_until) & (on <= policy.filing_until)))
    return found


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
    if is_outside(sheet.policy, sheet, name):
        event = f"{sheet.label(name)} {sheet.facts[name]}"
        _refuse(sheet, "outside_validity", f"{event} 不在政策有效期内", name)


def _judge_filing_day(sheet: Sheet) -> None:
    has_event = sheet.subsidy.validity_fact is not None
    for code, holds in filing_objections(sheet.policy, sheet.on, has_event=has_event):
        if holds:
            _refuse(sheet, code, f"申报日 {sheet.on.isoformat()} {_about_filing(sheet.policy, code)}")


def _about_filing(policy: Policy, code: str) -> str:
    return {
        "not_yet_in_force": "早于政策施行",
        "filing_closed": f"已过申报截止日 {policy.filing_until}",
        "policy_expired": "不在政策有效期内",
    }[code]


def _refuse(sheet: Sheet, code: str, what: str, fact: str | None = None) -> None:
    policy, provision = sheet.policy, sheet.policy.closing["validity"]
    assumed = "，发布日期为暂定" if policy.released_on_is_assumed else ""
    window = f"（有效期 {policy.released_on} 至 {policy.valid_until}{assumed}）。"
    sheet.refuse(code, provision.quote, what + window, fact=fact, clause=provision.clause)


def tell_window(sheet: Sheet) -> None:
    """6.2: print the span in which investment counts, since a reading moves it. The stage enforces it."""
    acceptance = sheet.subsidy.acceptance
    if acceptance is None or acceptance.reading is None:
        return
    shown = sheet.choice_text(acceptance.reading)
    start, opens_on = acceptance.start_fact(sheet.used), acceptance.opens_on(sheet.facts, sheet.used)
    if start and opens_on:
        text = f"自 {sheet.facts[start]} 至 {opens_on - timedelta(days=1)}（{shown}）"
        inputs = {sheet.label(start): str(sheet.facts[start])}
        sheet.write(
            CalculationStep.WINDOW, acceptance.quote, text, None, inputs=inputs, reading=acceptance.reading
        )
