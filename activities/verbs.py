"""What every verb of a case has: its adapters, and the way to be done once however often it is called."""

import threading
from collections.abc import Callable
from typing import TypeVar

from activities.audit_trail import record_verb
from adapters.store.calendar.years import StoredCalendar
from adapters.store.cases.file import FiledCase, load_case
from adapters.store.cases.standing import standing
from adapters.store.reach import Engine
from adapters.store.writing import Session, done_answer, keep_answer, transaction
from domain.calendar import WorkingCalendar
from domain.case.record.steps import Request
from domain.catalogue.registry import Catalogue
from domain.catalogue.schema import Policy
from domain.frozen import Frozen
from domain.pool_year import PoolYear

Answer = TypeVar("Answer", bound=Frozen)
Effect = Callable[[Session, FiledCase], Answer]


class Done(Frozen):
    """The answer of a verb that has nothing to say."""


class Verbs:
    """Holds the adapters of the verbs.

    Args:
        engine: the store.
        catalogue: every version of the policy.
        calendar: counts working days; the years that were loaded into the store are added.
        public_url: under which applicants reach the product.
        mail_domain: the right side of every Message-ID.
        announce_mail: told after a commit that queued a mail.
        announce_quota: told the case at the head of the voucher queue when there is something for it.
        announce_netting: told the case of which a receivable was set off against a payment of another.
        announce_stop: told each other open case of a unit whose payments were stopped, or are stopped no more.
        announce_pool: told of a pool that was drawn on, so that its year's end is waited for.
    """

    def __init__(
        self,
        engine: Engine,
        catalogue: Catalogue,
        calendar: WorkingCalendar,
        public_url: str,
        mail_domain: str,
        announce_mail: Callable[[], None],
        announce_quota: Callable[[str], None],
        announce_netting: Callable[[str], None],
        announce_stop: Callable[[str], None],
        announce_pool: Callable[[PoolYear], None],
    ) -> None:
        self.engine = engine
        self.catalogue = catalogue
        self.calendars = StoredCalendar(calendar)
        self._pinned = threading.local()
        self.public_url = public_url
        self.mail_domain = mail_domain
        self.announce_mail = announce_mail
        self.announce_quota = announce_quota
        self.announce_netting = announce_netting
        self.announce_stop = announce_stop
        self.announce_pool = announce_pool

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar as the transaction of ``once`` found it; the same until that ends."""
        pinned: WorkingCalendar = getattr(self._pinned, "calendar", self.calendars.known)
        return pinned

    def once(self, verb: str, request: Request, answer: type[Answer], effect: Effect[Answer]) -> Answer:
        """Do a verb of a case in one transaction; when it is done already, give its first answer.

        The case is held throughout, so that two calls of one verb come one after the other.
        """
        with transaction(self.engine) as writing:
            case = load_case(writing, request.case_number)
            kept = done_answer(writing, request.case_number, verb, request.seq)
            if kept is not None:
                return answer.model_validate(kept)
            before = standing(writing, case.number)
            self._pinned.calendar = self.calendars.at(writing)
            result = effect(writing, case)
            record_verb(writing, case, verb, request, result, before, standing(writing, case.number))
            keep_answer(writing, request.case_number, verb, request.seq, result.model_dump(mode="json"))
            return result

    def policy_of(self, case: FiledCase) -> Policy:
        """The policy version that was pinned at filing."""
        return self.catalogue.policy(case.policy_version)
