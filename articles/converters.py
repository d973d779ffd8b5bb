"""The parts of addresses that Django has no converter for."""

from django.urls.converters import IntConverter

from articles.months import Month


class UnicodeSlug:
    """Letters of any script, digits, hyphens and underscores: what `SlugField(allow_unicode=True)` admits."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class MonthSlug:
    """A year and a month, 2026-11; years from 1800 to 2199."""

    separator = "-"
    regex = r"(?:1[89]|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        year, number = value.split(self.separator)
        return Month(int(year), int(number))

    def to_url(self, value: Month) -> str:
        return f"{value.year:04}{self.separator}{value.number:02}"


class MonthPath(MonthSlug):
    """The same as two parts of the path, 2026/11."""

    separator = "/"
    regex = r"(?:1[89]|20|21)[0-9]{2}/(?:0[1-9]|1[0-2])"


class Further(IntConverter):
    """The number of a part behind the first, up to 9999."""

    regex = "[2-9]|[1-9][0-9]{1,3}"
