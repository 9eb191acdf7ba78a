"""Feeds: what is new about a speaker, in an event, in a search, for a reader of feeds; each has an address of its own that shows it and nothing else."""
