"""Measure how many single changes to the packaged data ``csto-data validate`` detects, by class of change.

``python tools/mutants.py`` prints, for each class, the number of mutants and how many of them have a finding; ``--list``
prints the others. All random choices depend on a seed. A mutant counts only if its meaning differs from that of the
original value: see ``dates`` and ``counts``.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from random import Random
from typing import Any

from attrs import frozen

from csto_data import Answer, Day, Instant, InvalidDateError
from csto_data.model import KINDS, Assessment, InvalidCombinationError, Kind, Quantity
from csto_data.model.fields import FieldType, ModelClass, external_codes, fields_of, reportable, testimony
from csto_data.serialization.canonical import canonical
from csto_data.serialization.resources import data_root
from csto_data.validation.engine import full_report
from csto_data.validation.reading import read_folder

FOLDER = Path(str(data_root()))
DOCUMENTS: dict[str, Any] = {name: json.loads((FOLDER / f"{name}.json").read_bytes()) for name in KINDS}
IDS = [record["id"] for document in DOCUMENTS.values() for record in document["records"]]
REMOVED: Any = object()
"""Stands for a removed value."""
CYRILLIC_LOOK_ALIKES = str.maketrans(
    "aeopcyxiABEKMHOPCTX",
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0410\u0412"
    "\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425",
)
"""Latin letters and the Cyrillic letters that look like them."""


@frozen
class Spot:
    """A value in a record: its path, its field, and whether it is part of a report."""

    kind: Kind
    record: int
    path: tuple[str | int, ...]
    field: FieldType
    value: Any
    reported: bool
    holder: ModelClass

    @property
    def name(self) -> str:
        id = DOCUMENTS[self.kind.dataset]["records"][self.record]["id"]
        return ".".join(map(str, (id, *self.path)))


@frozen
class Mutant:
    """A record in which the value at a spot is replaced."""

    spot: Spot
    value: Any
    second: tuple[tuple[str | int, ...], Any] | None = None
    """A second change, if two values are exchanged."""

    @property
    def record(self) -> Any:
        """The changed record, or REMOVED if it is removed."""
        if not self.spot.path:
            return self.value
        record = DOCUMENTS[self.spot.kind.dataset]["records"][self.spot.record]
        record = _with(record, self.spot.path, self.value)
        return record if self.second is None else _with(record, *self.second)

    def __str__(self) -> str:
        shown = "removed" if self.value is REMOVED else json.dumps(self.value, ensure_ascii=False)
        return f"{self.spot.name}: {json.dumps(self.spot.value, ensure_ascii=False)} -> {shown}"


def _with(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """Return a copy of a value with another value at a path."""
    if not path:
        return new
    made = value.copy()
    step, *rest = path
    inner = _with(made[step], tuple(rest), new)
    if inner is REMOVED:
        del made[step]
    else:
        made[step] = inner
    return made


# Values to change


def spots() -> Iterator[Spot]:
    """Yield every value of every record, including lists and objects and their parts."""
    for kind in KINDS.values():
        for index, raw in enumerate(DOCUMENTS[kind.dataset]["records"]):
            yield from _within(Walk(kind, index), raw, kind.record_class, kind.record_class, (), reported=False)


@frozen
class Walk:
    """The record whose values are visited."""

    kind: Kind
    record: int


def _within(
    walk: Walk, raw: Any, cls: ModelClass, owner: ModelClass, path: tuple[str | int, ...], *, reported: bool
) -> Iterator[Spot]:
    owner = cls if "evidence" in fields_of(cls) else owner
    for name, value in raw.items():
        field = fields_of(cls)[name]
        if field.nature == "reports":
            for reported_name, entry in value.items():
                yield from _at(
                    walk,
                    entry,
                    reportable(owner)[reported_name],
                    owner,
                    owner,
                    (*path, name, reported_name),
                    reported=True,
                )
        else:
            yield from _at(walk, value, field, cls, owner, (*path, name), reported=reported)


def _at(
    walk: Walk,
    value: Any,
    field: FieldType,
    holder: ModelClass,
    owner: ModelClass,
    path: tuple[str | int, ...],
    *,
    reported: bool,
) -> Iterator[Spot]:
    yield Spot(walk.kind, walk.record, path, field, value, reported, holder)
    if field.many:
        for index, entry in enumerate(value):
            yield from _at(walk, entry, field._replace(many=False), holder, owner, (*path, index), reported=reported)
    elif field.nature in ("object", "quantity"):
        yield from _within(walk, value, field.cls or Quantity, owner, path, reported=reported)


# Changes


def misspelt(text: str, random: Random) -> Iterator[str]:
    """Change, drop or add a character, swap the case, or use Cyrillic letters for Latin ones."""
    at = random.randrange(text.index(":") + 1, len(text))
    letter = random.choice([letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter != text[at].lower()])
    yield text[:at] + letter + text[at + 1 :]
    yield text[:at] + text[at + 1 :]
    yield text[:at] + letter + text[at:]
    yield text[:at] + text[at:].swapcase()
    yield text[:at] + text[at:].translate(CYRILLIC_LOOK_ALIKES)


def dates(text: str, random: Random) -> Iterator[str]:
    """Change the day, month or year of a date, or drop or add a part; the ends of a set are changed one at a time.

    Changes that evidence cannot refute are left out: a wider date (2022-01 for 2022-01-13), and a mark of uncertainty,
    since a record marked ``?`` is judged like one without it.
    """
    for part in re.finditer(r"\d{4}(-\d\d(-\d\d)?)?", text):
        for new in _other_dates(part[0], random):
            yield text[: part.start()] + new + text[part.end() :]


def _other_dates(date: str, random: Random) -> Iterator[str]:
    year, *rest = date.split("-")
    yield "-".join((f"{int(year) + random.choice((-10, -2, -1, 1, 2, 10))}", *rest))
    yield "-".join((year[:2] + year[3] + year[2], *rest))
    if not rest:
        yield f"{year}-{random.randint(1, 12):02}"
        return
    month, *day = rest
    yield "-".join((year, f"{random.choice([m for m in range(1, 13) if m != int(month)]):02}", *day))
    yield year
    if not day:
        yield f"{date}-{random.randint(1, 28):02}"
        return
    yield f"{year}-{month}-{random.choice([d for d in range(1, 29) if d != int(day[0])]):02}"
    yield f"{year}-{month}-{int(day[0]) + random.choice((-1, 1)):02}"
    yield f"{year}-{day[0]}-{month}"
    yield f"{year}-{month}"


def instants(text: str, random: Random) -> Iterator[str]:
    """Change the day, hour, minute or offset."""
    for new in _other_dates(text[:10], random):
        yield new + text[10:]
    yield f"{text[:11]}{random.choice([h for h in range(24) if h != int(text[11:13])]):02}{text[13:]}"
    yield f"{text[:14]}{random.choice([m for m in range(60) if m != int(text[14:16])]):02}{text[16:]}"
    yield f"{text[:17]}{random.choice([h for h in range(13) if h != int(text[17:19])]):02}{text[19:]}"


def is_other_time(old: str, new: str) -> bool:
    """Return whether the new day or instant is valid and not implied by the old one."""
    try:
        if "T" in old:
            return Instant(new).utc != Instant(old).utc
        return not _is_within(_days(Day(old)), _days(Day(new)))
    except InvalidDateError:
        return False


def _days(day: Day) -> tuple[Any, Any]:
    return day.earliest, day.latest


def counts(raw: dict[str, Any], random: Random) -> Iterator[dict[str, Any]]:
    """Change one of the numbers (by one, by a digit, two digits exchanged), drop a bound, or negate ``approximate``.

    A range that includes the old one is left out, since evidence cannot refute it.
    """
    for name in ("value", "at_least", "at_most"):
        if name not in raw:
            continue
        number = raw[name]
        digits = str(number)
        others = {number + 1, number - 1, number * 10, number + random.choice((-3, -2, 2, 5, 7, 30))}
        others |= {
            type(number)(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])
            for i in range(len(digits) - 1)
            if "." not in digits
        }
        for other in sorted(others):
            yield {**raw, name: other}
    if "value" in raw:
        yield {**raw, "approximate": not raw.get("approximate", False)}
    if {"at_least", "at_most"} <= set(raw):
        yield {name: value for name, value in raw.items() if name != "at_least"}
        yield {name: value for name, value in raw.items() if name != "at_most"}


def is_other_count(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Return whether the new quantity is valid and not implied by the old one."""
    try:
        before, after = Quantity(**old).bounds, Quantity(**new).bounds
    except InvalidCombinationError:
        return False
    least = [new[name] for name in ("value", "at_least", "at_most") if name in new]
    return before is not None and after is not None and min(least) >= 0 and not _is_within(before, after)


def _is_within(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    """Return whether the second range of days or numbers contains the first."""
    low = other[0] is None or (one[0] is not None and other[0] <= one[0])
    high = other[1] is None or (one[1] is not None and one[1] <= other[1])
    return low and high


def codes(value: Any, random: Random) -> Iterator[Any]:
    """Yield other codes of the same form."""
    if isinstance(value, int):
        yield from (value + random.choice((-2, -1, 1, 2)), value + 10)
        return
    at = random.randrange(1 if value.startswith("Q") else 0, len(value))
    alphabet = "123456789" if value[at].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for letter in random.sample([letter for letter in alphabet if letter != value[at]], 2):
        yield value[:at] + letter + value[at + 1 :]


def retyped(spot: Spot) -> Iterator[Any]:
    """Yield the value as other types: a number as text, text as a number, a list for a value and the reverse, null."""
    yield None
    if spot.field.many:
        yield spot.value[0]
        return
    yield [spot.value]
    match spot.value:
        case bool():
            yield str(spot.value).lower()
            yield int(spot.value)
        case int() | float():
            yield str(spot.value)
        case str():
            digits = re.sub(r"\D", "", spot.value)
            yield int(digits[:9] or 1)
        case dict():
            yield next(iter(spot.value.values()))


# Classes of change


Make = Callable[[Spot, Random], Iterator[Any]]
CLASSES: dict[str, tuple[float | None, Make]] = {}
"""By name: the share of mutants that must be detected, if any, and the function that changes a spot."""


def change(name: str, target: float | None = None) -> Callable[[Make], Make]:
    def register(make: Make) -> Make:
        CLASSES[name] = target, make
        return make

    return register


def _is_reference(spot: Spot) -> bool:
    return spot.field.nature == "reference" and not spot.field.many and spot.path != ("id",)


@change("reference misspelt", 1)
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if _is_reference(spot):
        yield from (new for new in misspelt(spot.value, random) if new not in IDS)


@change("reference to a kind that cannot stand there", 1)
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if _is_reference(spot):
        yield random.choice([id for id in IDS if id.partition(":")[0] not in spot.field.prefixes])


@change("id misspelt", 1)
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.path == ("id",):
        yield from (new for new in misspelt(spot.value, random) if new not in IDS)


@change("id of another record", 1)
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.path == ("id",):
        yield random.choice([id for id in IDS if id != spot.value])


@change("record dropped", 1)
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.path == ("id",):
        yield Mutant(
            Spot(spot.kind, spot.record, (), spot.field, spot.value, reported=False, holder=spot.holder), REMOVED
        )


ORDERED = {"start": "end", "founded": "dissolved", "at_least": "at_most"}
"""Pairs of fields in the order of their values."""


@change("start and end exchanged", 1)
def _(spot: Spot, random: Random) -> Iterator[Any]:
    """Exchange two fields of a record or of one evidence entry, if the first is certainly before the second."""
    other = ORDERED.get(str(spot.path[-1]))
    if other is None:
        return
    record = DOCUMENTS[spot.kind.dataset]["records"][spot.record]
    around = record
    for step in spot.path[:-1]:
        around = around[step]
    if other in around and _comes_before(spot.value, around[other]):
        yield Mutant(spot, around[other], ((*spot.path[:-1], other), spot.value))


def _comes_before(first: Any, last: Any) -> bool:
    return Day(first).before(last) is Answer.YES if isinstance(first, str) else first < last


@change("required field left out", 1)
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.field.required and spot.path[-1] == spot.field.name and not spot.reported:
        yield REMOVED


@change("type changed", 1)
def _(spot: Spot, random: Random) -> Iterator[Any]:
    yield from retyped(spot)


def _needs_support(spot: Spot) -> bool:
    """Return whether the value belongs to the record and needs the support of evidence."""
    return not spot.reported and spot.field.name in testimony(spot.holder)


@change("date of a record", 0.95)
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.field.nature in ("day", "instant") and (_needs_support(spot) or spot.holder is Assessment):
        yield from _times(spot, random)


@change("count of a record", 0.95)
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.field.nature == "quantity" and _needs_support(spot):
        yield from (new for new in counts(spot.value, random) if is_other_count(spot.value, new))


def _times(spot: Spot, random: Random) -> Iterator[str]:
    made = dates if spot.field.nature == "day" else instants
    yield from (new for new in made(spot.value, random) if is_other_time(spot.value, new))


@change("reference of a record to another record")
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if _is_reference(spot) and not spot.reported and spot.field.name != "source":
        yield from _others(spot, random)


@change("source of evidence")
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if _is_reference(spot) and spot.field.name == "source":
        yield from _others(spot, random)


@change("reported reference to another record")
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if _is_reference(spot) and spot.reported:
        yield from _others(spot, random)


def _others(spot: Spot, random: Random) -> Iterator[str]:
    """Yield two other records of the same kind, and one of another allowed kind."""
    prefix = spot.value.partition(":")[0]
    same = [id for id in IDS if id.partition(":")[0] == prefix and id != spot.value]
    yield from random.sample(same, min(2, len(same)))
    other = [id for id in IDS if id.partition(":")[0] in spot.field.prefixes and id.partition(":")[0] != prefix]
    if other:
        yield random.choice(other)


@change("word of a record")
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.field.nature in ("word", "flag") and not spot.field.many and not spot.reported:
        yield _other_word(spot, random)


@change("reported word")
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.field.nature in ("word", "flag") and not spot.field.many and spot.reported:
        yield _other_word(spot, random)


def _other_word(spot: Spot, random: Random) -> Any:
    if spot.field.nature == "flag":
        return not spot.value
    return random.choice([word for word in spot.field.words if word != spot.value])


@change("code of a record")
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.field.name in external_codes() and not spot.reported:
        yield from codes(spot.value, random)


@change("reported code")
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.field.name in external_codes() and spot.reported:
        yield from codes(spot.value, random)


@change("reported date")
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.field.nature in ("day", "instant") and spot.reported:
        yield from _times(spot, random)


@change("reported count")
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.field.nature == "quantity" and spot.reported:
        yield from (new for new in counts(spot.value, random) if is_other_count(spot.value, new))


@change("date of a source or outcome")
def _(spot: Spot, random: Random) -> Iterator[Any]:
    if spot.field.nature == "day" and not spot.reported and not _needs_support(spot) and spot.holder is not Assessment:
        yield from _times(spot, random)


def mutants(name: str, seed: int = 0) -> list[Mutant]:
    """Return all mutants of a class."""
    _, make = CLASSES[name]
    made: list[Mutant] = []
    for spot in _all_spots():
        values: list[Any] = []
        for new in make(spot, _random(seed, name, spot.name)):
            if new not in values and new != spot.value:
                values.append(new)
                made.append(new if isinstance(new, Mutant) else Mutant(spot, new))
    return made


def sampled(name: str, size: int | None, seed: int = 0) -> list[Mutant]:
    """Return a sample of the mutants of a class, or all if no size is given."""
    made = mutants(name, seed)
    return made if size is None else _random(seed, name).sample(made, min(size, len(made)))


def _random(*parts: object) -> Random:
    """Return a random generator that depends on these values only."""
    return Random(repr(parts))  # noqa: S311  (nothing secret)


@cache
def _all_spots() -> list[Any]:
    """Return all values in the packaged data that can be changed."""
    return list(spots())


# Validation


class Files:
    """A folder of files in memory, or one file in it."""

    def __init__(self, files: dict[str, bytes], name: str = "") -> None:
        self.files = files
        self.name = name

    def __truediv__(self, name: str) -> Files:
        return Files(self.files, name)

    def exists(self) -> bool:
        return self.name in self.files

    def iterdir(self) -> list[Files]:
        return [self / name for name in self.files]

    def open(self, mode: str) -> io.BytesIO:
        assert mode == "rb"
        if self.name not in self.files:
            raise FileNotFoundError(2, "No such file", self.name)
        return io.BytesIO(self.files[self.name])


class MutantValidator:
    """Reports what ``csto-data validate`` reports of the packaged data with one record changed.

    Text and schema are checked record by record, so only the changed record is read again; rules that compare records run
    on all of them.
    """

    def __init__(self) -> None:
        self._files = {file.name: file.read_bytes() for file in FOLDER.iterdir()}
        self._whole = read_folder(Files(self._files))
        assert not full_report(self._whole, "data"), "the packaged data have findings"

    def rules(self, mutant: Mutant) -> set[str]:
        """Return the codes of the rules that a mutant violates."""
        kind, index = mutant.spot.kind, mutant.spot.record
        name = f"{kind.dataset}.json"
        document = {**DOCUMENTS[kind.dataset], "records": [] if mutant.record is REMOVED else [mutant.record]}
        changed = read_folder(Files({**self._empty, name: canonical(document, kind).encode()}))
        changed.located += [p for p in self._whole.located if (p.file, p.path) != (name, ("records", index))]
        for id, places in self._whole.ids.items():
            kept = [place for place in places if (place.file, place.path) != (name, ("records", index))]
            if kept:
                changed.ids[id] = kept + changed.ids.get(id, [])
        return {violation.rule for violation in full_report(changed, "data").violations}

    @cached_property
    def _empty(self) -> dict[str, bytes]:
        """The files without records."""
        return {
            **self._files,
            **{f"{k}.json": canonical({**d, "records": []}, KINDS[k]).encode() for k, d in DOCUMENTS.items()},
        }

    def write(self, mutant: Mutant, folder: Path) -> Path:
        """Write the packaged data with the mutant to a folder and return the folder."""
        kind, records = mutant.spot.kind, [*DOCUMENTS[mutant.spot.kind.dataset]["records"]]
        records[mutant.spot.record : mutant.spot.record + 1] = [] if mutant.record is REMOVED else [mutant.record]
        text = canonical({**DOCUMENTS[kind.dataset], "records": records}, kind)
        for name, data in {**self._files, f"{kind.dataset}.json": text.encode()}.items():
            (folder / name).write_bytes(data)
        return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, help="size of the sample of each class (default: all mutants)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", help="run only classes whose name contains this text", default="")
    parser.add_argument("--list", action="store_true", help="list the mutants without a finding")
    options = parser.parse_args()
    validator = MutantValidator()
    print(f"{'class of change':<46} {'mutants':>7} {'detected':>8} {'share':>7}  target  by")
    for name, (target, _) in CLASSES.items():
        if options.only not in name:
            continue
        made = sampled(name, options.sample, options.seed)
        found = [(mutant, validator.rules(mutant)) for mutant in made]
        missed = [mutant for mutant, rules in found if not rules]
        by = Counter(code for _, rules in found for code in rules)
        share = (len(found) - len(missed)) / max(1, len(found))
        shown = "" if target is None else f"{target:.0%}"
        rules = " ".join(f"{code} {n}" for code, n in by.most_common(6))
        print(f"{name:<46} {len(found):>7} {len(found) - len(missed):>8} {share:>7.1%} {shown:>7}  {rules}", flush=True)
        if options.list:
            for mutant in missed:
                print(f"    {mutant}")


if __name__ == "__main__":
    sys.exit(main())
