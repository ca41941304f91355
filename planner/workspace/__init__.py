"""The facade that the command line and the app call; the only mutator."""
