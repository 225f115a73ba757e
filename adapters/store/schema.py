"""Every table, gathered in one place; importing this makes all of them known to the metadata."""

from adapters.store.tables.account import AccountRow, UnitDivisionRow, UnitEntryRow, UnitRow
from adapters.store.tables.audit.alarms import AlarmRow
from adapters.store.tables.audit.chain import (
    AuditEntryRow,
    AuditHead,
    AuditStampedHead,
    AuditStampRow,
    AuditWordsRow,
)
from adapters.store.tables.bulk_act import BulkActRow, BulkItemRow
from adapters.store.tables.calendar_year import (
    CalendarMoveRow,
    CalendarNotice,
    CalendarRelease,
    CalendarYear,
    OutageRow,
    WorkerSeen,
)
from adapters.store.tables.case_file import (
    ActRow,
    CaseFile,
    CasePartyRow,
    DoneVerb,
    RunningNumber,
    Timeline,
    UserTaskRow,
)
from adapters.store.tables.document import Document, ObjectionRow, ObjectionSummaryRow
from adapters.store.tables.earlier_award import EarlierAwardList, EarlierAwardRow
from adapters.store.tables.expert_panel import ExpertPanelRow, ExpertSeatRow
from adapters.store.tables.idempotency import Idempotency
from adapters.store.tables.invitation import Invitation, InvitationList
from adapters.store.tables.law.findings import ProjectFindingRow
from adapters.store.tables.law.readings import ReadingSwitchRow
from adapters.store.tables.ledger import LedgerEntry
from adapters.store.tables.mail import LetterRow, Mail, ServiceRow, SuppressedAddress
from adapters.store.tables.money import AwardRow, Payee, Payment
from adapters.store.tables.notice import OutsideEvidenceRow, OutsideObjectorRow, PublicNoticeRow
from adapters.store.tables.payments.lists import (
    PaymentImport,
    PaymentImportRow,
    PaymentListLine,
    PaymentListRow,
    PaymentListVersionRow,
)
from adapters.store.tables.payments.recovery import PaymentStop, RecoveryRow
from adapters.store.tables.payments.samples import SampleSeedRow
from adapters.store.tables.people import (
    AbsenceRow,
    AssignmentRow,
    DepartmentSuccession,
    DeskAlarm,
    NotificationRow,
    Recusal,
    TurnRow,
)
from adapters.store.tables.quota import (
    BatchRank,
    ProductRow,
    RedemptionRow,
    UsedInvoice,
    UsedReport,
    VoucherRow,
)
from adapters.store.tables.search import SearchPart
from adapters.store.tables.signature import SignatureRecallRow, SignatureRow
from adapters.store.tables.simulation import Simulation

__all__ = [
    "AbsenceRow",
    "AccountRow",
    "ActRow",
    "AlarmRow",
    "AssignmentRow",
    "AuditEntryRow",
    "AuditHead",
    "AuditStampRow",
    "AuditStampedHead",
    "AuditWordsRow",
    "AwardRow",
    "BatchRank",
    "BulkActRow",
    "BulkItemRow",
    "CalendarMoveRow",
    "CalendarNotice",
    "CalendarRelease",
    "CalendarYear",
    "CaseFile",
    "CasePartyRow",
    "DepartmentSuccession",
    "DeskAlarm",
    "Document",
    "DoneVerb",
    "EarlierAwardList",
    "EarlierAwardRow",
    "ExpertPanelRow",
    "ExpertSeatRow",
    "Idempotency",
    "Invitation",
    "InvitationList",
    "LedgerEntry",
    "LetterRow",
    "Mail",
    "NotificationRow",
    "ObjectionRow",
    "ObjectionSummaryRow",
    "OutageRow",
    "OutsideEvidenceRow",
    "OutsideObjectorRow",
    "Payee",
    "Payment",
    "PaymentImport",
    "PaymentImportRow",
    "PaymentListLine",
    "PaymentListRow",
    "PaymentListVersionRow",
    "PaymentStop",
    "ProductRow",
    "ProjectFindingRow",
    "PublicNoticeRow",
    "ReadingSwitchRow",
    "RecoveryRow",
    "Recusal",
    "RedemptionRow",
    "RunningNumber",
    "SampleSeedRow",
    "SearchPart",
    "ServiceRow",
    "SignatureRecallRow",
    "SignatureRow",
    "Simulation",
    "SuppressedAddress",
    "Timeline",
    "TurnRow",
    "UnitDivisionRow",
    "UnitEntryRow",
    "UnitRow",
    "UsedInvoice",
    "UsedReport",
    "UserTaskRow",
    "VoucherRow",
    "WorkerSeen",
]
