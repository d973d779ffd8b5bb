"""Who says it: an accusation goes into no headline without whoever makes it."""

import re

_SAID = (
    r"(?:said|says|say|told|added|alleged|alleges|allege|claimed|claims|claim|charged|testified|announced|"
    r"reported|confirmed|ruled|heard)"
)
_TAIL = re.compile(
    rf",\s+(?:according to (?:the |an? )?(?P<source>[^,“”\"]{{3,40}})|"
    rf"(?:the |an? )?(?P<speaker>[^,“”\"]{{3,40}}?) {_SAID}\b[^,“”\"]{{0,60}})$"
)
# In the active voice: "were killed" accuses nobody.
_ACCUSES = re.compile(
    r"(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bbe )(?<!\bis )(?<!\bare )\b(?!stolen\b)"
    r"(?:abus|assault|attack|beat|blackmail|brib|brok|burn|bull|cheat|conceal|conspir|corrupt|cover|"
    r"deceiv|defraud|drove|drug|embezzl|extort|falsif|fled|forg|fraud|groom|harass|hid|hit|ignor|kidnap|kill|"
    r"launder|lied|lying|mislead|misled|mistreat|molest|murder|neglect|poison|rap|rigg|rob|sexual|shot|"
    r"smuggl|stab|steal|stole|strangl|threaten|tortur|traffick|violat)[a-z]*\b|"
    r"\btook (?:bribes|kickbacks)|\bpocket(?:ed|s)\b",
    re.IGNORECASE,
)


def of(sentence: str) -> str:
    """ ", Prosecutors Say" for a sentence that accuses in somebody's words; "" for any other."""
    found = _TAIL.search(sentence.rstrip().rstrip(".!"))
    if not found or not _ACCUSES.search(sentence[: found.start()]):
        return ""
    who = (found["source"] or found["speaker"]).strip()
    are_several = bool(found["speaker"]) and who.endswith("s") and not who.endswith("ss")
    says = "Say" if are_several or who.endswith("police") else "Says"
    return f", {who[0].upper()}{who[1:]} {says}"
