"""Who stands behind an expression: small reports of our own, each rule with its own."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.resolve.who import Answer, Asked, identify, principal_of
from onrecord.resolve.who.words import role_of, roles, titles
from onrecord.text.marks import read_table
from onrecord.text.split import pair_marks
from onrecord.types import Block, Entity, Span


def blocks_of(text: str) -> list[Block]:
    """One paragraph a line; a first line without a stop at its end is a headline."""
    lines = list(re.finditer(r"[^\n]+", text))
    first = [] if len(lines) < 2 or lines[0][0][-1] in '.”"' else lines[:1]
    return [Block("headline" if m in first else "paragraph", m.start(), m.end()) for m in lines]


def find(text: str, words: str, after: int = 0) -> Span:
    """The place of words in a text; "#2 he" is the second "he" that stands by itself."""
    number = 1
    if words.startswith("#"):
        head, words = words.split(" ", 1)
        number = int(head[1:])
    edge = r"(?<!\w){}(?!\w)" if words[-1:].isalnum() else r"(?<!\w){}"
    places = [m.start() for m in re.finditer(edge.format(re.escape(words)), text)]
    return Span(places[number - 1], places[number - 1] + len(words))


def ask(text: str, *asked: Asked) -> tuple[tuple[Entity, ...], tuple[Answer, ...]]:
    blocks = blocks_of(text)
    quotations = [q.span for q in pair_marks(text, blocks).quotations if q.depth == 0]
    return identify(text, blocks, asked, article="an article", quotations=quotations)


def names(text: str, *words: str) -> list[str]:
    """For each expression the names of its entities, joined by " + "."""
    entities, answers = ask(text, *(Asked(find(text, each), "speaker") for each in words))
    known = {e.id: e.name for e in entities}
    return [" + ".join(known[own] for own in a.entities) for a in answers]


def one(text: str, words: str) -> tuple[Entity, Answer]:
    entities, (answer,) = ask(text, Asked(find(text, words), "speaker"))
    return next(e for e in entities if e.id in answer.entities), answer


# ---- names


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Tova Lunn spoke. Lunn said no.", ("Tova Lunn", "#2 Lunn"), ["Tova Lunn", "Tova Lunn"]),
        ("Dr Tova Lunn spoke. Ms Lunn said no. Dr. Lunn left.", ("Ms Lunn", "Dr. Lunn"), ["Tova Lunn", "Tova Lunn"]),
        ("R. Okano signed. Okano, Rita (director), left. Ms Okano said no.", ("R. Okano", "Okano, Rita (director),", "Ms Okano"), ["Rita Okano"] * 3),
        ("Sir Bo Lindt spoke. Sir Bo said no.", ("Sir Bo", "#2 Sir Bo"), ["Bo Lindt", "Bo Lindt"]),
        ("Sen. Ivo Sarn said no. Sarn left.", ("Sen. Ivo Sarn", "#2 Sarn"), ["Ivo Sarn", "Ivo Sarn"]),
        ("Cllr Vey snorted. Vey left.", ("Cllr Vey", "#2 Vey"), ["Vey", "Vey"]),
        ("Omar al-Dura spoke. Dura said no.", ("Dura",), ["Omar al-Dura"]),
        ("José Ferrón spoke. Ferron said no.", ("Ferron",), ["José Ferrón"]),
        ("Defence Minister Avi Leberman spoke. Defence Minister Avi Lebermann said no.", ("Defence Minister Avi Lebermann",), ["Avi Lebermann"]),
        ("Jan van der Berg spoke. Van der Berg said no. Berg left.", ("Van der Berg", "#3 Berg"), ["Jan van der Berg"] * 2),
        ("Sarn tells Lunn to stop\nPresident Ivo Sarn met Tova Lunn on Friday.", ("Sarn",), ["Ivo Sarn"]),
        ("Dame Ruth Orme, who replaced Paul Lome as chair, said no. She left.", ("Dame Ruth Orme, who replaced Paul Lome as chair,", "She"), ["Ruth Orme"] * 2),
        ("Lena Brand (born 1960), the bank's first woman chair, said no.", ("Lena Brand (born 1960), the bank's first woman chair,",), ["Lena Brand"]),
        ("In a post, Harbour Party MP Sana Quist said no.", ("Harbour Party MP Sana Quist",), ["Sana Quist"]),
        ("The Dutch envoy, Per Aas, said no.", ("The Dutch envoy, Per Aas,",), ["Per Aas"]),
        ("Foreign Minister Ole Ruud of Norland said no. Ruud left.", ("Foreign Minister Ole Ruud of Norland", "#2 Ruud"), ["Ole Ruud"] * 2),
        ("Karsk mayor Ida Lund said no.", ("Karsk mayor Ida Lund",), ["Ida Lund"]),
        ("The lock keeper's lawyer, Per Aas, said no.", ("The lock keeper's lawyer, Per Aas,",), ["Per Aas"]),
        ("Hedda said she signed. She left.", ("Hedda", "She"), ["Hedda", "Hedda"]),
        ("Secretary of State Ida Lund said no. Lund left.", ("Secretary of State Ida Lund", "#2 Lund"), ["Ida Lund", "Ida Lund"]),
        ("Will Aske said no. Aske left.", ("Will Aske", "#2 Aske"), ["Will Aske", "Will Aske"]),
        ("Mark Newman spoke. Newman said no.", ("#2 Newman",), ["Mark Newman"]),
        ("Crooked Ida Marr? Ida Marr laughed. Marr said no.", ("#3 Marr",), ["Ida Marr"]),
    ],
)  # fmt: skip
def test_name_forms_join(text: str, words: tuple[str, ...], expected: list[str]) -> None:
    assert names(text, *words) == expected


def test_title_and_apposition_are_roles() -> None:
    entity, _ = one("Norlandic President Ivo Sarn, a former pilot, spoke. Sarn said no.", "Norlandic President Ivo Sarn, a former pilot,")
    assert (entity.name, entity.roles, entity.kind) == ("Ivo Sarn", ("Norlandic President", "former pilot"), "person")
    assert "Sarn" in entity.aliases


def test_two_of_one_last_name_stay_two() -> None:
    text = "Ida Lund met Bo Lund. Ida Lund spoke first. Lund said no."
    entities, (answer,) = ask(text, Asked(find(text, "#4 Lund"), "speaker"))
    known = {e.id: e.name for e in entities}
    assert ([known[i] for i in answer.entities], [known[i] for i in answer.rivals]) == (["Ida Lund"], ["Bo Lund"])


def test_a_relative_spoken_of_does_not_take_the_last_name() -> None:
    text = "Ida Lund came. Lund said no to a photo of Bo Lund. It was dark. Lund left."
    entities, (answer,) = ask(text, Asked(find(text, "#4 Lund"), "speaker"))
    known = {e.id: e.name for e in entities}
    assert ([known[i] for i in answer.entities], [known[i] for i in answer.rivals]) == (["Ida Lund"], ["Bo Lund"])


def test_a_person_with_a_roles_name() -> None:
    assert names("Mark Baker spoke. Baker said no. A baker laughed.", "#2 Baker", "A baker") == ["Mark Baker", "baker"]
    assert names("Charlie King spoke. Mr. King said no.", "Mr. King") == ["Charlie King"]


def test_office_and_its_descriptor_are_one() -> None:
    text = "The Foreign Ministry said no. It was late. The foreign ministry said yes. The ministry left."
    assert (
        len(
            {
                tuple(a.entities)
                for a in ask(text, *(Asked(find(text, x), "speaker") for x in ("The Foreign Ministry", "The foreign ministry", "The ministry")))[1]
            }
        )
        == 1
    )


def test_title_tells_namesakes_apart() -> None:
    assert names("Ida Lund met Bo Lund. Mrs Lund said no. Mr Lund said yes.", "Mrs Lund", "Mr Lund") == ["Ida Lund", "Bo Lund"]


def test_similar_names_of_two_people_stay_two() -> None:
    assert names("Pilot Tova Marren spoke. Baker Ida Marrin said no.", "Pilot Tova Marren", "Baker Ida Marrin") == ["Tova Marren", "Ida Marrin"]


# ---- joint speakers


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Dr. Iva Lund and Per Aas said the well was safe. They left.", ("Dr. Iva Lund and Per Aas", "They"), ["Iva Lund + Per Aas"] * 2),
        ("Ivo Sarn, Bo Lindt and Ida Marr said no.", ("Ivo Sarn, Bo Lindt and Ida Marr",), ["Ivo Sarn + Bo Lindt + Ida Marr"]),
        (
            "Lena Brand (born 1960), the bank's first woman chair, and her deputy, Tom Rhys, spoke.",
            ("Lena Brand (born 1960), the bank's first woman chair, and her deputy, Tom Rhys,",), ["Lena Brand + Tom Rhys"],
        ),
        ("The mayors of both towns, Anna Vik and Per Aas, said no.", ("The mayors of both towns, Anna Vik and Per Aas,",), ["Anna Vik + Per Aas"]),
        ("Minister Ada Holt and Ruud said they would go. Ole Ruud left.", ("Minister Ada Holt and Ruud", "they"), ["Ada Holt + Ole Ruud"] * 2),
        ("Two officials and a pilot said no.", ("Two officials and a pilot",), ["two officials + pilot"]),
        ("Senior police and army officers said no.", ("Senior police and army officers",), ["senior police and army officers"]),
        ("Ivo Sarn met Tova Lunn. Later Anders Moe and his deputy left. Neither man spoke.", ("Neither man",), ["Anders Moe + his deputy"]),
        (
            "President Ivo Sarn spoke by phone with Premier Bo Lindt on Friday, while Ida Marr was away. Ida Marr was angry. Both leaders said no.",
            ("Both leaders",), ["Ivo Sarn + Bo Lindt"],
        ),
    ],
)  # fmt: skip
def test_joint_speakers(text: str, words: tuple[str, ...], expected: list[str]) -> None:
    assert names(text, *words) == expected


# ---- roles and descriptors


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("President Ivo Sarn spoke. The president said no.", ("The president",), ["Ivo Sarn"]),
        ("Russian President Ivo Sarn met Israeli President Bo Lindt. The Russian president said no.", ("The Russian president",), ["Ivo Sarn"]),
        ("Russian President Ivo Sarn met Israeli farmers. The Russian leader said no.", ("The Russian leader",), ["Ivo Sarn"]),
        ("Maria Weld, 58, a former engineer, came. The 58-year-old said no.", ("The 58-year-old",), ["Maria Weld"]),
        ("Maria Weld, 58, came. The 58-year-old former engineer said no.", ("The 58-year-old former engineer",), ["Maria Weld"]),
        ("Finance Minister Ida Lund and Foreign Minister Bo Lindt met. The finance minister said no.", ("The finance minister",), ["Ida Lund"]),
        ("Transport Minister Ida Lund came. The minister said no.", ("The minister",), ["Ida Lund"]),
        ("Prime Minister Ida Lund came. Trade Minister Per Aas came. The minister said no.", ("The minister",), ["Per Aas"]),
        ("A pilot came. The pilot said no.", ("A pilot", "The pilot"), ["pilot", "pilot"]),
        ("Two pilots came. A pilot said no.", ("Two pilots", "A pilot"), ["two pilots", "pilot"]),
        ("Ida Marr is a port pilot. The pilot said no.", ("The pilot",), ["Ida Marr"]),
        ("Ida Marr's campaign began. Bo Lindt's campaign ended. Marr's campaign said no.", ("#2 Marr's campaign",), ["Ida Marr's campaign"]),
        ("The mayor of Karsk, Ida Lund, came. The mayor said no.", ("The mayor",), ["Ida Lund"]),
        ("Jonna Friis runs a shop in Ostby. The shopkeeper said no.", ("The shopkeeper",), ["Jonna Friis"]),
        ("Her lawyer, Per Aas, came. The lawyer said no.", ("The lawyer",), ["Per Aas"]),
    ],
)  # fmt: skip
def test_roles_learnt(text: str, words: tuple[str, ...], expected: list[str]) -> None:
    assert names(text, *words) == expected


# ---- pronouns


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Inspector Nell Oster searched on. The detective said every hour mattered.", ("The detective",), ["Nell Oster"]),
        ("A team led by biologist Ada Rowe found it. Rowe was glad. The researcher said so.", ("The researcher",), ["Ada Rowe"]),
        ("Boss Maud Lund was glad. The gaffer said so.", ("The gaffer",), ["Maud Lund"]),
        ("Bram Callow, of Quay Road, is on trial. The defendant said he ran.", ("The defendant", "he"), ["Bram Callow", "Bram Callow"]),
        (
            "Bram Callow is on trial. Prosecuting, Ilse Varro asked why. The prosecutor sat. The barrister said so.",
            ("The prosecutor", "The barrister"), ["Ilse Varro", "Ilse Varro"],
        ),
        ("Striker Nell Harrow stays. The 24-year-old ace told us so.", ("The 24-year-old ace",), ["Nell Harrow"]),
        ("Ada Dow spoke of her son. The 33-year-old wept.", ("The 33-year-old",), ["Ada Dow"]),
        ("Chief executive Karin Oster said no. Her predecessor, Odo Stahl, said yes. The former boss said so.", ("The former boss",), ["Odo Stahl"]),
        ("Tarn Bank will cut jobs. The lender said so.", ("The lender",), ["Tarn Bank"]),
    ],
)  # fmt: skip
def test_a_wider_word_takes_up_who_was_named(text: str, words: tuple[str, ...], expected: list[str]) -> None:
    assert names(text, *words) == expected


@pytest.mark.parametrize("row", read_table("hypernyms.tsv"), ids=lambda row: row["noun"])
def test_hypernyms_row(row: dict[str, str]) -> None:
    narrower = row["narrower"].split()
    assert row["noun"] not in narrower and len(set(narrower)) == len(narrower) and row["example"].startswith(f"The {narrower[0]} spoke. The {row['noun']} ")


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Ida Marr, a port pilot, came. She said no.", ("She",), ["Ida Marr"]),
        ("Ida Marr met Bo Lindt. She said no. He said yes.", ("She", "He"), ["Ida Marr", "Bo Lindt"]),
        ("In spring Jo Starck resigned. He said no.", ("He",), ["Jo Starck"]),
        ("A woman came with her brother. She said no.", ("She",), ["woman"]),
        ("Queen Aske met her ministers. She said no.", ("She",), ["Aske"]),
        ("The spokeswoman for the port came. She said no.", ("She",), ["port"]),
        ("“Nobody asked us,” Tova Lunn said. “It was late,” she added.", ("she",), ["Tova Lunn"]),
        ("Bo Lindt told Ivo Sarn that the gate was shut. He said no.", ("He",), ["Bo Lindt"]),
        ("Two officials came. They said no.", ("They",), ["two officials"]),
        ("The Port Union met. It said no.", ("It",), ["Port Union"]),
        ("It was late. It seems that the Port Union met. It said no.", ("#3 It",), ["Port Union"]),
        ("Ida Marr, who was late, said no.", ("who",), ["Ida Marr"]),
        ("Officials in Karsk who saw it said no.", ("who",), ["officials"]),
        ("In her speech, Ida Marr said no.", ("her",), ["Ida Marr"]),
        ("Ida Marr said the gate was shut. Her lawyer came.", ("Her",), ["Ida Marr"]),
        ("Bo Lindt spoke. Ivo Sarn told him to stop.", ("him",), ["Bo Lindt"]),
        ("Nobody came. He said no.", ("He",), [""]),
    ],
)  # fmt: skip
def test_pronouns(text: str, words: tuple[str, ...], expected: list[str]) -> None:
    assert names(text, *words) == expected


def test_ambiguous_pronoun_has_rivals() -> None:
    text = "Bo Lindt and Ivo Sarn met. He said no."
    _, (answer,) = ask(text, Asked(find(text, "He"), "speaker"))
    assert len(answer.entities) == 1 and len(answer.rivals) == 1


def test_he_in_quoted_words_is_not_who_says_them() -> None:
    text = "Bo Lindt came with Ivo Sarn. “He shut the gate,” Lindt said."
    speaker, he = Asked(find(text, "#2 Lindt"), "speaker"), Asked(find(text, "He"), "target", speaker=0, quoted=True)
    entities, answers = ask(text, speaker, he)
    known = {e.id: e.name for e in entities}
    assert [known[a.entities[0]] for a in answers] == ["Bo Lindt", "Ivo Sarn"]


@pytest.mark.parametrize("word", ["I", "We", "my"])
def test_first_person(word: str) -> None:
    text = f"Tova Lunn came. “{word} gate is shut,” she said. {word} gate."
    inside = Asked(find(text, word), "speaker", speaker=1, quoted=True)
    entities, answers = ask(text, inside, Asked(find(text, "she"), "speaker"), Asked(find(text, f"#2 {word}"), "speaker"))
    assert [e.name for e in entities] == ["Tova Lunn"]
    assert [a.rule for a in answers] == ["first-person", answers[1].rule, "author"]
    assert answers[0].entities == answers[1].entities and answers[2].entities == ()


# ---- governments, offices, organisations


@pytest.mark.parametrize(
    ("text", "words", "name", "kind", "rule"),
    [
        ("The call ended. “It was long,” Moscow added.", "Moscow", "Moscow", "government", "capital"),
        ("“It was long,” the Kremlin said.", "the Kremlin", "Kremlin", "office", "building"),
        ("The report quotes Israeli assessments that hold nobody responsible.", "Israeli assessments", "Israel", "government", "adjective"),
        ("Karsk said it had no troops in the valley. Shops in Karsk stayed shut.", "Karsk", "Karsk", "government", "metonym"),
        ("He accused neighbouring Norland, and Norland said no.", "#2 Norland", "Norland", "government", "metonym"),
        ("Norland said no. Two Norlandic officials left. A Norlandic ship came.", "Norland", "Norland", "government", "metonym"),
        ("Norland lied, Lund said. Norland’s president said no. “It is late,” said Norland.", "#3 Norland", "Norland", "government", "metonym"),
        ("She quit her party, the Centre Union, which said no.", "her party, the Centre Union,", "Centre Union", "organisation", "name"),
        ("According to the daily Ostmark Tidende, no.", "the daily Ostmark Tidende", "Ostmark Tidende", "organisation", "name"),
        ("The presidency of Norland said no.", "The presidency of Norland", "presidency of Norland", "office", "office"),
        ("A spokesman for the Harbour Board said no.", "A spokesman for the Harbour Board", "Harbour Board", "organisation", "spokesperson"),
        ("The Harbour Board's spokeswoman said no.", "The Harbour Board's spokeswoman", "Harbour Board", "organisation", "spokesperson"),
        ("The Ministry of Ferries said no.", "The Ministry of Ferries", "Ministry of Ferries", "office", "office"),
        ("The Port Workers' Union (PWU) met. PWU said no.", "#2 PWU", "Port Workers' Union", "organisation", "name"),
        ("The Kestrel Housing Trust met. The trust said no.", "The trust", "Kestrel Housing Trust", "organisation", "descriptor"),
        ("The report found no fault.", "The report", "report", "document", "descriptor"),
        ("Protesters said no.", "Protesters", "protesters", "group", "descriptor"),
        ("The international community said no.", "The international community", "international community", "group", "descriptor"),
        ("In the end Republicans said no.", "Republicans", "Republicans", "group", "descriptor"),
        ("The Marsh Courier reported it.", "The Marsh Courier", "Marsh Courier", "organisation", "outlet"),
        ("Ostra Lines said no.", "Ostra Lines", "Ostra Lines", "organisation", "name"),
        ("They accused the ferry's owner, Ostra Lines, of it.", "the ferry's owner, Ostra Lines,", "Ostra Lines", "organisation", "name"),
        ("Harbour council says no\nThe harbour froze. The company said no.", "The company", "company", "organisation", "descriptor"),
        ("Ida Steel said no.", "Ida Steel", "Ida Steel", "person", "name"),
    ],
)  # fmt: skip
def test_bodies(text: str, words: str, name: str, kind: str, rule: str) -> None:
    entity, answer = one(text, words)
    assert (entity.name, entity.kind, answer.rule) == (name, kind, rule)


def test_capital_and_office_stay_apart_but_share_a_country() -> None:
    text = "“It was long,” Moscow said. “It was short,” the Kremlin said. The Russian government said no."
    entities, answers = ask(text, *(Asked(find(text, words), "speaker") for words in ("Moscow", "the Kremlin", "The Russian government")))
    assert len({a.entities for a in answers}) == 3
    assert [e.country for e in entities] == ["Russia"] * 3


def test_office_takes_the_country_of_its_holder() -> None:
    text = "Israeli Prime Minister Bo Lindt met Russian President Ivo Sarn. The Prime Minister's Office said Lindt left."
    entity, _ = one(text, "The Prime Minister's Office")
    assert (entity.name, entity.kind, entity.country) == ("Prime Minister's Office of Israel", "office", "Israel")
    assert "Prime Minister's Office" in entity.aliases


def test_office_without_a_certain_country_has_none() -> None:
    entity, _ = one("Envoys of Israel met envoys of Russia. The Prime Minister's Office said no.", "The Prime Minister's Office")
    assert (entity.name, entity.country) == ("Prime Minister's Office", None)


def test_a_place_that_is_only_where_is_no_mention() -> None:
    text = "Shops in Moscow stayed shut. “Calls were long,” Moscow said."
    entity, _ = one(text, "#2 Moscow")
    assert [m.start for m in entity.mentions] == [find(text, "#2 Moscow").start]


# ---- unnamed sources


@pytest.mark.parametrize(
    ("text", "words", "name", "count"),
    [
        ("Two officials said no.", "Two officials", "two officials", 2),
        ("A senior official of the ministry said no.", "A senior official of the ministry", "senior official of the ministry", 1),
        ("People familiar with the matter said no.", "People familiar with the matter", "people familiar with the matter", None),
        ("Sources said no.", "Sources", "sources", None),
        ("It was late, residents said.", "residents", "residents", None),
        ("Two officials came. One of them said no.", "One of them", "one of them", 1),
        ("“No lights,” said a dredger hand who goes by “Salt.”", "a dredger hand who goes by “Salt.”", "dredger hand", 1),
    ],
)  # fmt: skip
def test_unnamed(text: str, words: str, name: str, count: int | None) -> None:
    entity, _ = one(text, words)
    assert (entity.kind, entity.name, entity.count) == ("unnamed", name, count)


def test_nickname_is_an_alias() -> None:
    entity, _ = one("“No lights,” said a dredger hand who goes by “Salt.”", "a dredger hand who goes by “Salt.”")
    assert "Salt" in entity.aliases


def test_unnamed_are_merged_by_plain_anaphora_only() -> None:
    text = "Two officials came. The officials said no. Two officials of the port said yes. One of the officials left."
    _, answers = ask(text, *(Asked(find(text, words), "speaker") for words in ("Two officials", "The officials", "#2 Two officials", "One of the officials")))
    first, same, other, third = (a.entities for a in answers)
    assert first == same and len({first, other, third}) == 3


def test_deputy_who_asks_not_to_be_named_is_unnamed() -> None:
    entity, _ = one("Bo Lindt's deputy, who asked not to be identified, said no.", "Bo Lindt's deputy, who asked not to be identified,")
    assert (entity.kind, entity.name, entity.terms) == ("unnamed", "Bo Lindt's deputy", "asked not to be identified")


def test_nobody_is_no_entity() -> None:
    assert names("It blames nobody.", "nobody") == [""]


def test_terms() -> None:
    entity, _ = one("Two officials said no. They spoke on condition of anonymity.", "Two officials")
    assert entity.terms == "on condition of anonymity"


# ---- principals


@pytest.mark.parametrize(
    ("words", "principal"),
    [
        ("Per Aas, a lawyer for the port,", "the port"),
        ("ministry spokesman Per Aas", "ministry"),
        ("a spokesman for the Harbour Board", "the Harbour Board"),
        ("the Harbour Board's spokeswoman, Ida Marr,", "the Harbour Board"),
        ("Ida Marr", None),
        ("his lawyer, Per Aas,", "his"),
    ],
)
def test_principal(words: str, principal: str | None) -> None:
    text = f"On Friday {words} said no."
    found = principal_of(text, find(text, words))
    assert (found.of(text) if found else None) == principal


# ---- what always holds


def test_ids_are_stable_and_in_order() -> None:
    text = "Ida Marr met Bo Lindt. She said no. He said yes."
    asked = [Asked(find(text, "He"), "speaker"), Asked(find(text, "She"), "speaker")]
    entities, answers = ask(text, *asked)
    assert [e.name for e in entities] == ["Ida Marr", "Bo Lindt"]
    assert re.fullmatch(r"[0-9a-f]{32}", answers[0].entities[0])
    assert ask(text, *asked) == (entities, answers)


def test_blocks_left_out_are_not_read() -> None:
    text = "READ MORE: Bo Lindt left\nHe said no."
    blocks = [Block("teaser", 0, 24), Block("paragraph", 25, len(text))]
    _, (answer,) = identify(text, blocks, [Asked(Span(25, 27), "speaker")], article="a")
    assert answer.entities == ()


def test_long_chains_are_no_problem() -> None:
    for unit in ("the lawyer's ", "a spokesman for ", "Lund's ", "one of ", "Lund, Aas and ", "the mayor, "):
        text = unit * 2000
        identify(text, [Block("paragraph", 0, len(text))], [Asked(Span(0, len(text)), "speaker"), Asked(Span(0, 12), "speaker")], article="a")
    text = "I " * 500
    identify(text, [Block("paragraph", 0, len(text))], [Asked(Span(2 * i, 2 * i + 1), "speaker", speaker=i + 1) for i in range(500)], article="a")


PIECES = (
    "Ida Marr|Bo Lindt|Mr Lindt|he|she|they|it|who|said|told|the president|President|of|and|,|.|\"|“|”|(|)|'s|’s|two officials|the|a|one of|both leaders|Karsk|"
    "in|the Kremlin|Israeli|ministry|spokesman for|Union|UN|U.S.|58|-|—|\n|al-|Dr.|R.|I|we|\u00b2|\ud83d\udca7|ß|İ|zero|him|lawyer|'"
).split("|")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 40), st.integers(0, 4)), max_size=5))
def test_never_raises(pieces: Sequence[str], places: Sequence[tuple[int, int, int]]) -> None:
    text = " ".join(pieces)
    blocks = [Block("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    asked = [Asked(Span(min(a, len(text)), min(a + n, len(text))), "speaker", s if s < len(places) else None, s % 2 == 0) for a, n, s in places]
    entities, answers = identify(text, blocks, asked, article="a", quotations=[q.span for q in pair_marks(text, blocks).quotations])
    assert len(answers) == len(asked)
    ids = {e.id for e in entities}
    for e in entities:
        assert e.name and e.mentions
        assert all(0 <= m.start < m.end <= len(text) for m in e.mentions)
    for a in answers:
        assert {*a.entities, *a.rivals} <= ids and a.rule
    for span in (a.span for a in asked):
        principal_of(text, span)
    assert identify(text, blocks, asked, article="a", quotations=[q.span for q in pair_marks(text, blocks).quotations]) == (entities, answers)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 60))
def test_never_raises_on_any_text(text: str, start: int, length: int) -> None:
    span = Span(min(start, len(text)), min(start + length, len(text)))
    identify(text, [Block("paragraph", 0, len(text))], [Asked(span, "speaker")], article="a")
    principal_of(text, span)


# ---- who is meant, in many styles of news


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        # the title knows better than the table of first names, unless a family is told of
        ("Ola Fjeld led the strike. Mr Fjeld said no.", ("Mr Fjeld",), ["Ola Fjeld"]),
        # the bare last name is left to who was told of first, while the other is called by the full name
        ("Orla Benn drew the map. Nell Benn wept. Nell Benn left. Professor Benn said no.", ("Professor Benn",), ["Orla Benn"]),
        ("Two pilots spoke. One of them, Per Aas, said no.", ("One of them, Per Aas,",), ["Per Aas"]),
        ("The diocese met. Its spokesman, the Rev. Tim Oke, said no.", ("Its spokesman, the Rev. Tim Oke,",), ["Tim Oke"]),
        ("Shipping firm Norsea said no. A spokeswoman said the gate held.", ("Shipping firm Norsea", "A spokeswoman"), ["Norsea"] * 2),
        ("A spokesman for the pier firm, Sandstar, said no.", ("A spokesman for the pier firm, Sandstar,",), ["Sandstar"]),
        ("The dam’s operator, Ambra Power, said no. It said the gate held.", ("The dam’s operator, Ambra Power,", "It"), ["Ambra Power"] * 2),
        ("The fund, Halcyon Partners, said no. It said the gate held.", ("It",), ["Halcyon Partners"]),
        ("Norvane, the maker of cranes, said no. Revenue fell, the company said.", ("Norvane, the maker of cranes,", "the company"), ["Norvane"] * 2),
        ("The dam’s owner, Petra Vos, said no. She left.", ("She",), ["Petra Vos"]),
        ("A spokeswoman for Vell police said no. The Vell police left.", ("A spokeswoman for Vell police", "The Vell police"), ["Vell police"] * 2),
        ("A trader sold bad grain.\nLewis Crane, 47, of Denby, said no.", ("A trader", "Lewis Crane, 47, of Denby,"), ["Lewis Crane"] * 2),
        ("A mum said it leaked. Leanne Gray, 38, added it stank.", ("A mum", "Leanne Gray"), ["Leanne Gray"] * 2),
        ("A dad and a mum left.\nLewis Crane, 47, of Denby, said no.", ("A dad",), ["dad"]),
        ("The man’s solicitor, Ray Tuck, said his client left.", ("his client",), ["man"]),
        ("Ida Lund urged both sides to talk.", ("both sides",), ["both sides"]),
        ("Two envoys left. The ministry accused the two of spying.", ("the two",), ["Two envoys"]),
        ("Ostrel expelled two envoys. Its foreign ministry said they spied.", ("Its foreign ministry",), ["Ostrel foreign ministry"]),
        ("Elin Foss voted. Her office said she was well.", ("Her office",), ["Elin Foss’s office"]),
        (
            "Joss Pike met the senator. A spokesman for Mr Pike, Len Farrow, said it was late. He said no more.",
            ("A spokesman for Mr Pike, Len Farrow,", "He"),
            ["Len Farrow"] * 2,
        ),
        ("Ada Quist won. Her rival refused.\nHer opponent, Senator Joss Pike, said no.", ("Her rival", "Her opponent, Senator Joss Pike,"), ["Joss Pike"] * 2),
        ("Nico Dahl met Ada Sand. She offered four, according to an aide, but he told her it was low.", ("he",), ["Nico Dahl"]),
    ],
)
def test_meant_in_many_styles(text: str, words: tuple[str, ...], expected: list[str]) -> None:
    assert [name.lower() for name in names(text, *words)] == [name.lower() for name in expected]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Ida Marr left.\nAsked whether she would go, Tova Lunn smiled. “Yes,” she said.", "#2 she", "Tova Lunn"),
        ("Ida Marr left.\nAsked if she would go, the bishop, Tova Lunn, smiled. “Yes,” she said.", "#2 she", "Tova Lunn"),
        ("Ida Marr said no.\nTova Lunn hit back. “Not one client was cheated,” she said.", "she", "Tova Lunn"),
        ("Ida Marr was fined in May. She said no.", "She", "Ida Marr"),
    ],
)
def test_pronoun_going_on_has_no_rival(text: str, words: str, speaker: str) -> None:
    entities, (answer,) = ask(text, Asked(find(text, words), "speaker"))
    known = {e.id: e.name for e in entities}
    assert ([known[i] for i in answer.entities], answer.rivals) == ([speaker], ())


def test_asked_ahead_is_not_the_spokesman() -> None:
    assert names("Bo Lindt left. Asked whether he would go, his spokesman said no.", "he") == ["Bo Lindt"]


def test_office_takes_no_country_of_another_state() -> None:
    text = "Officials in Calder said no. Norland’s ambassador, Ines Holm, left. The finance ministry disputes that."
    assert names(text, "The finance ministry") == ["finance ministry"]


def test_a_family_keeps_its_titles_apart() -> None:
    assert names("Ola Fjeld led the strike. His wife left. Mr Fjeld said no.", "Mr Fjeld") != ["Ola Fjeld"]


# ---- the tables


@pytest.mark.parametrize("row", read_table("roles.tsv"), ids=lambda row: row["noun"])
def test_roles_rows(row: dict[str, str]) -> None:
    assert row["noun"] in row["example"].lower()
    assert row["kind"] in ("person", "group", "organisation", "document") and row["gender"] in ("", "m", "f") and row["standing"] in ("", "one", "crowd")
    found = role_of(row["noun"])
    assert found is not None and found.noun == row["noun"]
    assert not row["plural"] or role_of(row["plural"]) == roles()[row["plural"]]


@pytest.mark.parametrize("row", read_table("titles.tsv"), ids=lambda row: row["form"])
def test_titles_rows(row: dict[str, str]) -> None:
    words = row["example"].removesuffix(" said the weir was shut.")
    entity, _ = one(row["example"], words)
    assert (entity.kind, entity.name) == ("person", words.removeprefix(row["form"]).strip())
    assert titles()[row["form"].rstrip(".").lower()].kind == row["kind"]
