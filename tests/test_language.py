import subprocess
import sys

import pytest

from onrecord.text.language import CHARACTERS, detect_language

HEADLINES = [
    "Ferry strike ends after nine days",
    "Mayor quits",
    "Norrhaven lock to shut for repairs",
    "Vellund premier: we will not pay",
    "Three held over harbour fire",
    "“No talks,” says Ostmark envoy",
    "Dahl wins Esk vote",
    "2031 budget: what we know",
    "Tsunami alert",
    "Yes",
]


@pytest.mark.parametrize("headline", HEADLINES)
def test_language_short_english_is_never_called_another_language(headline: str) -> None:
    assert detect_language(headline) in ("en", None)


def test_language_most_english_headlines_are_told() -> None:
    assert sum(detect_language(headline) == "en" for headline in HEADLINES[:7]) >= 4


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le maire de Norrhaven a annoncé mardi que l'écluse resterait fermée jusqu'à la fin du mois."),
        ("de", "Der Bürgermeister von Norrhaven sagte am Dienstag, die Schleuse bleibe bis zum Monatsende geschlossen."),
        ("es", "El alcalde de Norrhaven dijo el martes que la esclusa seguirá cerrada hasta finales de mes."),
        ("nl", "De burgemeester van Norrhaven zei dinsdag dat de sluis tot het einde van de maand gesloten blijft."),
        ("ru", "Мэр Норрхавена заявил во вторник, что шлюз останется закрытым до конца месяца."),
        ("sw", "Meya wa mji alisema Jumanne kwamba lango la maji litabaki limefungwa hadi mwisho wa mwezi huu."),
    ],
)
def test_language_tells_other_languages_in_a_sentence_and_in_a_long_text(language: str, text: str) -> None:
    assert detect_language(text) == language
    assert detect_language(f"{text} " * 10) == language


@pytest.mark.parametrize("text", ["", " \n", "2031", "—", "!!! ???"])
def test_language_is_open_where_there_are_no_words(text: str) -> None:
    assert detect_language(text) is None


def test_language_names_of_another_language_do_not_turn_an_english_text() -> None:
    text = "“Nous sommes prêts,” said Étienne Brûlé of the Société des Écluses. He told the panel that it was the first of the locks to fail and that the "
    assert detect_language(text + "men who were there had heard nothing from the ministry by the end of the day, which was a surprise to all of them.") == "en"


def test_language_of_plain_english_needs_no_model() -> None:
    code = (
        "import sys; from onrecord.text.language import detect_language;"
        "assert detect_language('The keeper of the lock said that it was shut for the night and that the crews were told by the port. ' * 3) == 'en';"
        "assert 'py3langid' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_language_reads_no_more_than_it_needs() -> None:
    assert detect_language("the of and to " * CHARACTERS) == "en"
