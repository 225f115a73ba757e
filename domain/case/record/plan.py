"""The procedure of one case, pinned when it is filed: what the workflow must know, and nothing that may change.

A workflow never reads the catalogue, since histories outlive catalogues. This is its extract.
"""

from datetime import date

from domain.case.user_tasks import TermAsked, UserTask
from domain.departments import APPLICANT
from domain.frozen import Frozen
from domain.money import Yuan


class CasePlan(Frozen):
    """What is pinned into a case at filing.

    Attributes:
        case_number: ``LF2026-0101-00017``.
        code: catalogue key and workflow type name (``compute_centre_construction``).
        number: the item in the policy's text ("1.1").
        name: Chinese name of the subsidy.
        policy_version: version of the policy whose rules and terms hold for this case.
        policy_digest: of all its files, as they were at filing.
        lead: lead department's id.
        co_signers: co-departments and the locality, in the policy's order.
        observers: departments and localities that read along (抄送).
        head_by: department whose head approves what is more than ``head_above`` 元; empty where none is asked.
        sample_per_mille: how many of a thousand approvals another official checks before payment.
        locality: the applicant's locality.
        has_money: whether the type ends in a payment.
        terms: working days by term name.
        term_labels: Chinese name of each term.
        acceptance_by: who records the awaited event (post-acceptance procedure).
        acceptance_from: the day before which the event cannot be recorded unless the cap is reached.
        instalment_ends: the last day of each year of support (multi-year procedure), one an instalment.
        batch_closes: month and day of the yearly selection, "12-01" (ranked batch procedure).
        selection: reading ``m3.selection``: ``ranked_batch`` or ``first_come``.
        voucher_months: validity of a voucher in months (voucher procedure).
        silent_signers: who counts as agreed when the term of the sign-off passes in silence; nobody unless the policy says so.
        accepts_by_silence: the application counts as accepted when the completeness check's term passes in silence.
        anew_after_supplement: terms that start anew after a supplement instead of going on where they stopped.
    """

    case_number: str
    code: str
    number: str
    name: str
    policy_version: str
    lead: str
    co_signers: tuple[str, ...]
    locality: str
    has_money: bool
    terms: dict[str, int]
    term_labels: dict[str, str]
    policy_digest: str = ""
    acceptance_by: str = ""
    acceptance_from: date | None = None
    instalment_ends: tuple[date, ...] = ()
    batch_closes: str = ""
    selection: str = "ranked_batch"
    voucher_months: int = 12
    silent_signers: tuple[str, ...] = ()
    accepts_by_silence: bool = False
    anew_after_supplement: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    head_by: str = ""
    head_above: Yuan | None = None
    sample_per_mille: int = 0

    @property
    def parties(self) -> frozenset[str]:
        """Every department and locality that has a part in the case."""
        named = (self.lead, self.locality, self.acceptance_by, *self.co_signers, *self.observers)
        return frozenset(filter(None, named))

    def term(self, name: str) -> TermAsked:
        """A term of the pinned policy."""
        return TermAsked(
            name=name,
            label=self.term_labels[name],
            working_days=self.terms[name],
            starts_anew=name in self.anew_after_supplement,
        )

    def lead_task(self, *kinds: str, term: str, subject: str = "", not_by: tuple[str, ...] = ()) -> UserTask:
        """A task of the lead department, of other people than these."""
        return UserTask(party=self.lead, acts=kinds, subject=subject, not_by=not_by, asked=self.term(term))

    def applicant_task(self, *kinds: str, term: str, subject: str = "") -> UserTask:
        """A task of the applicant."""
        return UserTask(party=APPLICANT, acts=kinds, subject=subject, asked=self.term(term))
