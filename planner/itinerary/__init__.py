"""What the attendee says: stars, notes and marks, and what follows from them."""
