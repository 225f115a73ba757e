"""The embedded stack: everything on one machine and on loopback, for a small office, the demo, the bench and the tests.

Processes, ports and accounts belong here; what the processes do does not. Nothing below imports this room.
"""
