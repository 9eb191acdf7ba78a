"""How one statement is cited: looked up once, named, dated, with the number of its footnote.

In: a dossier. Out: `Look`, which the parts of a sheet are laid out with. Footnotes are numbered in the order in which they are asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.group.draw.rows import STRONG, say_does
from onrecord.group.types import Dossier, Happening, Line, Point, Text, Utterance, Voice
from onrecord.phrase import make_visible
from onrecord.sheet.parts import Cite, Speaker
from onrecord.sheet.words import (
    join_and,
    join_runs,
    raise_first,
    say_day,
    say_inside,
    say_outlet,
    say_roles,
    say_short,
    say_towards,
    say_unclear,
    say_via,
    say_voice,
    scope,
    years_of,
)
from onrecord.types import When

UNSURE = 0.5  # below this a reading is wrong more often than right


@dataclass(slots=True)
class Look:
    """What is looked up while a sheet is laid out, and the footnotes given so far (`cited`)."""

    dossier: Dossier
    lines: dict[str, Line] = field(init=False)
    texts: dict[str, Text] = field(init=False)
    voices: dict[str, Voice] = field(init=False)
    points: dict[str, Point] = field(init=False)
    happenings: dict[str, Happening] = field(init=False)
    utterance: dict[str, Utterance] = field(init=False)  # by statement
    years: frozenset[str] = field(init=False)
    scope: str = field(init=False)
    cited: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.lines = {line.id: line for line in self.dossier.lines}
        self.texts = {t.id: t for t in self.dossier.texts}
        self.voices = {v.id: v for v in self.dossier.voices}
        self.points = {p.id: p for p in self.dossier.points}
        self.happenings = {h.id: h for h in self.dossier.happenings}
        self.utterance = {s: u for u in self.dossier.utterances for s in u.statements}
        self.years = years_of(self.dossier)
        self.scope = scope(self.dossier)

    def note(self, line: Line) -> int:
        """The number of a statement's footnote."""
        return self.cited.setdefault(line.id, len(self.cited) + 1)

    def note_of(self, statements: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.note(self.lines[i]) for i in statements if i in self.lines)

    def utterance_id(self, statement: str) -> str:
        """The utterance that a statement renders, else the statement itself."""
        return self.utterance[statement].id if statement in self.utterance else statement

    def one_each(self, lines: Iterable[Line]) -> dict[str, list[Line]]:
        """Statements by utterance, in the order given, each once."""
        found: dict[str, list[Line]] = {}
        for line in dict.fromkeys(lines):
            found.setdefault(self.utterance_id(line.id), []).append(line)
        return found

    def short(self, when: When | None) -> str:
        """A date as the table has it."""
        return say_short(when, self.years)

    def outlet(self, line: Line) -> str:
        return say_outlet(self.texts[line.text], self.voices) if line.text in self.texts else "outlet not stated"

    def outlet_dated(self, text: Text) -> str:
        """ "The Meridian of 9 October"."""
        return say_outlet(text, self.voices) + (f" of {say_day(text.published, self.years)}" if text.published else ", undated")

    def say_names(self, voices: Sequence[str]) -> str:
        """ "The port and the ministry", at the head of a sentence."""
        return raise_first(join_and([say_voice(v, self.voices) if i == 0 else say_inside(v, self.voices) for i, v in enumerate(voices)]))

    def speaker_of(self, line: Line) -> str:
        return self.say_names(line.voices) or "Speaker not stated"

    def speaker(self, voice: Voice, first: Line | None, *, letter: bool = False) -> Speaker:
        role = say_roles(voice)
        if voice.kind == "unnamed" and first and first.text in self.texts:
            role += f", {self.outlet_dated(self.texts[first.text])}"
        return Speaker(voice.id, raise_first(make_visible(voice.name)), role, letter)

    def cite(self, line: Line, *, more: int = 0, changed: bool = False, several: bool | None = None) -> Cite:
        """A statement with its date, outlet and footnote. A day that is not stated gives way to that of the report, and says so."""
        text = self.texts.get(line.text)
        when, outlet = self.short(line.said_on), self.outlet(line)
        own = text is not None and text.form == "official text" and text.issuer in line.voices
        if line.said_on or text is None:
            where = f"{when}, {'its own text' if own else outlet}"
        else:
            where = f"{when}, {'its own text of ' + say_day(text.published, self.years) if own and text.published else self.outlet_dated(text)}"
        for_whom = join_and([say_inside(v, self.voices) for v in line.on_behalf_of])
        remarks = [
            say_unclear(line, self.voices), f"for {for_whom}" if for_whom else "", "in the headline" if line.headline else "",
            {"hypothetical": "hypothetical", "question": "as a question"}.get(line.modality, ""), "unsure" if line.confidence < UNSURE else "",
        ]  # fmt: skip
        many = len(line.voices) > 1 or any((v := self.voices.get(i)) and v.count and v.count > 1 for i in line.voices)
        return Cite(
            line=line.id, note=self.note(line), speaker=self.speaker_of(line), act=line.act, strong=line.act in STRONG,
            does=say_does(line, several=many if several is None else several), towards=say_towards(line, self.voices),
            words=join_runs(line.short or line.content), when=when, outlet=outlet, where=where, via=say_via(line.via, self.voices),
            remarks=tuple(r for r in remarks if r), more=more,
            changed=self.changed(line) if changed else "",
        )  # fmt: skip

    def changed(self, line: Line) -> str:
        """ "changed 2 November"; where the day is not stated, no later than the report."""
        text = self.texts.get(line.text)
        if line.said_on:
            return f"changed {self.short(line.said_on)}"
        return f"changed by {say_day(text.published, self.years)}" if text and text.published else "changed, day not stated"
