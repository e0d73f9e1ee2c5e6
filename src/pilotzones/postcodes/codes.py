"""Municipality codes (NIS5) and their dates: what a code of one year is in another.

Every table with codes has a code date; two dates are never joined without conversion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.code_sets import CodeSets, code_sets
from pilotzones.postcodes.nearest import with_nearest

_RULES = frozenset(("sum", "same", "key", "first", "drop"))


def dates_of(codes: Iterable[str], *, sets: CodeSets | None = None) -> tuple[date, ...]:
    """Dates at which all these codes exist; none when they are of different dates."""
    sets, wanted = sets or code_sets(), set(codes)
    return tuple(day for day in sets.dates if wanted <= sets.codes(day))


def date_of(
    codes: Iterable[str],
    *,
    stated: date | None = None,
    file: str | None = None,
    column: str | None = None,
    sets: CodeSets | None = None,
) -> date:
    """Date of the code set that these codes belong to: as stated, else as found.

    When several dates fit, the codes mean the same municipalities at each of them, and the latest
    is given.

    Raises
    ------
    InputError
        Unknown codes, codes of another date than stated, codes of different dates, or codes that
        exist at several dates but not with the same territory (``codes.ambiguous_date``).
    """
    sets, wanted = sets or code_sets(), sorted(set(codes))
    fitting = dates_of(wanted, sets=sets)
    if stated is not None or not fitting:
        expected = stated or max(sets.dates, key=lambda day: len(sets.codes(day) & {*wanted}))
        require_same_date(wanted, expected, file, column=column, sets=sets)
        return expected
    grown = grown_between(wanted, fitting, sets=sets)
    if grown:
        years = tuple(str(day.year) for day in fitting)
        fields = {"codes": grown, "years": years, "n": len(grown)}
        raise InputError(Fault("codes.ambiguous_date", file, column=column, fields=fields))
    return fitting[-1]


def grown_between(
    codes: Iterable[str], days: tuple[date, ...], *, sets: CodeSets | None = None
) -> tuple[str, ...]:
    """Codes that exist at all these dates but have taken in another municipality in between.

    Antwerp kept its code when it took in Borsbeek: 11002 alone does not tell its date.
    """
    became = (sets or code_sets()).forward(days[0], days[-1])
    taken_in = {new for old, new in became.items() if old != new}
    return tuple(sorted(taken_in & set(codes)))


def require_same_date(
    codes: Iterable[str],
    expected: date,
    file: str | None = None,
    *,
    column: str | None = None,
    sets: CodeSets | None = None,
) -> None:
    """Refuse codes that do not exist at a date.

    Raises
    ------
    InputError
        One fault for each unknown code, with the nearest that exist (``codes.unknown``), and one
        for each group of codes of other dates: ``codes.other_date`` when all codes together fit
        another date, ``codes.mixed`` when they do not.
    """
    sets, wanted = sets or code_sets(), set(codes)
    lives = {code: tuple(d for d in sets.dates if code in sets.codes(d)) for code in wanted}
    near = sets.codes(expected)
    faults = [
        with_nearest(Fault("codes.unknown", file, None, column, code), near)
        for code in sorted(wanted)
        if not lives[code]
    ]
    known = {code for code in wanted if lives[code]}
    groups: dict[tuple[date, ...], list[str]] = {}
    for code in sorted(known - near):
        groups.setdefault(lives[code], []).append(code)
    id = "codes.other_date" if dates_of(known, sets=sets) else "codes.mixed"
    for days, group in sorted(groups.items()):
        fields = {
            "codes": tuple(group),
            "n": len(group),
            "years": tuple(str(day.year) for day in days),
            "expected": str(expected.year),
        }
        faults.append(Fault(id, file, None, column, fields=fields))
    if faults:
        raise InputError(faults)


def convert(
    codes: pd.Series,
    from_date: date,
    to_date: date,
    *,
    file: str | None = None,
    sets: CodeSets | None = None,
) -> pd.Series:
    """The same municipalities in the codes of another date, on the same index; missing stays so.

    To a later date each code has exactly one successor. Back to an earlier date only a code that
    one municipality alone has become can be converted.

    Raises
    ------
    InputError
        Codes that do not exist at ``from_date``, or merged ones that cannot be told apart again
        (``codes.no_way_back``).

    Examples
    --------
    >>> from datetime import date
    >>> import pandas as pd
    >>> convert(pd.Series(["55022", "21004"]), date(2018, 1, 1), date(2020, 1, 1)).tolist()
    ['58001', '21004']
    """
    sets = sets or code_sets()
    column = None if codes.name is None else str(codes.name)
    used = codes.dropna()
    require_same_date(used, from_date, file, column=column, sets=sets)
    if from_date <= to_date:
        return codes.map(sets.forward(from_date, to_date))
    origins: dict[str, list[str]] = {}
    for old, new in sets.forward(to_date, from_date).items():
        origins.setdefault(new, []).append(old)
    merged = tuple(sorted(code for code in set(used) if len(origins[code]) > 1))
    if merged:
        fields = {"codes": merged, "n": len(merged), "year": str(to_date.year)}
        raise InputError(Fault("codes.no_way_back", file, column=column, fields=fields))
    return codes.map({new: olds[0] for new, olds in origins.items()})


def convert_table(
    frame: pd.DataFrame,
    column: str,
    from_date: date,
    to_date: date,
    *,
    merge: Mapping[str, str],
    file: str | None = None,
) -> pd.DataFrame:
    """Table in the codes of another date, with the rows of merged municipalities put together.

    Parameters
    ----------
    column
        Column of the municipality codes.
    merge
        Rule of each other column: ``sum`` (counts; missing where one of them is missing), ``same``
        (a fault where merged municipalities differ; also the rule of columns that are not named),
        ``key`` (part of the key beside the code, such as an age band), ``first`` or ``drop``.

    Returns
    -------
    pandas.DataFrame
        One row per new code and key, in the order of first appearance. A column ``row`` keeps the
        first row that went in.

    Raises
    ------
    InputError
        As ``convert``, and ``codes.merge_differs`` for each municipality and column where the
        values of its parts are not the same.
    """
    unknown_rules = set(merge.values()) - _RULES
    if unknown_rules:
        raise ValueError(f"unknown merge rules: {sorted(unknown_rules)}")
    frame = frame.reset_index(drop=True)
    became = frame.assign(**{column: convert(frame[column], from_date, to_date, file=file)})
    keys = [column, *(name for name in frame.columns if merge.get(name) == "key")]
    kept = [name for name in frame.columns if name not in keys and merge.get(name) != "drop"]
    groups = became.groupby(keys, sort=False, dropna=False)
    merged = groups.first()
    faults: list[Fault] = []
    for name in kept:
        if name == "row":
            merged[name] = groups[name].min()
        elif merge.get(name) == "sum":
            unknown = became[name].isna().groupby([became[key] for key in keys], sort=False)
            merged[name] = groups[name].sum().mask(unknown.any())
        elif merge.get(name) != "first":
            apart = groups[name].transform("nunique", dropna=False) > 1
            faults += [
                _differs(rows, frame, (column, name), file)
                for _, rows in became[apart].groupby(keys, sort=False, dropna=False)
            ]
    if faults:
        raise InputError(faults)
    order = [name for name in frame.columns if name in (*keys, *kept)]
    return merged.reset_index()[order]


def _differs(
    merged: pd.DataFrame, frame: pd.DataFrame, columns: tuple[str, str], file: str | None
) -> Fault:
    """Fault of rows that become one although they differ in a column."""
    code, name = columns
    parts = frame.loc[merged.index]
    fields = {
        "code": str(merged[code].iloc[0]),
        "parts": tuple(sorted(set(parts[code].astype(str)))),
        "values": tuple(sorted({"–" if pd.isna(v) else str(v) for v in parts[name]})),
    }
    return Fault("codes.merge_differs", file, column=name, fields=fields)
