"""How conferences come, are kept current, and go."""
