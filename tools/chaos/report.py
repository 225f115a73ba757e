"""The figures of a run, as they are printed."""

from collections import Counter
from collections.abc import Iterator

from tools.chaos.proof.findings import Wrong
from tools.chaos.run import ChaosRun
from tools.chaos.schedule import FaultKind, Target

MOST_SENTENCES = 12
"""Of each kind of finding; the count tells the rest."""


def figures(run: ChaosRun) -> str:
    """The whole closing text."""
    return "\n".join(("", *_faults(run), "", *_requests(run), "", *_cases(run), "", *_verdict(run)))


def _faults(run: ChaosRun) -> Iterator[str]:
    made = run.saboteur.made
    yield f"{'faults':<12}" + "".join(f"{target:>10}" for target in Target) + f"{'all':>8}"
    for kind in FaultKind:
        row = [made[kind, target] for target in Target]
        yield f"{kind:<12}" + "".join(f"{count:>10}" for count in row) + f"{sum(row):>8}"
    yield f"{'all':<12}" + " " * 50 + f"{made.total():>8}"


def _requests(run: ChaosRun) -> Iterator[str]:
    journal = run.journal
    yield (
        f"requests {journal.requests} ({len(journal.accepted)} accepted, {len(journal.refused)} refused) · "
        f"sends with log-ins and reads {journal.sends} · retries {journal.unanswered + journal.unavailable} "
        f"({journal.unanswered} broken off, {journal.unavailable} answered with 5xx) · "
        f"sent to two APIs at once {journal.doubled}"
    )
    again = sum(count - 1 for count in run.mails.values())
    yield f"mails {len(run.mails)}, of which came more than once {sum(count > 1 for count in run.mails.values())} (+{again})"


def _cases(run: ChaosRun) -> Iterator[str]:
    walks = run.load.walks
    ends = Counter(str(walk.view.get("stage", "not filed")) for walk in walks)
    queued = sum(walk.has_queued for walk in walks)
    yield f"cases {len(walks)} of {len({walk.scenario.code for walk in walks})} types, {queued} of them queued for quota"
    yield "  " + " · ".join(f"{stage} {count}" for stage, count in ends.most_common())


def _verdict(run: ChaosRun) -> Iterator[str]:
    for wrong, sentences in run.findings.sentences.items():
        yield from (f"  ✗ {wrong}: {sentence}" for sentence in sentences[:MOST_SENTENCES])
    yield from (f"  ✗ difference: {each}" for each in run.findings.differences[:MOST_SENTENCES])
    books = run.books
    yield (
        f"reconciliation of {books.entries} ledger entries, {books.cases} cases and {books.workflows} open workflows, "
        f"verification of {books.audit_entries} audit entries in {books.audit_chains} chains: "
        f"{len(run.findings.differences)} differences"
    )
    yield f"replayed {run.histories} histories, {run.plan.at_midnight} of them through a midnight at which a worker died"
    yield " · ".join(f"{wrong} {run.findings.count(wrong)}" for wrong in Wrong)
    took = " · ".join(f"{name} {seconds:.0f} s" for name, seconds in run.seconds.items())
    yield f"{took} · seed {run.plan.seed}"
