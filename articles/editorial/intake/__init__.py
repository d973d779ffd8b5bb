"""The only writer of imports: what a document becomes, and its entry in the ledger."""

from articles.editorial.intake.arrivals import Arrival, Result
from articles.editorial.intake.leads import settle
from articles.editorial.intake.ledger import Change, block_of, changes, document_of, put_back
from articles.editorial.intake.recording import Intake
