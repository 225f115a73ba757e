"""What a worker needs to run our workflows: the classes, and what runs them."""

from typing import Any

from temporalio import workflow
from temporalio.worker import UnsandboxedWorkflowRunner

from workflows.case import Case
from workflows.interrupts import INTERRUPTS
from workflows.measures.m01_compute_infrastructure import ComputeCentreConstruction, ComputeCentreOperation
from workflows.measures.m02_compute_vouchers import (
    ComputeUsageVoucher,
    MajorProjectVoucher,
    SettlementVoucher,
)
from workflows.measures.m03_foundation_models import FoundationModel
from workflows.measures.m04_core_technology import CoreTechnology
from workflows.measures.m05_joint_innovation import NationalInnovationTask, NationalResearchPlatform
from workflows.measures.m06_key_enterprises import Headquarters, MajorProjectInvestment
from workflows.measures.m07_enterprise_growth import LeadingGoose, RevenueGrowth, RevenueMilestone
from workflows.measures.m08_innovative_products import FirstEquipment, FirstSoftware, ProductCatalogue
from workflows.measures.m09_demonstration_scenarios import DemonstrationScenario
from workflows.measures.m10_security_testing import SecurityTesting
from workflows.measures.m11_talent import TalentCompute, TrainingBase
from workflows.measures.m12_fiscal_support import FiscalSupport
from workflows.measures.m13_financing import FinancingSupport, ListingAward
from workflows.office.bulk_act import BulkActing
from workflows.office.calendar_move import CalendarMoving
from workflows.office.desk_round import DeskRound
from workflows.office.invitation_list import InvitationListTerm
from workflows.office.pool_year import VoucherPoolYear
from workflows.office.post_office import PostOffice
from workflows.procedures.bank_return import LateReturn
from workflows.procedures.project_finding import LateFinding
from workflows.procedures.reconsideration import Reconsideration
from workflows.procedures.recovery import Recovery
from workflows.procedures.top_up import ToppingUp

SUBSIDY_WORKFLOWS: tuple[type[Case], ...] = (
    ComputeCentreConstruction,
    ComputeCentreOperation,
    SettlementVoucher,
    MajorProjectVoucher,
    ComputeUsageVoucher,
    FoundationModel,
    CoreTechnology,
    NationalInnovationTask,
    NationalResearchPlatform,
    Headquarters,
    MajorProjectInvestment,
    LeadingGoose,
    RevenueMilestone,
    RevenueGrowth,
    FirstEquipment,
    FirstSoftware,
    ProductCatalogue,
    DemonstrationScenario,
    SecurityTesting,
    TalentCompute,
    TrainingBase,
    FiscalSupport,
    FinancingSupport,
    ListingAward,
)
"""Every subsidy type, in the order of the policy."""

Case.interrupts = INTERRUPTS

WORKFLOWS: tuple[type[Any], ...] = (
    *SUBSIDY_WORKFLOWS,
    Recovery,
    LateReturn,
    Reconsideration,
    ToppingUp,
    LateFinding,
    PostOffice,
    DeskRound,
    VoucherPoolYear,
    CalendarMoving,
    BulkActing,
    InvitationListTerm,
)
"""Every workflow type."""

CASE_TYPES: frozenset[str] = frozenset(
    definition.name or ""
    for definition in map(workflow._Definition.must_from_class, WORKFLOWS)
    if issubclass(definition.cls, Case)
)
"""The workflow types of cases; whatever else bears the id of a case is nobody's here."""


def runner() -> UnsandboxedWorkflowRunner:
    """The runner of our workflows: without a sandbox, which would load nothing anew here and make each payload slow.

    What it would catch, this room is kept from by checks (``tests/architecture/test_determinism.py``) and by the replayed histories.
    """
    return UnsandboxedWorkflowRunner()
