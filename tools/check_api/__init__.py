"""Whether a running API does what its OpenAPI says, asked by Schemathesis as each role."""
