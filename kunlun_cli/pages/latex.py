"""The formulas that text recognition writes where a report prints ticks, circled numbers, per cents or Latin words."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\$([^$\n]{1,80})\$|\\\(([^\n]{1,80}?)\\\)")
# A formula that is left after these is none of a report's text and stays as it is.
_CIRCLED = re.compile(r"\\textcircled\s*\{(?:\\scriptsize\s*)?\{?\s*(\d{1,2})\s*\}?\}")
_BOXED_TICK = re.compile(r"\\boxed\s*\{\s*\\(?:surd|checkmark|sqrt)\s*(?:\{\s*\})?\s*\}")
_TICK = re.compile(r"\\(?:surd|checkmark|sqrt)\b\s*(?:\{\s*\})?")
_BOX = re.compile(r"\\(?:square|Box)\b\s*|\\boxed\s*\{\s*\}")
_WORDS = re.compile(r"\\(?:mathrm|text|mathbf|textbf|mathsf|operatorname)\s*\{([^{}]*)\}")
_RAISED = re.compile(r"\^\s*(?:\{([^{}]*)\}|(\S))")
_SPACES = re.compile(r"\\[,;:! ]|(?<!\\)~|\\quad\b")
_SIGNS = {r"\%": "%", r"\#": "#", r"\&": "&", r"\$": "$", r"\_": "_", r"\sim": "~", r"\times": "×", r"\pm": "±"}
_PLAIN = re.compile(r"[^\\{}^]*")


def plain_formulas(text: str) -> str:
    """The text with its formulas as the characters they print; those that print none are left as they are."""
    return _FORMULA.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    text = found[1] if found[1] is not None else found[2]
    text = _CIRCLED.sub(lambda m: _circled(int(m[1])), text)
    text = _TICK.sub("√", _BOXED_TICK.sub("☑", text))
    text = _SPACES.sub("", _BOX.sub("□", text))
    for sign, printed in _SIGNS.items():
        text = text.replace(sign, printed)
    while (inner := _WORDS.sub(r"\1", text)) != text:
        text = inner
    raised = _RAISED.sub(r"<sup>\1\2</sup>", text)
    return raised if _PLAIN.fullmatch(raised) else found[0]


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"
