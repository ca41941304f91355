"""The settings file: read, checked, and written to."""
