"""What was learned from labelled replies: data only."""
