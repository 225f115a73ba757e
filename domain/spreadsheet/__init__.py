"""Tables that leave for a spreadsheet program and come back from it: cells, their words, the titles of columns. Pure."""
