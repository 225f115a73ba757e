"""What a unit has already, as the calculator wants to know it."""

from decimal import Decimal

from adapters.store.award_keeping import StandingAward, awards_of_year, awards_on_base
from adapters.store.case_keeping import FiledCase
from adapters.store.voucher_keeping import KeptVoucher, vouchers_of_year
from adapters.store.writing import Session
from domain.calculator.award import Prior, PriorAward
from domain.catalogue.registry import Catalogue
from domain.catalogue.schema import Policy, SubsidyType
from domain.errors import NotFound
from domain.money import ZERO


def prior_of(
    writing: Session,
    catalogue: Catalogue,
    policy: Policy,
    case: FiledCase,
    year: int,
    *,
    with_pool: bool = False,
) -> Prior:
    """Everything that other cases take from this one.

    Args:
        writing: the transaction that will keep the result.
        catalogue: names earlier awards, each under its own policy version.
        policy: the version of this case.
        case: the case that is calculated.
        year: the year of the vouchers that count.
        with_pool: count the year's pool as well, when a voucher is about to be issued.
    """
    subsidy = policy.type(case.code)
    vouchers = _other_vouchers(writing, case, year) if subsidy.voucher else []
    own = [voucher for voucher in vouchers if voucher.unit == case.unit]
    settlement = [voucher for voucher in own if _is_settlement(policy, voucher)]
    tested = awards_of_year(writing, case) if subsidy.rule.kind == "testing" else []
    used = sum((award.amount for award in tested), ZERO) + _taken(own)
    return Prior(
        unit_year_used=used,
        unit_year_settlement=_taken(settlement),
        pool_left=_pool_left(subsidy, vouchers) if with_pool else None,
        same_base=tuple(_prior_award(catalogue, award) for award in awards_on_base(writing, case)),
        other_policies=_declared_elsewhere(case),
    )


def _other_vouchers(writing: Session, case: FiledCase, year: int) -> list[KeptVoucher]:
    return [voucher for voucher in vouchers_of_year(writing, year) if voucher.case_number != case.number]


def _taken(vouchers: list[KeptVoucher]) -> Decimal:
    return sum((voucher.taken for voucher in vouchers), ZERO)


def _pool_left(subsidy: SubsidyType, vouchers: list[KeptVoucher]) -> Decimal | None:
    return max(ZERO, subsidy.voucher.pool_per_year - _taken(vouchers)) if subsidy.voucher else None


def _is_settlement(policy: Policy, voucher: KeptVoucher) -> bool:
    subsidy = policy.types.get(voucher.code)
    return bool(subsidy and subsidy.voucher and subsidy.voucher.is_settlement)


def _prior_award(catalogue: Catalogue, award: StandingAward) -> PriorAward:
    return PriorAward(
        case_no=award.case_number,
        code=award.code,
        name=_name_of(catalogue, award),
        amount=award.amount,
        paid=award.paid,
        before_higher_of=award.before_higher_of,
    )


def _name_of(catalogue: Catalogue, award: StandingAward) -> str:
    try:
        return catalogue.policy(award.policy_version).type(award.code).name
    except NotFound:  # an old version that is no longer shipped
        return award.code


def _declared_elsewhere(case: FiledCase) -> Decimal:
    """Money from other policies for the same matter, as declared (附则(四))."""
    amounts = (entry.get("amount") for entry in case.other_funding if isinstance(entry, dict))
    return sum((Decimal(str(amount)) for amount in amounts if amount), ZERO)
