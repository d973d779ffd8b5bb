"""People and topics that a document names, given the ones that the newsroom knows."""

import re
from dataclasses import replace

from articles.importing.document import Document, Known
from articles.importing.headlines import capitals
from articles.importing.names import candidates, engine, keywords, mentions, people, topics
from articles.importing.names.authority import authority_of

# "(Reporting by Ann Pellow; editing by Tom Rudge)": those who made the story, and not whom it is about.
_MADE_BY = r"(?:additional |further )?(?:reporting|writing|editing|compiled|edited) by "
_CREDIT = re.compile(rf"\W*{_MADE_BY}.{{,100}}", re.IGNORECASE)  # longer ones are of the story
_CREDITS = re.compile(rf"\W*{_MADE_BY}[^;]{{,200}}(?:;\s*{_MADE_BY}[^;]{{,200}})+", re.IGNORECASE)
_TELLS_A_LANGUAGE = 400  # characters
_LAST = 5  # paragraphs among which a credit stands


def name_people_and_topics(document: Document, known: Known) -> Document:
    """The document with its people and topics, the most important first.

    The source's keywords lead the topics; those guessed make them at most 10.

    Raises NoEngine where `known.model` cannot be had.
    """
    paragraphs = list(document.paragraphs)
    below = [one for one in paragraphs[-_LAST:] if not (_CREDIT.fullmatch(one) or _CREDITS.fullmatch(one))]
    text = mentions.join(paragraphs[:-_LAST] + below)
    found = mentions.find(text)
    labels = engine.label(text, known.model)
    authority = authority_of(known)
    is_english = len(text) < _TELLS_A_LANGUAGE or capitals.is_english(text)
    possible = candidates.find(found, is_english=is_english)
    persons = people.find(possible, authority.people, labels)
    headline = document.headline.value if document.headline else ""
    subjects = topics.find(text, found, possible, persons, authority, headline, is_english=is_english)
    named = tuple(people.to_named(person, labels.engine) for person in persons)
    writers = {byline.value.casefold() for byline in document.bylines}
    if given := [one for one in document.keywords if one.value.casefold() not in writers]:
        named, subjects = keywords.place(given, named, subjects, authority)
    return replace(document, people=named, topics=subjects)
