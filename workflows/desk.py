"""The desk of a case: takes acts in, checks them against the open turns, and keeps what was answered.

Everything that decides here happens without awaiting, so that two acts arriving together can never both use
one turn. The store is told by ``Case.enter``; until then an act stays in hand and its caller waits.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calendar import shanghai_date
    from domain.case.act import Act
    from domain.case.deficiency_notices import admit_notice
    from domain.case.four_eyes import check_four_eyes
    from domain.case.fresh_eyes import check_fresh_eyes
    from domain.case.money_acts import IssueFundDocument
    from domain.case.record.progress import Answer, CaseInput, CaseState
    from domain.case.record.stages import Stage
    from domain.case.record.steps import Progress
    from domain.case.time.clock import Stop, StopKind
    from domain.case.time.term_acts import admit_on_terms
    from domain.case.time.urging import admit_urging
    from domain.case.turns import Turn, turn_for
    from domain.departments import APPLICANT
    from domain.errors import (
        CaseClosed,
        InvalidInput,
        NotAllowed,
        Refusal,
        RefusalFacts,
        Repeated,
        WrongStage,
    )

from workflows.endings import as_failure

ENDINGS = frozenset({"withdraw", "terminate"})
"""Acts that need no turn: the applicant or the lead may end the case until a payment is ordered."""

STOPS = frozenset({"stop_payment", "lift_stop"})
"""Acts of the lead that need no turn and leave the case where it is."""

OF_TIME = frozenset({"extend_term", "pause_clock", "resume_clock"})
"""Acts on the terms of the open turns; they use none of them up."""

URGING = frozenset({"urge"})
"""The lead has whoever the case waits for reminded; nothing changes by it."""

FREE = ENDINGS | STOPS | OF_TIME | URGING | {"decide_recovery"}
"""Every act that needs no turn."""

MONEY_MOVES = frozenset({Stage.PAYMENT, Stage.PAYMENT_RETURNED})
"""Stages in which a payment is under way."""


class Desk:
    """What every case has before it has a road."""

    def __init__(self, case: CaseInput) -> None:
        """Take up the state of the run before, so that an act at the seam meets open turns."""
        self.plan = case.plan
        self.state: CaseState = case.state
        progress = case.state.progress
        self.stage = progress.stage if progress else Stage.DRAFT
        self.turns: tuple[Turn, ...] = (
            progress.turns if progress else (Turn(party=APPLICANT, acts=("file",)),)
        )
        self.clocks: tuple[Turn, ...] = progress.clocks if progress else ()
        self.closed = bool(progress and progress.final)
        self.inbox: list[Act] = []
        self.in_hand: list[Act] = []
        self.used: dict[str, Turn] = {}
        self.unwritten = False
        self.is_recovering = False

    def check(self, act: Act) -> None:
        """Refuse an act that the case does not admit; a refused act leaves no trace in the history."""
        try:
            if not self.repeats(act):
                self.admit(act)
        except Refusal as refusal:
            raise as_failure(refusal.facts) from refusal

    def repeats(self, act: Act) -> bool:
        """Whether this act was answered already."""
        answer = self.state.answers.get(act.id)
        if answer is not None and answer.digest != act.digest:
            raise Repeated("同一幂等键已用于另一项内容不同的办理。", remedy="请使用新的 Idempotency-Key。")
        return answer is not None

    def admit(self, act: Act) -> None:
        """Say whether the act is allowed now.

        Raises:
            Refusal: with the reason and what to do.
        """
        if self.closed:
            raise CaseClosed(f"案件已结束（{self.stage.value}），不能再办理。", remedy="可以重新提交申请。")
        check_four_eyes(act.kind, act.by.account, self.state.done)
        check_fresh_eyes(act.kind, act.label, act.by.account, self.state.excluded)
        if act.kind in FREE:
            self.admit_free(act)
        else:
            turn_for(act, self.turns, self.stage.value)
        admit_notice(act, self.stage, self.state.notices)
        if isinstance(act, IssueFundDocument):
            self.admit_split(act)

    def admit_free(self, act: Act) -> None:
        """Withdrawal is the applicant's; termination, stops and recovery are the lead's; terms are their party's."""
        if act.kind in OF_TIME:
            self.admit_on_time(act)
            return
        if act.kind in URGING:
            self.admit_urge(act)
            return
        if act.by.party != (APPLICANT if act.kind == "withdraw" else self.plan.lead):
            raise NotAllowed(f"您不能在本案中{act.label}。", remedy="请联系申请单位或牵头部门。")
        if act.kind in ENDINGS:
            self.admit_ending(act)
        elif act.kind not in STOPS:
            self.admit_recovery(act)
        ahead = (*self.inbox, *self.in_hand)
        if act.kind not in STOPS and any(
            waiting.kind in FREE - STOPS - OF_TIME - URGING for waiting in ahead
        ):
            raise WrongStage("案件正在结束或转入追回。", remedy="请稍后查看案件详情。")

    def admit_on_time(self, act: Act) -> None:
        """Each party changes its own terms, one change after the other."""
        if any(waiting.kind in OF_TIME for waiting in (*self.inbox, *self.in_hand)):
            raise WrongStage("另一项期限变更正在办理。", remedy="请稍后查看办理时限。")
        admit_on_terms(act, self.turns, self.plan.lead, shanghai_date(workflow.now()))

    def admit_urge(self, act: Act) -> None:
        """The lead may urge once a working day; one that is being dealt with counts."""
        today = shanghai_date(workflow.now())
        under_way = any(waiting.kind in URGING for waiting in (*self.inbox, *self.in_hand))
        again_from = self.state.urge_again_from or today
        admit_urging(act, self.turns, self.plan.lead, again_from, today, is_under_way=under_way)

    def admit_ending(self, act: Act) -> None:
        """A case may be ended until a payment is ordered, and not while money is being recovered."""
        if self.is_recovering:
            raise WrongStage(f"案件正在追回资金，不能{act.label}。", remedy="请先办结或撤销追回。")
        withdrawn_late = act.kind == "withdraw" and self.state.payments > 0
        if withdrawn_late or self.is_paying:
            raise WrongStage(
                f"资金已下达，不能{act.label}。",
                why="撤回或终止须在拨付指令发出之前。",
                remedy="请等待本次拨付完成。",
            )

    def admit_recovery(self, act: Act) -> None:
        """Money that was paid may be recovered, once at a time, and not while a payment is under way."""
        if self.is_recovering:
            raise WrongStage("本案已在追回中，不能重复作出追回决定。", remedy="请先办结或撤销前一追回决定。")
        if not self.state.payments:
            raise WrongStage("本案尚未拨付，不能追回。", remedy="尚未拨付的，可以停止拨付或终止办理。")
        if self.is_paying:
            raise WrongStage(f"资金正在拨付，不能{act.label}。", remedy="请等待本次拨付完成后再作决定。")

    @property
    def is_paying(self) -> bool:
        """Whether a payment is under way, or about to be."""
        ordering = any(isinstance(waiting, IssueFundDocument) for waiting in (*self.inbox, *self.in_hand))
        return ordering or self.state.is_owed or self.stage in MONEY_MOVES

    def admit_split(self, act: IssueFundDocument) -> None:
        """City and locality share the award; the split sums to it (附则(二))."""
        if act.city_amount + act.locality_amount != self.state.amount:
            raise InvalidInput(
                f"市级与属地分担金额之和须等于应付金额 {self.state.amount} 元。",
                clause="附则(二)",
                remedy="请更正 city_amount 或 locality_amount。",
            )

    async def take(self, act: Act) -> Progress:
        """Place an act on the desk and wait until it is recorded; a repeated one gets its first answer."""
        if act.id not in self.state.answers:
            self.place(act)
            await workflow.wait_condition(lambda: act.id in self.state.answers)
        answer = self.state.answers[act.id]
        if answer.refusal is not None:
            raise as_failure(answer.refusal)
        assert answer.progress is not None
        return answer.progress

    def place(self, act: Act) -> None:
        """Use up the act's turn and put the act where the road finds it."""
        if act.kind not in FREE:
            turn = turn_for(act, self.turns, self.stage.value)
            self.used[act.id] = turn
            if not turn.standing:
                self.turns = tuple(open_turn for open_turn in self.turns if open_turn is not turn)
        done = dict(self.state.done)
        done[act.kind] = (*done.get(act.kind, ()), act.by.account)
        self.keep(done=done)
        self.inbox.append(act)
        self.unwritten = True

    def keep(self, **changes: object) -> None:
        """Replace parts of the state."""
        self.state = self.state.model_copy(update=changes)

    def answer(self, acts: list[Act], progress: Progress | None, refusal: RefusalFacts | None = None) -> None:
        """Give these acts their answer; their callers go on."""
        answers = dict(self.state.answers)
        for act in acts:
            answers[act.id] = Answer(digest=act.digest, progress=progress, refusal=refusal)
            self.used.pop(act.id, None)
        self.keep(answers=answers)

    def refuse_waiting(self, why: str, *kinds: type[Act]) -> None:
        """Refuse acts that wait for a part of the road that will not come: of these kinds, or all that need a turn."""
        late = [act for act in self.inbox if (isinstance(act, kinds) if kinds else act.kind not in FREE)]
        self.inbox = [act for act in self.inbox if act not in late]
        self.answer(late, None, WrongStage("本次办理未生效。", why=why, remedy="请查看案件详情。").facts)

    def give_back(self, act: Act, refusal: RefusalFacts) -> None:
        """Refuse an act whose figures did not hold while doing it, and open its turn again."""
        turn = self.used.get(act.id)
        if turn is not None and not turn.standing:
            self.turns = (*self.turns, turn)
        done = dict(self.state.done)
        done[act.kind] = done[act.kind][:-1]
        self.keep(done=done)
        self.in_hand.remove(act)
        self.answer([act], None, refusal)

    def sent_back(self, act: Act) -> Turn:
        """The turn of an act that sends the case back, as it opens again: its term stands still until then."""
        stop = Stop(
            on=shanghai_date(workflow.now()),
            kind=StopKind.APPLICANT,
            reason=f"{act.label}退回，等待申请单位补正",
        )
        return self.used[act.id].sent_back(stop)

    def clear(self, refusal: RefusalFacts) -> None:
        """Give back every act that waits for its turn to be dealt with; those that need none stay."""
        waiting = [act for act in self.inbox if act.kind not in FREE]
        self.inbox = [act for act in self.inbox if act.kind in FREE]
        for act in waiting:
            self.in_hand.append(act)
            self.give_back(act, refusal)
