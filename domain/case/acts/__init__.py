"""What people do in a case: one class an act, with its content and its rules. No order of steps here, and no waiting."""
