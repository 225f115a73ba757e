"""Telling the post office that the API itself has committed a mail, such as one to officials."""

import logging
from datetime import timedelta

from temporalio.service import RPCError

from commands.temporal_link import TemporalAway
from commands.wiring import Wiring
from domain.post_office import MAIL_WAITING, POST_OFFICE_ID

RPC_TIMEOUT = timedelta(seconds=4)

log = logging.getLogger(__name__)


async def wake_post_office(wired: Wiring) -> bool:
    """Wake the post office after a commit.

    Never an error: with Temporal away, or before the first worker has opened a post office, the mail waits in the
    outbox and leaves with the next mail of any case, or when a worker starts.

    Returns:
        Whether the post office has the signal.
    """
    try:
        client = await wired.temporal.client()
        post_office = client.get_workflow_handle(POST_OFFICE_ID)
        await post_office.signal(MAIL_WAITING, rpc_timeout=RPC_TIMEOUT)
    except (TemporalAway, RPCError) as away:
        log.warning("the post office could not be told of a mail: %s", type(away).__name__)
        return False
    return True
