"""Runs of capitalised words in running text: whatever may be a name, with what stands around it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from articles.importing import sentences
from articles.importing.names.folding import fold
from articles.importing.names.vocabulary import (
    BODIES,
    COMMON_WORDS,
    EVENTS,
    GIVEN_NAMES,
    ORGANISATION_WORDS,
    PLACES,
    STOP_WORDS,
    SUBJECTS,
    SURNAMES,
    TITLES,
    cue,
)

# What a text is about stands in its first 100,000 characters, and a hostile line costs no more than that.
LONGEST_TEXT = 100_000

# The basic plane only: `re` compiles it to one bitmap, which is ten times as fast as with rarer capitals.
_CAPITAL = "".join(chr(code) for code in range(0x10000) if chr(code).isupper() or chr(code).istitle())
_ABBREVIATION = "|".join(sorted(cue("abbreviations")))
_ARTICLE = r"(?:[dl]['’]|(?:[aeu]l|a[dnrst]|ash|bin|ibn)-)"
_NO_NAME_PART = rf"(?=[a-z])(?:\w+(?:ed|ing|ly)|{'|'.join(sorted(cue('second_halves')))})\b"
_WORD = (
    rf"(?:(?:[{_CAPITAL}]\.-?)+|(?:{_ABBREVIATION})\.|{_ARTICLE}?[{_CAPITAL}]\w*"
    rf"(?:['’](?!s\b)\w+|-(?!{_NO_NAME_PART})\w+|&[{_CAPITAL}]\w*)*)"
)
_PARTICLE = (
    r"(?:de la|de las|de los|de|da|das|dos|du|del|della|dello|di|van der|van den|van de|van 't|van|von der|"
    r"von|zu|zur|ter|ten|den|bin|ibn|bint|al|el|la|le|y|af|av|ap)"
)
_NICKNAME = rf"[\"“][{_CAPITAL}][^\W\d_]+[\"”]"
_GAP = rf"(?:[ \u00a0](?:(?:{_PARTICLE}|&|{_NICKNAME})[ \u00a0])?|(?<=\.))"
_RUN = re.compile(rf"(?:{_PARTICLE}[ \u00a0])?{_WORD}(?:{_GAP}{_WORD}){{0,11}}")
_A_CAPITAL = re.compile(f"[{_CAPITAL}]")
# What may stand before the first capital of a name, and what shows that the capital begins no word.
_PREFIX = re.compile(rf"(?<![\w'’-])(?<!\b[a-z]\.)(?:(?:{_PARTICLE}[ \u00a0])?{_ARTICLE}?)\Z")
_INSIDE_A_WORD = re.compile(r"(?:[\w&@#/]|\w['’]|\w-|\b[a-z]\.)\Z")
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")
_LAST_TOKEN = re.compile(r"[\w’'-]+[^\w\s]*\s*\Z")
_DAYS = cue("days")
# Words with a capital inside a sentence that are no part of the name that follows.
_NEVER_A_NAME = _DAYS | cue("never_a_name")
_LEADS_A_NAME = ORGANISATION_WORDS | SUBJECTS.keys()
_ASKS = frozenset({"will", "may"})  # "Will Warren run?"
_OPENS_A_SENTENCE = STOP_WORDS - TITLES - GIVEN_NAMES
_SPEAKS = re.compile(r" (?:also |later |has |had )?(?:said|says|told|added|asked|wrote)\b")
NUMERAL = re.compile(r"[IVX]+\Z")
_QUOTES = '"“”'
_PIECES = re.compile(r"\S+")
# "Ann PellowAnn": links that stood side by side on a page; the name ends where one of its words comes again.
_GLUED = re.compile(r"\b([A-Z][^\W\d_]{2,}) (?:\S+ )*?\S*?[a-z]{3}(?=\1\b)")
_LONGEST_GLUED = 200


class Mention(NamedTuple):
    """A capitalised run: its words as written, their folded forms, and its surroundings.

    `start` and `end` are offsets into the text that was searched. `lead` is up to 30 characters before it,
    `before` the last word of it (with its punctuation), `after` the 40 characters that follow. `is_first`: it
    stands where any word has a capital.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...]
    start: int
    end: int
    lead: str
    before: str
    after: str
    is_first: bool
    is_possessive: bool
    sentence: int

    @property
    def form(self) -> str:
        return " ".join(self.words)

    @property
    def key(self) -> str:
        return " ".join(self.keys)


def join(paragraphs: Sequence[str]) -> str:
    """The text that is searched for names: the paragraphs, a line each, cut at `LONGEST_TEXT` characters."""
    chosen, length = [], 0
    for paragraph in paragraphs:
        chosen.append(paragraph[: LONGEST_TEXT - length])
        length += len(chosen[-1]) + 1
        if length >= LONGEST_TEXT:
            break
    return "\n".join(chosen)


def find(text: str) -> list[Mention]:
    """Every capitalised run of the text that is not just a sentence's first word, in order."""
    found: list[Mention] = []
    number = offset = 0
    for paragraph in text.split("\n"):
        position = offset
        for sentence in sentences.split(paragraph):
            position = max(text.find(sentence, position), 0)
            if not _is_shouted(sentence):
                found += _in_sentence(sentence, position, number)
            position += len(sentence)
            number += 1
        offset += len(paragraph) + 1
    return found


def _is_shouted(sentence: str) -> bool:
    """Lines in capitals, or with a capital on every word as headlines have, do not show what is a name."""
    if sentence[-1].isalnum() and "," not in sentence and _is_title_case(sentence[:400]):
        return True
    words = sentence[:400].split()
    shouted = sum(len(word) > 2 for word in filter(str.isupper, words))
    return shouted > 0 and shouted > sum(len(word) > 2 and word != word.upper() for word in words)


def _is_title_case(line: str) -> bool:
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 4 and sum(word[0].isupper() for word in words) > 0.75 * len(words)


def _in_sentence(sentence: str, offset: int, number: int) -> Iterator[Mention]:
    for run in _runs(sentence):
        start, is_first = run.start(), _opens(sentence, run.start())
        names = _names_in(run[0], is_first)
        if not names and fold(run[0]) in SURNAMES and _SPEAKS.match(sentence, run.end()):
            names = (_Name((run[0],), (fold(run[0]),), 0, len(run[0])),)  # "Snow said"
        for name in names:
            yield _mention(sentence, name, start, offset, number, is_first and not name.start)


class _Name(NamedTuple):
    """A name in a run: its words, their folded forms, and where it begins and ends there."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    start: int
    end: int


@lru_cache(maxsize=16384)
def _names_in(run: str, is_first: bool) -> tuple[_Name, ...]:
    """The names in a run, without the leading words that have their capital for another reason."""
    while len(run) <= _LONGEST_GLUED and (glued := _GLUED.search(run)):
        run = run[: glued.end()]
    pieces = [(piece[0], piece.start()) for piece in _PIECES.finditer(run)]
    pieces = pieces[: _end_of_sentence(pieces)]
    while len(pieces) > 1 and _is_no_last_word(pieces[-1][0], pieces[-2][0]):
        pieces.pop()
    skipped = _not_of_the_name(tuple(piece for piece, _ in pieces), is_first)
    return tuple(map(_name, _parts(pieces[skipped:])))


def _name(pieces: list[tuple[str, int]]) -> _Name:
    words = tuple(piece for piece, _ in pieces)
    return _Name(words, tuple(map(fold, words)), pieces[0][1], pieces[-1][1] + len(words[-1]))


def _is_no_last_word(word: str, before: str) -> bool:
    """ "Ann Pellow Monday", but not "Ann “Lamb” May"; a nickname alone at the end is none either."""
    is_day = fold(word) in _DAYS and fold(before) not in GIVEN_NAMES and before[-1] not in _QUOTES
    return is_day or word[0] in _QUOTES


def _parts(pieces: list[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """ "Ann Pellow & Tom Rudge" are two names, "Marks & Spencer" is one; no pieces are none."""
    keys = [fold(piece) for piece, _ in pieces]
    at = next((at for at, (piece, _) in enumerate(pieces) if piece == "&"), 0)
    if 1 < at < len(keys) - 2 and keys[0] in GIVEN_NAMES and keys[at + 1] in GIVEN_NAMES:
        yield pieces[:at]
        yield from _parts(pieces[at + 1 :])
    elif pieces:
        yield pieces


def _end_of_sentence(pieces: list[tuple[str, int]]) -> int:
    """How many pieces stand before a sentence that begins in the run: "of Vitamin C. The next".

    None begins in "U.S. President Bill Clinton".
    """
    for at in range(1, len(pieces)):
        if pieces[at - 1][0].endswith(".") and fold(pieces[at][0]) in _OPENS_A_SENTENCE:
            return at
    return len(pieces)


def _runs(sentence: str) -> Iterator[re.Match[str]]:
    position = 0
    while capital := _A_CAPITAL.search(sentence, position):
        start = capital.start()
        begin = _PREFIX.search(sentence, max(position, start - 12), start)
        if not begin and _INSIDE_A_WORD.search(sentence, max(0, start - 3), start):
            position = start + 1
            continue
        run = _RUN.match(sentence, begin.start() if begin else start) or _RUN.match(sentence, start)
        position = run.end() if run else start + 1
        if run:
            yield run


def _mention(sentence: str, name: _Name, run: int, offset: int, number: int, is_first: bool) -> Mention:
    start, end = run + name.start, run + name.end
    lead = sentence[max(0, start - 30) : start]
    before = _LAST_TOKEN.search(lead, lead.rstrip().rfind(" ") + 1)
    possessive = _POSSESSIVE.match(sentence, end)
    after = possessive.end() if possessive else end
    return Mention(
        words=name.words,
        keys=name.keys,
        start=offset + start,
        end=offset + end,
        lead=lead,
        before=before[0] if before else "",
        after=sentence[after : after + 40],
        is_first=is_first,
        is_possessive=possessive is not None,
        sentence=number,
    )


def _opens(sentence: str, start: int) -> bool:
    """Whether a word has its capital from its place: first, or after an opening quote, a colon or a dash."""
    lead = sentence[max(0, start - 3) : start]
    if start < 3 and not any(map(str.isalnum, lead)):
        return True
    return lead.endswith(('"', "“", "‘", " - ")) or lead.rstrip()[-1:] in (":", "•", "–", "—")


def _begins_a_name(keys: list[str]) -> bool:
    goes_on = len(keys) > 1 and (keys[1] not in GIVEN_NAMES or (keys[1] in SURNAMES and keys[0] not in _ASKS))
    if goes_on and keys[0] in GIVEN_NAMES:
        return True
    starts = (" ".join(keys[:length]) for length in range(2, min(4, len(keys)) + 1))
    return any(start in PLACES or start in BODIES or start in EVENTS for start in starts)


def _not_of_the_name(words: tuple[str, ...], is_first: bool) -> int:
    """How many leading words of the run have their capital for another reason than a name."""
    skipped = 0
    keys = [fold(word) for word in words]
    for position, (word, key) in enumerate(zip(words, keys, strict=True)):
        if (word.isupper() and len(word) > 1) or key in TITLES or _begins_a_name(keys[position:]):
            break
        if key not in (_NEVER_A_NAME if not is_first else COMMON_WORDS):
            break
        if position + 1 < len(words) and key in _LEADS_A_NAME:
            break
        skipped += 1
        is_first = is_first and key in STOP_WORDS
    return skipped
