"""All verbs of a case in one class, as the worker registers them."""

from collections.abc import Callable
from typing import Any

from activities.award_records import AwardRecords
from activities.calendar_records import CalendarRecords
from activities.invitation_records import InvitationRecords
from activities.payment_records import PaymentRecords
from activities.pool_records import PoolRecords
from activities.recovery_records import RecoveryRecords
from activities.redemption_records import RedemptionRecords
from activities.selection_records import SelectionRecords
from activities.signature_records import SignatureRecords
from activities.stage_records import StageRecords
from activities.stop_records import StopRecords
from activities.term_records import TermRecords
from activities.urging_records import UrgingRecords
from activities.voucher_records import VoucherRecords


class CaseRecords(
    StageRecords,
    TermRecords,
    CalendarRecords,
    AwardRecords,
    VoucherRecords,
    RedemptionRecords,
    PoolRecords,
    PaymentRecords,
    RecoveryRecords,
    StopRecords,
    UrgingRecords,
    SelectionRecords,
    SignatureRecords,
    InvitationRecords,
):
    """Records what happens in a case; the only writer of its facts after filing."""

    @property
    def verbs(self) -> tuple[Callable[..., Any], ...]:
        """Every activity, for ``Worker(activities=…)``."""
        return (
            self.enter_stage,
            self.ring,
            self.reckon_terms,
            self.assess_award,
            self.issue_voucher,
            self.release_voucher,
            self.assess_redemption,
            self.settle_pool,
            self.order_payment,
            self.settle_payment,
            self.change_stop,
            self.urge,
            self.reclaim,
            self.record_repayment,
            self.tell_receivable,
            self.reverse_recovery,
            self.select_in_batch,
            self.list_product,
            self.find_moved_cases,
            self.mail_moved_terms,
            self.finish_calendar_move,
            self.recall_signatures,
            self.open_invitations,
            self.remind_invited,
            self.close_invitations,
        )
