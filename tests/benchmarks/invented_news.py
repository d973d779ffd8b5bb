"""Invented reports in any number, for measuring: names, places and sentences that look like news."""

# ruff: noqa: E501
import random
from pathlib import Path

GIVEN = "Anna Ben Clara David Edith Frank Grace Hugo Ines Jonas Karin Liam Marta Noah Olga Peter Rosa Simon Tara Victor"
FAMILY = (
    "Abbot Bellamy Calloway Drummond Ellery Fenwick Garrow Hollis Ingram Jessop Kendrick Lorimer Maddox Norwood "
    "Oakley Pascoe Quill Rainford Selwyn Thackeray Upton Varley Westcott Yardley Ashdown Barlow Corrigan Dunmore"
)
PLACES = (
    "Port Tarrow|Marlside|Capstan Street|Mill Bank|Highbury Cross|Staithe|Oldham Green|Westerby|Norcliffe"
)
BODIES = "council|harbour trust|school board|hospital|fire service|county court|library|football club|market"
TITLES = "Mayor|Councillor|Dr|Professor|Inspector|Judge|headteacher|chairman"
NOUNS = (
    "budget roof ferry bridge storm flood vote tax road market school ward nurse pupil trader driver match season "
    "goal trial jury appeal grant survey quay slipway warehouse footpath station platform timetable engine bakery "
    "orchard reservoir meadow archive exhibition concert festival parade election ballot petition inquiry report "
    "contract tender builder scaffold window boiler radiator garden allotment bench fountain statue chapel tower"
)
VERBS = (
    "approved delayed opened closed repaired rejected welcomed questioned funded inspected replaced defended "
    "postponed celebrated investigated announced withdrew extended halved doubled reviewed measured painted"
)
ADJECTIVES = (
    "new old empty crowded damaged temporary expensive popular narrow wooden quiet public private seasonal local "
    "northern southern unexpected careful modest ambitious historic abandoned restored flooded frozen"
)
ENDINGS = (
    "before the end of the month|after a long debate|at a meeting on {day}|in the first week of {month}|"
    "without a single vote against|despite the rain|for the third time in {number} years|"
    "at a cost of £{number},000|according to figures published on {day}|near the station"
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
MONTHS = "January March April May June September October November"


class Writer:
    """Writes the same reports for the same seed; `people` is how many invented people there are."""

    def __init__(self, seed: int = 7, people: int = 2000) -> None:
        self.chance = random.Random(seed)
        families = [f"{family}{end}" for family in FAMILY.split() for end in ("", "son", "ley", "worth")]
        self.people = [f"{self._of(GIVEN)} {self.chance.choice(families)}" for _ in range(people)]

    def _of(self, words: str) -> str:
        return self.chance.choice(words.split("|") if "|" in words else words.split())

    def _end(self) -> str:
        ending = self._of(ENDINGS)
        return ending.format(day=self._of(DAYS), month=self._of(MONTHS), number=self.chance.randint(2, 900))

    def _thing(self) -> str:
        return f"the {self._of(ADJECTIVES)} {self._of(NOUNS)}"

    def _sentence(self, people: list[str]) -> str:
        who = self.chance.choice(people)
        shape = self.chance.randrange(5)
        if shape == 0:
            return f"{who} {self._of(VERBS)} {self._thing()} and {self._thing()} {self._end()}."
        if shape == 1:
            return f"“We {self._of(VERBS)} {self._thing()} {self._end()},” {who.split()[-1]} said of {self._thing()}."
        if shape == 2:
            place = self._of(PLACES)
            return f"In {place}, the {self._of(BODIES)} {self._of(VERBS)} {self._thing()} {self._end()}."
        if shape == 3:
            return f"{self._thing().capitalize()} was {self._of(VERBS)} {self._end()}, and {self._thing()} stayed as it was."
        return f"{self._of(TITLES)} {who} {self._of(VERBS)} {self._thing()} beside {self._thing()} {self._end()}."

    def report(self, words: int = 500) -> str:
        """A text of about so many words, with a headline now and then and some boilerplate."""
        people = self.chance.sample(self.people, 4)
        text = ""
        if self.chance.random() < 0.3:
            text = (
                f"{self._of(BODIES).capitalize()} {self._of(VERBS)} {self._thing()} in {self._of(PLACES)}\n\n"
            )
        while len(text.split()) < words:
            text += " ".join(self._sentence(people) for _ in range(self.chance.randint(2, 4))) + "\n\n"
        return text + "Read more: market reopens on Saturday…\nShare this article\n"

    def fill(self, folder: Path, number: int, words: int = 500) -> None:
        """Write so many reports into a folder, a thousand in each of its folders."""
        for at in range(number):
            shelf = folder / f"part{at // 1000:03}"
            shelf.mkdir(parents=True, exist_ok=True)
            (shelf / f"{at:06}.txt").write_text(self.report(words), encoding="utf-8")
