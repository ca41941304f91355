"""What the conference says: the schedule, compiled, searched and read from its sources."""
