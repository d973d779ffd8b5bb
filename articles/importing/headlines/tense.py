"""The tense that a headline tells its news in."""

import re
from dataclasses import replace

from articles.importing import lists
from articles.importing.headlines.conjugation import BY_ING, BY_PARTICIPLE, FORMS, third_person
from articles.importing.headlines.verbs import DETERMINERS, EDGES, PLURALS, SINGULAR_S, Verb, find

_PAST_TIME = lists.pattern("phrases/tense/past_time")
_COMPOUND = re.compile(r"(has|have|is|are) ([a-z-]+)\b(?! to\b)")
_BACKSHIFTED = re.compile(r"^((?: that)? (it|he|she|they) )([a-z]+)\b")
_FORWARD = {"was": "is", "were": "are", "would": "will", "had": "has"}
_PREPOSITIONS = lists.words("headlines/tense/prepositions")
_INTRANSITIVE = lists.words("headlines/tense/intransitive")
_JUST = lists.words("headlines/tense/just")
_NUMBERS = lists.words("headlines/tense/numbers")
_SINGULAR_NAMES = lists.words("headlines/tense/singular_names")


def told(text: str) -> tuple[str, Verb | None]:
    """The sentence as a headline tells it, and its main verb: "has urged" and "urged" become "urges".

    Left as it is: what the table has not, passives, a past that the sentence dates, and a verb whose
    subject may be one or many.
    """
    verb = find(text)
    if not verb or _PAST_TIME.search(text, 0, verb.end + 100):
        return text, verb
    found = _COMPOUND.match(text, verb.start)
    if found:
        base = (BY_PARTICIPLE if found[1] in {"has", "have"} else BY_ING).get(found[2])
        return (text, verb) if not base else _with(text, verb, found.end(), base, found[1] in {"have", "are"})
    form = FORMS.get(verb.word)
    many = _is_many(text[: verb.relative[0] if verb.relative else verb.start])
    before = text[: verb.start].split()[-1].casefold()
    if not form or form.tense != "past" or many is None or before in _JUST:
        return text, verb
    # "Woman charged over arms find" is a headline already, and says that she was.
    after = text[verb.end :].split(" ", 2)[1:2]
    if not form.is_sure and form.base not in _INTRANSITIVE and after and after[0] in _PREPOSITIONS:
        return text, verb
    return _with(text, verb, verb.end, form.base, many)


def _with(text: str, verb: Verb, end: int, base: str, is_many: bool) -> tuple[str, Verb]:
    rest = text[end:]
    if re.search(r"[^,] and (?:was|were|had|did)\b", rest[:100]):
        return text, verb
    # "threw for three touchdowns and ran": one tense for both.
    second = re.search(r" and ([a-z]+)(?= |$)", rest[:120])
    form = FORMS.get(second[1]) if second else None
    if second and not form and second[1].endswith("ed") and second.start() < 60:
        return text, verb
    if second and form and form.tense == "past":
        rest = (
            rest[: second.start(1)]
            + (form.base if is_many else third_person(form.base))
            + rest[second.end(1) :]
        )
    # "announced that it was adding" becomes "announces that it is adding".
    rest = _BACKSHIFTED.sub(_forward, rest, count=1)
    word = base if is_many else third_person(base)
    return f"{text[: verb.start]}{word}{rest}", replace(
        verb, end=verb.start + len(word), word=word, base=base
    )


def _forward(found: re.Match[str]) -> str:
    is_many = found[2] == "they"
    form = FORMS.get(found[3])
    word = _FORWARD.get(found[3], found[3])
    if form and form.tense == "past":
        word = form.base if is_many else third_person(form.base)
    return found[1] + ("have" if is_many and word == "has" else word)


def _is_many(subject: str) -> bool | None:
    """Whether the subject is plural; None when only its bearer knows."""
    subject = re.split(r" (?:of|in|on|at|from|for|with|to|against|about|into|over|near|after)\b", subject)[0]
    bare = (word.strip(EDGES) for word in re.sub(r",.*", "", subject).split())
    words = [word for word in bare if word]
    if not words or words[-1] == "I":
        return None
    if len(words) > 1 and re.search(r"^[a-z]+(?:ed|ing)$", words[-1]):
        words.pop()
    last, low = words[-1], words[-1].casefold()
    second = subject.rpartition(" and ")[2].split() if " and " in subject else []
    is_pair = second and (len(second) <= 2 or second[0][0].isupper() or second[0] in DETERMINERS)
    if is_pair or low in PLURALS or words[0].casefold() in _NUMBERS:
        return True
    if " ".join(words[-2:]) in {"United States", "United Nations"} or last in _SINGULAR_NAMES:
        return False
    if not low.endswith("s") or low == "news":
        is_nation = words[0] in {"The", "the"} and len(words) == 2 and last[0].isupper()
        return None if low == "number" or is_nation else False
    if SINGULAR_S.search(low):
        return False if low.endswith("ss") else None
    # "Hodges" may be one person, "the Warriors" and "Scientists" are many.
    is_name = last[0].isupper() and len(words) > 1 and words[0] not in {"The", "the"}
    return None if is_name else True
