"""Tables → scorecards: header words to roles, rows to fields, perspectives."""
