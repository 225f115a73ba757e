"""The same file through the calculator of a single case, one case after the other: what the sandbox must equal."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from domain.calculator.award import Award, Prior, PriorAward, PriorMilestone
from domain.calculator.calculate import calculate
from domain.catalogue.facts import FactKind, Phase
from domain.catalogue.schema import Policy, SubsidyType
from domain.catalogue.validation import validate_facts
from domain.money import ZERO

Row = dict[str, str]


class Expected(NamedTuple):
    """What a row comes to."""

    amount: Decimal | None
    reasons: tuple[str, ...]
    status: str


class Book:
    """Everything awarded so far."""

    def __init__(self, policy: Policy, readings: Mapping[str, str]) -> None:
        self.policy = policy
        self.readings = dict(readings)
        self.awards: dict[tuple[str, str], list[tuple[str, str, Decimal, Decimal, int | None]]] = defaultdict(
            list
        )
        self.vouchers: dict[int, list[tuple[str, str, Decimal]]] = defaultdict(list)
        self.tested: dict[str, dict[int, Decimal]] = defaultdict(dict)
        self.reports: dict[str, str] = {}
        self.milestones: dict[str, list[PriorMilestone]] = defaultdict(list)
        self.queued: set[int] = set()

    def award(self, row: Row) -> Expected:
        subsidy = self.policy.type(row["code"])
        prior = self._prior(subsidy, row)
        award = award_of(self.policy, row, self.readings, prior)
        if award.reasons:
            return Expected(ZERO, reasons_of(award), "refused")
        if award.amount is None:
            return Expected(None, (), "later" if subsidy.has_money else "no_money")
        year = day_of(row).year
        if subsidy.voucher and (not award.amount or year in self.queued):
            self.queued.add(year)
            return Expected(ZERO, (), "queued")
        self._keep(subsidy, row, award)
        return Expected(award.amount, (), "granted")

    def _prior(self, subsidy: SubsidyType, row: Row) -> Prior:
        year, unit = day_of(row).year, row["unit"]
        if subsidy.voucher:
            own = [(code, face) for holder, code, face in self.vouchers[year] if holder == unit]
            used = sum((face for _, face in own), ZERO)
            settled = sum((face for code, face in own if code == "settlement_voucher"), ZERO)
            issued = sum((face for _, _, face in self.vouchers[year]), ZERO)
            left: Decimal | None = subsidy.voucher.pool_per_year - issued
        else:
            used, settled, left = ZERO, ZERO, None
        on_base = self._on_base(subsidy, row)
        instalments = on_base.pop(row["case_number"], None)
        return Prior(
            unit_year_used=used,
            unit_year_settlement=settled,
            pool_left=left,
            tested_by_year=self.tested[unit],
            used_reports=self.reports,
            milestones=tuple(self.milestones[unit]),
            same_base=tuple(on_base.values()),
            own_instalments=instalments if instalments and instalments.amount else None,
        )

    def _on_base(self, subsidy: SubsidyType, row: Row) -> dict[str, PriorAward]:
        by_case: dict[str, PriorAward] = {}
        own = base_of(subsidy, row)
        for number, code, amount, before, of_year, is_same in self._standing(subsidy, row["unit"], own):
            known = by_case.get(number)
            by_case[number] = PriorAward(
                case_number=number,
                code=code,
                name=code,
                amount=amount + (known.amount if known else ZERO),
                before_higher_of=before + (known.before_higher_of or ZERO if known else ZERO),
                of_year=of_year,
                is_same_base=is_same,
            )
        return by_case

    def _choice(self, name: str) -> str:
        return self.readings.get(name, self.policy.readings[name].default)

    def _holder(self, subsidy: SubsidyType, unit: str) -> str:
        across = subsidy.code == "talent_compute" and self._choice("m11_1.recipient") == "person"
        return "" if across else unit

    def _standing(self, subsidy: SubsidyType, unit: str, own: str) -> Iterator[tuple[Any, ...]]:
        for award in self.awards[self._holder(subsidy, unit), own]:
            yield (*award, True)
        if subsidy.number in {"2.2", "2.3"} and self._choice("m2.same_purpose") == "by_unit_and_year":
            year = own.rpartition(":")[0] + ":"
            for (holder, base), awards in list(self.awards.items()):
                if holder == unit and base != own and base.startswith(year):
                    yield from ((*award, False) for award in awards)

    def _keep(self, subsidy: SubsidyType, row: Row, award: Award) -> None:
        amount, year = award.amount, day_of(row).year
        assert amount is not None
        assert award.before_higher_of is not None
        of_year = int(row["sales_year"]) if row["sales_year"] else None
        kept = (row["case_number"], subsidy.code, amount, award.before_higher_of, of_year)
        self.awards[self._holder(subsidy, row["unit"]), base_of(subsidy, row)].append(kept)
        if subsidy.voucher:
            self.vouchers[year].append((row["unit"], subsidy.code, amount))
        elif subsidy.rule.kind == "testing":
            for each, part in award.by_year.items():
                self.tested[row["unit"]][each] = self.tested[row["unit"]].get(each, ZERO) + part
            self.reports |= dict.fromkeys(award.reports, row["case_number"])
        self.milestones[row["unit"]] += [
            PriorMilestone(case_number=row["case_number"], threshold=threshold)
            for threshold in award.milestones
        ]


def case_by_case(path: Path, policy: Policy, readings: Mapping[str, str]) -> dict[int, Expected]:
    """Row → what it comes to, in the order of complete acceptance."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(enumerate(csv.DictReader(file), start=2))
    left_out = not_selected(policy, readings, rows)
    book, found = Book(policy, readings), {}
    for number, row in sorted(
        rows, key=lambda item: (item[1]["complete_at"], item[1]["case_number"], item[0])
    ):
        found[number] = Expected(ZERO, (), "not_selected") if number in left_out else book.award(row)
    return found


def not_selected(policy: Policy, readings: Mapping[str, str], rows: list[tuple[int, Row]]) -> set[int]:
    """The models that are eligible by their own figures and not among the year's three."""
    years: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for number, row in rows:
        if row["code"] != "foundation_model" or award_of(policy, row, readings, Prior()).reasons:
            continue
        first_come = readings.get("m3.selection", policy.readings["m3.selection"].default) == "first_come"
        order = (row["complete_at"], row["case_number"])
        merit = (-int(row["expert_score"] or 0), -int(row["scenario_count"]), -Decimal(row["compute_cost"]))
        on = day_of(row)
        year = on.year + (on > date(on.year, 12, 1))
        years[year].append((*(() if first_come else merit), *order, number))
    batch = policy.type("foundation_model").batch
    assert batch is not None
    return {place[-1] for places in years.values() for place in sorted(places)[batch.quota :]}


def award_of(policy: Policy, row: Row, readings: Mapping[str, str], prior: Prior) -> Award:
    subsidy = policy.type(row["code"])
    facts, phases = facts_of(subsidy, row)
    return calculate(
        policy, row["code"], facts, on=day_of(row), phases=phases, readings=readings, prior=prior
    )


def facts_of(subsidy: SubsidyType, row: Row) -> tuple[dict[str, Any], tuple[Phase, ...]]:
    facts = {fact.name: json_value(fact.kind, row[fact.name]) for fact in subsidy.facts if row[fact.name]}
    asked = {fact.phase for fact in subsidy.facts if fact.name in facts}
    return facts, (Phase.FILING, *sorted(asked - {Phase.FILING}))


def json_value(kind: FactKind, cell: str) -> Any:
    match kind:
        case FactKind.INTEGER | FactKind.YEAR:
            return int(cell)
        case FactKind.BOOLEAN:
            return cell == "true"
        case FactKind.LIST:
            return json.loads(cell)
        case _:
            return cell


def day_of(row: Row) -> date:
    return datetime.fromisoformat(row["complete_at"]).date()


def base_of(subsidy: SubsidyType, row: Row) -> str:
    given, phases = facts_of(subsidy, row)
    facts = validate_facts(subsidy, given, phases, day_of(row))
    year = day_of(row).year
    return subsidy.award_base.of(unit=row["unit"], year=year, key=row["award_base_key"], facts=facts)


def reasons_of(award: Award) -> tuple[str, ...]:
    return tuple(reason.code for reason in award.reasons)
