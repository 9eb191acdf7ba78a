"""The desk: search, add, judge, what changed."""
