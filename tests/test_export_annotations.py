"""Web Annotations, read back as RDF by rdflib with the terms of the W3C's vocabulary, and held against the rules of its model."""

import hashlib
import io
import json
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from onrecord.export import export
from onrecord.types import Place, Record, Segment

made = runpy.run_path(str(Path(__file__).with_name("export_fixture.py")))
MANY = made["MANY"]

# The terms that are used, as https://www.w3.org/TR/annotation-vocab/ and its JSON-LD context define them; tests fetch nothing.
VOCABULARY = {
    "oa": "http://www.w3.org/ns/oa#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "as": "http://www.w3.org/ns/activitystreams#", "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/", "id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@vocab"},
    "Annotation": "oa:Annotation", "TextualBody": "oa:TextualBody", "SpecificResource": "oa:SpecificResource", "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector", "DataPositionSelector": "oa:DataPositionSelector", "Software": "as:Application",
    "classifying": "oa:classifying", "identifying": "oa:identifying", "questioning": "oa:questioning",
    "body": {"@type": "@id", "@id": "oa:hasBody"}, "target": {"@type": "@id", "@id": "oa:hasTarget"}, "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"}, "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"}, "generator": {"@type": "@id", "@id": "as:generator"}, "value": "rdf:value",
    "format": "dc:format", "name": "foaf:name", "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix",
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"}, "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
}  # fmt: skip
QUERY = """
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX onrecord: <urn:onrecord:1:>
SELECT ?source ?exact ?prefix ?suffix ?start ?end ?unit ?hash ?act ?from ?to ?capture WHERE {
  <urn:onrecord:statement:s2> a oa:Annotation ; oa:motivatedBy oa:classifying ; oa:hasBody ?body ; oa:hasTarget ?target .
  ?body a oa:TextualBody ; oa:hasPurpose oa:classifying ; rdf:value ?act .
  ?target oa:hasSource ?source ; oa:hasSelector ?quote, ?position, ?data .
  ?quote a oa:TextQuoteSelector ; oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
  ?position a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end ; onrecord:unit ?unit ; onrecord:sha256 ?hash .
  ?data a oa:DataPositionSelector ; oa:start ?from ; oa:end ?to ; onrecord:of ?capture .
}"""


def write(records: list[Record], *, words: bool = True) -> list[dict[str, Any]]:
    out = io.BytesIO()
    export(records, "annotations", out, words=words)
    found = json.loads(out.getvalue())
    assert isinstance(found, list)
    return found


def parse(annotations: list[dict[str, Any]]) -> Any:
    rdflib = pytest.importorskip("rdflib")
    for own in annotations:
        assert own["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    offline = [{**own, "@context": [VOCABULARY, *own["@context"][1:]]} for own in annotations]
    return rdflib.Graph().parse(data=json.dumps(offline), format="json-ld")


def test_export_annotations_are_rdf_that_finds_the_words(filled: Record) -> None:
    assert filled.article
    text = filled.article.text
    whole = Segment(0, len(text), "exact", Place((0, len(text.encode()))))
    record = replace(filled, article=replace(filled.article, segments=(whole,)), capture=replace(filled.capture, url="https://marsh.example/gate?a=1"))
    (found,) = parse(write([record])).query(QUERY)
    told = {str(name): value.toPython() for name, value in found.asdict().items()}
    words = "the gate was “shut an hour too early”"
    at = text.index(words)
    assert told == {
        "source": "https://marsh.example/gate?a=1", "exact": words, "prefix": text[at - 32 : at], "suffix": text[at + len(words) :][:32], "start": at,
        "end": at + len(words), "unit": "Unicode code points", "hash": hashlib.sha256(words.encode()).hexdigest(), "act": "accuse",
        "from": len(text[:at].encode()), "to": len(text[: at + len(words)].encode()), "capture": "urn:sha256:c",
    }  # fmt: skip


def test_export_annotations_name_act_and_speaker(filled: Record) -> None:
    bodies = [[(b["purpose"], b["value"]) for b in own["body"]] for own in write([filled])]
    assert bodies[1] == [("classifying", "accuse"), ("identifying", "Bram Ostler")]
    assert bodies[3] == [("classifying", "not deny"), ("identifying", "Bram Ostler")]
    assert bodies[4] == [("classifying", "challenge"), ("questioning", "speaker unclear: two pilots, or Bram Ostler")]


def test_export_annotations_without_words_have_places_and_hashes(filled: Record) -> None:
    second = write([filled], words=False)[1]
    (target,) = second["target"]
    assert [s["type"] for s in target["selector"]] == ["TextPositionSelector"]
    assert [b["value"] for b in second["body"]] == ["accuse", "sha256:" + hashlib.sha256(b"Bram Ostler").hexdigest()]


@given(MANY)
@settings(max_examples=40, deadline=None)
def test_export_annotations_keep_the_rules_of_the_model(records: list[Record]) -> None:
    annotations = write(records)
    articles = [r for r in records if r.article]
    assert len(annotations) <= sum(len(r.statements) for r in articles)
    for own in annotations:
        assert own["type"] == "Annotation" and own["id"].startswith("urn:onrecord:statement:") and own["target"]
        assert not set('<>"{}|\\^` \n\r\t\0') & set(own["id"]), "an IRI"
        for target in own["target"]:
            source = target if isinstance(target, str) else target["source"]
            assert source.startswith(("http://", "https://", "urn:sha256:"))
            for selector in [] if isinstance(target, str) else target["selector"]:
                if selector["type"] == "TextQuoteSelector":
                    assert len(selector["prefix"]) <= 32 and len(selector["suffix"]) <= 32
                else:
                    assert selector["start"] >= 0 and selector["end"] >= 0


@given(MANY)
@settings(max_examples=15, deadline=None)
def test_export_annotations_of_any_record_are_rdf(records: list[Record]) -> None:
    rdflib = pytest.importorskip("rdflib")
    annotations = write(records)
    graph = parse(annotations)
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    assert {str(s) for s in graph.subjects(rdflib.RDF.type, oa.Annotation)} == {own["id"] for own in annotations}


def test_export_annotations_of_nothing_are_an_empty_array() -> None:
    assert write([]) == []
