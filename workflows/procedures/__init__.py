"""The roads: each shape is a short sequence of stages and never mentions a subsidy type."""
