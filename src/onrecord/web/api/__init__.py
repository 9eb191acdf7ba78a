"""The JSON API under /api: the same nouns and filters as the command line, described by /api/openapi.json, which is made from the types."""
