"""Tags of languages (https://www.rfc-editor.org/rfc/rfc5646, in short), and which way they are written."""

from unicodedata import bidirectional

_FROM_RIGHT = frozenset(
    "apc ar arc ars ary arz azb bal ckb dv fa glk he iw ji khw ks lrc "
    "mzn nqo pnb prs ps sd skr syr ug ur yi".split()
)
_SCRIPTS_FROM_RIGHT = frozenset("adlm arab aran hebr mand nkoo rohg samr syrc thaa".split())


def canonical(tag: str) -> str:
    """The tag in its usual capitals: “zh-Hans”, “pt-BR”."""
    language, *parts = tag.strip().replace("_", "-").lower().split("-")
    return "-".join([language, *map(_cased, parts)])


def _cased(part: str) -> str:
    return part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part


def is_within(tag: str, other: str) -> bool:
    """Whether either names the same language as the other, or a variety of it: “en-GB” and “en”."""
    shorter, longer = sorted((f"{tag}-".casefold(), f"{other}-".casefold()), key=len)
    return longer.startswith(shorter)


def direction(tag: str) -> str:
    """The value of HTML's `dir`; a script that the tag names decides."""
    language, *parts = tag.casefold().split("-")
    script = next((part for part in parts if len(part) == 4 and part.isalpha()), "")
    from_right = script in _SCRIPTS_FROM_RIGHT if script else language in _FROM_RIGHT
    return "rtl" if from_right else "ltr"


def runs_right(letter: str) -> bool:
    """Whether it is of a script that runs from right to left."""
    return bidirectional(letter) in {"R", "AL"}


def is_possible(tag: str, text: str) -> bool:
    """Whether most letters in the beginning of the text run the way that the language is written."""
    letters = list(filter(str.isalpha, text[:2000]))
    from_right = 2 * sum(map(runs_right, letters)) - len(letters)
    return not from_right or (from_right > 0) == (direction(tag) == "rtl")
