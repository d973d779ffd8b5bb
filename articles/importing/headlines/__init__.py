"""Headline and dek: the source's own where it has them, else made from its first sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePath

from articles.importing import lists, sentences
from articles.importing.cleaning import opening, shapes
from articles.importing.document import Derived, Document, Role
from articles.importing.headlines import attribution, capitals, clauses, tightening, wholeness
from articles.importing.headlines.deks import dek
from articles.importing.headlines.wholeness import LONGEST, fits, is_balanced

_LONGEST_GIVEN = 200  # characters that a story's headline can have
_EARLY = 6  # paragraphs that may give the headline when the lede does not
_FORMS_TRIED = 60  # of one sentence
_PREFIX = lists.pattern("phrases/lede/prefix")
_PERFECT = lists.pattern("phrases/lede/perfect")
_SETS_SCENE = lists.pattern("phrases/lede/sets_scene", re.IGNORECASE)
_NAMES = re.compile(r"(?<=[\w,] )(?:[A-Z](?!\b)|[£$€]?\d)")
_IN_SENTENCES = re.compile(r"\b(?:an?|the|its|his|her|their|is|are|was|were|has|have|had)\b", re.IGNORECASE)
_STOP_INSIDE = re.compile(r"[.,](?=[”\"’']+\Z)")  # “Dancing with the Stars.”
_CONCEDES = lists.pattern("phrases/lede/concedes")


def derive(document: Document) -> Document:
    """The document with headline and dek; each says by which rule it was found."""
    headline, used = (_given(document.headline, document), "") if document.headline else _headline(document)
    is_own = bool(document.headline) or any(line.role is Role.HEADLINE for line in document.lines)
    told = document.dek or dek(document, headline.value, used)
    return replace(document, headline=headline, is_headline_own=is_own, dek=told)


def _given(headline: Derived, document: Document) -> Derived:
    """The headline of a field as it is, unless no page has room for it."""
    if len(headline.value) <= _LONGEST_GIVEN:
        return headline
    return Derived(_own(headline.value, document).value, f"{headline.rule}, shortened")


def _headline(document: Document) -> tuple[Derived, str]:
    """The headline, and the sentence of the body that it says ("" when the source has a headline)."""
    own = next((line.text for line in document.lines if line.role is Role.HEADLINE), "")
    if len(own.split()) > 1 and (given := _own(own, document)).value:
        return given, ""
    if headed := _headed(document):
        return headed
    if not _is_english(document):
        return _short_sentence(document) or _first_words(document)
    for sentence, name in _candidates(document.paragraphs):
        found = _from_sentence(sentence, name)
        if found:
            return found, sentence
    return _leaning(document) or _first_words(document)


def _is_english(document: Document) -> bool:
    """Whether its beginning is; a story may stand above a table of names and figures."""
    if document.language and document.language.value[:2].casefold() != "en":
        return False
    first = next(iter(document.paragraphs), "")
    return capitals.is_english(" ".join(document.paragraphs[:5])[:3000]) or capitals.is_english(first)


def _own(line: str, document: Document) -> Derived:
    text = line.strip().rstrip(".…,;:–—- ") if not line.endswith("..") else line.strip(" .…")
    if _is_english(document):
        text = _calm(text, document)
    if wholeness.fits_as_given(text):
        return Derived(text, "the headline that the source has")
    for form in clauses.forms(text, LONGEST):
        if fits(form.text) and len(form.text) >= 35:
            return Derived(form.text, "the headline that the source has, shortened")
    return Derived(_cut(text), "the headline that the source has, shortened")


def _headed(document: Document) -> tuple[Derived, str] | None:
    """The first line, where it is written like a headline: short, alone, no article, a full stop."""
    line = document.paragraphs[0] if len(document.paragraphs) > 1 else ""
    text = re.sub(r"^(?:[A-Z]{3,}(?: [A-Z]{3,}){0,2} - ){1,2}", "", line.rstrip(" ."))
    is_like_one = line.endswith(".") and 4 <= len(text.split()) <= 14 and not _IN_SENTENCES.search(text)
    is_like_one = is_like_one and text.count(",") < 3
    if not (
        is_like_one and fits(text) and len(document.paragraphs[1]) < 2000 and len(sentences.split(line)) == 1
    ):
        return None
    if not capitals.is_english(" ".join(document.paragraphs[1:6])[:3000]) or not wholeness.stands(text):
        return None
    return Derived(
        capitals.headline_case(_calm(text, document)), "a first line written like a headline"
    ), line


def _calm(text: str, document: Document) -> str:
    """The text, out of capitals."""
    return capitals.lowered(text, document.paragraphs) if text.isupper() and len(text) > 3 else text


def _sentences(paragraph: str) -> list[str]:
    """The sentences behind the dateline; one that a stop inside a quotation has parted is whole again."""
    text = opening.without_dateline(paragraph)[:3000].lstrip("-–—•* ")
    prefix = _PREFIX.match(text[:80])
    out: list[str] = []
    for sentence in sentences.split(text[prefix.end() :] if prefix else text):
        if out and out[-1].count("“") > out[-1].count("”") and not out[-1].startswith("“"):
            out[-1] = f"{out[-1]} {sentence}"
        else:
            out.append(sentence)
    return out


def _early(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    long_enough = (paragraph for paragraph in paragraphs if shapes.of(paragraph).words >= 5)
    return (_sentences(each) for each in islice(long_enough, _EARLY))


def _candidates(paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Early sentences that could be a headline, the lede first, never one that leans on another."""
    early = _early(paragraphs)
    lede, *others = next(early, [""])
    lede = _lowered(_answered(lede, others), paragraphs)
    if not _SETS_SCENE.match(lede) and (len(lede.split()) > 5 or _NAMES.search(lede)):
        yield lede, "the lede"
    rest = list(early)
    later = others[:2] + [found[0] for found in rest]
    later += [sentence for found in rest[:2] for sentence in found[1:3]]
    for sentence in dict.fromkeys(later):
        if wholeness.stands(sentence) and _is_concrete(sentence):
            yield sentence, "an early sentence"
    yield lede, "the lede"


def _answered(lede: str, others: Sequence[str]) -> str:
    """ "It was not a thriller. It was a monitor.": what it was, said in one sentence."""
    denied = re.match(r"([^,]{10,120} (?:is|are|was|were)) not [^,]{3,60}\.$", lede)
    answer = re.match(r"(?:It|They) (?:is|are|was|were) ([^,]{3,80}\.)$", others[0]) if others else None
    return f"{denied[1]} {answer[1]}" if denied and answer else lede


def _lowered(sentence: str, paragraphs: Sequence[str]) -> str:
    """The lede without the capitals that some papers set its first words in."""
    words = sentence.split(" ")
    if not any(word.isupper() and len(word) > 3 for word in words[:3]) or sentence.isupper():
        return sentence
    text = " ".join(paragraphs)[:6000]
    for at, word in enumerate(words[:4]):
        if word.isupper() and len(word) > 3 and re.search(rf"\b{re.escape(word.lower())}\b", text):
            words[at] = word.lower() if at else word.title()
    return " ".join(words)


def _is_concrete(sentence: str) -> bool:
    """Six words and more, with a name or figure beyond the first word."""
    return len(sentence.split()) >= 6 and bool(_NAMES.search(sentence))


def _from_sentence(sentence: str, name: str) -> Derived | None:
    text = _STOP_INSIDE.sub("", sentence.rstrip().rstrip(".!"))
    if not text or _CONCEDES.search(text):
        return None
    told_by = attribution.of(text)
    simple = tightening.plain(text)
    if not wholeness.stands(simple) or (name != "the lede" and wholeness.hangs(simple)):
        return None
    for form in islice(clauses.forms(simple, LONGEST - len(told_by)), _FORMS_TRIED):
        if wholeness.is_statement(form) and wholeness.stands(form.text):
            if name != "the lede" and wholeness.points_back(form.text):
                continue
            tidy = _participle(form)
            is_fit = fits(tidy) if form.tail else wholeness.fits_as_given(tidy)
            if is_fit and len(tidy.split()) >= 4:
                rule = f"{name}, {form.rule}" if form.rule else name
                return Derived(capitals.headline_case(tidy + told_by), rule)
    return None


def _participle(form: clauses.Form) -> str:
    """ "has been found" as headlines write it."""
    found = _PERFECT.match(form.text, form.verb.start) if form.verb else None
    return form.text[: found.start()] + form.text[found.end() :] if found else form.text


def _leaning(document: Document) -> tuple[Derived, str] | None:
    """An early sentence that can be said shortly, be it one that says "we" or "the company"."""
    for found in _early(document.paragraphs):
        for is_wanted in (wholeness.stands, wholeness.is_spoken):
            for sentence in found[:4]:
                text = tightening.plain(re.sub(r"^(?:But|And|So),? ", "", sentence.rstrip().rstrip(".!")))
                form = _first_whole(text) if is_wanted(text) and not text.endswith("?") else None
                if form:
                    return Derived(capitals.headline_case(form), "an early sentence, as it stands"), sentence
    return None


def _first_whole(text: str) -> str | None:
    tried = islice(clauses.forms(text, LONGEST), _FORMS_TRIED)
    whole = (form.text for form in tried if wholeness.is_statement(form) and fits(form.text))
    return next((text for text in whole if len(text.split()) >= 4), None)


def _short_sentence(document: Document) -> tuple[Derived, str] | None:
    """For a language whose grammar we do not know: a whole early sentence, or its first clause, as it is."""
    early = [sentence for found in _early(document.paragraphs) for sentence in _joined(found)]
    for rank, sentence in enumerate(early[:10]):
        text = sentence.rstrip(" .。")
        is_plain = (
            wholeness.is_readable(sentence)
            and ": " not in text
            and (rank == 0 or not text.endswith(("?", "!")))
        )
        if _is_long_enough(text) and is_plain and fits(text) and not text[0].isdigit():
            return Derived(_calm(text, document), "a short early sentence"), sentence
    for sentence in (each for each in early[:4] if not attribution.of(each)):
        for stop in (r"[:;。]|\s[–—]\s", r"[、，]|,\s"):
            for found in reversed(list(re.finditer(stop, sentence[:LONGEST]))):
                text = sentence[: found.start()].strip()
                if _is_long_enough(text) and fits(text):
                    return Derived(_calm(text, document), "the first clause"), sentence
    return None


def _joined(found: list[str]) -> list[str]:
    """ "Am 12." and "September ...": an ordinal ends no sentence there."""
    out: list[str] = []
    for sentence in found:
        if out and re.search(r"\b(?:\d{1,2}|[^\W\d_]{1,3})\.$", out[-1]):
            out[-1] = f"{out[-1]} {sentence}"
        else:
            out.append(sentence)
    return out


def _is_long_enough(text: str) -> bool:
    return shapes.of(text).words >= 5 and len(text) >= (30 if " " in text else 12)


def _first_words(document: Document) -> tuple[Derived, str]:
    """The last resort: the first words of the text, or the name of its file."""
    for paragraph in document.paragraphs:
        found = sentences.split(opening.without_dateline(paragraph)[:1000])
        sentence = next((each for each in found if len(each.split()) > 2), found[0] if found else "")
        words = _cut(sentence.rstrip(".。"))
        words += "?" * (sentence.endswith("?") and not words.endswith("?") and len(words) < LONGEST)
        if fits(words):
            value = capitals.headline_case(words) if _is_english(document) else words
            return Derived(value, "the first words"), sentence
    stem = re.sub(r"[\W_]+", " ", PurePath(document.source).stem).strip()
    return Derived(_cut(stem) or "Untitled", "the name of the file"), ""


def _cut(text: str) -> str:
    """At most 90 characters, cut between words and before what would dangle; "" when nothing is left."""
    text = text.strip(" ,;:–—-…")
    clause = re.split(r"[:;]\s|\s[–—]\s", text)[0] if len(text) > LONGEST else text
    text = clause if len(clause.split()) >= 4 and len(clause) <= LONGEST else text
    short = text if len(text) <= LONGEST else text[: LONGEST + 1].rsplit(" ", 1)[0][:LONGEST]
    short = re.sub(r"[\"“”„«»()\[\]]|(?<!\w)[‘']|[’'](?!\w)", "", short) if not is_balanced(short) else short
    words = short.split()
    while words and not fits(" ".join(words)):
        tidy = words[-1].rstrip(",;:–—-….")
        words = [*words[:-1], tidy] if tidy and tidy != words[-1] else words[:-1]
    return " ".join(words)
