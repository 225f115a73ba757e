"""Every accepted request is in the store, and nothing is there that nobody asked for or that was refused."""

from adapters.files.vault import Vault
from adapters.store.audit.proof import kept_acts, kept_documents, kept_payees
from adapters.store.reach import Engine
from domain.case.identifiers import act_id
from tools.chaos.journal import Accepted, Journal, Refused
from tools.chaos.proof.findings import Findings, Wrong

FILING = "/v1/applications"
PANEL = "expert-panel"


def check_requests(engine: Engine, journal: Journal, vault: Vault, findings: Findings) -> None:
    """Compare the callers' journal with the store.

    Args:
        engine: the store.
        journal: what the callers saw.
        vault: where the contents of documents are kept.
        findings: where differences are noted.
    """
    acts, documents, payees = kept_acts(engine), kept_documents(engine), kept_payees(engine)
    accepted = [each for each in journal.accepted if each.request.upload is None and is_act(each)]
    uploads = [each for each in journal.accepted if each.request.upload is not None]
    for each in accepted:
        if act_of(each) not in acts:
            findings.add(Wrong.LOST, f"{_told(each)} was accepted and is not in the store")
        if each.request.path.endswith("/payee") and each.answer["reference"] not in payees:
            findings.add(Wrong.LOST, f"the payee details of {_told(each)} are not in the store")
    for each in uploads:
        digest = documents.get(each.answer["id"])
        if digest is None or not vault.path(digest).is_file():
            findings.add(Wrong.LOST, f"the document of {_told(each)} is not there")
    refused = {act_of(each): each for each in journal.refused if each.request.upload is None and is_act(each)}
    findings.add(
        Wrong.TWICE,
        *(f"{_told(each)} was refused and is done" for act, each in refused.items() if act in acts),
    )
    asked = {act_of(each) for each in accepted} | set(refused)
    findings.add(Wrong.TWICE, *(f"{acts[act]}: nobody asked for act {act}" for act in set(acts) - asked))
    findings.add(
        Wrong.TWICE,
        *(f"{len(documents) - len(uploads)} documents are there that nobody uploaded",)
        if len(documents) > len(uploads)
        else (),
    )
    findings.add(
        Wrong.LOST,
        *(f"answered in two ways: {words}" for words in journal.contradictions),
    )


def is_act(answered: Accepted | Refused) -> bool:
    """Whether a request is an act of a case; what is said to and by experts is kept beside the cases."""
    return PANEL not in answered.request.path


def act_of(answered: Accepted | Refused) -> str:
    """The id of the act that a request is, or would have been."""
    request = answered.request
    if request.path == FILING:
        return act_id(answered.account, "file", request.key)
    number = request.path.removeprefix(f"{FILING}/").partition("/")[0]
    return act_id(answered.account, number, request.key)


def _told(answered: Accepted | Refused) -> str:
    return f"{answered.request.path} of {answered.request.username} (key {answered.request.key})"
