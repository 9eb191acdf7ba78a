"""The gold of a dossier (eval/gold/dossier/NAME.json) with its texts as the product reads them, and which statement of the product is which gold statement."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onrecord
from onrecord.group.types import Dossier, Voice
from onrecord.types import Record
from own import fold, words
from shared import SHARED

GOLD = Path(__file__).with_name("gold") / "dossier"
Json = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One gold file with its records: `by_file` is each text's record, `places` each gold statement's words, as offsets of their first characters."""

    gold: Json
    by_file: dict[str, Record]
    places: dict[str, set[int]]

    @property
    def records(self) -> list[Record]:
        return list(self.by_file.values())


def load(path: Path, *, shared: bool = False) -> Case:
    """A gold file and its texts, read as a user would give them: a plain text with its outlet and day, a page as it is."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    folder = path.parent / gold["folder"]
    by_file = {}
    for text in gold["texts"]:
        told = {k: text[k] for k in ("outlet", "published")} if text["file"].endswith(".txt") else {}
        by_file[text["file"]] = onrecord.read(folder / text["file"], **told)
    if shared and "shared" in gold:
        by_file |= add_shared(gold)
    return place(gold, by_file)


def add_shared(gold: Json) -> dict[str, Record]:
    """Join the report outside the project to the gold: its statements are named by their keys there."""
    more = gold["shared"]
    text = more["text"]
    record = onrecord.read(SHARED / text["file"], outlet=text["outlet"], published=text["published"])
    assert record.article is not None
    known = {s["key"]: s for s in json.loads((SHARED / text["gold"]).read_text(encoding="utf-8"))["statements"]}
    gold["texts"].append({**text, "copy_of": None, "whole": True})
    gold["voices"] |= more["voices"]
    for key, s in more["statements"].items():
        own = known[s["key"]]
        spans = [(x["start"], x["end"]) for x in own["content"]]
        acts = {k: own[k] for k in ("act", "act_alternatives") if k in own}
        gold["statements"][key] = {**s, **acts, "file": text["file"], "text": own["content"][0]["text"], "spans": spans}
    for u in more["utterances"]:
        group = next((g for g in gold["utterances"] if u["with"] in g["statements"]), None)
        if group is None:
            gold["utterances"].append(group := {"part": "dev", "statements": [u["with"]]})
        group["statements"] += u["statements"]
        group["may"] = [*group.get("may", []), *u.get("may", [])]
    for p in more["positions"]:
        old = next((q for q in gold["positions"] if (q["voice"], q["point"]) == (p["voice"], p["point"])), None)
        if old:
            old["statements"] += p["statements"]
        else:
            gold["positions"].append(p)
    gold["alterations"] += more["alterations"]
    gold["accusations"] += more["accusations"]
    return {text["file"]: record}


def place(gold: Json, by_file: dict[str, Record]) -> Case:
    """Locate every gold statement in its text; ValueError where the text has no such words."""
    places = {}
    for key, s in gold["statements"].items():
        article = by_file[s["file"]].article
        if article is None:
            raise ValueError(f"{s['file']} was not read")
        places[key] = words(article.text, s.get("spans") or find(article.text, s, key))
    return Case(gold, by_file, places)


def find(text: str, statement: Json, key: str) -> list[tuple[int, int]]:
    """The characters of a gold statement's content: its text, or its parts in turn, within the first sentence that is as `in` says."""
    parts = [statement["text"]] if isinstance(statement["text"], str) else statement["text"]
    for sentence in re.finditer(loose(statement["in"]), text):
        spans, at = [], sentence.start()
        for part in parts:
            m = re.compile(loose(part)).search(text, at, sentence.end())
            if m is None:
                break
            spans.append(m.span())
            at = m.end()
        else:
            return spans
    raise ValueError(f"{key}: {statement['file']} has no {statement['text']!r}")


def loose(phrase: str) -> str:
    """A pattern of these characters with any white space."""
    return r"\s+".join(map(re.escape, phrase.split()))


def match(case: Case, dossier: Dossier) -> dict[str, str]:
    """Product statement to gold statement."""
    voices = {v.id: v for v in dossier.voices}
    listed = {line.id: line for line in dossier.lines}
    candidates = []
    for file, record in case.by_file.items():
        own = [key for key, s in case.gold["statements"].items() if s["file"] == file]
        for s in record.statements:
            if record.article is None or s.id not in listed:
                continue
            content = words(record.article.text, [(x.start, x.end) for x in s.content])
            for key in own:
                both = len(content & case.places[key])
                if both and 2 * both >= min(len(content), len(case.places[key])):
                    agree = any(same_voice(case, g, voices.get(v)) for g in case.gold["statements"][key]["voices"] for v in listed[s.id].voices)
                    candidates.append((-both / len(content | case.places[key]), not agree, key, s.id))
    out: dict[str, str] = {}
    for _, _, key, found in sorted(candidates):
        if found not in out and key not in out.values():
            out[found] = key
    return out


def names(case: Case, voice: str) -> set[str]:
    return {fold(n) for n in case.gold["voices"][voice]}


def same_voice(case: Case, gold: str, voice: Voice | None) -> bool:
    return voice is not None and bool(names(case, gold) & {fold(n) for n in (voice.name, *voice.aliases)})


def parts(gold: Json) -> dict[str, set[str]]:
    """The parts that each gold statement belongs to; none where nothing says so."""
    out: dict[str, set[str]] = {key: set() for key in gold["statements"]}
    for p in gold["positions"]:
        for key in p["statements"]:
            out[key].add(gold["points"][p["point"]]["part"])
    for u in gold["utterances"]:
        for key in u["statements"]:
            out[key].add(u["part"])
    for key, s in gold["statements"].items():
        if not out[key] and s["happening"]:
            out[key].add(gold["happenings"][s["happening"]]["part"])
    return out


def groups(gold: Json) -> dict[str, str]:
    """Each gold statement's utterance, named by its first statement; itself where it is in none."""
    return {key: key for key in gold["statements"]} | {key: u["statements"][0] for u in gold["utterances"] for key in u["statements"]}
