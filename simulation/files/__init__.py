"""Files of cases: read whole into exact columns, or refused with every wrong row."""
