"""The life of one application as data: numbers, stages, acts, turns, terms and the sentence that tells them."""
