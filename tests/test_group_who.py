"""Entities of single texts as voices over all of them."""

import hashlib
import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.group.types import Voice
from onrecord.group.who import conflicts, join_voices, portray, voice_ids
from onrecord.group.who.role import compare_roles, read_role
from onrecord.types import Article, Block, Capture, Entity, EntityKind, Mention, Record, Span, Statement, When


def ent(name: str, kind: EntityKind = "person", *roles: str, also: Sequence[str] = (), country: str | None = None, tail: str = "", how: str = "") -> Entity:
    """An entity to place in a text; `tail` are the words after its mention, `how` the kind of the mention."""
    return Entity("", kind, name, tuple(also), roles, country, mentions=(Mention(0, 0, how or ("name" if name[:1].isupper() else "descriptor"), tail),))


def told(name: str, country: str | None = None) -> Entity:
    """Somebody known by a role alone."""
    return ent(name, "person", country=country, how="role")


def text_of(outlet: str, day: str | None, *entities: Entity) -> Record:
    """A record whose text names the entities one after another; each of them speaks."""
    text, made, statements = f"{outlet}, {day}.", [], []
    own = hashlib.sha256(f"{outlet} {day}".encode()).hexdigest()[:32]
    for n, e in enumerate(entities):
        tail, kind = e.mentions[0].rule, e.mentions[0].kind
        start = len(text) + 1
        text += f" {e.name}{tail} spoke."
        mention = Mention(start, start + len(e.name), kind, "name" if kind == "name" else kind)
        made.append(Entity(f"{own[:6]}-{n}", e.kind, e.name, e.aliases, e.roles, e.country, mentions=(mention,)))
        said = Span(len(text) - 6, len(text) - 1)
        statements.append(Statement(f"{own[:6]}-s{n}", None, "indirect", (Span(start, start + 1),), (said,), (said,), speakers=(made[-1].id,)))
    when = When(day, day, "day", "given") if day else None
    article = Article(own, "report", None, None, (), outlet, "en", text, when, None, (Block("paragraph", 0, len(text)),))
    return Record(Capture(own, own), article, tuple(made), tuple(statements))


def voice(voices: Sequence[Voice], form: str) -> Voice:
    (found,) = [v for v in voices if form in (v.name, *v.aliases)]
    return found


def count(voices: Sequence[Voice], form: str) -> int:
    return sum(form in (v.name, *v.aliases) for v in voices)


ORLO = ent("Dara Orlo")
VEY = (ent("Ulf Vey"), ent("Norland", "government"))  # company that tells a dispute
PORT = ent("Calder Port Authority", "organisation")


@pytest.mark.parametrize(
    ("one", "two", "match"),
    [
        ("transport minister", "minister of transport", "same"),
        ("Transport Minister", "the minister for transport", "same"),
        ("minister", "transport minister", "wider"),
        ("finance minister", "transport minister", "other"),
        ("deputy transport minister", "transport minister", "other"),
        ("former mayor of Calder", "mayor of Calder", "open"),
        ("head of the port authority", "port authority director", "same"),
        ("harbour master", "harbormaster", "same"),
        ("Russian President", "Russia’s president", "same"),
        ("president of France", "Russian president", "other"),
        ("Norlandic foreign minister", "foreign minister of Norland", "same"),
        ("spokesman for the port", "spokeswoman", "wider"),
        ("dentist", "mayor of Calder", "other"),
        ("fisherman", "leader of the boat owners", "open"),
        ("union’s general secretary", "general secretary of the Rail Workers", "open"),
    ],
)
def test_roles_compare_by_noun_and_body(one: str, two: str, match: str) -> None:
    a, b = read_role(one), read_role(two)
    assert a is not None and b is not None
    assert compare_roles(a, b) == compare_roles(b, a) == match


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        (ent("Dara Orlo"), ent("Dara Orlo"), True),
        (ent("Zoë Ångberg"), ent("Zoe Angberg"), True),
        (ent("Bashar al-Ordan"), ent("Bashar Ordan"), True),
        (ent("Dara Orlo"), ent("Ivan Orlo"), False),
        (ent("Dara Orlo", also=("Mr Orlo",)), ent("Dara Orlo", also=("Ms Orlo",)), False),
        (ent("Ida Marr", "person", "mayor of Calder"), ent("Ida Marr", "person", "dentist"), False),
        (ent("Ida Marr", "person", "pilot"), ent("Ida Marr", "person", "spokeswoman"), True),
        (ent("Ida Marr", "person", "French envoy", country="France"), ent("Ida Marr", "person", "Danish envoy", country="Denmark"), False),
        (ent("Ida Marr", tail=", 31,"), ent("Ida Marr", tail=", 58,"), False),
        (ent("Ida Marr", tail=", 57,"), ent("Ida Marr", tail=", 58,"), True),
        (ent("Ola A. Lind"), ent("Ola B. Lind"), False),
        (ent("Ola Lind Jr"), ent("Ola Lind Sr"), False),
        (ent("R. Vey", "person", "grain trader"), ent("Rolf Vey", "person", "inspector"), False),
        (ent("R. Vey"), ent("Rolf Vey"), False),
        (ent("R. Vey", "person", "inspector"), ent("Rolf Vey", "person", "customs inspector"), True),
        (ent("Avi Lieberdan", "person", "defence minister"), ent("Avi Liberdan", "person", "minister of defence"), True),
        (ent("Orlo", "person", "port director"), ent("Dara Orlo", "person", "director of the port"), True),
        (ent("Orlo"), ent("Dara Orlo"), False),
        (ent("Orlo", "person", "plumber"), ent("Dara Orlo", "person", "judge"), False),
        (ent("Orlo", "unnamed"), ent("Orlo", "unnamed"), False),
        (ent("two officials", "unnamed"), ent("two officials", "unnamed"), False),
        (PORT, ent("the Calder Port Authority", "organisation"), True),
        (PORT, ent("CPA", "organisation"), True),
        (PORT, ent("Calder Pilots’ Association", "organisation"), False),
        (PORT, ent("Calder Port Authority", "office"), True),
        (ent("Velden Fuels"), ent("Velden Fuels", "organisation"), True),
        (ent("Ida Marr"), ent("Ida Marr", "organisation"), False),
        (ent("Ministry of Inland Waters", "organisation"), ent("Inland Waters Ministry", "office"), False),
        (ent("Russian foreign ministry", "office", country="Russia"), ent("Russia’s Ministry of Foreign Affairs", "office", country="Russia"), True),
        (ent("Russian foreign ministry", "office", country="Russia"), ent("French foreign ministry", "office", country="France"), False),
        (ent("Moscow", "government", country="Russia"), ent("Russian government", "government", country="Russia"), True),
        (ent("Moscow", "government", country="Russia"), ent("Kremlin", "office", country="Russia"), False),
        (ent("Tarsova", "government"), ent("Tarsovan government", "government"), True),
        (ent("Kremlin", "office", country="Russia"), ent("Kremlin press service", "organisation"), True),
        (ent("ministry", "office"), ent("Transport Ministry", "office"), False),
        (ent("ministry", "office"), ent("ministry", "office"), False),
        (ent("memo", "document"), ent("memo", "document"), False),
    ],
    ids=lambda value: value.name if isinstance(value, Entity) else str(value),
)
def test_two_entities_of_two_texts(one: Entity, two: Entity, joined: bool) -> None:
    voices = join_voices([text_of("Harbour Post", "2026-03-04", one), text_of("Calder Echo", "2026-03-05", two)])
    assert (len(voices) == 1) is joined, voices


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (ent("R. Vey", "person", "grain trader"), ent("Rolf Vey", "person", "inspector")),
        (ent("Orlo"), ent("Dara Orlo")),
        (ent("Ida Marr", "person", "mayor of Calder"), ent("Ida Marr", "person", "dentist")),
    ],
    ids=lambda value: value.name,
)
def test_what_may_be_one_and_was_not_joined_is_a_double(one: Entity, two: Entity) -> None:
    a, b = join_voices([text_of("Harbour Post", "2026-03-04", one), text_of("Calder Echo", "2026-03-05", two)])
    assert a.doubles == (b.id,) and b.doubles == (a.id,)


def test_two_first_names_are_no_doubles() -> None:
    a, b = join_voices([text_of("Harbour Post", None, ent("Dara Orlo")), text_of("Calder Echo", None, ent("Ivan Orlo"))])
    assert not a.doubles and not b.doubles


def test_a_last_name_joins_in_known_company() -> None:
    voices = join_voices([text_of("Harbour Post", "2026-03-04", ORLO, *VEY), text_of("Calder Echo", "2026-03-05", ent("Orlo"), *VEY)])
    assert len(voices) == 3 and voice(voices, "Orlo").name == "Dara Orlo"


def test_a_ministry_of_no_stated_country_joins_in_known_company() -> None:
    one, two = ent("Ministry of Inland Waters", "organisation"), ent("inland waters ministry", "office")
    assert len(join_voices([text_of("Harbour Post", "2026-03-04", one, *VEY), text_of("Calder Echo", "2026-03-05", two, *VEY)])) == 3


def test_a_last_name_of_two_people_joins_neither_and_names_both() -> None:
    voices = join_voices(
        [
            text_of("Harbour Post", "2026-03-04", ORLO, *VEY),
            text_of("Quay News", "2026-03-04", ent("Ivan Orlo"), *VEY),
            text_of("Calder Echo", "2026-03-05", ent("Orlo"), *VEY),
        ]
    )
    (bare,) = [v for v in voices if v.name == "Orlo"]
    assert set(bare.doubles) == {v.id for v in voices if v.name in ("Dara Orlo", "Ivan Orlo")}


def test_a_role_decides_between_two_of_one_last_name() -> None:
    voices = join_voices(
        [
            text_of("Harbour Post", "2026-03-04", ent("Dara Orlo", "person", "mayor of Calder"), *VEY),
            text_of("Quay News", "2026-03-04", ent("Ivan Orlo", "person", "pilot"), *VEY),
            text_of("Calder Echo", "2026-03-05", ent("Orlo", "person", "mayor"), *VEY),
        ]
    )
    assert voice(voices, "Dara Orlo").members != () and count(voices, "Orlo") == 1 and len(voice(voices, "Orlo").members) == 2


def test_a_namesake_of_no_stated_role_joins_neither_of_two() -> None:
    voices = join_voices(
        [
            text_of("Harbour Post", None, ent("Ida Marr", "person", "mayor of Calder")),
            text_of("Quay News", None, ent("Ida Marr", "person", "dentist")),
            text_of("Calder Echo", None, ent("Ida Marr")),
        ]
    )
    assert len(voices) == 3 and all(len(v.doubles) == 2 for v in voices if not v.roles)


AALTO = ent("Henrik Aalto", "person", "Transport Minister")


def test_a_role_alone_joins_its_only_bearer() -> None:
    voices = join_voices([text_of("Harbour Post", "2026-03-04", AALTO, *VEY), text_of("Calder Echo", "2026-03-06", told("minister of transport"), *VEY)])
    assert voice(voices, "minister of transport").name == "Henrik Aalto" and voice(voices, "Henrik Aalto").roles == ("Transport Minister",)


@pytest.mark.parametrize(
    ("day", "others"),
    [
        ("2026-09-06", [*VEY]),  # half a year later it may be another's
        ("2026-03-06", []),  # no company in common: perhaps another state's
        ("2026-03-06", [*VEY, ent("Pia Holm", "person", "transport minister")]),  # two bear it
    ],
)
def test_a_role_alone_stays_apart_where_it_may_be_another(day: str, others: list[Entity]) -> None:
    voices = join_voices(
        [
            text_of("Harbour Post", "2026-03-04", AALTO, *VEY),
            text_of("Quay News", day, *VEY, *others[2:]),
            text_of("Echo", day, told("transport minister"), *others[:2]),
        ]
    )
    assert [v.name for v in voices if "transport minister" in (v.name, *v.aliases)] == ["transport minister"]


def test_a_common_noun_joins_what_its_own_text_names_in_full() -> None:
    union = ent("Calder Dockers’ Union", "organisation")
    voices = join_voices(
        [text_of("Post", None, union, ent("union", "organisation")), text_of("Echo", None, union), text_of("Quay", None, ent("union", "organisation"), union)]
    )
    assert len(voices) == 1
    voices = join_voices([text_of("Post", None, union, *VEY), text_of("Echo", None, ent("union", "organisation"), *VEY)])
    assert voice(voices, "union").doubles == (voice(voices, "Calder Dockers’ Union").id,)


def test_one_text_tells_two_people_apart() -> None:
    both = text_of("Post", None, ent("R. Vey", "person", "inspector"), ent("Rolf Vey", "person", "inspector"))
    a, b = portray(both)
    assert conflicts(a, b) == ("one text tells them apart",) == conflicts(b, a)
    assert len(join_voices([both])) == 2


def test_a_voice_shows_its_fullest_name_and_every_form() -> None:
    records = [
        text_of("Post", "2026-03-04", ent("H. Aalto", "person", "transport minister", also=("Mr Aalto",))),
        text_of("Echo", "2026-03-05", ent("Henrik Aalto", "person", "minister of transport", "father of two")),
        text_of("Quay", "2026-03-06", ent("Aalto", "person", "Transport Minister", country="Finland")),
    ]
    (found,) = join_voices(records)
    assert (found.name, found.kind, found.country) == ("Henrik Aalto", "person", "Finland")
    assert set(found.aliases) == {"H. Aalto", "Mr Aalto", "Aalto"}
    assert [r.lower() for r in found.roles] == ["minister of transport", "father of two"] or len(found.roles) == 2
    assert voice_ids([found]) == dict.fromkeys(found.members, found.id) and len(found.members) == 3


def test_a_company_read_as_a_person_is_shown_as_an_organisation() -> None:
    (found,) = join_voices(
        [text_of("Post", None, ent("Sound Lines")), text_of("Echo", None, ent("Sound Lines")), text_of("Quay", None, ent("Sound Lines", "organisation"))]
    )
    assert found.kind == "organisation"


def test_no_records_give_no_voices() -> None:
    assert join_voices([]) == () and voice_ids(()) == {}


NAMES = ["Orlo", "Dara Orlo", "D. Orlo", "Ivan Orlo", "Dara K. Orlo", "Rolf Vey", "R. Vey", "Vey", "Ida Marr", "Ida Marr-Lund", "Lund", "Marr"]
ROLES = ["mayor of Calder", "mayor", "transport minister", "minister", "inspector", "dentist", "Danish envoy", "former mayor of Calder"]
BODIES = [
    "Calder Port Authority",
    "CPA",
    "port authority",
    "Port Authority",
    "ministry",
    "Transport Ministry",
    "Norland transport ministry",
    "union",
    "Dockers’ Union",
]
persons = st.builds(
    lambda n, r, c: ent(n, "person", *r, country=c),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(ROLES), max_size=1),
    st.sampled_from([None, None, "France"]),
)
bodies = st.builds(lambda n, k: ent(n, k), st.sampled_from(BODIES), st.sampled_from(["organisation", "office", "unnamed", "group"]))
holders = st.builds(told, st.sampled_from(["mayor of Calder", "transport minister", "mayor", "prime minister"]))
texts = st.lists(st.lists(persons | bodies | holders, min_size=1, max_size=5), min_size=1, max_size=7)


@settings(max_examples=150, deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_voices_do_not_depend_on_the_order_of_records(parts: list[list[Entity]], chance: random.Random) -> None:
    records = [text_of(f"Post {n}", f"2026-03-{n + 1:02}", *entities) for n, entities in enumerate(parts)]
    voices = join_voices(records)
    turned = list(records)
    chance.shuffle(turned)
    assert join_voices(turned) == voices


@settings(max_examples=150, deadline=None)
@given(texts)
def test_no_voice_holds_two_that_may_not_be_one(parts: list[list[Entity]]) -> None:
    records = [text_of(f"Post {n}", f"2026-03-{n + 1:02}", *entities) for n, entities in enumerate(parts)]
    known = {p.member: p for record in records for p in portray(record)}
    voices = join_voices(records)
    assert sorted(m for v in voices for m in v.members) == sorted(known)
    for v in voices:
        for a in v.members:
            for b in v.members:
                assert not conflicts(known[a], known[b]), (known[a].entity.name, known[b].entity.name)
    ids = {v.id for v in voices}
    assert len(ids) == len(voices) and all(set(v.doubles) < ids and v.id not in v.doubles for v in voices)


def many(size: int) -> list[Record]:
    """Generated reports, fifteen to a dispute: its own people, by full or last name, one whom all name, common nouns, unnamed sources."""
    chance = random.Random(7)
    sounds = ["Or", "Ve", "Mar", "Lu", "Tes", "Ha", "Bri", "Ka", "lo", "ran", "nik", "del", "sto", "berg", "sen", "vik", "ova", "tin"]
    firsts = ["Ida", "Rolf", "Dara", "Ulf", "Pia", "Ola", "Ivan", "Nora"]
    out = []
    for n in range(size):
        if n % 15 == 0:
            people = [(chance.choice(firsts), "".join(chance.choices(sounds, k=3)).capitalize(), chance.choice(ROLES)) for _ in range(8)]
            town = "".join(chance.choices(sounds, k=2)).capitalize()
        named = [ent("Benjamin Orlund", "person", "prime minister") if chance.random() < 0.5 else ent("Orlund")]
        for first, last, role in chance.sample(people, 4):
            named.append(ent(f"{first} {last}", "person", *([role] if chance.random() < 0.7 else [])) if chance.random() < 0.6 else ent(last))
        bodies = [
            ent(f"{town} Port Authority", "organisation"),
            ent("port authority", "organisation"),
            ent("union", "organisation"),
            ent("two officials", "unnamed"),
        ]
        out.append(text_of(f"Post {n}", f"2026-03-{n % 28 + 1:02}", *named, *bodies))
    return out


def test_ten_times_the_records_take_little_more_than_ten_times_as_long() -> None:
    def seconds(records: list[Record]) -> float:
        start = time.process_time()
        join_voices(records)
        return time.process_time() - start

    small, large = many(150), many(1500)
    join_voices(small)
    assert seconds(large) < 20 * max(seconds(small), 0.1)
