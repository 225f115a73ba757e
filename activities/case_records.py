"""All verbs of a case in one class, as the worker registers them."""

from collections.abc import Callable
from typing import Any

from activities.award_records import AwardRecords
from activities.payment_records import PaymentRecords
from activities.pool_records import PoolRecords
from activities.recovery_records import RecoveryRecords
from activities.redemption_records import RedemptionRecords
from activities.selection_records import SelectionRecords
from activities.stage_records import StageRecords
from activities.stop_records import StopRecords
from activities.voucher_records import VoucherRecords


class CaseRecords(
    StageRecords,
    AwardRecords,
    VoucherRecords,
    RedemptionRecords,
    PoolRecords,
    PaymentRecords,
    RecoveryRecords,
    StopRecords,
    SelectionRecords,
):
    """Records what happens in a case; the only writer of its facts after filing."""

    @property
    def verbs(self) -> tuple[Callable[..., Any], ...]:
        """Every activity, for ``Worker(activities=…)``."""
        return (
            self.enter_stage,
            self.ring,
            self.assess_award,
            self.issue_voucher,
            self.release_voucher,
            self.assess_redemption,
            self.settle_pool,
            self.order_payment,
            self.settle_payment,
            self.change_stop,
            self.reclaim,
            self.record_repayment,
            self.tell_receivable,
            self.reverse_recovery,
            self.select_in_batch,
            self.list_product,
        )
