"""Names in an article: capitalised runs, cut into title, name and kind.

In: the words of an article. Out: names in text order, each with its title or role, its own words, and what the words and their neighbours say of
its kind. It joins nothing: who is the same as whom is cast.py's matter.
"""

from dataclasses import dataclass, replace

from onrecord.resolve.given import gender_of, is_given
from onrecord.resolve.where import Seat, country_of, look_up
from onrecord.resolve.who.words import (
    ACRONYM,
    AUXILIARIES,
    BLOCK_TITLE,
    CALENDAR,
    DETERMINERS,
    LEADING,
    NUMBERS,
    OPENERS,
    PARTICLES,
    PREPOSITIONS,
    QUANTIFIERS,
    SAYING,
    STOPS,
    SUFFIXES,
    VERBS,
    Words,
    fold,
    known_role,
    titles,
)

LONG = 4  # words of a capitalised run that is longer than most names
LONGEST = 12  # words of a name with its title; a longer capitalised run is a heading
CALENDAR_NAMES = frozenset({"may", "april", "june", "august", "march", "jan", "mar", "jun", "sun"})
NAMES_TOO = frozenset({"per", "will", "so", "more", "long"})  # names that are also words of a closed class
WITHIN = frozenset("in near outside inside across around toward towards".split())  # "to" and "from" stand before people, too
MEDIA = frozenset({"daily", "weekly", "outlet", "portal"})
# "Norland's president", "the Norland army": what only a state (or a town) has.
STATE_NOUNS = frozenset(
    "president government foreign army parliament capital border borders prime premier ambassador king queen embassy navy air defence defense interior"
    " finance authorities president's leader leaders troops forces people citizens population constitution economy regime cabinet".split()
)
NEIGHBOURING = frozenset({"neighbouring", "neighboring", "nearby", "landlocked", "war-torn", "oil-rich"})
LINKING = frozenset({"of", "for", "on", "and", "&"})
BODY_WORDS = frozenset({"court", "house", "services", "service"})
# What the name of a company ends with ("Ostra Lines"), and hardly that of a person.
COMPANY_LAST = frozenset(
    "aerospace airlines airways aviation beverages breweries brewery builders capital cement chemicals construction consulting cruises dairies"
    " electric electronics energy engineering enterprises entertainment farms ferries fisheries foods freight fuels gas healthcare holdings homes"
    " hotels industries insurance laboratories labs lines logistics machinery materials metals mills minerals mines mining motors networks oil"
    " packaging partners petroleum pharma pharmaceuticals plastics power products properties rail railways realty refining renewables resources"
    " restaurants robotics security semiconductor shipping shipyards software solutions steel stores studios supermarkets systems technologies"
    " technology telecom telecoms textiles timber tobacco trading transport trucks utilities ventures water wines".split()
)
PERSON_WORDS = frozenset({"person", "group"})
LONGEST_SENTENCE = 40  # words in which the beginning of the next one is looked for
HEADLINE_WORDS = 24  # a paragraph this short may be a headline that nobody marked
UNMARKED_SHARE = 0.75
HEADLINE_SHARE = 0.6  # of the words of a headline with a capital: more is title case, where a capital says nothing


# What both a person and a company can be: the name's own words decide.
EITHER = frozenset(
    "maker operator owner developer provider producer publisher retailer manufacturer supplier distributor insurer lender broadcaster employer landlord"
    " contractor exporter importer builder organiser organizer sponsor".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text. Word numbers: `first` to `last` with title, from `begin` the name proper; `last` is not included."""

    first: int
    begin: int
    last: int
    words: tuple[str, ...]
    title: str = ""  # "Russian President", "Mr", "Sen."
    role: str = ""  # the part of the title that says what somebody is
    gender: str | None = None
    kind: str = "unknown"  # person, organisation, seat, people, role (a noun that may be a last name), unknown
    seat: Seat | None = None
    weak: bool = False  # may be no name at all: one word that begins a sentence, a word of a title-case headline

    @property
    def text(self) -> str:
        return " ".join(self.words)


def find_names(w: Words, edges: frozenset[int] = frozenset()) -> list[Name]:
    """Every name of the article, in text order, none within another; no long run of capitals goes over one of the edges (word numbers)."""
    shouting = title_case_blocks(w)
    common = {w.lower[i] for i in range(len(w)) if not w.capital[i] and w.forms[i][0].isalpha()}
    found: list[Name] = []
    i, n = 0, len(w)
    while i < n:
        if not starts_name(w, i, common):
            i += 1
            continue
        j = end_of_run(w, i, frozenset())
        if j - i > LONG:
            j = end_of_run(w, i, edges)
        name = read_run(w, i, j, common, loud=w.block[i] in shouting)
        if name is not None:
            found.append(name)
            j = max(i + 1, name.last)
        i = j
    return settle_names(w, found, shouting)


def settle_names(w: Words, found: list[Name], shouting: frozenset[int]) -> list[Name]:
    """Cut names that took in too much: what comes before a person's name that stands elsewhere by itself, and runs of a title-case headline."""
    whole = {tuple(map(fold, name.words)): name for name in found if w.block[name.first] not in shouting and len(name.words) > 1}
    lasts = {fold(name.words[-1]) for name in found if name.kind == "person" and len(name.words) > 1 and w.block[name.first] not in shouting}
    out: list[Name] = []
    for name in turn_listed(w, found):
        if name.kind == "role":
            if fold(name.words[0]) in lasts:
                out.append(replace(name, kind="unknown"))
        elif w.block[name.first] in shouting:
            out += headline_names(w, name, whole, lasts)
        elif name.title or len(name.words) < 2 or name.seat is not None:
            out.append(name)
        else:
            out.append(trim_lead(w, name, whole, lasts))
    return out


def turn_listed(w: Words, found: list[Name]) -> list[Name]:
    """ "Marr, Ida (pilot)": the two names as one, the right way round."""
    out: list[Name] = []
    for name in found:
        before = out[-1] if out else None
        if (
            before is not None and len(name.words) == len(before.words) == 1 and before.kind == name.kind == "unknown" and gender_of(name.words[0])
            and name.first == before.last + 1 and w.forms[before.last] == "," and name.last < len(w) and w.forms[name.last] == "("
        ):  # fmt: skip
            out[-1] = Name(before.first, before.begin, name.last, (*name.words, *before.words), kind="person", gender=name.gender)
        else:
            out.append(name)
    return out


def trim_lead(w: Words, name: Name, whole: dict[tuple[str, ...], Name], lasts: set[str]) -> Name:
    """ "Crooked Ida Marr" where Ida Marr is known, "Harbour Post Marr" where Marr is: the name alone."""
    folded = tuple(map(fold, name.words))
    places = [k for k in range(name.begin, name.last) if w.forms[k][0].isalnum()]
    if len(places) != len(name.words):
        return name
    for x in range(1, len(folded) - 1):
        known = whole.get(folded[x:])
        if known is not None and known.kind == "person":
            lead = w.slice(name.begin, places[x])
            return Name(name.first, places[x], name.last, name.words[x:], lead, lead if known_role(lead.split()[-1].lower()) else "", known.gender, "person")
    lead_word = w.lower[name.begin]
    if folded[-1] in lasts and not gender_of(name.words[0]) and not name.words[0].endswith("."):
        body = name.kind == "organisation" or look_up(" ".join(name.words[:-1])) is not None
        if (body and known_role(folded[-1]) is None) or (w.opens[name.begin] and lead_word.endswith(("ing", "ed", "ly"))):
            return Name(places[-1], places[-1], name.last, name.words[-1:])
    return name


def headline_names(w: Words, name: Name, whole: dict[tuple[str, ...], Name], lasts: set[str]) -> list[Name]:
    """The names that the article knows inside a run of a title-case headline; the run itself where it is short and holds none."""
    places = [k for k in range(name.first, name.last) if w.forms[k][0].isalnum()]
    out: list[Name] = []
    x = 0
    while x < len(places):
        for length in range(min(5, len(places) - x), 0, -1):
            k, end = places[x], places[x + length - 1] + 1
            known = whole.get(tuple(fold(w.forms[y]) for y in places[x : x + length])) if length > 1 else None
            if known is not None:
                out.append(Name(k, k, end, tuple(w.forms[y] for y in places[x : x + length]), kind=known.kind, seat=known.seat, gender=known.gender))
            elif length == 1 and fold(w.forms[k]) in lasts:
                out.append(Name(k, k, end, (w.forms[k],)))
            elif (seat := look_up(w.slice(k, end))) is not None and (length > 1 or seat.rule != "adjective"):
                out.append(Name(k, k, end, tuple(w.forms[y] for y in places[x : x + length]), kind="seat", seat=seat))
            else:
                continue
            x += length
            break
        else:
            x += 1
    return out or ([name] if len(name.words) <= 3 else [])


def title_case_blocks(w: Words) -> frozenset[int]:
    """Headlines and the like that capitalise (nearly) every word."""
    counts: dict[int, list[int]] = {}
    last: dict[int, str] = {}  # last word or mark of a block
    for i, block in enumerate(w.block):
        last[block] = w.forms[i]
        if w.forms[i][0].isalpha() and (len(w.forms[i]) > 3 or w.capital[i]):
            both = counts.setdefault(block, [0, 0])
            both[w.capital[i]] += 1

    def shouts(block: int, low: int, high: int) -> bool:
        unmarked = last[block] not in STOPS and low + high <= HEADLINE_WORDS
        return high > 3 and high / (low + high) > (HEADLINE_SHARE if w.kinds[block] in BLOCK_TITLE else UNMARKED_SHARE if unmarked else 1)

    return frozenset(block for block, (low, high) in counts.items() if shouts(block, low, high))


def starts_name(w: Words, i: int, common: set[str]) -> bool:
    """Whether a name or its title can begin at this word."""
    if not w.capital[i] or not w.forms[i][0].isalpha():
        return False
    low = w.lower[i]
    if w.forms[i].isupper() and len(low) > 2 and i and w.lower[i - 1] in DETERMINERS and (role := known_role(low)) is not None and role.kind == "person":
        return False  # "A DAD who": the first words of a report in capitals
    if low in CALENDAR and not (low in CALENDAR_NAMES and i + 1 < len(w) and (w.capital[i + 1] or w.lower[i + 1] in PARTICLES) and w.forms[i + 1].isalpha()):
        return False
    if (
        low in NAMES_TOO
        and i + 1 < len(w)
        and w.capital[i + 1]
        and w.lower[i + 1] not in OPENERS
        and (not w.opens[i] or low not in AUXILIARIES or told(w, i + 2))
    ):
        return True
    if low in OPENERS and not (ACRONYM.fullmatch(w.forms[i]) and low in ("us", "it", "who", "un") and not w.opens[i]):
        return low in ("us", "who") and ACRONYM.fullmatch(w.forms[i]) is not None
    if low in LEADING and (w.opens[i] or low in ("new", "old")) and not (i + 1 < len(w) and w.capital[i + 1] and w.lower[i + 1] not in OPENERS):
        return False
    return not (w.opens[i] and low in common and (low in VERBS or low.endswith("ly")))


def told(w: Words, k: int) -> bool:
    """Whether the sentence goes on at word k with a finite verb of saying: "Will Aske | said"."""
    return k < len(w) and w.lower[k] in SAYING


def end_of_run(w: Words, i: int, edges: frozenset[int]) -> int:
    """Where the capitalised run that begins at word i ends (not included)."""
    n, j = len(w), i + 1
    bodies = is_body(w, i)
    linked = False
    while j < n and j - i < LONGEST and w.block[j] == w.block[i]:
        previous = j - 1
        if j in edges and not (w.lower[previous] in titles() or known_role(w.lower[previous]) or w.forms[previous] == "."):
            break
        gap = w.starts[j] - w.ends[previous] - (2 if w.possessive[previous] else 0)
        low, form = w.lower[j], w.forms[j]
        if w.possessive[previous]:
            # "Prime Minister's Office", "Women's Institute", "Saint Orla's Hospital": the owner is part of the name of the body
            role = known_role(w.lower[previous])
            body_next = w.capital[j] and is_body(w, j)
            if not (body_next and (w.lower[i] in ("saint", "st") or (role is not None and role.kind in PERSON_WORDS))):
                break
        if form == "." and gap == 0 and (len(w.forms[previous]) == 1 or w.lower[previous] in titles() or w.lower[previous] in ("jr", "sr")):
            if j + 1 < n and w.capital[j + 1] and w.block[j + 1] == w.block[i] and w.starts[j + 1] - w.ends[j] <= 1 and w.lower[j + 1] not in OPENERS:
                j += 1
                continue
            break
        if form in "'’" and gap == 0 and w.lower[previous].endswith("s") and j + 1 < n and w.capital[j + 1] and body_ahead(w, j + 1):
            j += 1
            continue
        if w.capital[j] and form[0].isalpha():
            if w.sentence[j] != w.sentence[i] and w.forms[previous] != ".":
                break
            if gap > 2 or "\n" in w.text[w.ends[previous] : w.starts[j]] or low in ("i",):
                break
            if low in CALENDAR and not (low in CALENDAR_NAMES and (gender_of(w.forms[previous]) or w.lower[previous] in titles())):
                break
            if low in DETERMINERS or (low in AUXILIARIES and w.kinds[w.block[i]] not in BLOCK_TITLE):
                break
            bodies = bodies or is_body(w, j)
            j += 1
            continue
        if gap > 2 or w.possessive[previous]:
            break
        if low in PARTICLES and next_capital(w, j + 1, i):
            j += 1
            continue
        if low in PARTICLES and j + 1 < n and w.lower[j + 1] in PARTICLES | {"la", "den"} and next_capital(w, j + 2, i):
            j += 2
            continue
        if form == "&" and next_capital(w, j + 1, i):
            j += 1
            continue
        if low == "and" and not bodies and j + 1 < n and w.capital[j + 1] and body_ahead(w, j + 1) and compound_body(w, i, j):
            j += 1
            continue
        if low in LINKING and bodies:
            step = 2 if j + 1 < n and w.lower[j + 1] == "the" and low != "and" else 1
            if next_capital(w, j + step, i) and (low != "and" or (linked and len_capitals(w, j + 1) <= 2 and not gender_of(w.forms[j + 1]))):
                linked = True
                j += step
                continue
        break
    while j > i + 1 and w.forms[j - 1] == ".":
        j -= 1
    return j


def next_capital(w: Words, j: int, i: int) -> bool:
    return j < len(w) and w.capital[j] and w.block[j] == w.block[i] and w.forms[j][0].isalpha() and w.lower[j] not in CALENDAR and w.lower[j] not in OPENERS


def len_capitals(w: Words, j: int) -> int:
    k = j
    while k < len(w) and w.capital[k] and k - j < 4:
        k += 1
    return k - j


def is_body(w: Words, j: int) -> bool:
    """Whether a capitalised word heads the name of a body, or a title that goes on with "of"."""
    role = known_role(w.lower[j])
    return w.lower[j] in BODY_WORDS or role is not None and (role.kind == "organisation" or (role.kind == "person" and role.holder))


def compound_body(w: Words, i: int, j: int) -> bool:
    """Whether the words before an "and" are no body or person of their own: "the Securities | and Exchange Commission"."""
    led = i > 0 and w.lower[i - 1] in ("the", "of", "at", "by")
    return (led or j - i > 2) and not any(gender_of(w.forms[k]) for k in range(i, j)) and look_up(w.slice(i, j)) is None and w.lower[j - 1] not in titles()


def body_ahead(w: Words, j: int) -> bool:
    """Whether one of the next capitalised words heads a body: "Port Workers' | Union"."""
    for k in range(j, min(j + 4, len(w))):
        if not w.capital[k]:
            return False
        role = known_role(w.lower[k])
        if (role is not None and role.kind == "organisation") or w.lower[k] in BODY_WORDS:
            return True
    return False


def read_run(w: Words, i: int, j: int, common: set[str], *, loud: bool) -> Name | None:
    """One run of capitals as a name with its title; None where it is no name."""
    own = [k for k in range(i, j) if w.forms[k][0].isalnum() or w.forms[k] == "&"]
    low = [w.lower[k] for k in own]
    if len(own) == 1:
        return read_single(w, own[0], common, loud=loud)
    stray = low[0].endswith(("s", "ed", "ing", "ly")) or low[0] in VERBS
    if w.opens[i] and low[0] in common and stray and not (gender_of(w.forms[own[0]]) or known_role(low[0]) or low[0] in titles() or look_up(w.slice(i, j))):
        return read_run(w, own[1], j, common, loud=loud)  # "Prices Lund set": the first word is the sentence's, not the name's
    at = title_end(w, own)
    if not at and w.opens[i] and len(own) == 3 and not is_given(w.forms[own[0]]) and is_given(w.forms[own[1]]) and low[0].endswith(TRAITS):
        return read_run(w, own[1], j, common, loud=loud)  # "Furious Kelly Hobbs", "Haulier Vic Stone"
    stop = next((x for x in range(at + 1, len(own)) if at and low[x] == "of"), len(own))
    if stop < len(own):  # "Minister Ole Ruud | of Norland"
        own, low, j = own[:stop], low[:stop], own[stop]
    words = tuple(spell(w, k, j) for k in own[at:])
    if at and len(words) == 1 and low[-1] in ADDRESSED:
        return None  # "Mr President"
    if at:
        return titled_name(w, own, at, j, words)
    whole = w.slice(i, j)
    headed = [r for k in own if (r := known_role(w.lower[k])) is not None and (r.kind == "organisation" or r.kind == "document")]
    seat = look_up(whole)
    given = gender_of(w.forms[own[0]])
    if seat is not None and not (given and len(own) == 2 and seat.rule.endswith("?")):
        return Name(i, i, j, words, kind="seat", seat=seat, weak=loud)
    if headed and not (given and len(own) == 2 and low[-1] not in BODY_LAST):
        return Name(i, i, j, words, kind="organisation" if headed[-1].kind == "organisation" else "unknown", weak=loud)
    if low[-1] in OUTLET_LAST or (low[-1] in COMPANY_LAST and not (given and len(own) == 2)):
        return Name(i, i, j, words, kind="organisation", weak=loud)
    last = known_role(low[-1])
    if (
        last is not None
        and last.kind == "person"
        and given is None
        and (last.holder or low[-1] in ("mp", "ceo"))
        and (low[-1] not in SURNAMES or generic(low[0]))
    ):
        return None  # "Foreign Minister" alone: a role, no name
    if is_given(w.forms[own[0]]) and not loud and 2 <= len(own) <= 5 and not any(word in PREPOSITIONS for word in low):
        return Name(i, i, j, words, gender=given, kind="person")
    return Name(i, i, j, words, gender=given, weak=loud)


# Endings of a word at the beginning of a sentence that is a trait or a trade, and no first name.
TRAITS = ("ous", "ful", "ed", "ing", "less", "ive", "ant", "ent", "ry", "ic", "ier", "er", "or", "ist", "ian", "man", "woman")


def titled_name(w: Words, own: list[int], at: int, j: int, words: tuple[str, ...]) -> Name:
    """A person's name behind a title, the first `at` words of the run."""
    low = [w.lower[k] for k in own[:at]]
    title = w.slice(own[0], own[at - 1] + 1)
    if own[at] - own[at - 1] > 1 and w.forms[own[at - 1] + 1] == ".":
        title += "."
    gender = next((t.gender for word in low if (t := titles().get(word)) and t.gender), None)
    gender = gender or next((r.gender for word in low if (r := known_role(word)) and r.kind == "person" and r.gender), None)
    courtesy = all(word in titles() and titles()[word].kind == "honorific" for word in low) or any(word in PLURAL_TITLES for word in low)
    return Name(own[0], own[at], j, words, title, "" if courtesy else strip_honorifics(title), gender, "person")


ADDRESSED = frozenset("president speaker chairman chairwoman secretary minister ambassador chancellor mayor secretary-general justice vice-president".split())
SURNAMES = frozenset("king queen prince pope bishop dean judge head marshal warden duke vicar provost rector chief chair sheriff leader".split())
GENERIC = frozenset(
    "prime foreign finance interior defence defense justice health education home state treasury central national supreme high constitutional of the for and"
    " affairs royal general public federal security trade energy labour labor transport culture environment agriculture economy economic press cabinet".split()
)


def generic(word: str) -> bool:
    """Whether a word of an office's or body's name is no name itself, so that it does not tell whose it is."""
    bare = word.lower().removesuffix("’s").removesuffix("'s").strip("’'")
    return bare in GENERIC or known_role(bare) is not None


OUTLET_LAST = frozenset(
    "news times press post wire herald tribune gazette chronicle courier examiner telegraph radio tv television media daily weekly journal observer"
    " online today".split()
)
PLURAL_TITLES = frozenset("senators presidents ministers representatives judges justices generals messrs councillors".split())
PLURAL_VERBS = frozenset({"are", "were", "have", "do", "who", "in", "of", "from", "at", "say"})
OUTLET_END = ("news", "times", "press", "post", "tribune", "radio")
BODY_LAST = frozenset(
    "union party university council committee court bank ministry agency commission institute foundation trust ltd inc llc plc corp police".split()
)


def read_single(w: Words, k: int, common: set[str], *, loud: bool) -> Name | None:
    """One capitalised word: a last name, a capital, an acronym, or only the first word of a sentence."""
    low, form = w.lower[k], w.forms[k]
    role = known_role(low)
    seat = look_up(form)
    if seat is not None and not (w.opens[k] and low in common):
        return Name(k, k, k + 1, (form,), kind="seat", seat=seat, weak=loud)
    if country_of(form) and form[0].isupper() and low.endswith("s"):
        return Name(k, k, k + 1, (form,), kind="people", weak=loud)
    if low in titles():
        return None
    if role is not None and (low in common or w.opens[k]):
        return Name(k, k, k + 1, (form,), kind="role")  # kept where it is somebody's last name
    if role is not None and role.kind == "document" and not w.opens[k] and k and w.lower[k - 1] == "the" and not loud:
        return Name(k, k, k + 1, (form,), kind="organisation", weak=True)  # "the Post"
    if role is not None and role.kind in ("person", "document", "group"):
        return Name(k, k, k + 1, (form,), kind="role")
    if ACRONYM.fullmatch(form) and len(form) > 3 and w.opens[k] and k + 1 < len(w) and w.forms[k + 1] == ":":
        return Name(k, k, k + 1, (form,))  # a label: "WALLACE: ..."
    if ACRONYM.fullmatch(form) and len(form) > 1:
        return Name(k, k, k + 1, (form,), kind="organisation" if not loud else "unknown", weak=loud)
    if role is not None and role.kind == "organisation":
        return None if w.opens[k] else Name(k, k, k + 1, (form,), kind="organisation", weak=True)
    weak = loud or (w.opens[k] and low in common)
    if weak and w.opens[k] and k + 1 < len(w) and not w.capital[k + 1] and (head := known_role(w.lower[k + 1])) is not None and head.kind == "organisation":
        return None  # "Harbour council", where the text speaks of the harbour elsewhere
    if w.opens[k] and low.endswith("s") and not low.endswith("ss") and gender_of(form) is None and k + 1 < len(w) and w.lower[k + 1] in PLURAL_VERBS:
        return None  # "Readers are"
    if low.endswith(OUTLET_END) and len(low) > 6:
        return Name(k, k, k + 1, (form,), kind="organisation", weak=weak)
    return Name(k, k, k + 1, (spell(w, k, k + 1),), gender=gender_of(form), weak=weak)


def title_end(w: Words, own: list[int]) -> int:
    """How many of a run's words are title: "Russian | President | Vladimir Putin" has 2. 0 where there is none."""
    last = len(own) - 1
    found = 0
    for x in range(last):
        low = w.lower[own[x]]
        if w.possessive[own[x]] and x != last:
            return 0  # "Prime Minister's Office"
        title = titles().get(low)
        role = known_role(low)
        person = role is not None and role.kind == "person" and (not role.plural or role.holder or low in PLURAL_TITLES)
        if (title is not None or person) and not (x and found < x and title is None and gender_of(w.forms[own[x - 1]]) and not (role and role.holder)):
            found = x + 1
    if not found:
        return 0
    rest = own[found:]
    if w.lower[rest[0]] in ("of", "for"):
        names = [x for x in range(1, len(rest)) if gender_of(w.forms[rest[x]])]
        if names and names[0] < len(rest) - 1:
            return found + names[0]
        return found + len(rest) - 2 if len(rest) >= 5 else 0
    if any((r := known_role(w.lower[k])) is not None and r.kind == "organisation" for k in rest) and not gender_of(w.forms[rest[0]]):
        return 0  # "President Hotel Group": a body
    if w.lower[rest[0]] in ("and", "&"):
        return 0
    while w.lower[rest[0]] in SUFFIXES | {"elect"} and len(rest) > 1:
        found, rest = found + 1, rest[1:]
    return found


def strip_honorifics(title: str) -> str:
    """A title without words of courtesy: "Dr", "Mr"."""
    kept = [word for word in title.split() if (t := titles().get(word.rstrip(".").lower())) is None or t.kind != "honorific"]
    return " ".join(kept)


def spell(w: Words, k: int, j: int) -> str:
    """A word of a name, with the full stop of an initial or abbreviation, and with 's where it stands inside the name."""
    form = w.forms[k]
    if k + 1 < j and w.forms[k + 1] == ".":
        form += "."
    elif w.possessive[k] and k + 1 < j:
        form = w.text[w.starts[k] : w.ends[k] + 2]
    elif k + 1 < len(w) and k + 1 < j and w.forms[k + 1] in "'’":
        form += w.forms[k + 1]
    return form


@dataclass(slots=True)
class Evidence:
    """What the neighbours of a name say of its kind, over the article."""

    person: int = 0
    place: int = 0
    body: int = 0
    speaks: int = 0
    it: int = 0
    counted: int = 0  # "many Karskers"
    modifies: int = 0  # "Kestrel officials"


def weigh(w: Words, name: Name, into: Evidence) -> None:
    """Add what stands before and after one name: "in Karsk", "the Kestrel", "Lund, 58,", "Lund, who", "Karsk said it"."""
    before = w.lower[name.first - 1] if name.first and w.sentence[name.first - 1] == w.sentence[name.first] else ""
    if before in WITHIN or before in NEIGHBOURING:
        into.place += 1
    elif before == "the":
        into.body += 1
    elif before in MEDIA or ((role := known_role(before)) is not None and role.kind == "organisation"):
        into.body += 2
    elif before in QUANTIFIERS or before in NUMBERS:
        into.counted += 1
    elif before and (role := known_role(before)) is not None and role.kind == "person" and not role.plural:
        into.person += 2
    elif before == "," and name.first > 1 and name.kind == "unknown" and (role := known_role(w.lower[name.first - 2])) is not None and not role.plural:
        either = role.noun in EITHER and not gender_of(name.words[0])
        into.body += 2 * (either or (role.kind == "organisation" and role.noun not in EITHER))  # "The dam's operator, | Ambra Power |, denied"
    at = name.last
    n = len(w)
    if at >= n or w.sentence[at] != w.sentence[name.first]:
        if before in SAYING:
            into.speaks += 1
        return
    if len(name.words) == 1 and name.kind == "unknown" and w.opens[name.first]:  # "Norvane refused. Its ferries"
        following = next((x for x in range(at, min(at + LONGEST_SENTENCE, n)) if w.sentence[x] != w.sentence[name.first]), n)
        into.it += following < n and w.lower[following] == "its" and w.block[following] == w.block[name.first]
    after = w.lower[at]
    beyond = w.lower[at + 1] if at + 1 < n else ""
    if before in PREPOSITIONS and (after in (",", "(", "who", "whose") or (after in SAYING and before in ("of", "in", "from", "at", "for", "near"))):
        return  # "members of Kestrel, who", "Ole Ruud of Norland said": it is not the last name's doing
    if after in STATE_NOUNS and (w.possessive[at - 1] or before == "the") and len(name.words) == 1 and not name.title:
        into.place += 1
    told_by = beyond in ("who", "whose", "whom", "aged", "born") or (beyond.isdecimal() and len(beyond) == 2)
    apposed = apposed_kind(w, at + 2) if after == "," and beyond in ("a", "an", "the") else ""
    if after in ("who", "whose") or (after in (",", "(") and told_by) or apposed == "person" or (apposed == "either" and gender_of(name.words[0])):
        into.person += 2
    elif apposed in ("organisation", "either"):
        into.body += 2  # "Norvane, the maker of cranes,"
    elif after in SAYING or before in SAYING:
        into.speaks += 1
        into.it += beyond in ("it", "its")
        into.person += beyond in ("he", "she")
    elif known_role(after) is not None and not w.possessive[at - 1]:
        into.modifies += 1


def apposed_kind(w: Words, at: int) -> str:
    """What the noun phrase that begins here is headed by: a person's role, an organisation's, either's ("maker"), or "" for none of these."""
    for k in range(at, min(at + 7, len(w))):
        if w.forms[k] in (",", ".", "(") or w.lower[k] in PREPOSITIONS:
            break
        role = known_role(w.lower[k])
        if role is not None and role.noun in EITHER:
            return "either"
        if role is not None and role.kind in ("person", "organisation") and not (k + 1 < len(w) and known_role(w.lower[k + 1]) is not None):
            return role.kind
    return ""
