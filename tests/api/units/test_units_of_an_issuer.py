"""Units whose people log in at an external issuer, which knows nothing of our registry."""

import httpx

from tests.api.asking import application, new_key, problem_of
from tests.api.external_issuer import Issuer
from tests.api.external_issuer import api_settings as api_settings
from tests.api.external_issuer import app as app
from tests.api.external_issuer import issuer as issuer
from tests.api.external_issuer import jwks_url as jwks_url
from tests.api.units.test_units import ANXIN, NEW, put


async def test_a_unit_that_nobody_registered_cannot_file(http: httpx.AsyncClient, issuer: Issuer) -> None:
    headers = issuer.bearer("u1", "applicant", duixian_unit=NEW) | new_key()
    refused = problem_of(
        await http.post("/v1/applications", json=application(), headers=headers), 403, "not-allowed"
    )
    assert "登记" in refused["remedy"]
    await put(http, "fgw", NEW, ANXIN)
    problem_of(await http.post("/v1/applications", json=application(), headers=headers), 503, "unavailable")
