"""All verbs of a case in one class, as the worker registers them."""

from collections.abc import Callable
from typing import Any

from activities.calendar.years import CalendarRecords
from activities.cases.signatures import SignatureRecords
from activities.cases.stages import StageRecords
from activities.cases.terms import TermRecords
from activities.cases.urging import UrgingRecords
from activities.invitations.lists import InvitationRecords
from activities.money.awards import AwardRecords
from activities.money.pools import PoolRecords
from activities.money.redemptions import RedemptionRecords
from activities.money.selection import SelectionRecords
from activities.money.vouchers import VoucherRecords
from activities.payments.payments import PaymentRecords
from activities.payments.recoveries import RecoveryRecords
from activities.payments.stops import StopRecords


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
