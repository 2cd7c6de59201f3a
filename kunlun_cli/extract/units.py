"""Units as the forms state them: above a table, in a heading, or in a row's label."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from kunlun_cli.forms import normal

FACTORS = {
    "": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "十亿": Decimal(1_000_000_000),
}
_CURRENCIES = {"人民币": "CNY", "美元": "USD", "港元": "HKD", "港币": "HKD", "欧元": "EUR", "日元": "JPY"}
_SCALE = "十亿|千万|百万|十万|亿|万|千|百|"
_STATED = re.compile(rf"单位[:为是]?(?:均)?(?:为)?(人民币|美元|港币|港元)?({_SCALE})(元|美元|港元|股)")
_ELSE = re.compile(rf"(?:以|金额|货币).{{0,12}}(人民币)({_SCALE})元")
# Banks: （人民币百万元，特别注明除外）, (除特别注明外，人民币千元); Shenzhen's form also prints a bare 元.
_ALONE = re.compile(rf"^\(?(?:除.{{0,8}}外,)?(人民币)?({_SCALE})元(?:,.{{0,12}})?\)?$")
_BRACKETED = re.compile(r"\(([^()]*)\)$")
_IN_LABEL = re.compile(rf"^(人民币)?({_SCALE})(元|美元|港元)(/股)?$")
_CURRENCY = re.compile(r"币种[::]?(人民币|美元|港币|港元|欧元|日元)")


class Unit(NamedTuple):
    """A printed unit: `factor` to the base unit, and the base unit's code (`CNY`, `shares`)."""

    factor: Decimal = Decimal(1)
    code: str = "CNY"


def stated_unit(text: str) -> Unit | None:
    """The unit that a line above a table states (`单位：千元 币种：人民币`), or `None`."""
    target = normal(text)
    found = _STATED.search(target) or _ELSE.search(target) or _ALONE.match(target)
    if not found:
        return None
    if found.re is _STATED and found[3] == "股":
        return Unit(FACTORS[found[2]], "shares")
    currency = _CURRENCY.search(target)
    name = (currency[1] if currency else None) or found[1] or ""
    if found.re is _STATED and found[3] != "元":
        name = found[3]
    return Unit(FACTORS[found[2]], _CURRENCIES.get(name, "CNY"))


def unit_above(texts: Iterable[str]) -> Unit | None:
    """The last unit stated in some lines."""
    units = [u for u in map(stated_unit, texts) if u is not None]
    return units[-1] if units else None


def split_label(label: str) -> tuple[str, str | None]:
    """A row's label without its unit in brackets, and that unit as printed (normalised), or `None`.

    Brackets that hold anything but a unit stay: `（DAU）`, `（不含少数股东权益）`.
    """
    found = _BRACKETED.search(normal(label))
    if not found:
        return label, None
    inner = found[1]
    if not (_IN_LABEL.match(inner) or inner in {"%", "倍", "次", "股", "万股", "人", "次/年", "单位:元", "元/股"}):
        return label, None
    cut = max(label.rfind("("), label.rfind("（"))
    return label[:cut].rstrip(), inner


def money(printed: str) -> Unit | None:
    """The unit of money that a label's or heading's bracket holds, or `None`."""
    found = _IN_LABEL.match(printed)
    if not found:
        return None
    code = "CNY" if found[3] == "元" else _CURRENCIES[found[3]]
    return Unit(FACTORS[found[2]], code + ("/share" if found[4] else ""))
