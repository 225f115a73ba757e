"""What each case comes to by its own figures, up to the cap of the item: the law's arithmetic over columns."""

from collections.abc import Mapping

import polars as pl

from domain.calculator.conditions import is_unmet
from domain.calculator.rules.registry import RULES
from domain.calculator.validity import filing_objections, is_outside
from domain.catalogue.facts import DECIDING
from domain.catalogue.schema import Policy, SubsidyType
from simulation.column_figures import ColumnFigures, as_column
from simulation.files.columns import COMPLETE_AT, ROW

AMOUNT, REASONS, STATUS = "Amount", "Reasons", "Status"
"""Columns of ours beside the facts; no fact begins with a capital letter."""

GRANTED, REFUSED, QUEUED = "granted", "refused", "queued"
NOT_SELECTED, LATER, NO_MONEY = "not_selected", "later", "no_money"
STATUSES = pl.Enum([GRANTED, REFUSED, QUEUED, NOT_SELECTED, LATER, NO_MONEY])

STATUS_NAMES = {
    GRANTED: "予以支持",
    REFUSED: "不予支持",
    QUEUED: "额度排队",
    NOT_SELECTED: "未入选批次",
    LATER: "金额待定",
    NO_MONEY: "不涉及资金",
}

NOTHING_PAYABLE = "nothing_payable"


def assess(policy: Policy, code: str, frame: pl.DataFrame, choices: Mapping[str, str]) -> pl.DataFrame:
    """Row, amount in 分, reasons by code (joined by ``;``) and status of every case of a type.

    Args:
        policy: whose numbers hold.
        code: the type.
        frame: its cases, as `simulation.files.cases` reads them.
        choices: reading → how it stands.
    """
    subsidy = policy.type(code)
    figures, rule = ColumnFigures(subsidy, choices), subsidy.rule
    knows = _knows(rule.facts)
    reasons = _reasons(policy, subsidy, figures, knows)
    refused = pl.any_horizontal(*reasons.values()) if reasons else pl.lit(value=False)
    amount = RULES[rule.kind].amount_of(rule, figures)
    if amount is None:
        computed, worth = pl.lit(None, pl.Int64), pl.lit(NO_MONEY, pl.String)
    else:
        computed = pl.when(knows).then(as_column(amount))
        worth = pl.when(~knows).then(pl.lit(LATER)).otherwise(pl.lit(GRANTED))
        reasons[NOTHING_PAYABLE] = ~refused & (computed == 0).fill_null(value=False)
    status = pl.when(pl.any_horizontal(*reasons.values())).then(pl.lit(REFUSED)).otherwise(worth)
    return frame.select(
        ROW,
        pl.when(~refused).then(computed).alias(AMOUNT),
        _joined(reasons).alias(REASONS),
        status.cast(STATUSES).alias(STATUS),
    )


def _knows(names: tuple[str, ...]) -> pl.Expr:
    return pl.all_horizontal([pl.col(name).is_not_null() for name in names]) if names else pl.lit(value=True)


def _reasons(
    policy: Policy, subsidy: SubsidyType, figures: ColumnFigures, knows_amount: pl.Expr
) -> dict[str, pl.Expr]:
    """Every reason that the facts alone give, in the order of the sheet."""
    found: dict[str, pl.Expr] = {}
    event = subsidy.validity if subsidy.validity and subsidy.validity.counts(figures.choice) else None
    if event is not None:
        found["outside_validity"] = is_outside(policy, figures, event).fill_null(value=False)
    only_filing = ~_has_later_facts(subsidy)
    on = pl.col(COMPLETE_AT).dt.date()
    for code, holds in filing_objections(policy, on, has_event=event is not None):
        found[code] = holds & only_filing
    for condition in subsidy.conditions:
        if condition.is_lifted(figures.choice):
            continue
        unmet = is_unmet(condition, figures).fill_null(value=False)
        found[condition.code] = _knows(condition.facts) & unmet
    rule = subsidy.rule
    for code, holds in RULES[rule.kind].objections(rule, figures).items():
        found[code] = knows_amount & holds.fill_null(value=False)
    return found


def _has_later_facts(subsidy: SubsidyType) -> pl.Expr:
    later = [pl.col(fact.name).is_not_null() for fact in subsidy.facts if fact.phase not in DECIDING]
    return pl.any_horizontal(later) if later else pl.lit(value=False)


def _joined(reasons: Mapping[str, pl.Expr]) -> pl.Expr:
    """The codes that hold, as one text; null where none does."""
    parts = [pl.when(holds).then(pl.lit(code)) for code, holds in reasons.items()]
    joined = pl.concat_str(parts, separator=";", ignore_nulls=True) if parts else pl.lit("")
    return pl.when(joined != "").then(joined)
