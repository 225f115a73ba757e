"""Tables of payments: lists for the treasury, stops and recoveries."""
