"""Filing, lists, one case with its documents and clocks."""
