"""What is written down of a case: plan, stages, events, steps, and the sentence that tells them."""
