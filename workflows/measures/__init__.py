"""One module a measure of the policy, in its order; one named class a subsidy type, saying which procedure it takes."""
