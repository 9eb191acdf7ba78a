"""The JSON API: what it gives is what its own description says, whatever it is asked, and no answer is a failure of ours."""

import json
import random
import re
import string
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator

TOKEN = "test-token-of-the-reading-room-0123456789"
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def bare(demo: str) -> Iterator[Any]:
    """A client without the cookie, as a program is one."""
    from starlette.testclient import TestClient

    from onrecord.web.app import make_app

    with TestClient(make_app(demo, token=TOKEN), base_url="http://127.0.0.1:8765", follow_redirects=False, headers=BEARER) as made:
        yield made


@pytest.fixture
def document(client: Any) -> dict[str, Any]:
    return client.get("/api/openapi.json").json()


class Checker:
    """Holds answers against the description."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.paths = {re.compile("^" + re.sub(r"\{\w+\}", "[^/]+", path) + "$"): path for path in document["paths"]}

    def find(self, method: str, path: str) -> dict[str, Any] | None:
        """The operation of a path; the fixed ones go before those with a value in them."""
        for pattern, name in sorted(self.paths.items(), key=lambda item: item[1].count("{")):
            if pattern.match(path) and method in self.document["paths"][name]:
                return self.document["paths"][name][method]
        return None

    def check(self, method: str, path: str, answer: Any) -> None:
        """That a status is told of, and that the body is of its schema."""
        operation = self.find(method, path)
        assert operation is not None, path
        told = operation["responses"].get(str(answer.status_code))
        assert told is not None, (method, path, answer.status_code, answer.text[:300])
        media = answer.headers["content-type"]
        assert media in told["content"], (path, media, list(told["content"]))
        if media != "application/json" or not told["content"][media]:
            return
        schema = {**told["content"][media]["schema"], "components": self.document["components"]}
        errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in Draft202012Validator(schema).iter_errors(answer.json())]
        assert not errors, (path, errors[:5])


def ids(client: Any) -> dict[str, str]:
    found = client.get("/api/find?act=deny&limit=1").json()["statements"][0]
    return {
        "statement": found["id"], "article": found["article"], "capture": found["capture"]["sha256"], "entity": found["statement"]["speakers"][0],
        "event": client.get("/api/events?limit=1").json()["events"][0]["id"],
    }  # fmt: skip


# ---- the description


def test_describes_every_route_and_no_other(client: Any, document: dict[str, Any]) -> None:
    from onrecord.web.api.routes import routes

    served = {(method.lower(), route.path) for route in routes for method in route.methods - {"HEAD"} if "{rest" not in route.path}
    told = {(method, path) for path, methods in document["paths"].items() for method in methods}
    assert served == told


def test_is_a_description_that_others_can_read(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    names = [operation["operationId"] for methods in document["paths"].values() for operation in methods.values()]
    assert len(names) == len(set(names)) and all(re.fullmatch(r"\w+", name) for name in names)
    for path, methods in document["paths"].items():
        for operation in methods.values():
            given = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
            assert given == set(re.findall(r"\{(\w+)\}", path)), path
            assert operation["summary"] and all(p["description"] and p["schema"] for p in operation.get("parameters", []))
            assert {"400", "401", "421", "503"} <= set(operation["responses"])
    for name, schema in document["components"]["schemas"].items():
        assert re.fullmatch(r"[\w.\-]+", name)
        Draft202012Validator.check_schema(schema)
    text = json.dumps(document)
    for reference in re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', text):
        assert reference in document["components"]["schemas"]


def test_filters_are_those_of_the_command_line(document: dict[str, Any]) -> None:
    from onrecord.cli.find import find_command

    there = {p["name"] for p in document["paths"]["/api/find"]["get"]["parameters"]}
    assert {p.name for p in find_command.params} - {"path", "as_json"} <= there


# ---- what it gives


def test_every_answer_is_as_described(client: Any, document: dict[str, Any]) -> None:
    checker, own = Checker(document), ids(client)
    paths = [
        "/api/find", "/api/find?words=hid*&act=deny&limit=3", "/api/find?about=terminal&since=2026&negated=false", f"/api/statements/{own['statement']}",
        f"/api/articles/{own['article']}", f"/api/articles/{own['article']}/text", "/api/events", f"/api/events/{own['event']}", "/api/judgements",
        "/api/follows", "/api/head", "/api/verify", "/api/export?to=csv", "/api/export?to=jsonl&act=deny", "/api/export?to=xlsx", "/api/export?to=annotations",
        "/api/export?to=bundle&words=fire", f"/api/captures/{own['capture']}", "/api/openapi.json", "/api/people", "/api/people?words=a",
        f"/api/people/{own['entity']}", f"/api/people/{own['entity']}/said", f"/api/people/{own['entity']}/about", "/api/questions",
    ]  # fmt: skip
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
        checker.check("get", path.partition("?")[0], answer)


def test_finds_what_the_ledger_finds(client: Any, demo: str) -> None:
    import onrecord

    with onrecord.open(demo) as ledger:
        expected = [hit.statement.id for hit in ledger.find("hid*", act="deny", limit=200).hits]
    found = client.get("/api/find?words=hid*&act=deny&limit=200").json()
    assert [s["id"] for s in found["statements"]] == expected and found["after"] is None
    one = found["statements"][0]
    text = client.get(f"/api/articles/{one['article']}/text").text
    assert [text[span["start"] : span["end"]] for span in one["statement"]["content"]] == one["words"]


def test_pages_lead_through_everything_once(client: Any) -> None:
    first = client.get("/api/find?limit=120").json()
    rest = client.get(f"/api/find?limit=120&after={first['after']}").json()
    whole = [s["id"] for page in (first, rest) for s in page["statements"]]
    seen: list[str] = []
    after = ""
    while True:
        page = client.get(f"/api/find?limit=17{after}").json()
        seen += [s["id"] for s in page["statements"]]
        if page["after"] is None:
            break
        after = f"&after={page['after']}"
    assert seen == whole and len(seen) > 120 and rest["after"] is None


def test_a_capture_is_never_a_page(client: Any, demo: str) -> None:
    import onrecord

    own = ids(client)
    answer = client.get(f"/api/captures/{own['capture']}")
    with onrecord.open(demo) as ledger:
        assert answer.content == ledger.capture(own["capture"])
    assert answer.headers["content-type"].startswith("text/plain") and answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_export_holds_what_the_filters_leave(client: Any) -> None:
    import csv
    import io

    found = client.get("/api/find?act=deny&limit=200").json()["statements"]
    table = list(csv.DictReader(io.StringIO(client.get("/api/export?to=csv&act=deny").text)))
    assert {row["statement_id"] for row in table} == {s["id"] for s in found} and {row["act"] for row in table} == {"deny"}
    whole = {row["statement_id"]: row for row in csv.DictReader(io.StringIO(client.get("/api/export?to=csv").text))}
    assert all(whole[row["statement_id"]] == row for row in table)  # its number in the report too
    lines = [json.loads(line) for line in client.get("/api/export?to=jsonl&act=deny").text.splitlines()]
    assert sorted(s["id"] for record in lines for s in record["statements"]) == sorted(s["id"] for s in found)


def test_verify_holds_a_kept_head_against_the_ledger(client: Any) -> None:
    head = client.get("/api/head").json()["head"]
    assert client.get(f"/api/verify?head={head}").json()["flaws"] == []
    assert client.get(f"/api/verify?head=1:{'0' * 64}").json()["flaws"][0]["code"] == "head"


# ---- what it refuses


def test_a_program_needs_the_token_and_no_cookie(bare: Any) -> None:
    assert bare.get("/api/head").status_code == 200
    assert "set-cookie" not in bare.get("/api/head").headers
    for wrong in ({"authorization": "Bearer wrong"}, {"authorization": TOKEN}, {"authorization": ""}):
        answer = bare.get("/api/head", headers=wrong)
        assert answer.status_code == 401 and answer.json()["error"]["code"] == "no-token" and answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("path", "status", "code", "says"),
    [
        ("/api/find?limit=0", 400, "wrong-value", "limit"), ("/api/find?limit=201", 400, "wrong-value", "200"),
        ("/api/find?act=shout", 400, "wrong-value", "act"),
        ("/api/find?speeker=A", 400, "unknown-parameter", "speeker"), ("/api/find?act=deny&act=accuse", 400, "given-twice", "act"),
        ("/api/find?since=soon", 400, "wrong-use", "soon"), ("/api/find?after=zz", 400, "wrong-use", "after"),
        ("/api/statements/ffff", 404, "not-found", "ffff"),
        ("/api/statements/x", 404, "not-found", "x"), ("/api/articles/0000", 404, "not-found", "0000"), ("/api/captures/0000", 404, "not-found", "0000"),
        ("/api/events/0000", 404, "not-found", "0000"), ("/api/jobs/none", 404, "not-found", "none"), ("/api/nothing", 404, "not-found", "/api/nothing"),
        ("/api/export", 400, "wrong-value", "to"), ("/api/export?to=pdf", 400, "wrong-value", "to"), ("/api/export?to=xlsx&raw=true", 400, "wrong-use", "csv"),
        ("/api/people/0000", 404, "not-found", "0000"), ("/api/events?after=zz", 400, "wrong-use", "after"),
    ],
)  # fmt: skip
def test_says_what_was_wrong_with_what(client: Any, path: str, status: int, code: str, says: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["code"] == code and says in error["message"] and set(answer.json()) == {"error"}


def test_a_method_that_is_not_served_is_told(client: Any) -> None:
    answer = client.delete("/api/find")
    assert answer.status_code == 405 and answer.json()["error"]["code"] == "not-allowed"


def test_another_site_can_judge_nothing(fresh_client: Any) -> None:
    before = fresh_client.get("/api/head").json()
    body = {"about": ids(fresh_client)["statement"], "by": "A", "says": {"type": "right"}}
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "", "origin": "http://evil.example"}):
        answer = fresh_client.post("/api/judgements", json=body, headers=headers)
        assert answer.status_code == 403 and answer.json()["error"]["code"] == "other-site"
    assert fresh_client.get("/api/head").json() == before


# ---- what it keeps


def test_judges_and_takes_it_back(fresh_client: Any, document: dict[str, Any]) -> None:
    checker = Checker(document)
    found = fresh_client.get("/api/find?act=deny&limit=1").json()["statements"][0]
    body = {"about": found["id"], "by": "Ada Rowe", "says": {"type": "wrong", "field": "act", "known": True, "value": "reject"}}
    kept = fresh_client.post("/api/judgements", json=body)
    assert kept.status_code == 201, kept.text
    checker.check("post", "/api/judgements", kept)
    shown = fresh_client.get(f"/api/statements/{found['id']}").json()
    assert shown["found"]["statement"]["act"] == "reject" and shown["judgements"][0]["by"] == "Ada Rowe"
    assert found["id"] in [s["id"] for s in fresh_client.get("/api/find?act=reject&limit=200").json()["statements"]]
    undo = fresh_client.post("/api/judgements", json={"about": f"#{kept.json()['seq']}", "by": "Ada Rowe", "says": {"type": "undo"}})
    assert undo.status_code == 201, undo.text
    shown = fresh_client.get(f"/api/statements/{found['id']}").json()
    assert shown["found"]["statement"]["act"] == "deny" and shown["judgements"][0]["undone"]
    assert len(fresh_client.get("/api/judgements?limit=1").json()["judgements"]) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400), ("[]", 422), ('{"about": "0000", "by": "A"}', 422), ('{"about": "0000", "by": "A", "says": {"type": "right"}}', 404),
        ('{"about": "STATEMENT", "by": " ", "says": {"type": "right"}}', 422), ('{"about": "STATEMENT", "by": "A", "says": {"type": "shout"}}', 422),
        ('{"about": "STATEMENT", "by": "A", "says": {"type": "right", "colour": "red"}}', 422), ('{"about": "STATEMENT", "by": "A", "says": {}}', 422),
        ('{"about": "STATEMENT", "by": "A", "says": {"type": "wrong", "field": "act", "known": true, "value": "shout"}}', 422),
        ('{"about": "STATEMENT", "by": "A", "says": {"type": "undo"}}', 422), ('{"about": "#999999", "by": "A", "says": {"type": "undo"}}', 404),
    ],
)  # fmt: skip
def test_a_wrong_judgement_is_refused_in_words(fresh_client: Any, document: dict[str, Any], body: str, status: int) -> None:
    before = fresh_client.get("/api/head").json()
    own = body.replace("STATEMENT", ids(fresh_client)["statement"])
    answer = fresh_client.post("/api/judgements", content=own, headers={"content-type": "application/json"})
    assert answer.status_code == status, answer.text
    Checker(document).check("post", "/api/judgements", answer)
    assert fresh_client.get("/api/head").json() == before


def test_a_judgement_is_json(fresh_client: Any) -> None:
    answer = fresh_client.post("/api/judgements", content=b"about=x", headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 415


REPORT = "Ferry was late again, captain says\n\n9 October 2026\n\n“We lost an hour at the lock,” Captain Nella Moor said on Friday.\n"


def wait_for(client: Any, path: str) -> dict[str, Any]:
    import time

    for _ in range(600):
        job = client.get(path).json()
        if job["done"]:
            return job
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def test_adds_bytes_in_the_background(fresh_client: Any, document: dict[str, Any]) -> None:
    checker = Checker(document)
    answer = fresh_client.post("/api/add?outlet=Lock+Gazette", content=REPORT.encode(), headers={"content-type": "text/plain"})
    assert answer.status_code == 202, answer.text
    checker.check("post", "/api/add", answer)
    path = answer.headers["location"]
    job = wait_for(fresh_client, path)
    checker.check("get", path, fresh_client.get(path))
    assert job["error"] is None and [s["outcome"] for s in job["steps"]] == ["added"] and job["steps"][0]["statements"] > 0
    found = fresh_client.get("/api/find?speaker=Moor").json()["statements"]
    assert found and found[0]["outlet"] == "Lock Gazette" and found[0]["article"] == job["steps"][0]["article"]


def test_what_cannot_be_read_is_told(fresh_client: Any) -> None:
    job = wait_for(fresh_client, fresh_client.post("/api/add", content=b"\x00\x01\x02\xff" * 50).headers["location"])
    assert [s["outcome"] for s in job["steps"]] == ["refused"] and job["steps"][0]["problems"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/add", b""), ("/api/add?fetch=https://example.org/a", b"words"), ("/api/add?fetch=file:///etc/passwd", b""),
        ("/api/add?published=soon", b"words"),
        ("/api/add?path=/etc/passwd", b""),
    ],
)  # fmt: skip
def test_adds_nothing_that_it_is_not_sent(fresh_client: Any, path: str, body: bytes) -> None:
    before = fresh_client.get("/api/head").json()
    answer = fresh_client.post(path, content=body)
    assert answer.status_code == 400, answer.text
    assert fresh_client.get("/api/head").json() == before


def test_an_empty_ledger_has_answers_too(empty_client: Any, document: dict[str, Any]) -> None:
    checker = Checker(document)
    for path in (
        "/api/find",
        "/api/people",
        "/api/events",
        "/api/judgements",
        "/api/follows",
        "/api/head",
        "/api/verify",
        "/api/export?to=csv",
        "/api/questions",
    ):
        answer = empty_client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        checker.check("get", path.partition("?")[0], answer)


# ---- whatever it is asked

WORDS = (
    "", " ", "fire", '"', '""', '"fire', "fire*", "*", "AND", "NEAR(", "a" * 1000, "a" * 1001, "'", "\\", "%00", "\x00", "\ufffe", "\u202e", "0", "-1", "true",
    "null", "2026", "2026-13", "2026-10-09", "9999-99", "1e9", "18446744073709551616", "deny", "direct", "csv", "../../etc/passwd", "<script>", "ß", "日本",
    "#1",
    "{}", "[]",
)  # fmt: skip


def make_path(chance: random.Random, document: dict[str, Any], own: dict[str, str]) -> tuple[str, str]:
    """A path of the description with values of its kind, of other kinds, cut off, or none at all."""
    name = chance.choice([path for path, methods in document["paths"].items() if "get" in methods])
    operation = document["paths"][name]["get"]

    def value(_: object) -> str:
        given = chance.choice([*own.values(), *WORDS, "".join(chance.choices(string.printable, k=chance.randrange(1, 12)))])
        return quote(chance.choice([given, given[: chance.randrange(1, 20)]]) or "x", safe="")

    path = re.sub(r"\{\w+\}", value, name)
    query = []
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query" and (parameter["required"] or chance.random() < 0.35):
            choices = parameter["schema"].get("enum") if chance.random() < 0.5 else None
            query.append(f"{parameter['name']}={quote(chance.choice(choices or WORDS), safe='')}")
    if chance.random() < 0.05:
        query.append(chance.choice(["x=1", "limit=5&limit=5", "%ff=%ff", "=", "&&"]))
    return path, f"{path}?{'&'.join(query)}"


@pytest.mark.parametrize("seed", range(8))
def test_no_question_makes_it_fail(client: Any, document: dict[str, Any], seed: int) -> None:
    chance, checker, own = random.Random(seed), Checker(document), ids(client)
    for _ in range(60):
        path, whole = make_path(chance, document, own)
        answer = client.get(whole)
        assert answer.status_code < 500, (whole, answer.text[:300])
        if checker.find("get", path) is not None:
            checker.check("get", path, answer)
        else:
            assert answer.status_code in (307, 404), whole
    assert client.get("/api/verify").json()["flaws"] == []
