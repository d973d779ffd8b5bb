"""Whether a headline is whole: nothing open, nothing dangling, a statement that can be read alone."""

import re

from articles.importing import lists
from articles.importing.headlines import verbs
from articles.importing.headlines.clauses import Form

LONGEST = 90  # characters of a headline
LONGEST_SENTENCE = 600  # characters; what is longer is no sentence that a headline could be made of
_ENDS_NOTHING = lists.words("headlines/wholeness/ends_nothing")
_DANGLING = lists.words("headlines/wholeness/dangling")
_BACKWARD = lists.words("headlines/wholeness/backward")
_FIRST_PERSON = lists.pattern("phrases/wholeness/first_person")
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("„", "“"))
_WORDS = re.compile(r"[\w’']+")
_SUBORDINATE = re.compile(rf"(?:{lists.one_of('headlines/wholeness/subordinates')})\b[^,]*$")
_POINTS_BACK = lists.pattern("phrases/wholeness/points_back")
_LABEL = lists.pattern("phrases/wholeness/label")
_CUT_OFF = lists.pattern("phrases/wholeness/cut_off")
_CLAUSE = lists.pattern("phrases/wholeness/clause")
_HALF_A_LIST = lists.pattern("phrases/wholeness/half_a_list")
_LAST_CLAUSE = re.compile(r".* (?:that|if|whether|because|while|when|how|why) (.*)$")
_TOWARDS = lists.section("headlines/towards")
_WITH_INFINITIVE = lists.words("headlines/wholeness/with_infinitive")
_NEEDS_A_CLAUSE = lists.words("headlines/wholeness/needs_a_clause")


def fits(headline: str) -> bool:
    """Whether it is whole: 1 to 90 characters, no dangling end, quotes and brackets paired."""
    return fits_as_given(headline) and _last(headline).strip("’'") not in _DANGLING


def fits_as_given(headline: str) -> bool:
    """The same for a headline that somebody wrote, who may have ended it in "Do" or "Over"."""
    last = _last(headline)
    return (
        bool(last)
        and len(headline) <= LONGEST
        and last.strip("’'") not in _ENDS_NOTHING
        and not re.search(r"(?:[’']s|s[’'])$", last)
        and not headline.rstrip().endswith(("…", "...", ",", ";", ":", "-", "–", "—"))
        and is_balanced(headline)
    )


def is_balanced(text: str) -> bool:
    """Whether every double quote and bracket that is opened is closed."""
    if text.count('"') % 2 or (text.count("„") and text.count("„") == text.count("“")):
        return not text.count('"') % 2
    single = len(re.findall(r"(?<!\w)‘", text)) <= len(re.findall(r"’(?!\w)", text))
    return single and all(text.count(first) == text.count(second) for first, second in _PAIRS[:4])


def stands(sentence: str) -> bool:
    """Whether a sentence can be read alone: no question, no bare quotation, no pronoun for a subject."""
    first = _WORDS.search(sentence)
    return (
        is_readable(sentence)
        and first is not None
        and not sentence.rstrip('"”’)').endswith("?")
        and first[0].casefold().split("’")[0].split("'")[0] not in _BACKWARD
        and not is_personal(sentence)
    )


def is_readable(sentence: str) -> bool:
    """Whether it is a sentence at all, of its own words, however much it leans on others."""
    return (
        0 < len(sentence) <= LONGEST_SENTENCE
        and sentence[0] not in "\"“‘«'*—–-•"
        and not sentence.rstrip('"”’)').endswith((":", "…", "..."))
        and is_balanced(sentence)
        and not _LABEL.match(sentence)
        and not verbs.is_past(sentence.split(" ", 1)[0])
    )


def is_spoken(sentence: str) -> bool:
    """Whether it speaks of its writer or reader: "We recommend", "Your success"."""
    return is_readable(sentence) and bool(
        re.match(r"(?:I(?! (?:think|believe))|We|You|My|Our|Your)\b", sentence)
    )


def is_personal(sentence: str) -> bool:
    return bool(_FIRST_PERSON.search(sentence))


def hangs(sentence: str) -> bool:
    """Whether the subject of a sentence that is not the lede points back: "the company", "each"."""
    verb = verbs.find(sentence)
    end = verb.relative[0] if verb and verb.relative else verb.start if verb else 0
    first, *subject = sentence[:end].split() or [""]
    return first == "The" and not any(word[0].isupper() or word[0].isdigit() for word in subject)


def points_back(text: str) -> bool:
    """Whether one of its words wants the sentence before."""
    return bool(_POINTS_BACK.search(text))


def is_statement(form: Form) -> bool:
    """Whether it has its main verb, and all that this verb wants."""
    text = form.text
    verb = form.verb
    if not verb or _SUBORDINATE.match(text):
        return False
    after, word = text[verb.end :], verb.word
    if word in _NEEDS_A_CLAUSE and not verbs.has_finite(after):
        return False
    if not form.tail:
        return bool(after) or text.count(",") < 3
    second = re.search(r", ([a-z]+) ", after)  # "heads ... , took off": one tense for both, or neither
    if second and verbs.is_past(second[1]) and not verbs.is_past(word):
        return False
    if not after.strip() or _is_cut_off(text, form.tail):
        return False
    return _has_what_it_wants(verb, after, form.tail)


def _is_cut_off(text: str, tail: str) -> bool:
    """Whether the cut went through something that belongs together."""
    if not _CLAUSE.match(tail) and (_CUT_OFF.search(text) or verbs.is_past(_last(text))):
        return True
    if " between " in text and not re.search(r" between .+ and ", text):
        return True
    return bool(_HALF_A_LIST.match(text))


def _has_what_it_wants(verb: verbs.Verb, after: str, tail: str) -> bool:
    wanted = f" {_TOWARDS[verb.base]} " if verb.base in _TOWARDS else ""
    if wanted and wanted in tail[:120] and wanted not in f"{after} ":
        return False
    if verb.base in _WITH_INFINITIVE and " to " in tail[:60] and " to " not in after:
        return False
    clause = _LAST_CLAUSE.search(after)
    said = clause[1] if clause else after if verb.base == "say" else ""
    if said and not verbs.has_finite(said):
        return False
    return not re.search(r"^ (?:likely|set|due|able|unable|ready|expected|forced|accused)$", after)


def _last(text: str) -> str:
    words = _WORDS.findall(text)
    return words[-1].casefold() if words else ""
