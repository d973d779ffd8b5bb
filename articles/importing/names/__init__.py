"""People and topics that a document names, given the ones that the newsroom knows."""

from dataclasses import replace

from articles.importing.document import Document, Known
from articles.importing.names import candidates, engine, keywords, mentions, people, topics
from articles.importing.names.authority import authority_of


def name_people_and_topics(document: Document, known: Known) -> Document:
    """The document with its people and topics, the most important first.

    The source's keywords lead the topics; those guessed make them at most 10.

    Raises NoEngine where `known.model` cannot be had.
    """
    text = mentions.join(document.paragraphs)
    found = mentions.find(text)
    labels = engine.label(text, known.model)
    authority = authority_of(known)
    possible = candidates.find(found)
    persons = people.find(possible, authority.people, labels)
    headline = document.headline.value if document.headline else ""
    subjects = topics.find(text, found, possible, persons, authority, headline)
    named = tuple(people.to_named(person, labels.engine) for person in persons)
    if document.keywords:
        named, subjects = keywords.place(document.keywords, named, subjects, authority)
    return replace(document, people=named, topics=subjects)
