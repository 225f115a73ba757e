"""The days that count: the policy's validity (附则(一)) and the span in which an investment counts.

The event that earns the money lies between release and end; filing stays open twelve months longer.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from domain.calculator.arithmetic import Figure, Figures
from domain.calculator.award import CalculationStep
from domain.calculator.sheet import Sheet
from domain.catalogue.facts import DECIDING, FactSpec, Phase
from domain.catalogue.procedures import ValiditySpec
from domain.catalogue.schema import Policy


def is_outside(policy: Policy, figures: Figures, validity: ValiditySpec) -> Figure:
    """Whether the event that earns the money, or one of several, lies outside the validity."""
    first, last = figures.event_days(validity.fact, validity.item)
    return (first < policy.released_on) | (last > policy.valid_until)


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

    The day of filing is judged as long as the application is decided on: instalments and awaited
    acceptances outlive the policy.
    """
    validity = sheet.subsidy.validity
    counts = validity is not None and validity.counts(sheet.choice)
    if validity and counts:
        _judge_event(sheet, validity)
    if set(phases) <= set(DECIDING):
        _judge_filing_day(sheet, has_event=counts)


def _judge_event(sheet: Sheet, validity: ValiditySpec) -> None:
    if validity.fact in sheet.facts and is_outside(sheet.policy, sheet, validity):
        read = f"，{sheet.choice_text(validity.reading)}" if validity.reading else ""
        event = _event_text(sheet, validity)
        _refuse(sheet, "outside_validity", f"{event} 不在政策有效期内{read}", validity.fact)


def _event_text(sheet: Sheet, validity: ValiditySpec) -> str:
    """The event with its label; of a list, the entries that lie outside by their places."""
    value = sheet.facts[validity.fact]
    if validity.item is None:
        return f"{sheet.label(validity.fact)} {value}"
    policy = sheet.policy
    outside = [
        f"第 {place} 项 {entry[validity.item]}"
        for place, entry in enumerate(value, start=1)
        if not policy.released_on <= entry[validity.item] <= policy.valid_until
    ]
    label = next(item.label for item in sheet.subsidy.fact(validity.fact).items if item.name == validity.item)
    return f"{label}（{'、'.join(outside)}）"


def _judge_filing_day(sheet: Sheet, *, has_event: bool) -> None:
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


def tell_planned(sheet: Sheet) -> None:
    """A quote of what lies ahead: the amount is as it would be, and it must have happened by filing."""
    ahead = list(_ahead(sheet.subsidy.facts, sheet.facts, sheet))
    if ahead:
        provision = sheet.policy.closing["validity"]
        text = f"{'、'.join(ahead)} 晚于 {sheet.on}：按届时已经发生试算，申报时须已发生，否则不予受理"
        sheet.write(CalculationStep.PLANNED, provision.quote, text, None, clause=provision.clause)


def _ahead(specs: Iterable[FactSpec], values: Mapping[str, Any], sheet: Sheet) -> Iterator[str]:
    for spec in specs:
        value = values.get(spec.name)
        if value is None:
            continue
        for entry in value if spec.items else ():
            yield from _ahead(spec.items, entry, sheet)
        happened_on = None if spec.items else spec.happened_on(value)
        if happened_on is not None and happened_on > sheet.on:
            yield f"{spec.label} {value}"


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


def tell_years(sheet: Sheet) -> None:
    """1.2: print when each year of support ends, since a reading moves it. The stage waits for these days."""
    spec = sheet.subsidy.instalments
    if spec is None:
        return
    shown = sheet.choice_text(spec.reading)
    days = "、".join(
        f"第{year}年至 {day}" for year, day in enumerate(spec.ends(sheet.facts, sheet.used), start=1)
    )
    start = spec.counted_from
    text = f"补助年度自 {sheet.facts[start]} 起，{days}（{shown}）"
    inputs = {sheet.label(start): str(sheet.facts[start])}
    sheet.write(CalculationStep.WINDOW, spec.quote, text, None, inputs=inputs, reading=spec.reading)
