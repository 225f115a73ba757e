"""The wire to Temporal: connecting, starting what runs once, sending acts to cases, telling others what was done."""
