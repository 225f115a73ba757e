"""The sheet while it is being written: figures and readings to read from, lines to add to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.calculator.award import Award, CalculationStep, Prior, Reason, SheetLine
from domain.calculator.case_figures import CaseFigures
from domain.catalogue.schema import Policy, SubsidyType
from domain.errors import FieldError, InvalidInput
from domain.money import ZERO, plain


@dataclass
class Sheet(CaseFigures):
    """One calculation in progress.

    Attributes:
        policy: the version whose numbers hold.
        subsidy: the type that is calculated.
        facts: exact typed facts.
        on: the day of filing, or of the later phase.
        choices: every switch of the policy with its value.
        prior: what is already there.
    """

    policy: Policy
    subsidy: SubsidyType
    facts: Mapping[str, Any]
    on: date
    choices: Mapping[str, str]
    prior: Prior
    lines: list[SheetLine] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    used: dict[str, str] = field(default_factory=dict)
    cap_reached: bool = False
    awaits_pool: bool = False
    before_higher_of: Decimal | None = None
    milestones: tuple[Decimal, ...] = ()
    by_year: dict[int, Decimal] = field(default_factory=dict)
    reports: tuple[str, ...] = ()

    def write(
        self,
        step: CalculationStep,
        quote: str,
        explanation: str,
        result: Decimal | None,
        *,
        inputs: Mapping[str, str] | None = None,
        reading: str | None = None,
        clause: str | None = None,
    ) -> None:
        """Add one line; the clause is the type's own unless another is named."""
        self.lines.append(
            SheetLine(
                step=step,
                clause=clause or self.subsidy.clause,
                quote=quote,
                explanation=explanation,
                inputs=dict(inputs or {}),
                reading=reading,
                result=result,
            )
        )

    def refuse(
        self, code: str, quote: str, message: str, *, fact: str | None = None, clause: str | None = None
    ) -> None:
        """Add one reason; none stops the search for others."""
        reason = Reason(
            code=code, clause=clause or self.subsidy.clause, quote=quote, message=message, fact=fact
        )
        self.reasons.append(reason)

    def choice(self, reading: str) -> str:
        """Read a switch, and remember that it was used."""
        self.used[reading] = self.choices[reading]
        return self.choices[reading]

    def choice_text(self, reading: str) -> str:
        """Say in Chinese how a switch stands, with its document number."""
        spec = self.policy.readings[reading]
        return f"口径：{spec.labels[self.choice(reading)]}（{spec.document_number}）"

    def knows(self, names: tuple[str, ...]) -> bool:
        """Are all these facts known by now?"""
        facts = self.facts
        for name in names:  # noqa: SIM110 - half the time of all(…), and asked for every condition
            if name not in facts:
                return False
        return True

    def label(self, name: str) -> str:
        """The Chinese label of a fact."""
        return next(fact.label for fact in self.subsidy.facts if fact.name == name)

    def shown(self, *names: str) -> dict[str, str]:
        """Money facts as they are printed: label → figure."""
        return {self.label(name): plain(self.money(name)) for name in names}

    def award(self, amount: Decimal | None) -> Award:
        """Close the sheet. With a reason against it, the amount is zero."""
        return Award(
            eligible=not self.reasons,
            amount=ZERO if self.reasons else amount,
            lines=tuple(self.lines),
            reasons=tuple(self.reasons),
            policy_version=self.policy.version,
            policy_digest=self.policy.digest,
            readings=dict(self.used),
            before_higher_of=self.before_higher_of,
            cap_reached=self.cap_reached,
            milestones=self.milestones,
            by_year=dict(self.by_year),
            reports=self.reports,
        )


def resolve_readings(policy: Policy, asked: Mapping[str, str] | None) -> dict[str, str]:
    """Lay the asked values over the defaults.

    Raises:
        InvalidInput: A switch or value that the policy does not know.
    """
    chosen = policy.values
    if not asked:
        return chosen
    wrong = [
        FieldError(path=f"readings.{name}", message=f"没有口径“{name}”或其取值“{value}”")
        for name, value in asked.items()
        if name not in policy.readings or value not in policy.readings[name].labels
    ]
    if wrong:
        raise InvalidInput("口径设置有误。", remedy="请使用政策版本中列出的口径。", fields=tuple(wrong))
    return chosen | dict(asked)
