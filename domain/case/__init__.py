"""The life of one application as data: numbers, stages, acts, tasks, terms and the sentence that tells them."""
