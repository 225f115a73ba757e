"""From a letter to its PDF: templates of ``templates/letters``, set by typst. No database and no mail here."""
