"""From the facts of a mail to a message that a server has accepted: render, compose, send. No database here."""
