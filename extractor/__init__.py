"""Read archives of Swedish public-sector goal follow-up: scorecards, time series, findings."""
