"""A calendar on a server, kept as the itinerary is."""
