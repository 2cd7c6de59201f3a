"""Which report an announcement is, by its title: of which period, in full or as summary, which edition."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from kunlun_cli.extract.identity import titles_in
from kunlun_cli.forms import load, normal
from kunlun_cli.records.filing import Form, Kind
from kunlun_cli.records.period import Period

_TAGS = re.compile(r"<[^>]{1,20}>")  # sources mark the words that were searched for


class Report(NamedTuple):
    """A report as its announcement's title says it. `withdrawn` editions are marked so by the source."""

    period: str
    kind: Kind
    form: Form
    revision: bool
    withdrawn: bool


def report_in(title: str) -> Report | None:
    """The report that a title names; `None` of announcements about a report, and of editions in other languages."""
    words = load("fetch")
    text = normal(_TAGS.sub("", title))
    if re.search(words["foreign"], text):
        return None
    withdrawn = re.search(words["withdrawn"], text)
    bare = re.sub(words["dash_before_mark"], "", re.sub(words["withdrawn"], "", text))
    bare = re.sub(words["mark_before_form"], r"\g<form>\g<mark>", bare)
    begun = re.match(words["before"], bare)
    found = next(iter(titles_in(bare[begun.end() :] if begun else bare)), None)
    if found is None:
        return None
    kind = cast("Kind", found.kind)
    form: Form = "summary" if found.form in words["short"] else "full"
    return Report(str(Period.of(kind, found.year)), kind, form, found.revision, withdrawn is not None)


def may_be_report(title: str) -> bool:
    """Whether a title that names no report as far as is understood may yet be one's."""
    words, text = load("fetch"), normal(_TAGS.sub("", title))
    return report_in(title) is None and not re.search(words["foreign"], text) and bool(re.search(words["named"], text))
