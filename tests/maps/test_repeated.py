"""Nothing that may be repeated kills or bloats a case: the five hundredth time costs what the thirtieth did."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from temporalio.bridge.proto.workflow_commands import WorkflowCommand

from commands.dry_run.replayed_case import activity_of, is_activity
from domain.case.acts.act import Act
from domain.case.acts.objections import RaiseObjection
from domain.case.contests.contested import Contestable
from domain.case.contests.decisions import Decision
from domain.case.record.events import Event
from domain.case.record.money_steps import PaymentOrdered, Receivable, Redemption, VoucherIssued
from domain.case.record.progress import CaseInput
from domain.case.record.stages import Stage
from domain.case.verbs import CHECK_BEGINNING
from domain.catalogue.schema import Procedure
from domain.departments import APPLICANT, PUBLIC
from tools.maps.beginnings import LEAD, plan_of
from tools.maps.deeds import contest, deed
from tools.maps.granted import Granted
from tools.maps.store_answers import AMOUNT, LESS, REFUSAL
from workflows import runs

MOST_BYTES_HANDED_OVER = 100_000

EARLY = 30
"""By then whatever is kept of the last so many times is kept."""


class Weighed(Granted):
    """A case whose commands are weighed.

    Attributes:
        asked_for: how many verbs were asked for, and timers set, and
        weighs: how many bytes with them.
        runs: the bytes that each new run was given.
    """

    asked_for = weighs = 0

    def act(self, act: Act, *, is_judged: bool = True) -> None:
        """As few people as an office has, each for one kind of act; whoever objects is somebody else each time."""
        if act.kind != "raise_objection":
            by = act.by.model_copy(update={"account": f"{act.by.party} {act.kind}"})
            act = act.model_copy(update={"by": by})
        super().act(act, is_judged=is_judged)

    def _hear(self, commands: Sequence[WorkflowCommand]) -> None:
        for command in commands:
            if is_activity(command):
                if activity_of(command).activity_type == CHECK_BEGINNING.name:
                    continue  # each new run asks it once
                self.asked_for += 1
                said = json.loads(activity_of(command).arguments[0].data)
                said.pop("came", None)  # each new run says with its first verb what it began with
                self.weighs += len(json.dumps(said))
            elif command.HasField("start_timer"):
                self.asked_for += 1
            elif command.HasField("continue_as_new_workflow_execution"):
                given = command.continue_as_new_workflow_execution.arguments
                self.runs.append(sum(len(each.data) for each in given))
        super()._hear(commands)

    @property
    def runs(self) -> list[int]:
        """See above."""
        self.__dict__.setdefault("_runs", [])
        runs: list[int] = self.__dict__["_runs"]
        return runs


def taken(case: Weighed, *acts: Act) -> None:
    """Send acts that are taken and done."""
    for act in acts:
        case.act(act)
        answer = case.workflow.state.answers.get(act.id)
        assert answer is not None, f"{act.kind} was not taken at {case.workflow.stage}"
        assert answer.progress is not None, (act.kind, answer.refusal)


def stop_and_lift(case: Weighed) -> None:
    taken(case, deed("stop_payment", LEAD), deed("lift_stop", LEAD))


def pause_and_resume(case: Weighed) -> None:
    taken(case, deed("pause_clock", LEAD, working_days=1), deed("resume_clock", LEAD))


def correct_extension(case: Weighed) -> None:
    if case.workflow.inbox.tasks[0].term.clock.extension is None:
        taken(case, deed("extend_term", LEAD, whose=LEAD, working_days=1))
    for days in (2, 1):
        taken(case, deed("correct_extension", LEAD, whose=LEAD, working_days=days))


def urge(case: Weighed) -> None:
    taken(case, deed("urge", LEAD))


def find_projects(case: Weighed) -> None:
    taken(case, deed("find_same_project", LEAD, outcome="same"))


def move_calendar(case: Weighed) -> None:
    case.signal("calendar_announced")


def wake(case: Weighed) -> None:
    case.signal("quota_released")


def net(case: Weighed) -> None:
    case.signal("receivable_netted")


def contest_stops(case: Weighed) -> None:
    """A stop is set, contested and lifted for that."""
    taken(case, deed("stop_payment", LEAD))
    told_in = case.progress.seq
    decision = Decision(kind=Contestable.STOP, number="case", told_in=told_in, event=Event.PAYMENT_STOPPED)
    taken(case, *contest(decision, LEAD, "change"))


def contest_and_withdraw(case: Weighed) -> None:
    taken(case, deed("stop_payment", LEAD))
    told_in = case.progress.seq
    decision = Decision(kind=Contestable.STOP, number="case", told_in=told_in, event=Event.PAYMENT_STOPPED)
    taken(case, *contest(decision, LEAD), deed("lift_stop", LEAD))


def supplement(case: Weighed) -> None:
    kind = case.asked[0].kind
    asks = {"check_completeness": "supplement", "review": "return"}[kind]
    taken(case, deed(kind, LEAD, outcome=asks), deed("supplement", APPLICANT))


def correct_decision(case: Weighed) -> None:
    taken(case, deed("correct_decision", LEAD))
    case.go_on(Stage.FUND_DOCUMENT)


def return_payment(case: Weighed) -> None:
    """The bank returns the money, the applicant names an account."""
    taken(case, deed("return_payment", "finance_bureau", "P1"), deed("provide_payee", APPLICANT))


def name_anothers_account(case: Weighed) -> None:
    """An account of somebody else is named, and not accepted."""
    other = deed("provide_payee", APPLICANT, is_other=True)
    taken(case, other, deed("check_payee", "finance_bureau", outcome="return"))


def issue_in_vain(case: Weighed) -> None:
    """The fund document is given back while payment is stopped."""
    case.act(deed("issue_fund_document", "finance_bureau", amount=AMOUNT))


def redeem(case: Weighed) -> None:
    taken(case, deed("redeem", APPLICANT))
    case.go_on(Stage.PAYMENT)
    case.go_on(Stage.VOUCHER)


def claim_again(case: Weighed) -> None:
    year = case.asked[0].subject
    taken(case, deed("claim_instalment", APPLICANT, year))
    taken(case, deed("review_instalment", LEAD, year, outcome="return"))


def report_acceptance(case: Weighed) -> None:
    taken(case, deed("report_acceptance", APPLICANT), deed("return_acceptance_report", LEAD))


def confirm_not(case: Weighed) -> None:
    taken(case, deed("confirm_amount", LEAD, outcome="return"), deed("review", LEAD, outcome="approve"))


def recover_and_reverse(case: Weighed) -> None:
    taken(case, deed("decide_recovery", LEAD, means="repayment"), deed("reverse_recovery", LEAD))


def object_and_dismiss(case: Weighed) -> None:
    """Somebody objects; from the hundred and twentieth on it is to be done in writing, and nothing is left of the try."""
    act = deed("raise_objection", PUBLIC)
    assert isinstance(act, RaiseObjection)
    case.act(act)
    if act.id in case.workflow.state.answers:
        taken(case, deed("find_on_objection", LEAD, act.objection, outcome="dismiss"))


Repeating = Callable[[Weighed], None]
REPEATED: dict[str, tuple[Repeating, Procedure, Stage]] = {
    "stop and lift": (stop_and_lift, Procedure.ONE_OFF, Stage.LEAD_REVIEW),
    "pause and resume": (pause_and_resume, Procedure.ONE_OFF, Stage.LEAD_REVIEW),
    "corrected extensions": (correct_extension, Procedure.ONE_OFF, Stage.LEAD_REVIEW),
    "urging": (urge, Procedure.ONE_OFF, Stage.LEAD_REVIEW),
    "findings on projects": (find_projects, Procedure.ONE_OFF, Stage.LEAD_REVIEW),
    "calendar moves": (move_calendar, Procedure.ONE_OFF, Stage.LEAD_REVIEW),
    "wake-ups that nobody heeds": (wake, Procedure.ONE_OFF, Stage.LEAD_REVIEW),
    "contested stops": (contest_stops, Procedure.ONE_OFF, Stage.LEAD_REVIEW),
    "contests taken back": (contest_and_withdraw, Procedure.ONE_OFF, Stage.LEAD_REVIEW),
    "supplements at the check": (supplement, Procedure.ONE_OFF, Stage.COMPLETENESS_CHECK),
    "supplements at the review": (supplement, Procedure.ONE_OFF, Stage.LEAD_REVIEW),
    "objections": (object_and_dismiss, Procedure.ONE_OFF, Stage.PUBLIC_NOTICE),
    "corrected decisions": (correct_decision, Procedure.ONE_OFF, Stage.FUND_DOCUMENT),
    "corrected decisions of a ranked case": (correct_decision, Procedure.RANKED_BATCH, Stage.FUND_DOCUMENT),
    "returned payments": (return_payment, Procedure.ONE_OFF, Stage.PAYMENT),
    "accounts of somebody else": (name_anothers_account, Procedure.ONE_OFF, Stage.PAYEE_DETAILS),
    "fund documents given back": (issue_in_vain, Procedure.ONE_OFF, Stage.FUND_DOCUMENT),
    "redemptions": (redeem, Procedure.VOUCHER, Stage.VOUCHER),
    "wake-ups in the queue": (wake, Procedure.VOUCHER, Stage.QUEUED_FOR_QUOTA),
    "claims returned": (claim_again, Procedure.MULTI_YEAR, Stage.INSTALMENTS),
    "reports given back": (report_acceptance, Procedure.POST_ACCEPTANCE, Stage.AWAITING_ACCEPTANCE),
    "amounts not confirmed": (confirm_not, Procedure.DISCRETIONARY, Stage.LEAD_REVIEW),
    "recoveries reversed": (recover_and_reverse, Procedure.MULTI_YEAR, Stage.INSTALMENTS),
    "nettings": (net, Procedure.MULTI_YEAR, Stage.RECOVERY),
}


def begun(procedure: Procedure, stage: Stage) -> Weighed:
    """A case in a stage."""
    given = CaseInput(plan=plan_of(procedure))
    answers: dict[str, Any] = {}
    if stage is Stage.QUEUED_FOR_QUOTA:
        answers = {"issue_voucher": VoucherIssued(place=1)}
    case = Weighed(given.plan.code, given, **answers)
    case.act(deed("file", APPLICANT))
    case.go_on(Stage.INSTALMENTS if stage is Stage.RECOVERY else stage)
    return case


@pytest.mark.parametrize("what", REPEATED)
@pytest.mark.parametrize("times", [50, pytest.param(500, marks=pytest.mark.long)])
def test_the_five_hundredth_time_costs_what_the_thirtieth_did(
    monkeypatch: pytest.MonkeyPatch, what: str, times: int
) -> None:
    monkeypatch.setattr(runs, "MOST_EVENTS", 37)
    repeat, procedure, stage = REPEATED[what]
    case = begun(procedure, stage)
    prepare(case, what)
    costs: list[tuple[int, int]] = []
    for _ in range(times):
        before = case.asked_for, case.weighs
        repeat(case)
        costs.append((case.asked_for - before[0], case.weighs - before[1]))
    early, late = costs[EARLY - 10 : EARLY], costs[-10:]
    assert max(late)[0] <= max(early)[0] + 1  # a new run sets its timer again
    assert max(weight for _, weight in late) <= 1.1 * max(weight for _, weight in early) + 100
    assert case.runs
    assert max(case.runs[len(case.runs) // 2 :]) < MOST_BYTES_HANDED_OVER
    case.leave()


def prepare(case: Weighed, what: str) -> None:
    """Come to where it may be repeated."""
    if what == "fund documents given back":
        case.answers["order_payment"] = PaymentOrdered(refusal=REFUSAL, is_stopped=True)
    elif what == "redemptions":
        case.answers["assess_redemption"] = Redemption(amount=LESS, left=LESS)
    elif what == "amounts not confirmed":
        taken(case, deed("review", LEAD, outcome="approve"))
    elif what in ("claims returned", "recoveries reversed", "nettings"):
        _come_to_year(case, what)


def _come_to_year(case: Weighed, what: str) -> None:
    while not case.asked:
        case.pass_time()
    if what == "claims returned":
        return
    case.go_on(Stage.PAYMENT)
    case.go_on(Stage.INSTALMENTS)
    if what == "nettings":
        case.answers["tell_receivable"] = Receivable(left=LESS)
        taken(case, deed("decide_recovery", LEAD, means="netting"))
