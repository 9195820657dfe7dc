"""Whatever the record holds, a referral stands somewhere, and the numbers told about it agree with each other."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.engine.facts import Event
from plimsoll.referrals import chasing, standing
from plimsoll.referrals.evidence import BANDS, evidence

TODAY = date(2026, 3, 2)
STRANGE = st.one_of(
    st.none(), st.booleans(), st.text(max_size=20), st.integers(), st.floats(),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2), st.dates().map(date.isoformat),
)  # fmt: skip
DETAILS = st.dictionaries(
    st.sampled_from(["expected_on", "expected_wait_weeks", "risk", "risk_changed", "harms", "check_by", "interim_plan",
                     "their_reference", "to", "about", "asked_for"]),
    STRANGE,
)  # fmt: skip
NAMES = st.sampled_from(sorted(standing.NAMES))
SERVICES = st.sampled_from(["CAMHS", "camhs ", "speech_therapy", "Speech therapy", "", None])
DAYS = st.integers(0, 900).map(lambda ago: TODAY - timedelta(days=ago))


@st.composite
def records(draw):
    rows = draw(st.lists(st.tuples(NAMES, DAYS, SERVICES, DETAILS), max_size=25))
    return [
        Event(name, on, details={**details, "service": service}, id=str(place))
        for place, (name, on, service, details) in enumerate(rows, 1)
    ]


@settings(max_examples=60)
@given(records())
def test_every_referral_of_any_record_has_numbers_that_agree(events):
    for one in standing.referrals(events):
        assert one.steps[0].name == standing.SENT
        assert [step.on for step in one.steps] == sorted(step.on for step in one.steps)
        assert 0 <= one.waited_days(TODAY) <= 900
        assert one.over_days(TODAY) == 0 or (one.is_waiting and one.first_expected_on < TODAY)
        assert one.is_waiting == (one.over_on is None)
        assert not one.unchecked(TODAY) or one.check_by < TODAY
        assert all(isinstance(word, str) for word in one.harms)
        assert chasing.how_long(one.waited_days(TODAY))


@settings(max_examples=60)
@given(records(), st.randoms())
def test_the_order_in_which_events_are_given_changes_nothing(events, chance):
    mixed = list(events)
    chance.shuffle(mixed)
    assert standing.referrals(mixed) == standing.referrals(events)


@settings(max_examples=60)
@given(records())
def test_the_evidence_counts_every_referral_once(events):
    found = standing.referrals(events)
    lines = evidence(found, TODAY)
    assert sum(line.sent for line in lines) == len(found)
    assert sum(line.waiting + line.started + line.declined + line.taken_back for line in lines) == len(found)
    for line in lines:
        assert sum(count for _low, _high, count in line.bands) == line.waiting
        assert len(line.bands) == len(BANDS)
        assert line.median_days <= line.longest_days


@given(st.integers(0, 520), st.integers(1, 3000))
def test_drift_is_how_far_the_last_day_named_lies_behind_the_first(weeks, later):
    sent = Event(standing.SENT, date(2025, 1, 6), details={"service": "X", "expected_wait_weeks": weeks}, id="1")
    named = date(2025, 1, 6) + timedelta(days=weeks * 7 + later)
    told = Event(
        standing.ESTIMATED, date(2025, 2, 3), details={"service": "x", "expected_on": named.isoformat()}, id="2"
    )
    (one,) = standing.referrals([told, sent])
    assert one.drift_days == later
    assert one.expected_on == named
