"""The road of one case, pinned when it is filed: what the workflow must know, and nothing that may change.

A workflow never reads the catalogue, since histories outlive catalogues. This is its extract.
"""

from datetime import date

from domain.frozen import Frozen


class CasePlan(Frozen):
    """What is pinned into a case at filing.

    Attributes:
        case_number: ``LF2026-0101-00017``.
        code: catalogue key and workflow type name (``compute_centre_construction``).
        number: the item in the policy's text ("1.1").
        name: Chinese name of the subsidy.
        policy_version: version of the policy whose rules and terms hold for this case.
        lead: lead department's id.
        co_signers: co-departments and the locality, in the policy's order.
        locality: the applicant's locality.
        has_money: whether the type ends in a payment.
        terms: working days by term name.
        term_labels: Chinese name of each term.
        acceptance_by: who records the awaited event (post-acceptance road).
        acceptance_event: Chinese name of the awaited event.
        acceptance_from: the day before which the event cannot be recorded unless the cap is reached.
        instalment_ends: the last day of each year of support (multi-year road), one an instalment.
        batch_closes: month and day of the yearly selection, "12-01" (ranked batch road).
        selection: reading ``m3.selection``: ``ranked_batch`` or ``first_come``.
        voucher_months: validity of a voucher in months (voucher road).
        silent_signers: who counts as agreed when the term of the sign-off passes in silence; nobody unless the policy says so.
    """

    case_number: str
    code: str
    number: str
    name: str
    policy_version: str
    lead: str
    co_signers: tuple[str, ...]
    locality: str
    has_money: bool = True
    terms: dict[str, int]
    term_labels: dict[str, str] = {}
    acceptance_by: str = ""
    acceptance_event: str = ""
    acceptance_from: date | None = None
    instalment_ends: tuple[date, ...] = ()
    batch_closes: str = ""
    selection: str = "ranked_batch"
    voucher_months: int = 12
    silent_signers: tuple[str, ...] = ()
