"""Whether a line is what a page puts around a story, told from that line alone."""

import re

from articles.importing.cleaning.furniture import NETWORK, WHOLE_LINES, Junk

# Words that a page's furniture uses alone, and a story as a subhead: junk only beside other junk.
_WEAK = re.compile(
    r"home|news|sport|sports|business|politics|opinion|video|videos|photos|gallery|menu|search|close|next|"
    r"previous|more|"
    r"top|back|e-?mail|print|tags|topics|live|local|world|contact|about|facebook|twitter|instagram|youtube|"
    r"linkedin|"
    r"whatsapp|sections|weather|obituaries|classifieds|jobs|events|entertainment|lifestyle|culture|"
    r"technology|health|"
    r"science|travel|podcasts?|follow|save|like|reply|cancel|submit|ok|got it|accept(?: all)?|decline|"
    r"reject(?: all)?|"
    r"manage (?:cookies|preferences)|x|by|share|published|updated|author|written by|image|read|"
    r"settings|language|english|loading|breaking|latest|popular|comment|e-paper|shop|log ?in|privacy|"
    r"careers?|faqs?|"
    r"masthead|accessibility|password|advertising|discussion|pause|play|mute|(?:next|previous)(?: up)?"
)
_BUTTON = re.compile(
    NETWORK.replace("|x|", "|") + "|share|tweet|pin|like|post|save|print|copy|send|follow|comments?|shares"
)
_BETWEEN_BUTTONS_LIST = "on via to with by in and or a link this it us article story page x icon logo"
_BETWEEN_BUTTONS = frozenset(_BETWEEN_BUTTONS_LIST.split())
_COOKIES = re.compile(
    r"\bcookies?\b.{0,200}\b(?:consent|website|site|experience|accept|policy|settings|preferences|browser|"
    r"browsing|privacy)\b|"
    r"\b(?:consent|website|this site|our site|accept|privacy)\b.{0,200}\bcookies\b"
)
_PAGE_VOICE = re.compile(r"\b(?:we|our|us|you|your|this (?:web)?site)\b")
_HOUSE_RULES = re.compile(
    r"\b(?:as you comment|commenters|your comments?|comments? (?:are|must|should|will|that))\b.{0,300}"
    r"\b(?:respectful|moderated|off-topic|(?:community|comment(?:ing)?) (?:guidelines|standards|"
    r"rules|policy))\b"
)
_LONG_COPYRIGHT = re.compile(
    r"\ball rights reserved\b|©\s*(?:19|20)\d\d|"
    r"\bmay not be (?:published, broadcast|reproduced|republished|rewritten)|\bwithout (?:the )?(?:prior|"
    r"express) (?:written )?(?:permission|consent)\b"
)
_OF_COPYRIGHT = ("©", "rights reserved", "may not be", "permission", "consent")
_CAPTION_CREDIT = re.compile(
    r"[(\[](?:file )?(?:photo(?:graph)?|image|picture|credit|illustration)s?(?: credit)?(?: by|"
    r" courtesy(?: of)?|:| from| via)[^()\[\]]{2,80}[)\]]\.?$|"
    r"[(\[/|][^()\[\]]{0,50}(?:getty images|ap photo|shutterstock|/reuters|via reuters|reuters/|"
    r"/afp)[^()\[\]]{0,50}[)\]]?\.?$|"
    r"credit: ?[^.:]{2,60}$"
)
_CRUMB = re.compile(r"\s*(?:[>›»→]|(?<=\s)[/|\\](?=\s))\s*")
_STEP = re.compile(r"[>›»→/|\\]")
# The single words that a pattern takes; any other is let through at once, for texts of a million words.
_ALONE_WORDS = (
    "related recommended trending icymi sponsored promoted share shares tweet retweet sharing sharethis "
    "addthis follow newsletter newsletters subscribe login logout signin signup signout register "
    "username ad ads advert adverts advertisement advertisements comments sitemap tags tagged ends"
)
_ALONE = frozenset(_ALONE_WORDS.split())
_TEASER_END = re.compile(r"(?:…|\.\.\.)[\"'”’)\]]*$|\[(?:…|\.\.\.)\]$")
_END_MARK = re.compile(r"\W*(?:ENDS|Ends|ends)\W*|[-–—]\s*(?:30|ends?|ENDS?)\s*[-–—]|\s*#(?:\s*#){1,4}\s*")
_DECORATION = " \t:|•·»›→>▶►▼▲+*-–—_=~«‹←<"
_PATTERNS = tuple(
    (junk, re.compile("|".join(f"(?:{form})" for form in forms))) for junk, forms in WHOLE_LINES.items()
)
_SHORT = 260  # characters: no furniture pattern is longer, and no pattern meets a longer line
_LONG = 1200
_ROW = 160  # of buttons


def told(line: str) -> Junk | None:
    """What the line is when it can be nothing but furniture, whatever stands around it; else None."""
    if line.isalpha() and line.casefold() not in _ALONE:
        return None
    if len(line) <= 20 and _END_MARK.fullmatch(line):
        return Junk.END
    key = fold(line)
    if len(key) <= _SHORT:
        found = next((junk for junk, pattern in _PATTERNS if pattern.fullmatch(key)), None) or _buttons(key)
        if found or _CAPTION_CREDIT.search(key):
            return found or Junk.CREDIT
        if is_breadcrumb(line):
            return Junk.BREADCRUMB
    return _long_notice(key) if len(key) <= _LONG else None


def may_be(line: str) -> bool:
    """Whether the line is furniture if, and only if, it stands beside furniture."""
    return len(line) <= 40 and bool(_WEAK.fullmatch(fold(line)))


def is_teaser(line: str) -> bool:
    """Whether a short line breaks off with an ellipsis."""
    return (
        len(line) <= 400 and bool(_TEASER_END.search(line.rstrip()[-8:])) and line.lstrip()[:1] not in "\"'“‘"
    )


def is_breadcrumb(line: str) -> bool:
    """ "Home > News > Council": short steps parted by arrows, or by slashes when the first is Home."""
    steps = _CRUMB.split(line) if len(line) <= 160 and _STEP.search(line) else []
    if len(steps) < 2 or not all(len(step.split()) <= 8 for step in steps):
        return False
    arrows = sum(line.count(arrow) for arrow in ">›»→")
    return steps[0].strip().casefold() in {"home", "homepage", "front page"} or (
        arrows >= 2 and len(steps) >= 3
    )


def fold(line: str) -> str:
    """The key that patterns are matched against."""
    if not line.isascii():
        for sign, plain in _STRAIGHT:  # `str.translate` would take a hundred times as long
            line = line.replace(sign, plain)
    return line.casefold().strip(_DECORATION)


_STRAIGHT = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\xa0", " "))


def _buttons(key: str) -> Junk | None:
    """ "Facebook Twitter WhatsApp Email": two or more words, each of them from a row of share buttons."""
    words = re.split(r"[\s|/,·•:&]+", key) if len(key) <= _ROW else []
    if not all(_BUTTON.fullmatch(word) or word in _BETWEEN_BUTTONS or word.isdigit() for word in words):
        return None
    return Junk.SHARE if sum(bool(_BUTTON.fullmatch(word)) for word in words) >= 2 else None


def _long_notice(key: str) -> Junk | None:
    # A word that each must hold is looked for first: most lines are paragraphs of a story.
    if "cookie" in key and len(key) <= 700 and _COOKIES.search(key) and _PAGE_VOICE.search(key):
        return Junk.COOKIES
    if "comment" in key and len(key) <= 700 and _HOUSE_RULES.search(key) and _PAGE_VOICE.search(key):
        return Junk.COMMENTS
    is_short = len(key) <= 500 and any(sign in key for sign in _OF_COPYRIGHT)
    return Junk.COPYRIGHT if is_short and _LONG_COPYRIGHT.search(key) else None
