"""What kunlun says to people, put into Chinese: findings, problems, errors and notes.

Records, JSON and the cache carry messages in English, which scripts may look for; a reader's language is given
at the door. `forms/messages.toml` has the Chinese of every sentence beside the English that the code writes.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kunlun_cli.forms import load

ZH = "zh"
_BLANK = re.compile(r"\{(\d+)\}")
_ENDS = re.compile(r"(; |(?<!e\.g)\. )")
_JOINS = {"; ": "；", ". ": "。"}
_LATIN = re.compile("[a-z]")
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+\Z")
_QUOTED = re.compile(r"'[^']*'\Z|\"[^\"]*\"\Z")
_FILLED = r"((?:(?!; |(?<!e\.g)\. ).)+?)"
"""What fills a blank: it never goes on over the end of a clause."""
_LINE = re.compile(r"kunlun: (?:(?P<kind>error|problem|note|warning): )?(?P<rest>.*)\Z", re.DOTALL)
_KINDS = {"error": "错误", "problem": "问题", "note": "提示", "warning": "警告", None: ""}
_PLACE = re.compile(
    r"(?P<file>.*?)(?:, pages? (?P<page>\d[\d, -]*))?: (?P<said>.*?)(?P<code> \[[a-z-]+\])?\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Template:
    """One sentence of the table: its letters, whether it begins with some, how English tells it, its Chinese."""

    own: int
    begun: bool
    longest: str
    pattern: str
    chinese: str

    def filled(self, text: str, put: Callable[[str], str]) -> str | None:
        """The Chinese of a text that is this sentence, else `None`; `put` tells what stands in a blank."""
        if self.longest not in text or (found := re.fullmatch(self.pattern, text, re.DOTALL)) is None:
            return None
        return _BLANK.sub(lambda blank: put(found[int(blank[1])]), self.chinese)


@functools.cache
def _templates(part: str, table: str) -> Sequence[_Template]:
    """The sentences of a part of a table, those with most letters of their own first: others may fit by chance."""
    said: Mapping[str, str] = load(table)[part]
    return sorted((_template(*each) for each in said.items()), key=lambda template: -template.own)


def _template(english: str, chinese: str) -> _Template:
    parts = _BLANK.split(english)[::2]
    return _Template(
        sum(map(len, parts)), bool(parts[0]), max(parts, key=len), _FILLED.join(map(re.escape, parts)), chinese
    )


def message(text: str, lang: str | None = ZH) -> str:
    """A finding's or problem's message, or what an error says, in the reader's language.

    A sentence that is not known stays English, clause by clause: what happened is never lost.
    """
    return _clauses(text) if lang == ZH else text


def line(text: str, lang: str | None = ZH) -> str:
    """A line for stderr, such as `kunlun: error: a.pdf, page 3: …`, in the reader's language."""
    found = _LINE.match(text)
    if lang != ZH or found is None:
        return text
    rest = found["rest"]
    known = _whole(_ENDS.split(rest.removesuffix("."))[0], begun=True)
    said = (None if known else _placed(rest)) or message(rest)
    return "kunlun: " + "：".join(filter(None, (_KINDS[found["kind"]], said)))


def _placed(text: str) -> str | None:
    """Words that are known behind the name of a file and a page; `None` where there are none."""
    found = _PLACE.match(text)
    if found is None or (said := message(found["said"])) == found["said"]:
        return None
    page = f"，第{found['page'].replace(', ', '、')}页" if found["page"] else ""
    return f"{found['file']}{page}：{said}{found['code'] or ''}"


def _clauses(text: str) -> str:
    """Clauses and what parts them: as many together as are one sentence that is known."""
    bare = text.removesuffix(".")
    parts = _ENDS.split(bare)
    out = ""
    while parts:
        end = next((n for n in range(len(parts), 0, -2) if _whole("".join(parts[:n]))), 1)
        head = "".join(parts[:end])
        out += (_whole(head) or _value(head)) + "".join(_JOINS[join] for join in parts[end : end + 1])
        parts = parts[end + 1 :]
    return out + ("" if bare == text else "。")


def help_text(text: str) -> str:
    """A paragraph or a heading of a command's help in Chinese; one that is not known stays English."""
    return next(_told(_templates("said", "help"), text, str), text)


def _whole(text: str, part: str = "said", begun: bool = False) -> str | None:
    """The Chinese of a text that is one sentence: of several that fit, the one that leaves the least English."""
    templates = (template for template in _templates(part, "messages") if template.begun or not begun)
    return min(_told(templates, text, _value), key=lambda said: len(_LATIN.findall(said)), default=None)


def _told(templates: Iterable[_Template], text: str, put: Callable[[str], str]) -> Iterator[str]:
    return (said for template in templates if (said := template.filled(text, put)) is not None)


def _item(code: str) -> str | None:
    """What a line of the statements is called, whose code is put in."""
    if not _CODE.match(code):
        return None
    named = (statement[code][0] for statement in load("statements")["items"].values() if code in statement)
    return next(named, None)


def _value(text: str) -> str:
    """What stands in a blank: a word or sentence of ours, a list of them, else as it is; quotes become Chinese."""
    listed = text.split(", ")
    if all(map(_QUOTED.match, listed)):
        return "、".join(f"“{each[1:-1]}”" for each in listed)
    words: Mapping[str, str] = load("messages")["words"]
    told = [words.get(each) or _whole(each, "values") or _item(each) for each in listed]
    if all(told):
        return "、".join(filter(None, told))
    return _whole(text, "values") or _whole(text) or text
