"""The IPTC Media Topics as cv.iptc.org publishes them: JSON, or SKOS in RDF/XML.

https://www.iptc.org/std/NewsCodes/guidelines/cv.iptc.org-guidelines.html
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

SCHEME = "cv.iptc.org/newscodes/mediatopic/"
FALLBACK = "en-GB"  # every term has it
_CODE = re.compile(rf"(?:{re.escape(SCHEME)}|medtop:)(\d{{8}})")
_WIKIDATA = re.compile(r"wikidata\.org/(?:entity|wiki)/(Q\d+)")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# Where a retired term may name the one to use instead.
_INSTEAD = ("isReplacedBy", "replacedBy", "note", "historyNote", "changeNote", "scopeNote", "definition")

Texts = Mapping[str, list[str]]  # by language tag


class NoVocabulary(ValueError):
    """The file is not the vocabulary; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary: codes are its eight digits, `instead` is that of the term to use now."""

    code: str
    labels: Texts
    others: Texts = field(default_factory=dict)
    definitions: Texts = field(default_factory=dict)
    broader: str = ""
    wikidata: str = ""
    is_retired: bool = False
    instead: str = ""

    def name(self, language: str) -> str:
        return next(iter(_in(self.labels, language) or _in(self.labels, FALLBACK)), "")

    def definition(self, language: str) -> str:
        return next(iter(_in(self.definitions, language) or _in(self.definitions, FALLBACK)), "")

    def other_names(self, language: str) -> list[str]:
        return [name for name in _in(self.others, language) if name != self.name(language)]


def read(data: bytes) -> list[Term]:
    """The terms, in the file's order. Raises NoVocabulary."""
    try:
        is_xml = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        concepts = _of_rdf(fromstring(data)) if is_xml else _of_json(json.loads(data))
        terms = [term for term in map(_term, concepts) if term.code and term.labels]
    except (ValueError, ParseError, DefusedXmlException, AttributeError, TypeError) as error:
        raise NoVocabulary(f"This is neither the JSON nor the RDF/XML of cv.iptc.org: {error}") from error
    if not terms:
        raise NoVocabulary("No term of the Media Topics is in this file.")
    return terms


def _in(texts: Texts, language: str) -> list[str]:
    """In this language, or in any variety of it: "de" finds "de-AT"."""
    tags = [tag for tag in texts if tag.casefold() == language.casefold()]
    tags += [
        tag for tag in texts if tag.partition("-")[0].casefold() == language.partition("-")[0].casefold()
    ]
    return list(texts[tags[0]]) if tags else []


def _term(concept: Mapping[str, Any]) -> Term:
    is_retired = bool(concept.get("retired") or concept.get("deprecated"))
    said = [value for name in _INSTEAD for value in _all(concept.get(name))] if is_retired else []
    code = _code([concept.get("uri", "")])
    instead = (found[1] for text in said for found in _CODE.finditer(text))
    return Term(
        code=code,
        labels=_texts(concept.get("prefLabel")),
        others=_texts(concept.get("altLabel")),
        definitions=_texts(concept.get("definition")),
        broader=_code(_all(concept.get("broader"))),
        wikidata=next(
            (found[1] for one in _all(concept.get("exactMatch")) if (found := _WIKIDATA.search(one))), ""
        ),
        is_retired=is_retired,
        instead=next((one for one in instead if one != code), ""),
    )


def _code(addresses: Iterable[str]) -> str:
    return next((found[1] for one in addresses if (found := _CODE.search(one))), "")


def _texts(value: Any) -> Texts:
    return {tag: [" ".join(text.split()) for text in _all(said)] for tag, said in (value or {}).items()}


def _all(value: Any) -> list[str]:
    """The strings in a value of the JSON: one, a list, or by language."""
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in _all(one)]
    return [value] if isinstance(value, str) else [text for one in value or [] for text in _all(one)]


def _of_json(data: Any) -> Iterator[Mapping[str, Any]]:
    yield from data["conceptSet"] if isinstance(data, Mapping) and "conceptSet" in data else ()


def _of_rdf(root: Element) -> Iterator[Mapping[str, Any]]:
    """Each concept in the shape that the JSON has."""
    for element in root:
        concept: dict[str, Any] = {"uri": element.get(f"{_RDF}about", "")}
        for part in element:
            name, text = part.tag.rpartition("}")[2], "".join(part.itertext()).strip()
            if language := part.get(_LANGUAGE):
                concept.setdefault(name, {}).setdefault(language, []).append(text)
            elif text != "false":
                concept.setdefault(name, []).append(part.get(f"{_RDF}resource") or text)
        yield concept
