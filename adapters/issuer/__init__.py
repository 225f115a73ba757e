"""The wire to an external OIDC issuer: the keys by which it signs, fetched beside all requests and never within one."""
