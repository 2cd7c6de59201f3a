"""A filing's facts → the answers expected from a reader, in the shape of the public JSON."""

from __future__ import annotations

import json
from decimal import Decimal

from compose.entries import records
from compose.facts import (
    UNITS,
    Breakdown,
    Business,
    Figure,
    Filing,
    Holder,
    Holdings,
    Lending,
    growth,
    number,
    percent,
    share_of,
)

Record = dict[str, object]


def _identity(filing: Filing) -> Record:
    company = filing.company
    return {
        "code": company.code,
        "short_name": company.short,
        "company": company.name,
        "exchange": company.exchange,
        "board": company.board,
        "kind": filing.kind,
        "form": filing.form,
        "period": filing.period,
        "period_end": filing.period_end,
        "currency": "CNY",
    }


def _figure(figure: Figure, filing: Filing) -> Record:
    change = figure.change(negative_base=filing.company.exchange == "SZSE")
    before = [number(v) for v in figure.before] + [None, None]
    return {
        "item": figure.item,
        "label": figure.name,
        "unit": UNITS[figure.kind],
        "span": figure.span or ("point_in_time" if figure.kind == "balance" else "year_to_date"),
        "value": figure.value(0),
        "prior": figure.value(1),
        "prior_before_restatement": before[0],
        "two_years_ago": figure.value(2),
        "two_years_ago_before_restatement": before[1],
        "change": change,
        "change_unit": None if change is None else "pp" if figure.kind == "ratio" else "%",
    }


def _quarter(item: str, label: str, values: tuple[str, ...]) -> Record:
    return {"item": item, "label": label, "unit": "CNY"} | {f"q{n}": number(v) for n, v in enumerate(values, 1)}


def holder_percent(holder: Holder, holdings: Holdings) -> Decimal:
    """The percentage as printed."""
    return Decimal(holder.pct) if holder.pct else percent(holder.shares, holdings.total, holdings.digits)


def _holder(rank: int, holder: Holder, holdings: Holdings, *, has_change: bool) -> Record:
    record: Record = {
        "table": "top10",
        "rank": rank,
        "name": holder.name,
        "nature": holder.nature,
        "pct": holder_percent(holder, holdings),
        "shares": holder.shares,
        "restricted_shares": holder.restricted,
        "change": holder.change if has_change and isinstance(holder.change, int) else None,
        "pledges": [{"state": state, "shares": shares} for state, shares in holder.pledges],
        "margin_account_shares": holder.margin,
    }
    if holder.lent:
        record["restricted_shares_incl_lent"] = (holder.restricted or 0) + holder.lent
    if isinstance(holder.change, str):
        record["change_note"] = holder.change
    if holder.note:
        record["name_note"] = holder.note
    return record


def _unrestricted(rank: int, holder: Holder, in_top: set[str]) -> Record:
    shares = holder.shares if holder.unrestricted is None else holder.unrestricted
    record: Record = {
        "table": "top10_unrestricted",
        "rank": rank,
        "name": holder.name,
        "nature": None,
        "pct": None,
        "shares": shares,
        "restricted_shares": None,
        "change": None,
        "pledges": None,
        "margin_account_shares": None if holder.name in in_top else holder.margin,
        "share_class": holder.share_class,
    }
    if holder.note:
        record["name_note"] = holder.note
    return record


def _holders(holdings: Holdings) -> Record:
    has_change = any(h.change is not None for h in holdings.top)
    names = {h.name for h in holdings.top}
    fields = ("holders", "holders_prior_month_end", "preferred_holders", "preferred_holders_prior_month_end")
    counts = {name: holdings.counts.get(name) for name in (*fields, "special_voting_holders")}
    top = [_holder(n, h, holdings, has_change=has_change) for n, h in enumerate(holdings.top, 1)]
    free = [_unrestricted(n, h, names) for n, h in enumerate(holdings.unrestricted, 1)]
    return {"counts": counts, "records": top + free}


def _lending(lending: Lending) -> Record:
    rows: list[Record] = []
    for row in lending.rows:
        record: Record = {"table": "participation", "name": row.name}
        parts = (
            ("opening", row.opening, lending.opening_total),
            ("opening_lent", row.opening_lent, lending.opening_total),
            ("closing", row.closing, lending.closing_total),
            ("closing_lent", row.closing_lent, lending.closing_total),
        )
        for (name, shares, total), printed in zip(parts, row.pct, strict=True):
            record[f"{name}_shares"] = shares
            record[f"{name}_pct"] = Decimal(printed) if printed else percent(shares, total, lending.digits)
        rows.append(record)
    rows += [
        {
            "table": "changes",
            "name": row.name,
            "change": row.change,
            "closing_lent_shares": row.lent,
            "closing_lent_pct": percent(row.lent, lending.closing_total, lending.digits),
            "closing_total_shares": row.total,
            "closing_total_pct": Decimal(row.pct)
            if row.pct
            else percent(row.total, lending.closing_total, lending.digits),
        }
        for row in lending.moved
    ]
    return {"applicable": {"participation": lending.participation, "changes": lending.changes}, "records": rows}


def _business(breakdown: Breakdown, business: Business, total: Business) -> Record:
    record: Record = {
        "table": breakdown.table,
        "dimension": breakdown.dimension,
        "dimension_label": breakdown.label or None,
        "name": business.name,
        "revenue": number(business.revenue),
    }
    change = growth(business.revenue, business.prior)
    if breakdown.table == "composition":
        return record | {
            "revenue_share": share_of(business.revenue, total.revenue),
            "prior_revenue": number(business.prior),
            "prior_share": share_of(business.prior, total.prior),
            "revenue_change": change,
        }
    return record | {
        "cost": number(business.cost),
        "gross_margin": business.margin(),
        "revenue_change": change,
        "cost_change": growth(business.cost or "0", business.prior_cost or "0"),
        "gross_margin_change": business.margin_change(),
    }


def _segments(filing: Filing) -> Record:
    total = next((b.rows[0] for b in filing.breakdowns if b.dimension == "total"), Business("", "1", "1"))
    segments: Record = {"records": [_business(b, row, total) for b in filing.breakdowns for row in b.rows]}
    if filing.outline:
        segments["outline"] = [
            {"number": place, "title": title, "level": place.count(".") + 1} for place, title in filing.outline
        ]
    if filing.metrics:
        segments["metrics"] = list(filing.metrics)
    if filing.partners:
        segments["customers_suppliers"] = [
            {"side": p.side, "amount": number(p.amount), "share": number(p.share), "related_share": number(p.related)}
            for p in filing.partners
        ]
    return segments


def answers(filing: Filing) -> Record:
    """The truth of one filing."""
    return {
        "filing": _identity(filing),
        "financials": {
            "records": [_figure(f, filing) for f in filing.figures],
            "quarterly": [_quarter(*line) for line in filing.quarterly],
        },
        "holders": _holders(filing.holdings),
        "lending": _lending(filing.lending),
        "segments": _segments(filing),
        **({"statements": {"records": records(filing.statements)}} if filing.statements else {}),
    }


def dump(value: object, depth: int = 0) -> str:
    """JSON with decimals digit for digit."""
    inner, outer = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict) and value:
        items = (f"{json.dumps(k)}: {dump(v, depth + 1)}" for k, v in value.items())
        return "{" + inner + f",{inner}".join(items) + outer + "}"
    if isinstance(value, (list, tuple)) and value:
        return "[" + inner + f",{inner}".join(dump(v, depth + 1) for v in value) + outer + "]"
    return json.dumps(value, ensure_ascii=False)
