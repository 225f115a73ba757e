"""How a verb is done: a plain function over the office becomes an activity, and a verb of a case is done once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from temporalio import activity

from activities.askers import refuse_strangers
from activities.audit_trail import record_verb
from activities.office import CaseOffice
from adapters.store.cases.file import FiledCase, load_case
from adapters.store.cases.standing import standing, stood
from adapters.store.writing import Session, done_answer, forget_what_came, keep_answer, transaction
from domain.case.record.steps import Progress, Request
from domain.verb import Answer, Asked, Verb

OfCase = TypeVar("OfCase", bound=Request)

Effect = Callable[[CaseOffice, Session, FiledCase, OfCase], Answer]
"""What a verb does to its case, within one transaction."""

Word = Callable[[CaseOffice, OfCase, Answer], None]
"""What others are told when it is committed; told again when the verb is repeated, since the first word may be lost."""


@dataclass(frozen=True)
class Doing(Generic[Asked, Answer]):
    """A verb together with how it is done; called with an office and what is asked."""

    verb: Verb[..., Asked, Answer]
    do: Callable[[CaseOffice, Asked], Answer]

    def __call__(self, office: CaseOffice, asked: Asked) -> Answer:
        """Do it."""
        return self.do(office, asked)

    def at(self, office: CaseOffice) -> Callable[[Any], Any]:
        """The activity of this verb at an office, for ``Worker(activities=…)``."""

        def act(asked: Any) -> Any:
            return self.do(office, asked)

        act.__annotations__ = {"asked": self.verb.request_type, "return": self.verb.answer}
        return activity.defn(name=self.verb.name)(act)


def house_verb(
    described: Verb[..., Asked, Answer],
) -> Callable[[Callable[[CaseOffice, Asked], Answer]], Doing[Asked, Answer]]:
    """A verb of the house, which belongs to no single case and sees to its transactions itself."""
    return lambda do: Doing(described, do)


def verb(
    described: Verb[..., OfCase, Answer], then: Word[OfCase, Answer] | None = None
) -> Callable[[Effect[OfCase, Answer]], Doing[OfCase, Answer]]:
    """A verb of a case: its effect is done once, and ``then`` others are told.

    Args:
        described: what it is called and asked.
        then: tells others when it is committed.
    """

    def made(effect: Effect[OfCase, Answer]) -> Doing[OfCase, Answer]:
        def do(office: CaseOffice, request: OfCase) -> Answer:
            refuse_strangers(office, request.case_number)
            answer = once(office, described, request, effect)
            if then is not None:
                then(office, request, answer)
            return answer

        return Doing(described, do)

    return made


def once(
    office: CaseOffice,
    described: Verb[..., OfCase, Answer],
    request: OfCase,
    effect: Effect[OfCase, Answer],
) -> Answer:
    """Do a verb of a case in one transaction; when it is done already, give its first answer.

    The case is held throughout, so that two calls of one verb come one after the other.
    """
    with transaction(office.engine) as session:
        case = load_case(session, request.case_number)
        kept = done_answer(session, request.case_number, described.name, request.seq)
        if kept is not None:
            return described.answer.model_validate(kept)
        before = stood(case)
        answer = effect(office.within(session), session, case, request)
        record_verb(session, case, described.name, request, answer, before, standing(session, case.number))
        keep_answer(session, described.name, request, answer)
        if isinstance(answer, Progress) and answer.final:
            forget_what_came(session, request.case_number)
        return answer
