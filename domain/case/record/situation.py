"""Where a case stands when an act comes."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.case.acts.act import Act
from domain.case.acts.payment import IssueFundDocument
from domain.case.acts.review import AnswerReconsideration
from domain.case.acts.rules import Needs
from domain.case.contests.contested import Contestable, contested_at
from domain.case.record.progress import CaseState
from domain.case.record.stages import ENDED, Stage
from domain.case.user_tasks import UserTask

MONEY_MOVES: Final = frozenset({Stage.PAYMENT, Stage.PAYMENT_RETURNED})
"""Stages in which a payment is under way."""

ENDS_OR_TURNS: Final = frozenset({Needs.NO_PAYMENT, Needs.DECISION, Needs.MONEY_PAID})
"""What an act needs that ends the case, sends it back or turns it to recovery."""

TURNING: Final = ENDS_OR_TURNS | {Needs.BANK, Needs.LAPSE}
"""The same, and what lets something be made good or paid again: one of them at a time."""


@dataclass(frozen=True)
class Situation:
    """Where a case stands when an act comes.

    Attributes:
        lead: the lead department.
        state: what the case carries.
        stage: where it is.
        tasks: the open ones.
        ahead: acts that came before and are not dealt with yet.
        closed: whether it has ended.
        taken: acts that its run has taken so far.
        opened_by: the act that takes an ended case up again; before it came, the case is as it had ended.
        today: the day it is.
    """

    lead: str
    state: CaseState
    stage: Stage
    tasks: tuple[UserTask, ...]
    ahead: tuple[Act, ...]
    closed: bool
    today: date
    taken: int = 0
    opened_by: type[Act] | None = None

    @property
    def recovering(self) -> str:
        """The number of the recovery in hand; empty where there is none."""
        return self.state.recovering

    @property
    def is_recovering(self) -> bool:
        """Whether money is being recovered."""
        return bool(self.state.recovering)

    @property
    def has_review(self) -> bool:
        """Whether it has the review before it to which a decision can go back; at its end a case has none any more."""
        return not self.state.is_ending

    @property
    def is_paying(self) -> bool:
        """Whether a payment is under way, or about to be."""
        ordering = any(isinstance(act, IssueFundDocument) for act in self.ahead)
        return ordering or self.state.is_owed or self.stage in MONEY_MOVES

    @property
    def is_taken_up(self) -> bool:
        """Whether something is carried out in a case that has come to its end."""
        return not self.has_review and self.stage not in ENDED

    @property
    def turned_by(self) -> Act | None:
        """The act ahead that turns the case elsewhere, so that what was thought of it need not hold any more; None where there is none."""
        return next((act for act in self.ahead if act.rules.needs in TURNING or self._is_changing(act)), None)

    def _is_changing(self, act: Act) -> bool:
        """Whether it changes what was contested, and that is more than a stop, which comes between nothing."""
        if not isinstance(act, AnswerReconsideration) or act.decision != "change":
            return False
        contested = contested_at(self.state.contested, act.reconsideration)
        return contested is not None and contested.kind is not Contestable.STOP

    def has_ahead(self, *needs: Needs) -> bool:
        """Whether an act with one of these needs came before and is not dealt with yet."""
        return any(act.rules.needs in needs for act in self.ahead)
