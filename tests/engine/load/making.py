"""Short ways to make what the tests of load are about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plimsoll.engine.load.book import Book
from plimsoll.engine.load.facts import Case, Reduction, Worker
from plimsoll.engine.load.packs import in_force, load_weighting, read_file

TODAY = date(2026, 3, 4)  # a Wednesday
MONDAY = date(2026, 3, 2)


def worker(ident="W1", hours="37", **more) -> Worker:
    return Worker(ident, contracted_hours=None if hours is None else Decimal(hours), **more)


def case(ident, holder="W1", *, family="", count=1, starts_on=None, ends_on=None, closing=None, **facts) -> Case:
    exact = {name: Decimal(str(value)) if type(value) in (int, float) else value for name, value in facts.items()}
    return Case(ident, holder, family, count, exact, starts_on, ends_on, closing)


def reduction(kind, since=date(2026, 1, 1), until=None, *, percent=None, hours=None) -> Reduction:
    return Reduction(kind, since, until, _exact(percent), _exact(hours))


def _exact(value):
    return None if value is None else Decimal(str(value))


def book(weighting, workers, cases=(), *, as_at=TODAY, weeks=12) -> Book:
    found = load_weighting(weighting, as_at) if isinstance(weighting, str) else weighting
    return Book(found, as_at, workers, cases, weeks)


def load(weighting, who, cases=(), **more):
    """The load of one worker."""
    return book(weighting, [who], cases, **more).load_of(who.id)


def weighting_from(tmp_path, text, name="local", on=TODAY):
    """A weighting written out in a test."""
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return in_force(read_file(path), on)


SMALL = """
weighting: local
title: A small weighting
status: example
unit: {one: point, many: points}
versions:
  - from: 2020-01-01
    until: null
    citation: [{instrument: A test, verified: unverified}]
    capacity: {full_time: {points: 100, hours: 37}, round: {places: 1, mode: half_up}}
    cases:
      base:
        - {id: kind, by: [type], points: {light: 4, heavy: 10}, otherwise: {points: 7, because: in between}}
    unknown_work: {points: 3, because: a guess}
"""
