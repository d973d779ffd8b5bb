"""A sentence made tighter inside: what stands around, between and before the words that a headline keeps."""

import re
from collections.abc import Iterator

from articles.importing import lists
from articles.importing.headlines import verbs

WHEN_LAST = lists.pattern("phrases/always/when_at_the_end")
_ALWAYS = lists.patterns("phrases/always")
_ASIDES = lists.patterns("phrases/asides")
_ROLE_COMMA = lists.pattern("phrases/tightening/role_comma")
_TITLE = lists.pattern("phrases/tightening/title")
_REPORTED = lists.pattern("phrases/tightening/reported")
_ARTICLE = lists.pattern("phrases/tightening/article")
_ADJECTIVE = lists.pattern("phrases/tightening/adjective")
_WHICH_ONES = lists.pattern("phrases/tightening/which_ones")
_DOING = lists.pattern("phrases/tightening/doing")
_INNER_PLACE = lists.pattern("phrases/tightening/inner_place")
_INNER_PARTICIPLE = lists.pattern("phrases/tightening/inner_participle")


def plain(sentence: str) -> str:
    """The sentence without brackets, attribution tail, opening adverbial, and days."""
    text = re.sub(r"\b(?:Mr|Mrs|Ms)\.? (?=[A-Z])", "", _without_brackets(sentence))
    for pattern in _ALWAYS:
        shorter = pattern.sub(_named, text, count=1).strip()
        text = shorter if len(shorter.split()) >= 3 else text
    return _upper_first(text)


def _named(found: re.Match[str]) -> str:
    """What stays of what a rule takes out: the name, where it found one."""
    return found.groupdict().get("name") or ""


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _without_brackets(text: str) -> str:
    text = re.sub(r"\s*+(?:\([^()]{0,200}\)|\[[^\[\]]{0,200}\])", "", text)
    text = re.sub(r"([“«]) | ([”»])", r"\1\2", re.sub(r"\s++([,.;])", r"\1", text))
    return re.sub(r"\s+", " ", text).strip()


def levels(sentence: str) -> Iterator[tuple[int, str, str]]:
    """The sentence ever tighter, each with its cost and its rule; none is made before it is asked for."""
    seen: set[str] = set()
    for cost, rule, text in _tighter(sentence):
        if text not in seen and len(text.split()) >= 3:
            seen.add(text)
            yield cost, rule, text


def _tighter(sentence: str) -> Iterator[tuple[int, str, str]]:
    yield 0, "", sentence
    bare = _without_asides(sentence)
    yield 0, "without its asides", bare
    untitled = _without_titles(bare)
    yield 1, "without the person's title", untitled
    yield 2, "without its articles", _without_articles(untitled)
    yield 3, "without the clause about its subject", _without_articles(_without_modifiers(untitled))
    yield 5, "without who said it", _without_said(bare)


def _without_asides(text: str) -> str:
    """Without what stands between two commas or dashes: ", who is 44,"."""
    text = _ROLE_COMMA.sub(r"\1 \2 ", text)
    for pattern in _ASIDES:
        for _ in range(2):
            text = pattern.sub(" ", text, count=1).replace(" ,", ",").replace("  ", " ")
    return text.strip()


def _without_titles(text: str) -> str:
    return _TITLE.sub(lambda found: found[0] if found[1] else "", text, count=3)


def _without_said(text: str) -> str:
    """ "Officials have confirmed that the road is closed": what they said."""
    found = _REPORTED.match(text)
    return _upper_first(found[1]) if found and verbs.has_finite(found[1]) else text


def _without_articles(text: str) -> str:
    text = _ADJECTIVE.sub(r"\1 ", text, count=1)
    return _upper_first(_ARTICLE.sub(" ", re.sub(r"^(?:The|An?) (?!(?:few|lot|little|day)\b)", "", text)))


def _without_modifiers(text: str) -> str:
    """Without what parts subject and verb, and without a place inside."""
    verb = verbs.find(text)
    if verb and (start := _parts_subject(text, verb)):
        text = f"{text[:start].rstrip(' ,')} {text[verb.start :]}"
    elif verb and text.startswith(" that ", verb.end):
        text = text[: verb.end] + text[verb.end + 5 :]
    return _INNER_PLACE.sub("", _INNER_PARTICIPLE.sub("", text, count=1), count=1)


def _parts_subject(text: str, verb: verbs.Verb) -> int:
    """Where the clause between subject and verb begins; 0 when there is none that can go."""
    if verb.relative:
        start = verb.relative[0]
        is_clause = re.match(r"(?:who|which|that|whose)\b", text[start:])
        # In "babies born to mothers who had measles" the clause says which mothers.
        return start if is_clause and not _WHICH_ONES.search(text[:start]) else 0
    doing = _DOING.search(text, 0, verb.start)
    is_main = not re.search(r"\b(?:was|were|is|are|has|have|will)\b", text[verb.end : verb.end + 60])
    return doing.start() if doing and is_main and verb.start - doing.start() > 25 else 0
