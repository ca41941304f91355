"""Plans of several people: shared, merged, compared."""
