"""The inbox of a case: acts that came in, the tasks that they use, and what each was answered.

Everything that decides here happens without awaiting, so that two acts arriving together can never both use
one task. The store is told by ``Case.enter``; until then an act stays in hand and its caller waits.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from domain.calendar import shanghai_date, shanghai_midnight
from domain.case.acts.act import Act
from domain.case.acts.filing import File
from domain.case.acts.rules import TASKED, Needs
from domain.case.record.progress import MOST_ANSWERS, Answer, CaseState
from domain.case.record.steps import Progress, RecordedAct
from domain.case.time.clock import Stop, StopKind
from domain.case.user_tasks import Term, UserTask, task_that_fits
from domain.departments import APPLICANT
from domain.errors import RefusalFacts, Repeated, WrongStage
from workflows.clock import RunClock, until
from workflows.endings import as_failure
from workflows.recording import recorded

FILING = UserTask(party=APPLICANT, acts=(File.kind,))
"""The task with which every case begins."""


class Inbox:
    """What came in to one case.

    Attributes:
        tasks: the open tasks, one of which an act uses up.
        waiting: acts that the procedure has not taken yet.
        in_hand: acts that it deals with; their callers wait.
        answers: act id → answer.
        taken: how many acts this run has taken.
        updates: how many Updates this run has had, those that repeated an act included.
        is_unwritten: whether an act came in since Temporal last wrote the history down.
    """

    def __init__(self, state: CaseState, clock: RunClock) -> None:
        """Take up the state of the run before, so that an act at the seam meets open tasks."""
        self.tasks: tuple[UserTask, ...] = state.progress.tasks if state.progress else (FILING,)
        self._clock = clock
        self.answers = dict(state.answers)
        self._done = dict(state.done)
        self.waiting: list[Act] = []
        self.in_hand: list[Act] = []
        self.taken = self.updates = 0
        self.is_unwritten = False
        self._used: dict[str, UserTask] = {}
        self._stood: dict[str, int] = {}
        self._late: dict[str, date] = {}

    @property
    def said(self) -> dict[str, Any]:
        """What the next run goes on from."""
        latest = dict(list(self.answers.items())[-MOST_ANSWERS:])
        return {"answers": latest, "done": self.done}

    @property
    def done(self) -> dict[str, tuple[str, ...]]:
        """Kind of act → accounts that did it, or are about to."""
        done = dict(self._done)
        for act in (*self.waiting, *self.in_hand):
            _add(done, act)
        return done

    @property
    def seen(self) -> dict[str, Any]:
        """What the procedure can see here."""
        return {
            "tasks": self.tasks,
            "waiting": tuple(self.waiting),
            "in_hand": tuple(self.in_hand),
            "done": dict(self._done),
            "used": dict(self._used),
            "stood": dict(self._stood),
            "late": dict(self._late),
        }

    def see(self, seen: Mapping[str, Any]) -> None:
        """Be as the procedure saw it once."""
        now = {**self.seen, **seen}
        self.tasks, self._done, self._used = now["tasks"], now["done"], now["used"]
        self.waiting, self.in_hand = list(now["waiting"]), list(now["in_hand"])
        self._stood, self._late = now["stood"], now["late"]

    @property
    def standing(self) -> dict[str, Any]:
        """What an act that comes now meets here."""
        return {"tasks": self.tasks, "ahead": (*self.waiting, *self.in_hand), "taken": self.taken}

    def repeats(self, act: Act) -> bool:
        """Whether this act was answered already."""
        answer = self.answers.get(act.id)
        if answer is not None and answer.digest != act.digest:
            raise Repeated("同一幂等键已用于另一项内容不同的办理。", remedy="请使用新的 Idempotency-Key。")
        return answer is not None

    def refused(self, act: Act) -> bool:
        """Whether this act was refused when its turn came."""
        answer = self.answers.get(act.id)
        return answer is not None and answer.refusal is not None

    async def take(self, act: Act) -> Progress:
        """Take an act in and wait until it is recorded; a repeated one gets its first answer."""
        self.updates += 1
        if act.id not in self.answers:
            self._place(act)
            await until(lambda: act.id in self.answers)
        answer = self.answers[act.id]
        if answer.refusal is not None:
            raise as_failure(answer.refusal)
        assert answer.progress is not None
        return answer.progress

    def _place(self, act: Act) -> None:
        """Use up the act's task and put the act where the procedure finds it."""
        if act.rules.needs in TASKED:
            task = task_that_fits(act.kind, act.by.party, act.subject, self.tasks)
            assert task is not None or act.rules.needs is not Needs.TASK  # it was admitted in this instant
            if task is not None:
                self._use(act, task)
        self.waiting.append(act)
        self.taken += 1
        self.is_unwritten = True

    def _use(self, act: Act, task: UserTask) -> None:
        """A task is used by an act; one that stands goes on."""
        self._used[act.id] = task
        self._stood[act.id] = self.tasks.index(task)
        if task.ends_outside and task.term and self._clock.now() >= shanghai_midnight(_day_after(task.term)):
            self._late[act.id] = task.term.due_on
        if not task.standing:
            self.end(task)

    @property
    def beside(self) -> tuple[UserTask, ...]:
        """The open tasks that are none of the procedure's."""
        return tuple(task for task in self.tasks if task.beside)

    def with_beside(self, tasks: tuple[UserTask, ...]) -> tuple[UserTask, ...]:
        """These tasks of the procedure, and what is open beside it: as it is, unless they say it anew."""
        beside = tuple(task for task in tasks if task.beside) or self.beside
        return (*(task for task in tasks if not task.beside), *beside)

    def open_beside(self, *tasks: UserTask) -> None:
        """Open tasks that the procedure does not know of; they stay open until they are closed."""
        self.tasks = (*self.tasks, *tasks)

    def close_beside(self, subject: str) -> None:
        """What such tasks were about is dealt with."""
        self.tasks = tuple(task for task in self.tasks if not (task.beside and task.subject == subject))

    def next(self) -> Act:
        """Take the first act that waits in hand."""
        act = self.waiting.pop(0)
        self.in_hand.append(act)
        return act

    def has(self, kind: type[Act]) -> bool:
        """Whether an act of this kind waits."""
        return any(isinstance(act, kind) for act in self.waiting)

    def is_awaited(self, act: Act) -> bool:
        """Whether an act has used a task of the procedure; any other interrupts it."""
        task = self._used.get(act.id)
        return task is not None and not task.beside

    @property
    def used(self) -> tuple[UserTask, ...]:
        """The tasks that were used by acts which are not dealt with yet."""
        return tuple(self._used.values())

    def has_task(self, act: Act) -> bool:
        """Whether an act has used a task, be it one beside the procedure."""
        return act.id in self._used

    def task_of(self, act: Act) -> UserTask:
        """The task that an act in hand has used."""
        return self._used[act.id]

    def put_down(self) -> list[Act]:
        """The acts in hand, which were done and are to be recorded."""
        acts, self.in_hand = self.in_hand, []
        for act in acts:
            _add(self._done, act)
        return acts

    def recorded(self, acts: list[Act]) -> tuple[RecordedAct, ...]:
        """Acts as they are kept, with the last day of their task where that was over when they came."""
        return tuple(recorded(act, self._late.get(act.id)) for act in acts)

    def sent_back(self, act: Act) -> UserTask:
        """The task of an act that sends the case back, as it opens again: its term stands still until then."""
        stop = Stop(
            on=shanghai_date(self._clock.now()),
            kind=StopKind.APPLICANT,
            reason=f"{act.label}退回，等待申请单位补正",
        )
        return self.task_of(act).sent_back(stop)

    def end(self, task: UserTask) -> None:
        """A task is over: nobody may use it any more."""
        self.tasks = tuple(other for other in self.tasks if other is not task)

    def replace(self, task: UserTask, by: UserTask) -> None:
        """An open task has changed; a clock of the case is none."""
        self.tasks = tuple(by if other is task else other for other in self.tasks)

    def date(self, tasks: tuple[UserTask, ...]) -> None:
        """Give the open tasks their days; those used up meanwhile stay used."""
        dated = {_key(task): task for task in tasks}
        self.tasks = tuple(dated.get(_key(task), task) for task in self.tasks)
        self._used = {act: dated.get(_key(task), task) for act, task in self._used.items()}

    def answer(self, acts: list[Act], progress: Progress | None, refusal: RefusalFacts | None = None) -> None:
        """Give these acts their answer; their callers go on."""
        for act in acts:
            self.answers[act.id] = Answer(digest=act.digest, progress=progress, refusal=refusal)
            self._used.pop(act.id, None)
            self._stood.pop(act.id, None)
            self._late.pop(act.id, None)

    def give_back(self, act: Act, refusal: RefusalFacts) -> None:
        """Refuse an act whose figures did not hold while doing it, and open its task again where it stood."""
        task = self._used.get(act.id)
        if task is not None and not task.standing:
            at = self._stood[act.id]
            self.tasks = (*self.tasks[:at], task, *self.tasks[at:])
        self.turn_away(act, refusal)

    def turn_away(self, act: Act, refusal: RefusalFacts) -> None:
        """Refuse an act in hand whose task the procedure has left behind."""
        self.in_hand.remove(act)
        self._refuse([act], refusal)

    def clear(self, refusal: RefusalFacts) -> None:
        """Give back every act that waits for its task to be dealt with; those that need none stay."""
        for act in self._take_out(*filter(self.is_awaited, self.waiting)):
            self.in_hand.append(act)
            self.give_back(act, refusal)

    def refuse_waiting(self, why: str, *kinds: type[Act]) -> None:
        """Refuse acts that wait for what will not come: of these kinds, or all that need a task."""
        late = (act for act in self.waiting if (isinstance(act, kinds) if kinds else self.is_awaited(act)))
        refusal = WrongStage("本次办理未生效。", why=why, remedy="请查看案件详情。")
        self._refuse(self._take_out(*late), refusal.facts)

    def refuse_all(self, refusal: RefusalFacts) -> None:
        """Refuse every act that waits."""
        self._refuse(self._take_out(*self.waiting), refusal)

    def _refuse(self, acts: list[Act], refusal: RefusalFacts) -> None:
        """Answer acts that were not done; who meant to do them has not done them."""
        self.answer(acts, None, refusal)

    def _take_out(self, *acts: Act) -> list[Act]:
        self.waiting = [act for act in self.waiting if act not in acts]
        return list(acts)


def _add(done: dict[str, tuple[str, ...]], act: Act) -> None:
    """Add who did an act: once, but for what is counted."""
    accounts = done.get(act.kind, ())
    if act.rules.is_public or act.by.account not in accounts:
        done[act.kind] = (*accounts, act.by.account)


def _day_after(term: Term) -> date:
    return term.due_on + timedelta(days=1)


def _key(task: UserTask) -> tuple[str, tuple[str, ...], str]:
    return task.party, task.acts, task.subject
