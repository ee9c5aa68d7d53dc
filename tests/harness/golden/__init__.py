"""Golden turns: journeys through a house that repeats itself exactly, and the record of each."""
