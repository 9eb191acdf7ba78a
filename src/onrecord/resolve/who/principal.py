"""Whom a named spokesperson or lawyer speaks for.

In: a text and the span of an expression. Out: the span of the principal inside it. It resolves nothing.
"""

from onrecord.resolve.who.names import find_names
from onrecord.resolve.who.phrase import OWNERS, SPOKES, Text, body_of, read_descriptor
from onrecord.resolve.who.words import RELATIVE, cut_words, role_of
from onrecord.types import Block, Span

TALKERS = frozenset({"lawyer", "attorney", "counsel", "solicitor", "barrister", "representative", "agent", "aide", "envoy", "negotiator", "adviser", "advisor"})


def principal_of(text: str, span: Span) -> Span | None:
    """The span of the body or person that a named spokesperson or lawyer speaks for; None where the expression names none.

    >>> text = "Per Aas, a lawyer for the port, said no."
    >>> principal_of(text, Span(0, 31)).of(text)
    'the port'
    """
    w = cut_words(text, [Block("paragraph", span.start, span.end)])
    t = Text(w, find_names(w))
    for k in range(len(w)):
        role = role_of(w.lower[k])
        if role is None or not (role.noun in SPOKES or role.noun in TALKERS) or w.possessive[k]:
            continue
        d = read_descriptor(t, k, role, asked=True)
        if d is None:
            continue
        end = k + 1
        while end < len(w) and w.forms[end] not in ",;()–—" and w.lower[end] not in RELATIVE and end not in t.at:
            end += 1
        while end < len(w) and end in t.at and k + 1 < end and any(w.lower[x] in ("for", "of") for x in range(k + 1, end)):
            end += 1
        body = body_of(t, d, end)
        if body is not None and body[0] < body[1]:
            return w.span(body[0], body[0] + 1) if w.lower[body[0]] in OWNERS else w.span(*body)
    return None
