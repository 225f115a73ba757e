"""Workflows of the office itself: mail, desks, calendar, pools, lists."""
