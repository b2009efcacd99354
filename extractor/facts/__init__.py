"""What a report says in numbers: scorecard rows, other tables and running text → observations."""
