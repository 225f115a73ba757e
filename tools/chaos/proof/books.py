"""The product's own proofs agree with ours: the reconciliation is empty, and the audit record holds."""

import asyncio
from dataclasses import dataclass

from temporalio.client import Client

from adapters.settings import Settings
from adapters.store.reach import Engine
from audit.reconciliation import reconcile_all
from audit.running_workflows import RunningWorkflows
from audit.verification import verify
from domain.catalogue.registry import load_catalogue
from tools.chaos.proof.findings import Findings


@dataclass(frozen=True)
class Books:
    """How much was compared."""

    entries: int = 0
    cases: int = 0
    workflows: int = 0
    audit_entries: int = 0
    audit_chains: int = 0


async def check_books(engine: Engine, client: Client, settings: Settings, findings: Findings) -> Books:
    """Reconcile ledger, cases and Temporal, and verify every audit chain."""
    workflows = RunningWorkflows(client, settings.task_queue)
    reconciled = await reconcile_all(engine, load_catalogue(), workflows)
    record = await asyncio.to_thread(verify, engine)
    findings.differences += [
        f"{each.kind} {each.what} {each.case_number}: {each.ledger} / {each.other}"
        for each in reconciled.differences
    ]
    findings.differences += [f"audit record: {each}" for each in record.findings]
    return Books(
        entries=reconciled.entries,
        cases=reconciled.cases,
        workflows=reconciled.workflows,
        audit_entries=record.entries,
        audit_chains=record.chains,
    )
