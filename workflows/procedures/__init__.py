"""The procedures: each procedure is a short sequence of stages and never mentions a subsidy type."""
