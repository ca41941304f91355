"""Times as people type and paste them."""
