"""What a page puts around a story: reasons to take a line out, and the forms of such lines, as data."""

from collections.abc import Iterable
from enum import StrEnum


class Junk(StrEnum):
    """Why a line is not part of the story, in an editor's words."""

    LABEL = "label of a link list"
    TEASER = "cut-off teaser of another story"
    HEADLINE = "headline of another story"
    READ_MORE = "read-more link"
    SHARE = "share buttons"
    FOLLOW = "call to follow"
    NEWSLETTER = "newsletter box"
    SUBSCRIBE = "call to subscribe or sign in"
    COOKIES = "cookie notice"
    ADVERTISEMENT = "advertisement"
    COMMENTS = "comment count"
    BREADCRUMB = "breadcrumb"
    NAVIGATION = "navigation"
    COPYRIGHT = "copyright notice"
    CREDIT = "picture credit"
    CONTACT = "press contact"
    TAGS = "tag list"
    READING = "reading time or page views"
    STAMP = "time stamp"
    END = "end mark"
    BYLINE = "repeated byline"
    AUTHOR = "note about the author"
    SECTION = "section label"
    FURNITURE = "part of the block after the story"


_STORIES = r"(?:stor(?:y|ies)|articles?|posts?|news|coverage|headlines?|reading|reads|galleries|blogs?)"
_THINGS = (
    rf"(?:{_STORIES}|content|links?|videos?|topics?|reports?|features?|items?|updates?|pieces?|podcasts?)"
)
NETWORK = (
    r"(?:facebook|twitter|x|instagram|linkedin|whatsapp|pinterest|reddit|telegram|tumblr|youtube|tiktok|"
    r"threads|"
    r"bluesky|mastodon|flipboard|messenger|snapchat|pocket|google\+?|google news|email|e-mail|mail|print|sms|"
    r"copy link|link|rss|digg|stumbleupon|viber|line|weibo)"
)
_PAGE = (
    r"(?:privacy(?: policy| notice)?|terms(?: (?:of|and|&) (?:use|service|conditions))?|contact(?: us)?|"
    r"about(?: us)?|"
    r"advertise(?: with us)?|careers|jobs|cookies?(?: policy)?|help|accessibility|site ?map|home|rss|"
    r"feedback|legal|faqs?|"
    r"subscribe|newsletters?|your (?:ad choices|privacy choices)|"
    r"do not sell my (?:personal )?info(?:rmation)?)"
)

# Each is matched against the whole line, folded: lower case, straight quotes, no decoration at its ends.
# Where a form has a free part, that part has no full stop: a sentence of the story is not furniture.
WHOLE_LINES: dict[Junk, Iterable[str]] = {
    Junk.LABEL: (
        rf"(?:the )?editor'?s'? (?:picks?|choices?)(?: {_THINGS})?",
        rf"(?:more |other |our )?related(?: {_THINGS}| to this(?: {_STORIES})?)?",
        rf"(?:you )?(?:may|might|would|will)(?: also)? (?:be interested in|like|enjoy|"
        rf"have missed)(?: these)?(?: {_THINGS})?",
        rf"(?:also )?recommended(?: (?:for you|by \w+|from [^.]{{1,30}}|{_THINGS}))?|more for you",
        rf"(?:more|popular|trending|top|latest|recent|featured|suggested|promoted|sponsored|our latest|"
        rf"today's top|"
        rf"this week's top|the latest)(?: \w+)? {_STORIES}(?: (?:from|in|on|about|by|like|of|"
        rf"for) [^.!?]{{1,40}})?",
        rf"(?:other|further|similar|additional|selected|hot|previous|next|new) {_STORIES}(?: (?:from|in|on|"
        rf"about|by) [^.!?]{{1,40}})?",
        r"more (?:from|on|about|like)(?! than) [^.!?]{1,40}",
        rf"most (?:read|popular|viewed|shared|commented|recent|watched|discussed|emailed)"
        rf"(?: (?:{_THINGS}|now|today|this week|(?:in|on) [^.!?]{{1,30}}))*",
        r"trending(?: now| today| on [^.]{1,30}| this week)?",
        rf"(?:people|others|readers)(?: are)?(?: also)? (?:read(?:ing)?|viewed|liked)(?: {_THINGS})?",
        r"what(?:'s| to) (?:read|watch) next|what others are reading|read (?:next|also|this next)|also read",
        r"(?:read|watch|coming) next|see also|also see|also on [^.]{1,30}|don'?t miss(?: (?:this|these|out|"
        r"it))?",
        r"in case you missed it|icymi|(?:from )?around the web|(?:from|by) our partners?|from the archives?",
        r"(?:our )?(?:top|editors'|today's) picks(?: for you)?|suggested(?: for you)?|popular now|"
        r"keep reading",
        r"watch (?:our |the |this )?(?:latest |top |featured )?videos?(?: [^.]{1,20})?|(?:video|photo|"
        r"picture)s? of the (?:day|week)",
        r"(?:featured|top|latest|related|more|popular) (?:videos?|photos?|topics?|podcasts?)",
        r"paid (?:content|links|post|posts)|sponsored(?: (?:links|content|stories|posts))?|"
        r"promoted(?: content)?",
        r"must[- ]reads?|stories (?:for you|you may like|you may have missed)|elsewhere on [^.]{1,30}",
        r"related (?:tags|searches|keywords|products|companies|people)",
    ),
    Junk.READ_MORE: (
        r"(?:read|see|view|show|load|learn|find out|get|discover|explore|watch) more(?: (?:about|on|from|at|"
        r"in|here|stories|news|articles)\b[^.!?]{0,60})?",
        r"(?:read|see|view|get) (?:the )?(?:full|whole|entire|rest of the|original) (?:story|article|post|"
        r"report|list|text)"
        r"(?: (?:here|at|on|in) [^!?]{1,60}| here)?",
        r"(?:continue|keep) reading(?: [^.!?]{1,80})?|click here\b.{0,80}|tap here\b.{0,60}",
        r"click to (?:view|read|enlarge|share|tweet|see|watch|expand|play|subscribe|sign|print)\b[^.]{0,60}",
        r"(?:view|see|show) (?:all|gallery|slideshow|comments|full size)(?: [^.!?]{1,40})?|full story|"
        r"more here",
        r"also on \w[\w.-]*\.\w{2,10} .{8,200}",
        r"(?:also read|see also|read also|don't miss|read more|read next|further reading|in pictures|"
        r"related story|"
        r"related article|related stories|related|read|more|watch): ?.{8,160}",
        r".{0,220}\[?(?:…|\.\.\.)\]? ?(?:read (?:more|on|the rest)|continue reading|more)\b.{0,40}|"
        r"more\s*(?:…|\.\.\.|[»›→>]+)",
    ),
    Junk.AUTHOR: (
        r"[\w .'-]{3,40} is (?:an?|the|our) [^.]{0,80}\b(?:writer|reporter|editor|correspondent|journalist|"
        r"columnist|blogger|critic)\b.{0,200}",
        r"[^.?!]{3,200}\bcontributed (?:reporting )?to this (?:report|story|article)",
    ),
    Junk.SHARE: (
        rf"(?:share|tweet|pin|email|print|send|copy|save|bookmark)(?:ing)?(?: (?:this|the|on|via|with|to|by|"
        rf"our|a|your|and))+ "
        rf"(?:story|article|post|page|news|link|url|friends?|followers|{NETWORK})\b[^.]{{0,40}}",
        r"\d[\d.,]*k? (?:shares?|likes?|tweets?|retweets?|reactions?|claps?)(?: on \w+)?",
        r"share|shares|tweet|retweet|share (?:this|options|tools|it|on)|sharing|social share|sharethis|"
        r"addthis",
        r"(?:like|enjoy(?:ed|ing)?|love) this (?:story|article|post)\? ?(?:please )?(?:share|tell)\b.{0,80}",
        r"opens in (?:a )?new (?:window|tab)|link copied(?: [^.]{1,20})?|copy (?:link|url)(?: to clipboard)?",
    ),
    Junk.FOLLOW: (
        rf"(?:follow|like|find|join|connect with) .{{1,80}}?\b(?:on|at|via):? "
        rf"(?:(?:{NETWORK}|our|and|or|channels?|page|group|here|at|@\w+|https?://\S+)[\s,.!:&]*){{1,12}}",
        r"follow(?: us)?(?: @\w+)?|(?:find|connect with|follow) us|(?:get|download) (?:our|the) (?:free |"
        r"new |latest )?[\w ]{0,20}apps?\b[^.]{0,60}",
        r"follow us\b[^.]{0,60}|[^.]{0,80}\b(?:download|get) (?:the|our) [^.]{0,40}\bapps?\b[^.]{0,60}",
        r"for (?:more|the latest) .{1,80}\b(?:follow|like) (?:us|our) .{1,80}",
    ),
    Junk.NEWSLETTER: (
        r"(?:our |the |daily |weekly |free |email |morning |evening )*newsletters?(?: sign[- ]?up| signup)?",
        r"(?:sign up|subscribe)\b.{0,80}\b(?:newsletters?|inbox|e-?mails|bulletin|digest|mailing list|"
        r"(?:news|e-?mail|daily|our) (?:alerts?|updates))\b"
        r".{0,120}",
        r"(?:sign up|subscribe) (?:for|to) (?:our|the .{1,60}) (?:briefing|newsletter)\b.{0,120}|"
        r"register\b.{0,60}\bnewsletters?\b.{0,60}",
        r"(?:get|receive)\b.{0,100}\b(?:(?:in|to|into) your (?:e-?mail )?inbox|newsletters?)\b.{0,120}",
        r"(?:enter|type) your e-?mail(?: address)?.{0,40}|(?:your )?e-?mail address(?: \*)?|"
        r"join our mailing list.{0,60}",
        r"(?:want|like) (?:to get |to receive )?(?:more|stories|news)\b.{0,80}\b(?:inbox|newsletter|"
        r"e-?mail)\b.{0,120}",
        r"[^.]{0,120}\b(?:in|to|into|straight to) your (?:e-?mail )?inbox\b.{0,60}",
        r"(?:thanks|thank you) for (?:subscribing|signing up|registering).{0,60}|you(?:'ve|"
        r" have) (?:been )?(?:successfully )?"
        r"(?:subscribed|signed up).{0,60}",
        r"by (?:signing|subscribing|submitting|clicking|registering|entering|providing)\b.{0,120}\b(?:you|i) "
        r"(?:agree|accept|consent|acknowledge|confirm)\b.{0,180}",
        r".{0,80}\bsubscribe to our (?:free )?(?:[\w-]+ )?newsletters?\b.{0,80}|no spam\b.{0,160}",
        r"want more (?:stories|news|articles) like this\?.{0,80}",
        r"(?:you can )?unsubscribe (?:at any time|anytime|here|any time).{0,60}|invalid e-?mail.{0,40}",
    ),
    Junk.SUBSCRIBE: (
        r"subscribe(?: (?:now|today|here|(?:for|to|from|and) [^.]{1,60}))?|subscribers only|"
        r"subscriber exclusive",
        r"(?:log|sign)[- ]?(?:in|up|out)(?: (?:or|and|/|\||with|now|here|today)\b[^.]{0,60})?|"
        r"register(?: (?:now|here))?",
        r"(?:already|not yet|are you|not)(?: \w+){0,3} (?:subscriber|member|registered|account)\?.{0,60}",
        r"already (?:a subscriber|a member|registered|have an account)\b[^.]{0,60}|(?:create|my) (?:an |"
        r"your |a )?(?:free )?account",
        r"forgot(?:ten)?(?: your)? password|username|remember me|(?:start|try) your (?:free )?(?:trial|"
        r"subscription).{0,60}",
        r"(?:to )?(?:continue|keep) reading(?: this)?(?: \w+)?,? (?:please )?(?:subscribe|sign|log|register|"
        r"create).{0,80}",
        r"(?:this|the) (?:article|story|content) is (?:only )?(?:for|available to|"
        r"exclusive to) .{0,20}subscribers.{0,60}",
        r"(?:please )?(?:support|donate to|become|consider supporting)(?: \w+){0,6} (?:member|subscriber|"
        r"patron|supporter|newsroom|journalism)"
        r"(?: .{0,30})?",
        r"you have \d+ (?:free )?articles? (?:left|remaining).{0,60}",
    ),
    Junk.COOKIES: (
        r"(?:accept|reject|allow|manage|decline)(?: all)?(?: \w+)? cookies|cookie (?:policy|settings|"
        r"preferences|notice|consent)",
        r"(?:we|our (?:partners|site|website)|this (?:web)?site|"
        r"[\w ]{1,30})(?: and our partners)? uses? cookies\b.{0,220}",
    ),
    Junk.ADVERTISEMENT: (
        r"(?:a )?(?:ads?|advert|adverts|advertisements?)(?: \d)?|advertise (?:with us|here)|"
        r"sponsor(?:ed)? message",
        r"advertisement.{0,20}(?:continue|scroll|below|story|article).{0,40}|(?:remove|close|report|hide|"
        r"skip) (?:this )?ad(?:s|vert)?",
        r"(?:story|article|post|text|content|page)(?: \w+)? (?:continues|resumes?|continued) (?:below|after|"
        r"underneath)\b.{0,60}",
        r"(?:please )?scroll (?:down )?(?:for more|to continue|to read).{0,40}|loading ?(?:…|\.\.\.)",
        r"this (?:shop|post|article|recipe|review) (?:has been|was|is) (?:compensated|sponsored)\b.{0,200}",
        r"why (?:am i seeing )?this ad|this (?:post|article|"
        r"story) (?:may )?contains? affiliate links.{0,200}",
        r"an error occurred.{0,60}|(?:please )?enable javascript.{0,80}|javascript is (?:disabled|"
        r"required).{0,80}",
        r"(?:we|this site|this page) may (?:earn|receive) (?:a |"
        r"an )?(?:small )?(?:affiliate )?commission.{0,160}",
    ),
    Junk.COMMENTS: (
        r"(?:.{0,80}[|·•/] ?)?[(\[]? ?\d[\d.,]*k?[)\]]? (?:comments?|replies|responses)(?: ?\])?|"
        r"(?:top|best)[ -](?:rated )?comments|\d[\d.,]*k? (?:thoughts on .{1,200})|comments? ?\(?\d+\)?|"
        r"no comments(?: yet)?",
        r"no comments yet\b.{0,60}|comments are subject to .{1,120}",
        r"comments|(?:leave|post|add|write|make|submit) (?:a |your )?(?:comment|reply)s?(?: [^.]{1,60})?|"
        r"cancel reply",
        r"(?:view|see|show|read|load|hide)(?: all| the| more)?(?: \d+)? comments?.{0,40}|"
        r"(?:reader )?comments (?:are|have been) .{1,60}",
        r"(?:join|start|be part of) the (?:conversation|discussion|debate)[^.]{0,60}|"
        r"be the first to (?:comment|reply).{0,60}",
        r"(?:report|flag|edit|delete)(?: this)? (?:comment|abuse|post)|(?:sort by|sorted by):? (?:newest|"
        r"oldest|best|top|popular).{0,20}",
        r"(?:have|share|tell us|let us know)\b.{0,40}\b(?:your say|your (?:thoughts|views?|opinions?|"
        r"comments?)|what you think)\b.{0,80}",
        r"your e-?mail address will not be published.{0,80}|(?:what do you think|"
        r"what's your view)\? ?(?:leave|let us|share|tell|comment).{0,80}",
        r"you must be logged in.{0,60}|log in to (?:comment|reply).{0,40}|please (?:log|"
        r"sign) in to comment.{0,40}",
        r"notify me of .{1,80}|save my name, email.{0,80}|(?:powered by )?disqus(?: comments)?",
    ),
    Junk.NAVIGATION: (
        r"(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|menu|article|comments|footer|search|"
        r"site index|section)[^.]{0,30}",
        r"(?:back|return|go|scroll) to (?:the )?(?:top|home(?:page)?|main page|index|overview|news|"
        r"results)(?: of (?:the )?page)?",
        r"(?:toggle|open|close|show|hide|main|site|mobile|primary)(?: \w+)? (?:navigation|menu|search|nav|"
        r"sidebar)",
        r"(?:about|contact) us|privacy (?:policy|notice|statement|settings|center|choices)(?: updated)?|"
        r"customer service",
        r"terms (?:of|and|&) (?:use|service|conditions|sale)|site ?map|help (?:center|centre)|work (?:for|"
        r"with) us|site index",
        r"accessibility (?:help|statement)|corrections policy|submit a (?:tip|letter)|all (?:sections|"
        r"topics|categories)|more sections",
        rf"{_PAGE}(?:[\s|·•/,&-]+(?:and )?{_PAGE})+",
        r"(?:previous|next|older|newer|prev) (?:article|story|post|page|entry|entries|posts|stories|image|"
        r"slide|photo)(?:[^.]{1,140})?",
        r"(?:next|previous|prev)[:»>→] .{1,140}|page \d+ of \d+|you are here(?::.{0,100})?|"
        r"do not sell my (?:personal )?info(?:rmation)?",
        r"choose your (?:country|language|edition)|powered by [^.]{1,30}|view desktop (?:site|version)|"
        r"desktop version",
    ),
    Junk.SECTION: (
        r"(?:press|news|media) release|for immediate release|(?:local|breaking) news|latest news",
    ),
    Junk.COPYRIGHT: (
        r".{0,120}\ball rights reserved\b.{0,160}",
        r"(?:copyright|\(c\)|©) ?(?:\(c\)|©)?,? ?(?:(?:19|20)\d\d|[\w .&'-]{1,60}(?:19|20)\d\d).{0,200}",
        r"©.{1,160}|.{1,80}© ?(?:19|20)\d\d.{0,80}",
        r"(?:this|the) (?:material|article|story|content|report) (?:may|can|must) not be (?:published|"
        r"reproduced|copied|republished|reprinted).{0,200}",
        r"(?:this|the) (?:article|story|post|piece|report|column)(?: was| is)? (?:originally|"
        r"first) (?:appeared|published|posted)\b.{0,160}",
        r".{0,40}\b(?:is|are) (?:subject to|protected by) copyright\b.{0,200}",
        r"(?:reproduction|republication|redistribution)\b.{0,80}\b(?:prohibited|forbidden|without)\b.{0,120}",
    ),
    Junk.CREDIT: (
        r"(?:image|photo|picture|slide) \d{1,3} (?:of|/)(?: ?/)? ?\d{1,3}|\d{1,3} ?/ ?\d{1,3}",
        r"back to gallery",
        r"(?:file |main |lead |stock |cover |top |header |featured )?(?:photo(?:graph|grapher|graphs|graphy|"
        r"s)?|picture|pic|image|"
        r"images|pictures|illustration|video|graphic)s?(?: (?:credits?|courtesy|source|copyright|caption|by|"
        r"from|via))?(?: of| by)?: ?.{2,160}",
        r"(?:photo|photograph|photos|picture|image|images|photography|illustration|video|"
        r"graphic)s? (?:credit|courtesy|copyright|by|via)"
        r"(?: of)? [^.]{2,60}",
        r"(?:credits?|caption|courtesy): ?[^.]{2,60}|courtesy of [^.]{2,60}|image (?:source|caption|"
        r"copyright),? ?.{0,160}|media caption.{0,160}",
        r"[\w .&'/-]{0,40}(?:getty images|shutterstock|istock(?:photo)?|ap photo|pa images|alamy|"
        r"associated press photo)[\w .,&'/-]{0,40}",
        r"(?:file|stock|library|archive) (?:photo|picture|image|pic)s?(?: [^.]{1,60})?|(?:reuters|afp|ap|"
        r"epa|getty|pa)/[\w .'-]{2,40}",
    ),
    Junk.CONTACT: (
        r"(?:for )?(?:media|press|publicity|public relations) (?:contacts?|enquir(?:y|ies)|inquir(?:y|"
        r"ies))\b.{0,120}",
        r"contacts?: ?.{0,80}(?:@|\d{3}).{0,60}|for (?:more|further|additional|media) (?:information|"
        r"details|enquir\w+|inquir\w+)"
        r"(?: \w+){0,8}?,? ?(?:please )?contact\b.{0,200}",
        r"(?:tel|telephone|phone|mobile|cell|fax)\W+[\d+()\s./-]{6,30}(?:\W*ext.{0,10})?|(?:e-?mail|web|"
        r"website)\W+\S{1,60}[@.]\S{2,60}",
        r"notes? (?:to|for) (?:the )?editors?.{0,20}|[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,20}",
        r"(?:reach|contact) (?:the |this )?(?:reporters?|writers?|authors?)\b.{0,40} at\b.{0,160}",
        r"(?:got|have) a (?:news )?(?:tip|story)(?: for us| idea)?\?.{0,120}|(?:e-?mail|contact|"
        r"reach)(?: \w+){1,5} at\b.{0,60}(?:@|\d{3}).{0,60}",
    ),
    Junk.TAGS: (
        r"(?:tags?|tagged(?: (?:with|as|in))?|topics?|filed under|posted in|categor(?:y|ies)|keywords|labels|"
        r"in this (?:article|story)|read more about|more (?:about|on)|hashtags?): ?.{1,200}",
        r"tags|tagged|filed under|posted in|(?:filed under|posted in|tagged (?:with|as|in|"
        r"under)) [^.]{1,100}|(?:#\w+[\s,]*){1,20}",
    ),
    Junk.READING: (
        r"(?:estimated |approx(?:imate)? )?read(?:ing)? time:? ?.{0,20}|"
        r"(?:about )?\d{1,3}[ -]?min(?:ute)?s?\.? "
        r"(?:read|watch|listen|to read|reading time)",
        r"time to read:? .{1,20}|\d[\d.,]*k? (?:views?|reads?|hits?|people reading)|"
        r"listen to this (?:article|story)[^.]{0,40}",
        r"(?:text|font) size[^.]{0,20}",
    ),
}
