"""/speakers and /who/<id>: everybody who is on record, and one speaker: what they said, where they turned, what was said about them, who quotes them."""
