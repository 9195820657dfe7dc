"""The tags of the kit: what they draw, what they leave out, and that they escape what they are given."""

import datetime as dt

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory

from plimsoll.engine.reasons import Citation, Reason, Source

NASTY = '<script>alert("x")</script>'


@pytest.fixture
def get():
    return RequestFactory().get


@pytest.mark.parametrize(
    "source",
    [
        "{% rag 'red' nasty %}",
        "{% duty_state 'late' nasty %}",
        "{% due day nasty %}",
        "{% alerts alerts %}",
        "{% reasons listed %}",
        "{% citation item %}",
        "{% identity_strip name=nasty age=nasty worker=nasty plan=nasty colour='red' reason=nasty next_duty=nasty %}",
        "{% first_thing what=nasty who=nasty reason=nasty source=nasty button=nasty url='/' %}",
        "{% worklist rows %}",
        "{% timeline rows %}",
        "{% subnav rows label=nasty %}",
        "{% summary_list rows %}",
        "{% task_list rows %}",
        "{% details nasty %}{{ nasty }}{% enddetails %}",
        "{% card nasty %}{{ nasty }}{% endcard %}",
        "{% alert 'warning' nasty %}{{ nasty }}{% endalert %}",
        "{% inset %}{{ nasty }}{% endinset %}",
        "{% buttons %}{% button nasty %}{% button nasty href=nasty %}{% endbuttons %}",
        "{% post_button nasty action=nasty name='x' value=nasty hidden=nasty %}",
        "{% filters heading=nasty chosen=pairs %}{{ nasty }}{% endfilters %}",
        "{% table caption=nasty %}<tr>{% th nasty %}{% td nasty %}{{ nasty }}{% endtd %}</tr>{% endtable %}",
        "{% sort_header nasty 'name' %}",
        "{% breadcrumbs pairs %}{% back_link nasty nasty %}{% progress nasty note=nasty %}{% badge 1 nasty %}",
        "{% load_line points=1 capacity=2 words=nasty %}",
        "{% empty nasty %}{{ nasty }}{% endempty %}{% confirmation nasty %}{{ nasty }}{% endconfirmation %}",
        "{% notification nasty %}{{ nasty }}{% endnotification %}{% warning %}{{ nasty }}{% endwarning %}",
    ],
)
def test_whatever_is_given_is_escaped(draw, source):
    row = dict.fromkeys(
        ("what", "who", "reason", "source", "title", "text", "by", "key", "value", "status", "hint"), NASTY
    )
    drawn = draw(
        source,
        nasty=NASTY,
        day=dt.date(2025, 6, 3),
        alerts=[("other", NASTY)],
        listed=[NASTY, {"text": NASTY, "source": NASTY}],
        item={"instrument": NASTY, "paragraph": NASTY, "verified": NASTY},
        rows=[row],
        pairs=[(NASTY, "/")],
    )
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def test_tags_of_nothing_draw_nothing(draw):
    assert draw("{% alerts none %}{% reasons none %}{% badge 0 'late' %}{% day None %}") == ""


def test_reasons_beyond_the_limit_fold_away(draw):
    drawn = draw("{% reasons items 2 %}", items=["one", "two", "three", "four"])
    assert drawn.index("two") < drawn.index("2 more reasons") < drawn.index("three")


def test_a_reason_may_be_a_value_of_the_engine(draw):
    reason = Reason("seen", "No visit recorded for %(n)s days", {"n": 47}, source=Source("event", "12"))
    drawn = draw("{% reasons items %}", items=[reason])
    assert "No visit recorded for 47 days" in drawn
    assert "Source(" not in drawn


def test_a_citation_may_be_a_value_of_the_engine(draw):
    citation = Citation("The Regulations 2010", "regulation 28", "https://example.org/28", "primary")
    drawn = draw("{% citation item %}", item=citation)
    assert 'href="https://example.org/28"' in drawn
    assert "pl-verified--primary" in drawn


def test_sorting_by_a_column_and_again_turns_it_round(draw, get):
    source = "{% sort_header 'Name' 'name' %}"
    assert 'href="?sort=name"' in draw(source, get("/"))
    assert "aria-sort" not in draw(source, get("/"))
    up = draw(source, get("/?sort=name"))
    assert 'aria-sort="ascending"' in up
    assert 'href="?sort=-name"' in up
    down = draw(source, get("/?sort=-name"))
    assert 'aria-sort="descending"' in down
    assert 'href="?sort=name"' in down


def test_sorting_keeps_the_filters_and_goes_back_to_the_first_page(draw, get):
    drawn = draw("{% sort_header 'Name' 'name' %}", get("/?colour=red&colour=amber&page=3"))
    assert 'href="?colour=red&amp;colour=amber&amp;sort=name"' in drawn


def test_the_order_that_the_view_chose_is_shown_when_the_address_names_none(draw, get):
    assert 'aria-sort="descending"' in draw("{% sort_header 'Due' 'due' %}", get("/"), sort="-due")


def test_pages_keep_the_rest_of_the_address(draw, get):
    page = Paginator(range(300), 12).get_page(3)
    drawn = draw("{% pagination page %}", get("/?colour=red&page=3"), page=page)
    assert 'href="?colour=red&amp;page=4" rel="next"' in drawn
    assert 'aria-current="page">3<' in drawn


def test_one_page_needs_no_links_to_others(draw, get):
    assert draw("{% pagination page %}", get("/"), page=Paginator([1], 10).get_page(1)) == ""


def test_a_cell_says_its_column_on_a_phone_and_its_role_always(draw):
    drawn = draw("{% td 'Plan' %}None{% endtd %}{% td 'Name' head=True %}Ffion{% endtd %}")
    assert 'role="cell" class="govuk-table__cell" data-label="Plan">None' in drawn
    assert 'scope="row" role="rowheader"' in drawn


def test_an_empty_list_says_so_without_an_empty_box(draw):
    drawn = draw("{% empty 'No late duties' %} {% endempty %}")
    assert "No late duties" in drawn
    assert "pl-empty__words" not in drawn


def test_progress_of_unknown_length_claims_no_length(draw):
    assert "value=" not in draw("{% progress 'Reading' %}")
    assert "12,400 of 40,000" in draw("{% progress 'Reading' done=12400 total=40000 %}")


def test_the_strip_of_a_case_names_the_case_to_screen_readers(draw):
    drawn = draw("{% identity_strip name='Ffion Llŷr' alerts=alerts %}", alerts=["not_alone"])
    assert 'aria-label="Case of Ffion Llŷr"' in drawn
    assert "Do not visit alone" in drawn


def test_a_button_that_posts_carries_the_token(draw, get):
    request = get("/")
    drawn = draw("{% post_button 'Sign in' action='/in/' name='person' value=3 %}", request)
    assert 'method="post"' in drawn
    assert 'name="csrfmiddlewaretoken" value="' in drawn
    assert 'value=""' not in drawn
