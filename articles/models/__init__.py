"""What is true: fields, constraints, QuerySets and rules about one row."""

from articles.models.article import Article
from articles.models.colleagues import name_of
from articles.models.content import CONTENT_FIELDS, ends_unseen
from articles.models.contributor import Contributor
from articles.models.correction import Correction
from articles.models.desk import Message, Note, Preferences, Rejection
from articles.models.due import Effect, Heartbeat, ScheduledChange
from articles.models.guest import GuestComment, GuestLink, GuestVisit
from articles.models.likeness import Apart, Comparison, PersonLikeness, TopicLikeness
from articles.models.listed import ArticlePerson, ArticleTopic, Byline
from articles.models.log import MergedRecord, Rework, StatusChange
from articles.models.paper import AboutPage, Edition, FrontPlace
from articles.models.person import Person, PersonAlias, PersonIdentifier
from articles.models.picture import Picture, PicturePerson
from articles.models.provenance import ImportRun, Shingle, SourceDocument, SourceFile
from articles.models.revision import Autosave, Figure, Revision
from articles.models.section import Section
from articles.models.slugs import OldAddress
from articles.models.topic import Topic, TopicAlias, TopicIdentifier
from articles.models.upload import Upload, UploadedDocument
