"""Events as pages tell them: the printable one, the trip report."""
