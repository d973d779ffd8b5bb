"""A sentence made tighter inside: what stands around, between and before the words that a headline keeps."""

import re
from collections.abc import Iterator

from articles.importing.headlines import verbs

_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTHS = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|Sept(?:ember|\.)|"
    r"Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_PART_OF_DAY = r"(?:morning|afternoon|evening|night|week|month|year)"
_SAYING = (
    r"(?:said|says|told|added|announced|reported|confirmed|revealed|claimed|warned|wrote|explained|stated|"
    r"noted|argued|show(?:s|ed)?|suggest(?:s|ed)?|found|finds|reports?|learned|understands)"
)
_OPENING = (
    r"(?:(?:Just |Only |A few )?(?:Hours|Days|Weeks|Months|Years|Minutes|Moments) (?:before|after)|"
    r"In|On|At|By|During|After|Before|Since|Following|Despite|Amid|Among|Under|With|Within|Over|Until|"
    r"Throughout|Across|From|For|Speaking|Writing|Asked|According|As|While|When|Just|Only|Even|Right now|"
    r"Late|"
    r"Early|Earlier|Last|This|Next|Yesterday|Today|Meanwhile|However|Now|Still|Then|Also|Thus|Indeed|Instead|"
    r"Finally|Moreover|Furthermore|Nevertheless|Nonetheless|Overall|Recently|Fortunately|Unfortunately|Sadly|"
    r"Apparently|Clearly|Besides|Below|Though|Although|Because|Once|Unless|If|"
    r"(?:Their|His|Her|Its) [^,]{3,60}(?=, (?:nearly|about|some|more|at least|hundreds|\d))|"
    r"[A-Z][a-z]+ing|[A-Z][a-z]+ed (?:on|in|at|by|to|from|with|for|as))"
)
_TITLE = (
    r"(?:(?:[A-Z][\w.’'-]+ ){0,3}(?:[Pp]resident|[Pp]rime [Mm]inister|[Cc]hancellor|"
    r"[Ss]ecretary(?: of [A-Z]\w+)?|[Mm]inister|[Ss]enator|[Gg]overnor|[Mm]ayor|[Cc]ouncillor|Rep\.|Sen\.|"
    r"Gov\.|(?:[Cc]hief )?[Ee]xecutive|CEO|[Ee]nvoy|[Ss]peaker|[Cc]hairman|[Cc]hairwoman|[Dd]irector|"
    r"[Cc]oach|"
    r"[Mm]anager|[Cc]aptain|[Jj]udge|Sir|Dr\.?|[Pp]rofessor) )"
)
_NAME = r"[A-Z][\w’'-]+(?: (?:[A-Z]\. ?)?(?:(?:von|van|de|der|al|bin) ){0,2}[A-Z][\w’'-]+){1,3}"


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


WHEN = (
    rf"(?:(?:on|late on|early on|late|early|last|next|this) )?{_DAYS}(?: {_PART_OF_DAY})?|"
    rf"(?:yesterday|today|tonight)(?: {_PART_OF_DAY})?|"
    rf"(?:on )?{_MONTHS} \d{{1,2}}(?!\d)(?:, \d{{4}})?|"
    r"(?:(?:earlier|later|late|early) )?(?:this|last) (?:morning|afternoon|evening|week|month|night)"
)
WHEN_LAST = re.compile(rf",?\s+(?:{WHEN})$")
_ALWAYS = (
    re.compile(
        rf",\s+(?!(?:has|have|had|was|were|is|are|will|who|which|that|as|after|and|but|when|while|"
        rf"where)\b)(?:[^,]{{1,70}} )?{_SAYING}(?: (?:on|in|at|late|early|this|last|to|during|"
        rf"yesterday|today|by|{_DAYS})\b[^“”\"]*)?$"
    ),
    re.compile(r",?\s+according to [^“”\"]{1,120}$"),
    re.compile(
        rf"^{_OPENING}\b[^,“”\"]{{0,110}},\s+(?!(?:while|which|who|though|although|"
        rf"where|has|have|is|was|and|but|or|not|even)\b)(?=[\w“\"£$€])"
    ),
    # "In a statement, distributed by the party, Morris ...": what the opening leaves behind.
    re.compile(r"^[a-z]+ed (?:by|in|on|at|to|from|with|for|as)\b[^,“”\"]{0,90}, (?=\w)"),
    re.compile(
        rf" (?:{WHEN})(?= (?:to|that|with|over|for|in|at|by|of|after|as|while|when|during|about|before|"
        rf"near|from|on|he|she|it|they)\b)"
    ),
    re.compile(
        rf", on {_DAYS}(?: {_PART_OF_DAY})?,(?= [a-z])|(?<=\S)(?: late|"
        rf" early)? on {_DAYS}(?: {_PART_OF_DAY})?(?= [a-z]|,)"
    ),
    re.compile(rf"\b(?<=has |ave )this {_PART_OF_DAY} "),
    WHEN_LAST,
    re.compile(r" (?:stationed|located|situated|based)(?= (?:in|at|on|near|along)\b)"),
    re.compile(rf"^(?:The|An?) [^,]{{3,60}}, (?={_NAME} (?:has|have|was|is|had|will|[a-z]+ed)\b)"),
    re.compile(
        rf"^[^,]{{3,60}}, (?P<name>{_NAME}),(?= (?!(?:and|or|who|of|in|to|the|an?|as|from|at|with|"
        rf"for|on|"
        rf"near|but|where)\b)[a-z]+ )"
    ),
)


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


_FINITE = r"(?:has|have|had|is|are|was|were|will|would|could|may|says?|said|[a-z]+ed|[a-z]{3,}s)"
# A long one first, so that a comma inside it does not end it; ", and Morrison" is a second subject.
_ASIDES = (
    re.compile(
        r",?\s+(?:who|which|led by|[a-z]+ed by) [^“”\"]{5,160}?,(?=\s+(?:has|have|had|is|are|was|were|"
        r"will)\b)"
    ),
    re.compile(rf"(?<=[a-z.’'A-Z]), (?:an?|the) (?:(?!, and [A-Z])[^“”\"—]){{5,200}}?, (?={_FINITE} )"),
    re.compile(
        r",\s+(?:who|which|whose|where|an?|the|then|now|aged|\d{1,3}|of|formerly|including|along|together|"
        r"such|his|"
        r"her|its|their|also|however|as well as|[a-z]+ing|[a-z]+ed)\b[^,“”\"]{0,90},(?=\s+[a-z])"
    ),
    re.compile(r", (?:[RD]-[\w.]+|or [^,]{3,30}),"),
    re.compile(r"\s*+[—–]\s*[^—–]{3,120}[—–]\s*|\s+-\s+[^-]{3,120}\s+-\s+"),
)
_ROLE_COMMA = re.compile(
    rf"\b(actor|actress|singer|coach|chairman|president|director|captain|minister|founder|owner|"
    rf"mayor), ({_NAME}),? "
)


def _without_asides(text: str) -> str:
    """Without what stands between two commas or dashes: ", who is 44,"."""
    text = _ROLE_COMMA.sub(r"\1 \2 ", text)
    for pattern in _ASIDES:
        for _ in range(2):
            text = pattern.sub(" ", text, count=1).replace(" ,", ",").replace("  ", " ")
    return text.strip()


def _without_titles(text: str) -> str:
    # "Clarke and Prime Minister John Major" stays as it is: its title may belong to what stands before "and".
    return re.sub(
        rf"(?:^|(?<= ))(and )?{_TITLE}(?={_NAME})", lambda found: found[0] if found[1] else "", text, count=3
    )


def _without_said(text: str) -> str:
    """ "Officials have confirmed that the road is closed": what they said."""
    found = _REPORTED.match(text)
    return _upper_first(found[1]) if found and verbs.has_finite(found[1]) else text


_REPORTED = re.compile(
    rf"^[^,“”\"]{{3,90}}? (?:said|say|says|confirmed|confirm|announced|reported|"
    rf"revealed)(?: on)?(?: {_DAYS})? "
    r"(?:that |(?=the |an? ))([^“”\"]+)$"
)
_ARTICLE = re.compile(
    r" (?:an?|the) (?!(?:few|lot|little|number|same|bit|while|dozen|hundred|third|half|most|more|day|week|"
    r"month|year|"
    r"first|other|US|UK|United|North|South|Hague)\b|[\w-]+[’']s )(?=[\w“‘'\"-]+ ?)"
)


# What may follow "a strange," and not begin a clause.
ADJECTIVE = (
    r"(?!(?:although|though|but|and|or|as|after|while|when|who|which|where|because|with|despite|for|in|on|"
    r"at|by|to|"
    r"from|so|an?|the|its?)\b|[a-z]+(?:ed|ing|ly)\b)[a-z-]+"
)


def _without_articles(text: str) -> str:
    text = re.sub(rf"\b(an?) [a-z-]+, (?={ADJECTIVE} [a-z])", r"\1 ", text, count=1)
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


_WHICH_ONES = re.compile(r"\b(?:as|so|than|all|is|of|for|to|by|with|in|on|from|at)\b")
_INNER_PLACE = re.compile(
    r" (?:in|at|near) (?:[a-z]+ern )?[A-Z][\w’'-]+(?: [\w-]+)?(?= (?:of [a-z]+ing|to [a-z]+|with) )"
)
# "A committee monitoring the ceasefire between the two will meet"
_DOING = re.compile(r"(?<=[a-z]) (?!during|including|morning|evening)[a-z]+ing (?=(?:an?|the|its) |[A-Z])")
_INNER_PARTICIPLE = re.compile(
    r" (?:aired|held|published|released|made|taken|reported|seen|found) (?:at|on|in|by) [^,]{3,25}?"
    r"(?= (?:was|were|is|are|has|have|will)\b)"
)
