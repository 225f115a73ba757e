"""What changes the calendar of working days: announced years, the release, outages; and how cases follow."""
