"""People and topics named in a text: case files, the invented samples, and what holds for any text."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.document import Derived, Document, Known, KnownName, Line
from articles.importing.names import name_people_and_topics
from articles.importing.names.folding import fold, topic_key

CASES = Path(__file__).parent / "cases"
NAMES = sorted((CASES / "names").glob("*.txt"))
SAMPLES = sorted((CASES / "samples").glob("*.json"))


def named(paragraphs: list[str], known: Known | None = None, headline: str | None = None) -> Document:
    derived = Derived(headline, "first line") if headline else None
    document = Document(source="a.txt", lines=tuple(map(Line, paragraphs)), headline=derived)
    return name_people_and_topics(document, known or Known())


def people_of(document: Document) -> list[str]:
    return [person.name for person in document.people]


def topics_of(document: Document) -> list[str]:
    return [topic.name for topic in document.topics]


def known_of(expected: dict[str, Any]) -> Known:
    def names(kind: str) -> tuple[KnownName, ...]:
        entries = expected.get("known", {}).get(kind, [])
        return tuple(KnownName(e["name"], tuple(e["aliases"]), e.get("kind", "")) for e in entries)

    return Known(people=names("people"), topics=names("topics"))


@pytest.mark.parametrize("path", NAMES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    document = named(path.read_text(encoding="utf-8").splitlines(), known_of(expected))
    assert people_of(document) == expected["people"]
    assert set(expected["topics_some"]) - set(topics_of(document)) == set()
    assert set(expected["topics_never"]) & set(topics_of(document)) == set()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    document = named(truth["body"], headline=truth["headline"])
    assert sorted(people_of(document)) == sorted(truth["people"])
    assert people_of(document)[:1] == truth["people"][:1]
    missing = {topic_key(name) for name in truth["topics_some"]} - set(map(topic_key, topics_of(document)))
    assert missing == set()


NAME_LIKE = (
    "Putin Anna Smith Smith’s Dr Mr O’Brien van der Berg de la Cruz J. K. Jr III al-Assad US UN U.S. Paris "
    "Ukraine Ukrainian University Cup of the and said , . ( ) “ ” 43 ceasefire cease-fire council tax taxes "
    "flooding Pelé Łukasz ÉTIENNE — … ' ’ - & The In Route 14 (WHO) who McDonald d’Aubigny Storm Hester"
)
TEXTS = st.one_of(
    st.text(max_size=400), st.lists(st.sampled_from(NAME_LIKE.split()), max_size=80).map(" ".join)
)


@given(st.lists(TEXTS, max_size=5))
@settings(max_examples=300, deadline=None)
def test_any_text(paragraphs: list[str]) -> None:
    document = named(paragraphs)
    text = "\n".join(paragraphs)
    people, topics = people_of(document), topics_of(document)
    assert named(paragraphs) == document
    assert len(topics) <= 10
    assert len(set(map(fold, people))) == len(people)
    assert len(set(map(topic_key, topics))) == len(topics)
    assert not {fold(name) for name in people} & {fold(name) for name in topics}
    for name in (*document.people, *document.topics):
        assert name.count >= 1
        assert name.forms
        assert all(form in text for form in name.forms)


HOSTILE = {
    "one long word": "A" * 3_000_000,
    "one name again and again": "Anna Smith said. " * 300_000,
    "a million lines": "Anna\n" * 1_000_000,
    "dots": "A.-" * 500_000,
    "apostrophes": "O'" * 500_000,
    "opening quotes": "“" * 500_000,
    "different people": ". ".join(f"Anna {chr(65 + n % 26)}b{n:x} said" for n in range(20_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_named(text: str) -> None:
    document = named(text.split("\n"))
    assert len(document.topics) <= 10
    assert len(document.people) <= 300


def test_a_known_surname_is_not_of_another_bearer() -> None:
    known = Known(people=(KnownName("John Smith (footballer)", ("John Smith", "Smith")),))
    assert people_of(named(["Anna Smith spoke first.", "Smith had prepared for weeks."], known)) == [
        "Anna Smith"
    ]
    assert people_of(named(["Then Smith scored twice."], known)) == ["John Smith (footballer)"]


def test_an_alias_of_two_people_leads_to_neither() -> None:
    known = Known(people=(KnownName("Ada Hill", ("Hill",)), KnownName("Bob Hill", ("Hill",))))
    assert people_of(named(["In the end Hill agreed."], known)) == []


def test_a_part_of_a_place_is_one() -> None:
    document = named(["The firm has a branch in North Africa and one in West Michigan."])
    kinds = {topic.name: topic.kind for topic in document.topics}
    assert kinds["North Africa"] == kinds["West Michigan"] == "place"


def test_the_headline_raises_a_topic() -> None:
    text = ["The council met about the library and the car park.", "Rain fell."]
    assert topics_of(named(text, headline="Car park to close"))[0] == "car park"


@pytest.mark.parametrize(
    ("known", "written", "named"),
    [
        ("Edith Calloway", "Edith M. Calloway", "Edith Calloway"),
        ("Edith M. Calloway", "Edith Calloway", "Edith M. Calloway"),
        ("Edith M. Calloway", "Edith R. Calloway", "Edith R. Calloway"),
        ("Zoë Ferreira", "Zoe Ferreira", "Zoë Ferreira"),
        ("Łukasz Wilczek", "Lukasz Wilczek", "Łukasz Wilczek"),
    ],
)
def test_a_known_person_is_met_again(known: str, written: str, named: str) -> None:
    line = Line(f"Mayor {written} opened the bridge on Monday.")
    document = name_people_and_topics(Document("x", lines=(line,)), Known(people=(KnownName(known),)))
    assert [person.name for person in document.people] == [named]


def with_keywords(*keywords: str, known: Known | None = None) -> Document:
    text = (
        "Rosa Lindqvist, the harbour master, spoke in Norway on Monday. Lindqvist praised the ferry strike."
    )
    given = tuple(Derived(keyword, "tags") for keyword in keywords)
    return name_people_and_topics(Document("a", lines=(Line(text),), keywords=given), known or Known())


def test_keywords_lead_the_topics() -> None:
    plain, given = with_keywords(), with_keywords("#Slipways", "norway", " “Ferry  strikes” ")
    assert topics_of(given)[:3] == ["Slipways", "Norway", "Ferry strikes"]
    assert {topic.rule for topic in given.topics[:3]} == {"keyword of the source"}
    assert {topic_key(name) for name in topics_of(plain)} <= {topic_key(name) for name in topics_of(given)}
    assert given.topics[1].kind == "place"
    assert given.topics[1].forms == ("Norway",)


def test_a_keyword_that_names_a_person_of_the_text_is_no_topic() -> None:
    document = with_keywords("rosa lindqvist", "Slipways", "slipway")
    assert people_of(document) == ["Rosa Lindqvist"]
    assert topics_of(document)[0] == "Slipways"
    assert "slipway" not in topics_of(document)
    assert "rosa lindqvist" not in topics_of(document)


def test_keywords_lead_to_the_records_that_the_newsroom_has() -> None:
    known = Known(
        people=(KnownName("Edith Calloway", ("Mayor Calloway",)),),
        topics=(KnownName("Harbours", ("ports",), "subject"),),
    )
    document = with_keywords("Mayor Calloway", "Port", known=known)
    assert people_of(document) == ["Rosa Lindqvist", "Edith Calloway"]
    assert topics_of(document)[0] == "Harbours"


def test_all_keywords_are_kept_and_the_found_topics_fill_up() -> None:
    many = [f"Tag number {letter}" for letter in "abcdefghijklmno"]
    assert topics_of(with_keywords(*many)) == many
    assert len(topics_of(with_keywords(*many[:9]))) == 10


def test_a_list_of_all_keywords_in_one_is_taken_apart() -> None:
    given = with_keywords("&quot", "Slipways", "slipways, cranes, quays", "Tarrow, Devon")
    assert topics_of(given)[:4] == ["Slipways", "cranes", "quays", "Tarrow, Devon"]


@pytest.mark.parametrize(
    ("given", "topics"),
    [
        (["Washington, D.C., United States", "Smith, John, Jr."],) * 2,
        (["Washington, D.C., United States"],) * 2,
        (["Washington, D.C., United States", "United States"],) * 2,
        (["Slipways, cranes, Tarrow"], ["Slipways", "cranes", "Tarrow"]),
        (["Slipways, Cranes, Quays, Tarrow"], ["Slipways", "Cranes", "Quays", "Tarrow"]),
        (["Slipways", "Cranes", "Quays", "Slipways, Cranes, Quays"], ["Slipways", "Cranes", "Quays"]),
    ],
)
def test_a_keyword_with_commas_is_a_name_or_a_list(given: list[str], topics: list[str]) -> None:
    assert topics_of(with_keywords(*given))[: len(topics)] == topics


def test_who_wrote_it_is_no_topic() -> None:
    writer = (Derived("Ann Pellow", "byline"),)
    given = tuple(Derived(word, "tags") for word in ("Ann Pellow", "Slipways"))
    document = name_people_and_topics(Document("a", keywords=given, bylines=writer), Known())
    assert topics_of(document) == ["Slipways"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("(Reporting by Ann Pellow and Tom Rudge; Editing by Mary Fenwick)", []),
        (f"Reporting by Ann Pellow{', Tom Rudge' * 12}; additional reporting by Mary Fenwick", []),
        (
            "Reporting by The Ashford Gazette has shown that Ann Pellow, the former mayor, met Tom Rudge in "
            "Paris last year and talked about the case with him.",
            ["Ann Pellow", "Tom Rudge"],
        ),
        ("Say “Hey Siri” to it. They ask Hey Siri for all, and Siri answers.", []),
        ("It was shown in the north of da Bahia, where da Bahia is known.", []),
        ("Threats against Gov. Ann PellowAnn PellowHarbour Valley were made.", ["Ann Pellow"]),
        ("The mayor, Donald MacDonald, said that it is so.", ["Donald MacDonald"]),
        ("Stage_Kim Anna Smith said so to Ernst & Young.", []),
        (
            "Boutros Boutros-Ghali spoke to Agnieszka Lipska Baranowska.",
            ["Boutros Boutros-Ghali", "Agnieszka Lipska Baranowska"],
        ),
        ("Dr. Joneigh Khaldun of the county says that the risk continues.", ["Joneigh Khaldun"]),
    ],
)
def test_who_is_a_person_of_the_story(text: str, people: list[str]) -> None:
    assert people_of(named([text])) == people


def test_groups_that_have_a_letter_only_and_newsrooms_are_no_topics() -> None:
    text = "Wales won Group D in Cardiff. Hungary came last in Group D, and Israel lost in Group D."
    assert not {"Group D", "London Newsroom"} & set(topics_of(named([text, "-- London Newsroom 44 171 542"])))


def test_addresses_and_measures_are_no_topics() -> None:
    text = "Add 2 Tbsp or 3 Tbsp: http://a.example/, http://b.example/ and http://c.example/ say 4 Tbsp."
    assert topics_of(named([text])) == []


def test_listed_and_known_topics_keep_their_own_names() -> None:
    text = "A German court sat in Germany. The German judges spoke of human rights, and of each human right."
    assert {"Germany", "human rights"} <= set(topics_of(named([text])))
    known = Known(topics=(KnownName("Greens", ("Green",)),))
    assert "Greens" in topics_of(named(["In the end the Green won, said a Green of the others."], known))


def test_nouns_of_a_language_that_writes_all_of_them_large_are_no_names() -> None:
    text = (
        "Die Kliniken in Berlin speichern die Daten der Patienten in Akten, und die Ärzte lesen die Akten. "
        * 9
    )
    assert topics_of(named([text])) == ["Berlin"]


def test_words_that_another_language_repeats_are_no_topics() -> None:
    text = "A loja tem materiais para você, e você encontra aqui os materiais para as crianças. " * 9
    assert topics_of(named([text])) == []


def test_a_family_name_is_no_topic() -> None:
    text = (
        "Bob Woolmer returned on Friday. Woolmer was glad. Clarence Woolmer, his father, had been born there."
    )
    assert not {"Woolmer", "Woolmers"} & set(
        topics_of(named([text, "The Woolmer of today, Woolmer said, smiled."]))
    )
