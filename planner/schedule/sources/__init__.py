"""One module for each format of schedule file, each turning it into the model."""
