"""What a page puts around a story: the reasons to take a line out. The forms are in `furniture.txt`."""

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
    END = "end mark"
    BYLINE = "repeated byline"
    AUTHOR = "note about the author"
    SECTION = "section label"
    FURNITURE = "part of the block after the story"
