"""What a worker needs to run our workflows: the classes, and the sandbox they run in."""

from typing import Any

from temporalio import workflow
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

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

PASSED_THROUGH = (
    "domain",
    "workflows",
    "pydantic",
    "pydantic_core",
    "annotated_types",
    "holidays",
    "chinese_calendar",
)
"""Loaded once instead of once a case. Our own workflows are among them: loading them anew made each case slow. So
the sandbox does not catch forbidden calls in this room; the replayed histories and review have to."""


def sandbox() -> SandboxedWorkflowRunner:
    """The runner of our workflows, with the shared modules above."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    )
