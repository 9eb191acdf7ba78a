"""A screen of the reading room."""
