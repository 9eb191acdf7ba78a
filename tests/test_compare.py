"""Comparing reports, from Python and from the command line: one sheet whatever the order, nothing lost, nothing half-written."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import onrecord
from onrecord.cli import main
from onrecord.encode import encode_record
from onrecord.group.types import Dossier
from onrecord.types import Record

DISPUTE = Path(onrecord.__file__).parent / "data" / "demo" / "dispute"
FIRST = "Gate shut too early\n\nThe gate was shut an hour too early, Bram Ostler told the inquiry on Friday. “Nobody was warned,” he said.\n"
SECOND = "Board denies it\n\nThe river board denied on Saturday that the gate was shut too early. Its spokeswoman, Ida Marr, called the claim baseless.\n"


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [onrecord.read(path) for path in sorted(DISPUTE.iterdir())]


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line: exit code, standard output, standard error."""

    def run_main(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        out, err = capsysbinary.readouterr()
        assert isinstance(stopped.value.code, int)
        return stopped.value.code, out.decode(), err.decode()

    return run_main


def write(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.txt") for name in texts]


def test_compare_five_orders_give_the_same_sheet_byte_for_byte(records: list[Record]) -> None:
    forms = set()
    for seed in range(5):
        shuffled = random.Random(seed).sample(records, len(records))
        made = onrecord.compare(shuffled)
        forms.add((made.markdown(), made.html(), made.docx(), made.json()))
    assert len(forms) == 1


def test_compare_counts_texts_and_copies(records: list[Record]) -> None:
    dossier = onrecord.compare(records).dossier
    assert len(dossier.texts) == 12 and sum(t.published is None or t.published.start is None for t in dossier.texts) == 1
    assert len({t.family for t in dossier.texts}) == 11, "one text is the wire report printed again"
    assert any(not c.whole for c in dossier.copies), "and one takes over some paragraphs"


def test_compare_stands_by_itself(records: list[Record]) -> None:
    """Whatever the dossier names is in it, and every word of a line stands in its text."""
    dossier = onrecord.compare(records).dossier
    voices, lines, texts = {v.id for v in dossier.voices}, {x.id: x for x in dossier.lines}, {t.id for t in dossier.texts}
    article = {r.article.id: r.article.text for r in records if r.article}
    for line in dossier.lines:
        assert line.text in texts and {*line.voices, *line.targets, *line.via, *line.addressees, *line.on_behalf_of, *line.rivals} <= voices
        assert all(w.words.strip() in " ".join(article[line.text].split()) for w in line.short if w.words.strip(" |"))
    for point in dossier.points:
        assert set(point.statements) <= set(lines)
    for position in dossier.positions:
        assert position.voice in voices and set(position.statements) <= set(lines)
    for relation in dossier.relations:
        assert {relation.one, relation.other} <= set(lines)
    for utterance in dossier.utterances:
        assert set(utterance.statements) <= set(lines)


def test_compare_json_is_a_dossier_and_follows_the_schema(records: list[Record]) -> None:
    import jsonschema

    from onrecord.schema import make_dossier_schema

    made = onrecord.compare(records)
    assert msgspec.json.decode(made.json(), type=Dossier) == made.dossier
    jsonschema.validate(json.loads(made.json()), json.loads(make_dossier_schema()))


def test_compare_counts_a_report_once(tmp_path: Path) -> None:
    first, second = write(tmp_path, a=FIRST, b=SECOND)
    assert len(onrecord.compare([first, second, first, FIRST.encode()]).dossier.texts) == 2


def test_compare_edits_no_record() -> None:
    record = onrecord.read(FIRST.encode())
    before = encode_record(record)
    onrecord.compare([record, SECOND.encode()])
    assert encode_record(record) == before


def test_compare_command_draws_writes_and_names_what_it_could_not_read(tmp_path: Path, run: Run) -> None:
    first, second = write(tmp_path, a=FIRST, b=SECOND)
    (tmp_path / "c.html").write_bytes(b"%PDF-1.7")
    code, out, err = run("compare", first, second, str(tmp_path / "c.html"))
    assert code == 1 and "2 of 3 texts" in out and "Bram Ostler" in out and "c.html" in out and "c.html" in err
    for name in ("sheet.md", "sheet.html", "sheet.docx", "sheet.json"):
        code, out, err = run("compare", first, second, "--out", str(tmp_path / name))
        assert (code, out) == (0, "") and (tmp_path / name).stat().st_size > 500, err
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == [], "nothing half-written stays"


def test_compare_command_takes_records_that_were_read_before(tmp_path: Path, run: Run) -> None:
    first, second = write(tmp_path, a=FIRST, b=SECOND)
    code, out, _ = run("read", first, "--outlet", "Radio Harl", "--published", "2026-05-13", "--json")
    (tmp_path / "first.jsonl").write_text(out, encoding="utf-8")
    code, out, err = run("compare", str(tmp_path / "first.jsonl"), second, "--markdown")
    assert code == 0 and "Radio Harl" in out, err
    (tmp_path / "broken.jsonl").write_text("{}\n", encoding="utf-8")
    code, _, err = run("compare", str(tmp_path / "broken.jsonl"))
    assert code == 2 and "line 1" in err


def test_compare_command_keeps_what_it_is_asked_about(tmp_path: Path, run: Run) -> None:
    other = "Fares rise\n\nFerry fares will rise in May, Tove Lund said on Friday. “It hurts,” she said.\n"
    first, second, third = write(tmp_path, a=FIRST, b=SECOND, c=other)
    code, out, err = run("compare", first, second, third, "--about", "ferry fares", "--json")
    lines = json.loads(out)["lines"]
    assert code == 0 and lines and {x["text"] for x in lines} == {x["text"] for x in lines[:1]}, err
    code, _, err = run("compare", first, second, "--about", "volcano")
    assert code == 2 and "volcano" in err


def test_compare_command_takes_points_of_ones_own(tmp_path: Path, run: Run) -> None:
    first, second = write(tmp_path, a=FIRST, b=SECOND)
    (tmp_path / "points").write_text("who was warned?\n\n", encoding="utf-8")
    code, out, err = run("compare", first, second, "--point", "was the gate shut too early?", "--points", str(tmp_path / "points"), "--json")
    named = [p for p in json.loads(out)["points"] if p["named"]]
    assert code == 0 and [p["label"] for p in named] == ["was the gate shut too early?", "who was warned?"], err
    assert len(named[0]["statements"]) >= 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["missing.html"], "missing.html"), (["{a}", "--out", "sheet.odt"], "sheet.odt"), (["{pdf}"], "PDF")],
)
def test_compare_command_says_what_is_wrong(tmp_path: Path, run: Run, arguments: list[str], told: str) -> None:
    (first,) = write(tmp_path, a=FIRST)
    (tmp_path / "x.html").write_bytes(b"%PDF-1.7")
    code, _, err = run("compare", *(a.format(a=first, pdf=tmp_path / "x.html") for a in arguments))
    assert code == 2 and told in err
