"""The itinerary in the shapes that others read."""
