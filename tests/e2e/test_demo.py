"""The demo is the product's own proof: it must end well."""

import asyncio
import sys

from stack.child import ROOT

WITHIN_SECONDS = 80


async def test_the_demo_carries_a_voucher_and_a_ranked_case_to_their_end() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tools.demo", "compute_usage_voucher", "foundation_model"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), WITHIN_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, output.decode()
    assert "every case ended as promised" in output.decode()
