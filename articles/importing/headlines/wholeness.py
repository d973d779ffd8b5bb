"""Whether a headline is whole: nothing open, nothing dangling, a statement that can be read alone."""

import re

from articles.importing.headlines import verbs
from articles.importing.headlines.clauses import Form
from articles.importing.headlines.tightening import ADJECTIVE

LONGEST = 90  # characters of a headline
LONGEST_SENTENCE = 600  # characters; what is longer is no sentence that a headline could be made of
_NEVER_LAST = (
    "a an the of and or to in on at by for from with as that who which but its his her their is are was "
    "were has have had be been"
)
_DANGLING_WORDS = (
    "my your our if so than then when while where what how why because after before since until into onto "
    "over "
    "under about between against during through without within among amid despite near per via not no "
    "very more "
    "most such this these those it he she they we i will would can could may might must shall should do "
    "does did "
    "says said told mr mrs ms dr sir prof gov sen rep st vs nor yet both either also even just only too "
    "some any "
    "every each all other another whose whom there being having according including like unlike himself "
    "herself itself themselves likely set due able unable ready willing keen eager forced considered "
    "expected "
    "scheduled supposed poised going "
    "him them me us new former first public"
)
_ENDS_NOTHING = frozenset(_NEVER_LAST.split())
_DANGLING = _ENDS_NOTHING | frozenset(_DANGLING_WORDS.split())
_BACKWARD_WORDS = (
    "he she it they we i you his her its their our my this that these those but and or so because also "
    "however then such there here yet still instead both others meanwhile him them what who "
    "which nor if most maybe perhaps yes no well"
)
_BACKWARD = frozenset(_BACKWARD_WORDS.split())
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Yy]our|[Oo]ur|[Mm]y|us|me)\b(?![^“]{0,200}”)")
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("„", "“"))
_WORDS = re.compile(r"[\w’']+")
_SUBORDINATE = re.compile(
    r"(?:Even|If|When|While|Although|Though|As|Because|Since|After|Before|Unless|Once|Whether|How|Why|"
    r"What)\b[^,]*$"
)
_POINTS_BACK = re.compile(
    r"\b(?:also|too|earlier|again|here|there|above|below|the (?:other|same|latter|former|following)|"
    r"the (?:two|three|"
    r"four|five)|at the time|him|them|this|these|those|that day|so)\b|"
    r"^(?:[Tt]he|[Ee]ach|(?:[Mm]any|[Ss]ome|[Mm]ost|[Nn]one|[Aa]ll) of the|[Rr]ival|"
    r"[Aa]nother) [a-z-]+ (?:[a-z-]+ )?(?:is|are|was|"
    r"were|has|have|had|said|says)\b|^[^,]{0,40}\b(?:he|she|they)\b"
)
_LABEL = re.compile(
    r"[QA]: |[A-Z][\w ]{1,30}: .*(?:\d|:)|.*(?:www\.|https?:|[\w.]+@\w)|(?:Photo|Image|Summary|Note)\b"
    r"|.*\b(?:not vouch for|not verified th|been compensated by)|Following (?:is|are)\b"
)
_CUT_OFF = re.compile(
    r"(?:\b(?:to|will|can|could|would|may|must|should|and|or) [\w’'-]+|[a-z]{2,}ing|[a-z]{2,}ed|"
    r"(?:believe|intend|say|think|hope|want|expect|insist)s?|"
    r"\b(?:has|have|had) \w+|\b(?:is|are|was|were) [\w-]+|\b(?:made|set|put|held|given|called|deep|"
    r"based|according|up|"
    r"its|their) ?\w{0,0})$"
)
_CLAUSE = re.compile(
    r"\s*[,;—–]|\s(?:after|as|amid|while|when|because|before|despite|following|although|until|who|which|"
    r"where)\b"
)
# "... in a hall, chemistry" of an enumeration; "Ascom, a provider" without its verb.
_HALF_A_LIST = re.compile(r"(?!.* and ).*, [a-z’'-]+(?: [a-z’'-]+)?$|[^,]+, (?:an?|the) [^,]*$")
# "a strange" of "a strange, rare condition"
_ONE_ADJECTIVE = re.compile(r"\ban? [a-z-]+$")
_ANOTHER = re.compile(rf", {ADJECTIVE} [a-z]")
_LAST_CLAUSE = re.compile(r".* (?:that|if|whether|because|while|when|how|why) (.*)$")
_TOWARDS = {
    "accuse": " of ", "charge": " with ", "prevent": " from ", "turn": " into ", "describe": " as ",
    "blame": " for ", "commit": " to ", "convict": " of ", "give": " to ",
}  # fmt: skip
_WITH_INFINITIVE = frozenset(
    "call urge ask tell order force allow want expect encourage cause help enable persuade invite promise "
    "vow "
    "agree try struggle refuse decide seek plan need begin continue start seem appear fail hope pledge "
    "threaten "
    "offer".split()
)
_NEEDS_A_CLAUSE = frozenset("say says said believe think thinks thought fear hope".split())


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
    is_half_described = _ONE_ADJECTIVE.search(text) and _ANOTHER.match(tail)
    return bool(_HALF_A_LIST.match(text) or is_half_described)


def _has_what_it_wants(verb: verbs.Verb, after: str, tail: str) -> bool:
    wanted = _TOWARDS.get(verb.base)
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
