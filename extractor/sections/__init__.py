"""The parts of a report beside its scorecards: assignments reported back, internal control."""
