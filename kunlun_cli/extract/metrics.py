"""Figures stated in the narrative: subject, metric, value, unit, change, bound, and the clause quoted.

Precision before recall. A sentence is read clause by clause; a change or a share belongs to the
figure of the clause directly before it, and any clause that is not understood breaks that tie.

What a figure means: `value` is a level (null where the text states only a change), `change` the
relative change in `%`, points (`pp`) or `times`, negative where it falls. `bound` belongs to the value,
or to the change where there is no value. A change that has a bound of its own beside a value is given
as a figure of its own, so that a bound never belongs to two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import cast

from kunlun_cli.extract.nouns import COMPANY, Noun, counted_noun, is_entity, leading_subject, measured, strip_adverbials
from kunlun_cli.extract.outline import Heading
from kunlun_cli.extract.paragraphs import Paragraph
from kunlun_cli.extract.quantities import alternatives, quantities
from kunlun_cli.extract.stated import Change, Clause, Gap, Prior, Statement, Text, Value, clauses, statements
from kunlun_cli.forms import load, matches
from kunlun_cli.records import FilingInfo, Metric, Source
from kunlun_cli.records.segments import MetricUnit

_SENTENCE = re.compile(r"[^。！？]*[。！？]|[^。！？]+$")
# A figure has one of these: behind the last of a paragraph nothing is left to be told of.
_OF_FIGURES = re.compile(r"[\d倍百千万亿]")
_ENDS = re.compile(r"[。！？；：]”?\s*$")
_SHARE = re.compile(
    r"(?P<ratio>占比)(?:为|达到?|约|是)*$"
    r"|占(?!比)(?P<of>[^，\d]{2,20}?)的?(?P<head>比重|比例|百分比)(?:为|达到?|约|是)*$"
    r"|占(?!比)(?P<plain>[^，\d]{2,16}?)的?$"
)
# A shorter noun before 占比 (项目占比) does not say of what.
_MIN_LEAD = 4
_UNKNOWN = "\0"


@dataclass
class _Context:
    """What is known while a paragraph is read. `subject` is `None` before any, `_UNKNOWN` after a bad one."""

    section: str | None
    foreign: bool
    """Whether the section speaks of others than the company: its industry, its subsidiaries."""
    parted: bool
    """Whether the section is on one part of the company's business."""
    paragraph: Paragraph
    subject: str | None = None
    inherited: str | None = None
    main: str | None = None
    """The sentence's subject outside a list of parts (`其中`), while such a list is read."""
    within: bool = False
    lost: bool = False
    """Whether a clause of this statement has a subject that was not understood."""
    proviso: str = ""
    period: str | None = None
    """The time with which the sentence began, in a clause of its own (`2023年，`)."""
    event: tuple[str, str | None] = ("", None)
    """The verb and the counter of the count whose parts are being listed (`引进高级人才54人，其中博士24人`)."""
    forecast: bool = False
    open: _Figure | None = None
    out: list[_Figure] = field(default_factory=list)


@dataclass
class _Figure:
    """A figure under construction: later clauses may still add a change."""

    metric: Metric
    start: int
    end: int
    base: str
    """The metric without the share that a later clause may have added."""
    has_change: bool = False


def metrics(texts: Sequence[Paragraph], headings: Sequence[Heading], info: FilingInfo | None = None) -> list[Metric]:
    """The figures that the paragraphs state, in printed order, each with the section it stands in.

    A heading without a number ends the section before it; the filing's short name counts as the company.
    """
    names = tuple(n for n in (info.short_name, info.company) if n) if info else ()
    marks = {h.index: h for h in headings}
    section: str | None = None
    titles: dict[str, str] = {}
    foreign = parted = False
    out: list[Metric] = []
    for index, paragraph in enumerate(texts):
        if index in marks:
            entry = marks[index].entry
            section = entry.number if entry else None
            titles[section or ""] = paragraph.text
            foreign, parted = _under("others", section or "", titles), _under("parts", section or "", titles)
        elif _ENDS.search(paragraph.text) and not paragraph.doubt:
            out += [
                m if m.subject not in names else replace(m, subject=COMPANY)
                for m in _paragraph(paragraph, _Context(section, foreign, parted, paragraph))
            ]
    return out


def _under(kind: str, section: str, titles: dict[str, str]) -> bool:
    """Whether the heading, or one above it, has one of the form's titles of a kind."""
    parts = section.split("/")
    above = ["/".join(parts[: i + 1]) for i in range(len(parts))]
    return any(matches(load("narrative")["metrics"][kind], titles.get(a, "")) for a in above)


def _paragraph(paragraph: Paragraph, context: _Context) -> Iterator[Metric]:
    told = max((sign.end() for sign in _OF_FIGURES.finditer(paragraph.text)), default=0)
    for sentence in _SENTENCE.finditer(paragraph.text):
        if sentence.start() < told:
            _sentence(sentence.group(), sentence.start(), context)
    for figure in context.out:
        yield _quoted(figure, paragraph)


def _quoted(figure: _Figure, paragraph: Paragraph) -> Metric:
    """The figure with its clause, and the page on which it is printed: a page's end may cut the clause before it."""
    metric, quote = figure.metric, paragraph.text[figure.start : figure.end]
    begun = paragraph.page_at(figure.start)
    if paragraph.page_at(figure.end - 1) == begun:
        return replace(metric, quote=quote, page=begun)
    pages = {abs(q.value): paragraph.page_at(figure.start + q.start) for q in reversed(quantities(quote))}
    # `同比扭亏` and other words for a change have no number.
    value, change = (begun if n is None else pages.get(abs(n), begun) for n in (metric.value, metric.change))
    if metric.value is None or metric.change is None or value == change:
        return replace(metric, quote=quote, page=change if metric.value is None else value)
    return replace(metric, quote=quote, page=value, cells={"change": Source(change, None, quote)})


def _sentence(text: str, start: int, context: _Context) -> None:
    inherited = context.subject
    context.inherited = inherited
    context.subject, context.open, context.forecast = None, None, False
    context.within, context.main, context.proviso = False, None, ""
    context.period, context.event, context.lost = None, ("", None), False
    parts = clauses(text, start)
    for part in parts:
        if re.search(alternatives(load("narrative")["figures"]["forecast"]), part.text):
            context.forecast = True
        _scope(part, context)
        for statement in statements(part):
            _state(statement, context)
    if context.subject is None:
        context.subject = inherited


_PROVISO = re.compile(
    r"(?:在|若|如)?(?:剔除|扣除|不考虑|不含|还原|加回|排除)[^，]{2,30}?(?:后|影响下|情况下|影响|外|因素)"
)


def _scope(clause: Clause, context: _Context) -> None:
    """Enter or leave a list of parts, and remember a proviso (`剔除…影响后`)."""
    if clause.after == "；" and context.within:
        context.subject, context.within = context.main, False
    if clause.after == "；":
        context.lost = False
        context.event = ("", None)
    if clause.text.startswith("其中") and not context.within:
        context.main, context.within = context.subject, True
    found = _PROVISO.fullmatch(clause.text)
    if found or clause.after in "；。":
        context.proviso = clause.text if found else ""


def _state(statement: Statement, context: _Context) -> None:
    match statement:
        case Text(clause) if clause.text == context.proviso:
            pass
        case Text(clause) if not strip_adverbials(clause.text)[0].strip():
            context.period = strip_adverbials(clause.text)[1] or context.period
        case Text(clause):
            context.open = None if len(clause.text) > 6 else context.open
            context.period = None
            _note_subject(clause, context)
        case Gap(clause):
            context.open = None
            _note_subject(clause, context)
        case Prior():
            pass
        case Change():
            _changed(statement, context)
        case Value():
            _valued(statement, context)


def _note_subject(clause: Clause, context: _Context) -> None:
    """Remember whom a clause without a usable figure speaks of."""
    subject = leading_subject(clause.text) or _pointed(clause, context)
    if subject is None:
        context.subject, context.lost = _UNKNOWN, True
    elif subject and not (context.lost and subject != COMPANY and clause.text[:1] not in "“《"):
        # After a clause that was not understood, only a plain new beginning is one.
        context.subject, context.lost = subject, False


def _pointed(clause: Clause, context: _Context) -> str | None:
    """The name to which `该集群` points: the same noun with a Latin word before it, earlier on."""
    found = re.match(r"该(?P<noun>[^\W\dA-Za-z]{2,4})(?=采用|已|是|为|的|在|可|能|具|将|通过|支持)", clause.text)
    if found is None:
        return leading_subject(clause.text)
    earlier = re.findall(rf"[A-Za-z][A-Za-z0-9\-]*{found['noun']}", context.paragraph.text[: clause.start])
    return earlier[-1] if earlier else None


def _signed(change: Change) -> Decimal:
    # `下降了-5%` means a fall too: the minus is printed a second time.
    return -abs(change.quantity.value) if change.falls else change.quantity.value


def _changed(change: Change, context: _Context) -> None:
    figure = context.open
    if not change.noun.strip("，"):
        if figure is None or figure.has_change:
            return
        figure.has_change = True
        if change.bound is None:
            figure.metric = replace(
                figure.metric,
                change=_signed(change),
                change_unit=cast("MetricUnit", change.quantity.unit),
                comparator=change.comparator,
            )
            figure.end = change.clause.end
        else:
            lone = replace(
                figure.metric,
                value=None,
                unit=None,
                change=_signed(change),
                bound=change.bound,
                change_unit=cast("MetricUnit", change.quantity.unit),
                comparator=change.comparator,
            )
            context.out.append(_Figure(lone, figure.start, change.clause.end, figure.base, has_change=True))
        return
    context.open = None
    if re.search(_blocked(), change.noun):
        return
    # `Nova的推理成本`: what a name owns is measured whole.
    kinds = ("soft", "money", "ratio") if re.search(r"[”》A-Za-z0-9]的", change.noun) else ("money", "ratio", "soft")
    noun = next((n for kind in kinds if (n := measured(change.noun, kind)) is not None), None)
    _emit(noun, context, change.clause, change=change)


def _valued(value: Value, context: _Context) -> None:
    previous, context.open = context.open, None
    q = value.quantity
    if re.search(_blocked(), value.noun):
        _note_subject(value.clause, context)
        return
    share = _SHARE.search(value.noun) if q.unit == "%" else None
    if share is not None:
        _share(value, share, previous, context)
        return
    if not value.noun and previous is not None and previous.metric.value is None and value.linked:
        previous.metric = replace(previous.metric, value=q.value, unit=q.unit, bound=value.bound)
        previous.end = value.clause.end
        context.open = previous
        return
    if q.counter is not None:
        noun = counted_noun(value.noun, value.counted)
    elif q.unit in {"%", "times"}:
        noun = measured(value.noun, "ratio")
    elif q.unit is None:
        noun = counted_noun(value.noun, None)
    else:
        noun = measured(value.noun, "money")
    _emit(noun, context, value.clause, value=value, change=value.change)


def _blocked() -> str:
    return alternatives(load("narrative")["metrics"]["blocked"])


def _share(value: Value, share: re.Match[str], previous: _Figure | None, context: _Context) -> None:
    """`占总收入比重达88.16%`: of the figure before, where the clause names none itself."""
    name = share.group("ratio") or f"占{share['of'] or share['plain']}{share['head'] or ''}"
    lead, _ = strip_adverbials(value.noun[: share.start()].strip())
    noun = (measured(lead, "money") or (counted_noun(lead, None) if len(lead) >= _MIN_LEAD else None)) if lead else None
    if noun is not None:
        _emit(noun._replace(metric=noun.metric + name), context, value.clause, value=value)
        return
    if previous is None or (lead and not (value.clause.text.startswith("其中") and re.fullmatch(r"\w{2,8}", lead))):
        _note_subject(value.clause, context)
        return
    base = previous.metric
    shared = replace(
        base,
        metric=previous.base + lead + name,
        value=value.quantity.value,
        unit="%",
        change=None,
        change_unit=None,
        comparator=None,
        bound=value.bound,
    )
    figure = _Figure(shared, previous.start, value.clause.end, previous.base)
    context.out.append(figure)
    context.open = figure


def _emit(
    noun: Noun | None, context: _Context, clause: Clause, *, value: Value | None = None, change: Change | None = None
) -> None:
    subject = _subject(noun, context) if noun is not None else None
    counted = value is not None and value.quantity.unit is None
    if counted and subject is not None and noun is not None and noun.subject is None and not is_entity(subject):
        subject = None
    if noun is None or subject is None:
        if noun is None:
            _note_subject(clause, context)
        return
    context.subject = (
        _UNKNOWN if noun.part else subject if is_entity(subject) or noun.subject is None or not counted else _UNKNOWN
    )
    if (context.forecast and not _foreseen(noun)) or (subject == COMPANY and _of_part(noun, context)):
        return
    if noun.metric.startswith(("剔除", "扣除大")) and noun.subject is None:
        # What is left of a figure before; of which figure is not said.
        return
    if value is not None and counted:
        noun = _of_event(noun, value, context)
    q = value.quantity if value else None
    metric = Metric(
        context.section,
        subject,
        context.proviso + noun.metric,
        q.value if q else None,
        q.unit if q else None,
        change=_signed(change) if change else None,
        change_unit=cast("MetricUnit", change.quantity.unit) if change else None,
        bound=value.bound if value else change.bound if change else None,
        comparator=change.comparator if change else None,
        period=(value.period if value else None) or noun.period or context.period,
        forecast=context.forecast,
    )
    figure = _Figure(metric, clause.start, clause.end, metric.metric, change is not None)
    context.out.append(figure)
    context.open = figure


def _foreseen(noun: Noun) -> bool:
    """Whether a forecast of it is a figure: of a market, not of the company's own future."""
    words = load("narrative")["metrics"]
    return any(re.search(p, noun.metric) for p in (*words["market"], *words["foreseen"]))


def _of_part(noun: Noun, context: _Context) -> bool:
    """Whether `公司实现收入` is likely the income of the part that the section is on."""
    return context.parted and re.search(load("narrative")["metrics"]["parted"], noun.metric) is not None


def _of_event(noun: Noun, value: Value, context: _Context) -> Noun:
    """`引进高级人才54人，其中博士24人`: the 24 were hired too."""
    verb, counter = context.event
    if not context.within or noun.event:
        context.event = (noun.event, value.quantity.counter)
        return noun
    return noun._replace(metric=verb + noun.metric) if counter == value.quantity.counter else noun


def _subject(noun: Noun, context: _Context) -> str | None:
    """Whose figure it is: named in the phrase, or the subject of the sentence, or the company."""
    words = load("narrative")["metrics"]
    if noun.subject is not None:
        return noun.subject
    if any(re.search(p, noun.metric) for p in words["issuer"]):
        return COMPANY
    own = any(re.search(p, noun.metric) for p in words["company"])
    if context.within and context.main == COMPANY and own:
        return COMPANY
    if context.subject is not None:
        # Where an income comes from is said of the company, not of one of its parts.
        strange = context.subject == _UNKNOWN or (noun.metric.startswith("来自") and context.subject != COMPANY)
        return None if strange else context.subject
    if context.inherited not in {None, COMPANY} or context.foreign:
        return None
    if own:
        return COMPANY
    general = any(re.search(p, noun.metric) for p in words["market"])
    return COMPANY if context.inherited == COMPANY and not general else None
