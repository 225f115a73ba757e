"""The calendar of working days at the command line: load a year's announcement, judge one, show what counts.

Belongs here: commands for administrators, and announcements as files. May not enter: rules of their own; a file is
judged and loaded by the same functions as a request to ``/v1/calendar``.
"""
