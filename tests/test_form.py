"""text/form: what form a text has, and who issued an official one."""

import pytest

from onrecord.text.form import FormFound, find_form
from onrecord.text.plain import read_plain

LEAD = "The east gate stays shut until June. Ferries use the west gate."


def form_of(*passages: str) -> FormFound:
    text = "\n\n".join(passages)
    found = find_form(read_plain(text))
    if found.issuer_span:
        assert " ".join(found.issuer_span.of(text).split()) == found.issuer_name
    return found


@pytest.mark.parametrize(
    ("passages", "issuer", "rule"),
    [
        (
            ("FOR IMMEDIATE RELEASE", "East gate closed", "The Ministry of Ports of Vesland today announced that the gate is shut."),
            "Ministry of Ports of Vesland",
            "announces",
        ),
        (("PRESS RELEASE", "MINISTRY OF PORTS", "East gate closed", f"The Ministry of Ports has looked at it. {LEAD}"), "Ministry of Ports", "letterhead"),
        (("Statement by Foreign Minister Ida Lund on the ferry talks", LEAD), "Foreign Minister Ida Lund", "statement by"),
        (("Statement by the spokesperson for the Ministry of Ports on the gate", LEAD), "Ministry of Ports", "statement by"),
        (("Readout of Prime Minister Aske’s call with Premier Lund", LEAD), None, "no issuer named"),
        (("Office of the Harbour Master", "East gate closed", "We closed the east gate today.", "###"), "Office of the Harbour Master", "letterhead"),
        (
            ("East gate closed", "NORRHAVEN, May 7, 2031 – Delta Harbours Ltd. today announced a repair.", "Our engineers start in June.", "ENDS"),
            "Delta Harbours Ltd.",
            "announces",
        ),
        (("Media release", "East gate closed", LEAD, "About Norrhaven Ports", "It runs two gates."), "Norrhaven Ports", "about"),
    ],
)
def test_form_finds_official_texts_and_the_issuer_they_name(passages: tuple[str, ...], issuer: str | None, rule: str) -> None:
    found = form_of(*passages)
    assert (found.form, found.issuer_name, found.rule) == ("official text", issuer, rule)


@pytest.mark.parametrize(
    "passages",
    [
        ("East gate closed", "The Ministry of Ports today announced that the gate is shut.", "“We are sorry,” the minister said in a press release."),
        ("Statement by minister sparks row over gate", "Ida Lund said in a statement that the gate was safe.", LEAD),
        ("Ministry of Ports to close gate", LEAD, "We asked the ministry why."),
        ("Why we closed our gate", "We closed it, the harbour master says. Press releases said nothing.", LEAD),
        ("East gate closed", "By Ann Ore", "The Ministry of Ports today announced a repair.", "Our reporter saw the crack.", "Contact: ann@courant.example"),
    ],
)
def test_form_calls_a_report_about_a_release_a_report(passages: tuple[str, ...]) -> None:
    assert form_of(*passages).form == "report"


@pytest.mark.parametrize(
    "passages",
    [
        ("Q: Did you sign?", "A: No."),
        (
            "The harbour master answers",
            "ANN ORE: Did you sign the order?",
            "BO VEY: I did.",
            "There was no other way for me.",
            "ORE: And the minister?",
            "VEY: Ask her.",
        ),
        ("Did the lock hold?", "Did you see the crack?", "I did. I was there.", "Did you tell the port office?", "I told them twice."),
    ],
)
def test_form_finds_transcripts(passages: tuple[str, ...]) -> None:
    assert form_of(*passages).form == "transcript"


@pytest.mark.parametrize(
    "passages",
    [
        ("Bread for sailors", "INGREDIENTS: flour, water", "METHOD: mix and bake", "INGREDIENTS: salt", "METHOD: wait for an hour"),
        ("What is the east gate?", LEAD, "What does it do?", "It holds the tide back.", "Who pays for it?", "The port office pays."),
        ("Gate opens", "WHERE: the harbour hall", "WHEN: 7 May", "PRICE: free for you", "WHERE: the west gate", "WHEN: 8 May"),
    ],
)
def test_form_takes_no_recipe_explainer_or_diary_for_a_transcript(passages: tuple[str, ...]) -> None:
    assert form_of(*passages).form == "report"


def test_form_finds_a_live_blog_by_its_entries() -> None:
    assert form_of("Gate closed: live", "10:32am", LEAD, "11:05am", LEAD, "11:30am", LEAD).form == "live blog"


def test_form_finds_a_post_by_its_handle() -> None:
    assert form_of("Bo Vey @bovey · 7 May 2031", "The east gate is shut.").form == "post"
    assert form_of("The east gate is shut. — Bo Vey (@bovey) May 7, 2031").form == "post"


def test_form_finds_captions_alone() -> None:
    assert form_of("Divers at the east gate of Norrhaven on Monday. Photo: Lena Ek").form == "caption"
