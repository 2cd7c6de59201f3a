"""Noun phrases of statements: whose figure it is (the subject), and what is measured (the metric).

Nothing is taken that is not a known noun of measure (form data) behind a phrase that can be a name.
"""

from __future__ import annotations

import functools
import re
from typing import Any, NamedTuple

from kunlun_cli.extract.quantities import alternatives
from kunlun_cli.forms import load

COMPANY = "公司"
_BRACKET = r"(?:[（(][^（）()]{1,40}[）)])"
# The longest names of products and subsidiaries; what is longer has a verb in it.
_MAX_SUBJECT = 26
_QUOTES = re.compile(r"[“”\"《》]")


class Noun(NamedTuple):
    """A resolved phrase. `subject` is `None` where the phrase names none: the context decides.

    `period` is the time named in front of it (`2023年`).
    """

    subject: str | None
    metric: str
    period: str | None = None
    part: bool = False
    """Whether it is the figure of a part of the company, so that the next one may be the part's too."""
    event: str = ""
    """The verb at the metric's beginning that says how counted things came about (新增, 交付)."""


def _words(table: str) -> Any:  # noqa: ANN401 - a table of the form's data
    return load("narrative")[table]


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_words("nouns")[name])


@functools.cache
def _adverbial() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_words('figures')['adverbials'])})")


_ITEM = re.compile(r"^[-－–•·●■◆▪◇\uf06c\s]*(?:[（(]\d{1,2}[）)]|[①-⑳]|\d{1,2}[、.．](?!\d))?[、.．]?\s*")


def strip_adverbials(text: str) -> tuple[str, str | None]:
    """The text without adverbials of time, source and connection at its beginning, and the time."""
    period = None
    rest = _ITEM.sub("", text.strip())
    while found := _adverbial().match(rest):
        if not found.group():
            break
        time = _pattern("period").search(found.group())
        period = time.group() if time and time.group().rstrip("年") else period
        rest = rest[found.end() :].lstrip(" ，、")
    return rest, period


@functools.cache
def _measure(kind: str) -> re.Pattern[str]:
    words = _words("metrics")
    mods = alternatives(words["modifiers"])
    heads = alternatives(words[kind])
    return re.compile(
        rf"(?P<subject>.*?)(?P<metric>(?:(?:{mods}){_BRACKET}?)*(?:{heads}){_BRACKET}?)(?:规模|情况|水平)?$"
    )


def measured(text: str, kind: str) -> Noun | None:
    """Split a phrase before an amount (`money`), a percentage (`ratio`) or a change (`soft`)."""
    rest, period = strip_adverbials(text)
    performs = alternatives(_words("figures")["performs"])
    verb = list(re.finditer(rf"(?:{performs})了?", rest))
    before, rest = (rest[: verb[-1].start()], rest[verb[-1].end() :]) if verb else (None, rest)
    found = _measure(kind).fullmatch(_clean(rest))
    if found is None:
        return None
    lead = found["subject"]
    metric = found["metric"].removeprefix("的").strip()
    metric = re.sub(rf"^(?:{alternatives(_words('metrics')['overall'])})(?=.)", "", metric)
    if before is not None:
        return _performed(before, lead, metric, period)
    return _soft(lead, metric, period) if kind == "soft" else _split(lead, metric, period)


def _soft(lead: str, metric: str, period: str | None) -> Noun | None:
    """A noun of which only a change is stated is told whole, unless a name stands before it."""
    lead = re.sub(rf"^(?:{alternatives(_words('subjects')['pronouns'])})", "", lead)
    owner = re.fullmatch(r"(?P<name>.{2,24})的(?P<noun>[^的]*)", lead)
    if owner:
        subject = named(owner["name"])
        return Noun(subject, owner["noun"] + metric, period) if subject and _plain(owner["noun"] + metric) else None
    own = re.match(alternatives(_words("subjects")["company"]), lead)
    rest, later = strip_adverbials(lead[own.end() :] if own else lead)
    if rest and not _plain(rest):
        return None
    return Noun(COMPANY if own else None, rest + metric, period or later)


def _clean(text: str) -> str:
    """The phrase without white space at its ends and without an adverb before the verb."""
    return _pattern("adverbs").sub("", text.strip()).strip()


def _performed(before: str, lead: str, metric: str, period: str | None) -> Noun | None:
    """`公司实现营业收入`: the subject stands before the verb, the rest belongs to the metric."""
    before, inner = strip_adverbials(_clean(before))
    if lead and not _plain(lead):
        return None
    own = re.match(rf"(?:{alternatives(_words('subjects')['company'])})(?!{_words('nouns')['others']})", before)
    if own and before[own.end() :]:
        rest, later = strip_adverbials(_clean(before[own.end() :]))
        inner = inner or later
        part = re.search("业务|板块|商业|工业|产品|事业", rest) is not None
        return Noun(COMPANY, rest + lead + metric, period or inner, part) if not rest or _plain(rest) else None
    if re.fullmatch(alternatives(_words("metrics")["places"]), before):
        return Noun(None, before + lead + metric, period or inner)
    subject = named(before) if before else None
    if before and subject is None:
        return None
    return Noun(subject, lead + metric, period or inner)


def _split(lead: str, metric: str, period: str | None) -> Noun | None:
    lead = re.sub(rf"(?:{alternatives(_words('metrics')['overall'])}|的)+$", "", lead.strip()).strip()
    lead, inner = strip_adverbials(lead)
    period = period or inner
    if time := _pattern("time_behind").search(lead):
        lead, period = lead[: time.start()].rstrip(), time["time"]
    if not lead or lead in _words("subjects")["pronouns"]:
        return Noun(None, metric, period)
    lead, metric = _weak(lead, metric)
    if (own := re.match("其(?![他中它])", lead)) and _plain(lead[own.end() :]):
        return Noun(None, lead[own.end() :] + metric, period)
    if _whole(lead, metric):
        return Noun(None, lead + metric, period)
    if lead.endswith("相关"):
        lead, metric = lead.removesuffix("相关"), "相关" + metric
    own = re.match(rf"(?:{alternatives(_words('subjects')['company'])})(?:的)?", lead)
    if own and not re.match(_words("nouns")["others"], lead[own.end() :]):
        rest = lead[own.end() :]
        rest, later = strip_adverbials(rest)
        part = re.search("业务|板块|商业|工业|产品|事业|业$", rest) is not None
        return Noun(COMPANY, rest + metric, period or later, part) if not rest or _plain(rest) else None
    subject = named(lead)
    return Noun(subject, metric, period) if subject else None


def _weak(lead: str, metric: str) -> tuple[str, str]:
    """Give a modifier that may as well belong to the name (`软件服务|收入`) to the name."""
    found = re.match(rf"(?:(?:{alternatives(_words('metrics')['weak'])}){_BRACKET}?)+(?=.)", metric)
    if found is None or _any_measure().fullmatch(metric[found.end() :]) is None:
        return lead, metric
    return lead + found.group(), metric[found.end() :]


@functools.cache
def _any_measure() -> re.Pattern[str]:
    words = _words("metrics")
    heads = alternatives([*words["money"], *words["ratio"], *words["soft"]])
    return re.compile(rf"(?:{alternatives(words['modifiers'])})*(?:{heads}){_BRACKET}?")


def is_entity(text: str) -> bool:
    """Whether a phrase is surely a name: the company, a Latin word, or a noun of a known kind."""
    kinds = alternatives(_words("subjects")["entities"])
    return text == COMPANY or re.search(rf"[A-Za-z]|.(?:{kinds})$", text) is not None


def _whole(lead: str, metric: str) -> bool:
    """Whether the phrase is one metric: a general noun (金额), a place or an origin before it."""
    words = _words("metrics")
    if re.match(alternatives(_words("subjects")["company"]), lead):
        return False
    if lead.startswith("来自"):
        return _plain(lead.removeprefix("来自"))
    if _any_measure().fullmatch(lead):
        return True
    general = re.fullmatch(alternatives(words["general"]), metric) is not None
    return (general or re.fullmatch(alternatives(words["places"]), lead) is not None) and _plain(lead)


def named(text: str) -> str | None:
    """The name in a phrase that stands before a verb or a metric, or `None` where it is none."""
    text, _ = strip_adverbials(_clean(text))
    text = re.sub(r"的$", "", text).strip()
    if text in _words("subjects")["company"]:
        return COMPANY
    text = re.sub(
        rf"^(?:{alternatives(_words('subjects')['company'])})(?:旗下)?的?(?:全资|控股|参股)?(?:(?:子|孙)公司)?(?=.)",
        "",
        text,
    )
    kinds = alternatives(_words("subjects")["kinds"])
    apposed = re.fullmatch(rf".*?(?:{kinds})(?P<name>[A-Z][\w .\-]*)", text, re.ASCII)
    apposed = apposed or re.fullmatch(rf".*?(?:{kinds})[“《](?P<name>[^“”《》]{{2,20}})[”》]", text)
    if apposed:
        return apposed["name"]
    text = _QUOTES.sub("", text).strip()
    if text in _words("subjects")["vague"]:
        return None
    return text if _plain(text) and len(text) >= 2 else None


def _plain(text: str) -> bool:
    """Whether a phrase can be a name: no verb, no preposition, no number with a unit in it."""
    bare = _pattern("firm").sub("", re.sub(_BRACKET, "", text))
    if len(text) > _MAX_SUBJECT or re.search(r"[，。；：、]$|^[、和及与的]|[，。；：]", text):
        return False
    if re.search(r"\d\s?(?:%|万|亿|元|家|个|项)", text):
        return False
    return re.search("|".join(_words("subjects")["foreign"]), bare) is None


def leading_subject(text: str) -> str | None:
    """The subject with which a clause without figures begins (`Nexa已经…`, `公司在…`), if any.

    Returns:
        the name; the empty string where the clause has no subject of its own.
    """
    rest, _ = strip_adverbials(text)
    words = _words("subjects")
    verbs = alternatives(words["verbs"])
    own = re.match(rf"(?:{alternatives(words['company'])})(?!{_words('nouns')['others']})", rest)
    if own:
        return _of_company(strip_adverbials(rest[own.end() :])[0], verbs)
    if re.match(rf"(?:{verbs}|[随受因由面对]|为了|得益于|基于|依托)", rest):
        return ""
    quoted = re.match(r"[“《]([^”》]{2,20})[”》]", rest)
    if quoted:
        return quoted[1]
    found = re.match(rf"(?P<name>.{{2,24}}?)(?:{verbs})", rest)
    name = named(found["name"]) if found else None
    return name if name and is_entity(name) else None


def _of_company(rest: str, verbs: str) -> str | None:
    """`公司在…` speaks of the company, `公司医疗器械团队承接…` of the team."""
    kinds = alternatives(_words("subjects")["entities"])
    part = re.match(rf"(?P<name>(?:[^（）()]|{_BRACKET}){{0,10}}?(?:{kinds})(?:{kinds})?)的?", rest)
    if part is None or re.match(rf"(?:{verbs})", rest):
        return COMPANY
    name = named(part["name"])
    return name if name and is_entity(name) else None


@functools.cache
def _count_head() -> re.Pattern[str]:
    words = _words("metrics")
    return re.compile(rf"(?:{alternatives(words['count'])}){_BRACKET}?(?:总?数量?|总数|人数)?$")


def counted_noun(before: str, after: str | None) -> Noun | None:
    """The noun of a count, before the number (`发明专利172项`) or behind it (`150种本地LLM模型`)."""
    rest, period = strip_adverbials(before)
    if after is not None:
        return _behind(rest, re.sub(r"^(?:不同的|的)", "", after), period)
    rest = _clean(rest)
    if not _count_head().search(rest):
        return None
    words = _words("counts")
    found = re.fullmatch(
        rf"(?P<subject>.*?)(?:已|共|累计|目前)*"
        rf"(?P<verb>{alternatives([*words['states'], *words['events']])})了?(?P<noun>[^，]+)",
        rest,
    )
    if found:
        verb = "" if found["verb"] in words["states"] else found["verb"]
        noun = _count(found["subject"], verb, found["noun"], period)
        if noun is not None:
            return noun
    return _count("", "", rest, period)


def _count(lead: str, verb: str, noun: str, period: str | None) -> Noun | None:
    noun = noun.strip().removeprefix("的")
    subject: str | None = None
    if lead.strip():
        subject = named(lead)
        if subject is None or not is_entity(subject):
            return None
    elif not verb:
        inner = _inner_subject(noun)
        if inner is None:
            return None
        subject, noun = inner
    noun, later = strip_adverbials(noun)
    if not noun or not _plain(noun):
        return None
    return Noun(subject, verb + noun, period or later, event=verb)


def _inner_subject(noun: str) -> tuple[str | None, str] | None:
    """`公司员工`, `GX.store中Mod内容`, `Opera全球月活跃用户`: a name in front of the noun."""
    own = re.match(rf"(?:{alternatives(_words('subjects')['company'])})(?:的)?", noun)
    if own and noun[own.end() :]:
        return COMPANY, noun[own.end() :]
    place = re.fullmatch(r"(?P<name>[A-Z][\w.\- ]*)中(?P<noun>.+)", noun, re.ASCII)
    if place:
        return place["name"], place["noun"]
    found = _measure("count").fullmatch(noun)
    if found is None or not found["subject"].strip():
        return None, noun
    modifiers = alternatives(_words("metrics")["modifiers"])
    # `Nexa|全球月活跃用户`, but `IND项目` is one noun: only a measure with a modifier stands alone.
    name = re.match(rf"(?!{modifiers}).*[A-Za-z]", found["subject"])
    if name and not re.match(rf"(?!的)(?:{modifiers})", found["metric"]):
        return None, noun
    subject = named(found["subject"]) if name else None
    return (subject, found["metric"].removeprefix("的")) if subject else (None, noun)


def _behind(before: str, after: str, period: str | None) -> Noun | None:
    """`Aria能够接入` + `本地LLM模型`."""
    words = _words("counts")
    found = re.fullmatch(
        rf"(?P<subject>.*?)(?:已经|已|能够|可|共|累计|目前|成功|均)*"
        rf"(?P<verb>{alternatives([*words['states'], *words['events']])})了?(?P<where>全国|全球|国内|海外|国内外)?",
        before,
    )
    if found is None or not _plain(after) or not _count_head().search(after):
        return None
    subject = named(found["subject"]) if found["subject"].strip() else None
    if found["subject"].strip() and (subject is None or (not is_entity(subject) and subject not in words["things"])):
        return None
    verb = "" if found["verb"] in words["states"] else found["verb"]
    return Noun(subject, verb + (found["where"] or "") + after, period, event=verb)
