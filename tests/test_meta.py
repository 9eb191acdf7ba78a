import json
from typing import Any

import pytest

from onrecord.text.meta import Meta, read_byline, read_meta

TITLE = "Ferry sinks off Sundvik in calm weather"
STORY = "".join(
    f"<p>The ferry went down within {n} minutes of leaving the pier and all of its crew were brought ashore by two tugs. {'It was calm. ' * 10}</p>"
    for n in range(5)
)


def page(*head: str, above: str = "", below: str = "", title: str = "", heading: str = TITLE) -> str:
    """A news page: what stands in its head, between headline and story, and under the story."""
    told = f"<title>{title}</title>" if title else ""
    return f"<html><head>{told}{''.join(head)}</head><body><main><h1>{heading}</h1>{above}{STORY}</main>{below}</body></html>"


def tag(key: str, value: str) -> str:
    return f'<meta property="{key}" content="{value}">'


def linked(**fields: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields})}</script>'


def start(meta: Meta) -> str | None:
    return meta.published.start if meta.published else None


def codes(meta: Meta) -> list[str]:
    return [problem.code for problem in meta.problems]


# ---- title


@pytest.mark.parametrize("title", [f"{TITLE} | Coast Wire", f"{TITLE} - Vellund - Coast Wire", f"{TITLE} – Coast Wire", f"Shipping news: {TITLE} | Coast Wire"])
def test_meta_title_has_no_site_behind_it(title: str) -> None:
    assert read_meta(page(title=title)).title == TITLE
    assert read_meta(page(tag("og:title", title), title=title)).title == TITLE


def test_meta_title_without_heading_loses_the_named_site() -> None:
    html = f"<title>{TITLE} - Coast Wire</title>{tag('og:site_name', 'Coast Wire')}<p>Text.</p>"
    assert read_meta(html).title == TITLE
    assert read_meta(html.replace("og:site_name", "other")).title == f"{TITLE} - Coast Wire"  # nothing says that it is the site
    assert read_meta(html.replace("og:site_name", "other"), url="https://www.coastwire.example/1").title == TITLE


def test_meta_title_keeps_a_dash_of_its_own() -> None:
    title = "Ferry sinks - and nobody is told"
    assert read_meta(f"<title>{title}</title>{tag('og:site_name', 'Coast Wire')}").title == title


def test_meta_title_has_the_spelling_that_a_reader_sees() -> None:
    html = page(tag("og:title", "&quot;Calm sea&quot; sank ferry, says Sundvik's mayor"), heading="“Calm sea” sank ferry, says <em>Sundvik’s</em> mayor")
    assert read_meta(html).title == "“Calm sea” sank ferry, says Sundvik’s mayor"


def test_meta_title_is_not_the_line_for_sharing() -> None:
    assert read_meta(page(tag("og:title", "Nobody on the pier could believe it"))).title == TITLE


def test_meta_title_is_the_shared_version_of_a_heading_no_other_source_has() -> None:
    assert read_meta(page(tag("og:title", "Sundvik ferry sinks in calm weather"), heading="Sundvik ferry sinks in very calm weather off pier")).title == (
        "Sundvik ferry sinks in calm weather"
    )


def test_meta_title_of_a_live_blog_is_the_one_that_stays() -> None:
    running = "Sundvik ferry LIVE: Tugs bring last of the crew ashore"
    html = page(
        linked(headline=running, **{"@type": "LiveBlogPosting"}),
        tag("og:title", "Sundvik ferry sinks - latest"),
        heading=running,
        title=f"{running} | Coast Wire",
    )
    assert read_meta(html).title == "Sundvik ferry sinks - latest"


def test_meta_title_is_not_the_sites_own_heading() -> None:
    html = f"<title>{TITLE} | Coast Wire</title>{tag('og:site_name', 'Coast Wire')}<h1>Coast Wire</h1><h1>{TITLE}</h1>"
    assert read_meta(html).title == TITLE


def test_meta_title_and_outlet_of_an_empty_page_are_open() -> None:
    for html in ("", "<p>Text.</p>", "<", "\x00"):
        assert read_meta(html) == Meta()


@pytest.mark.parametrize("zone", ["<aside>{}</aside>", '<div class="related-stories">{}</div>', "<footer>{}</footer>"])
def test_meta_title_is_not_another_storys(zone: str) -> None:
    other = zone.format("<h1>Bridge of Corvale opens again</h1>")
    assert read_meta(other + page(title=f"{TITLE} | Coast Wire")).title == TITLE


# ---- byline and outlet


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Gabby Norby and Toby Ashby", ("Gabby Norby", "Toby Ashby")),
        ("By: Ada Holm, Bo Lindt and Cy Dahl", ("Ada Holm", "Bo Lindt", "Cy Dahl")),
        ("Coast Wire Staff | Updated 2 hours ago", ("Coast Wire",)),
        ("Coast Wire staff reporters", ("Coast Wire",)),
        ("By Ada Holm, Harbour Correspondent | 3 June 2031", ("Ada Holm",)),
        ("Ada Holm in Sundvik and Bo Lindt in Norrhaven", ("Ada Holm", "Bo Lindt")),
        ("Words by Ada Holm for the Coast Wire", ("Ada Holm",)),
        ("By Ada Holm, The Sundvik Courier", ("Ada Holm",)),
        ("Ada van der Holm & Bo O’Lindt", ("Ada van der Holm", "Bo O’Lindt")),
        ("ADA HOLM · @adaholm · 09:15", ("ADA HOLM",)),
        ("The Coast Wire", ("The Coast Wire",)),
        ("Ada Holm, Ada Holm", ("Ada Holm",)),
        ("Lastly Bylund", ("Lastly Bylund",)),
        ("News Editor", ()),
        ("2 hours ago", ()),
        ("https://coast.example/ada", ()),
        ("", ()),
    ],
)
def test_meta_byline_keeps_names_whole_and_nothing_else(text: str, names: tuple[str, ...]) -> None:
    assert read_byline(text) == names


def test_meta_byline_is_the_visible_one_where_the_data_have_none() -> None:
    assert read_meta(page(above='<div class="byline author">By Gabby Norby and Toby Ashby</div>')).byline == ("Gabby Norby", "Toby Ashby")
    assert read_meta(page(above="<p>By Gabby Norby</p>")).byline == ("Gabby Norby",)


def test_meta_byline_comes_from_the_data_of_the_article_itself() -> None:
    other = linked(headline="Bridge of Corvale opens again", author={"name": "Una Other"})
    own = linked(author=[{"@type": "Person", "name": "Ada Holm"}, {"@id": "#bo"}])
    bo = '<script type="application/ld+json">{"@graph": [{"@type": "Person", "@id": "#bo", "name": "Bo Lindt"}]}</script>'
    assert read_meta(page(other, own, bo)).byline == ("Ada Holm", "Bo Lindt")


def test_meta_byline_is_never_another_storys_author() -> None:
    others = '<div class="related"><div class="byline">By Una Other 4 hours ago</div></div><aside><p>By Una Other</p></aside>'
    below = others + '<div class="comment-author">Una Other</div><div class="byline">By Una Other</div>'
    assert read_meta(page(above=others, below=below)).byline == ()
    assert read_meta(page(above=others + '<span class="byline">By Ada Holm</span>', below=below)).byline == ("Ada Holm",)


def test_meta_byline_prefers_a_person_to_the_outlet_and_ignores_addresses() -> None:
    html = page(
        tag("og:site_name", "Coast Wire"), linked(author={"name": "Coast Wire"}), tag("article:author", "https://social.example/ada"), tag("author", "Ada Holm")
    )
    meta = read_meta(html)
    assert (meta.byline, meta.outlet) == (("Ada Holm",), "Coast Wire")


def test_meta_outlet_is_spelt_as_the_site_spells_it_best() -> None:
    assert read_meta(page(tag("og:site_name", "coastwire"), linked(publisher={"name": "Coast Wire"}))).outlet == "Coast Wire"


# ---- dates


@pytest.mark.parametrize("value", ["2031-08-30T12:40:00+02:00", "2031-08-30T10:40:00Z", "2031-08-30"])
@pytest.mark.parametrize(
    "line",
    [
        "<p>published 27 Aug 20:18, updated 30 Aug 12:40</p>",
        '<div class="stamp"><span>Published: <b>27 August 2031</b> 8.18pm</span> <span>Last updated: 30 August 2031 12:40</span></div>',
        '<time datetime="2031-08-27T20:18">Posted 27 Aug</time> <time datetime="2031-08-30T12:40">Updated 30 Aug</time>',
    ],
)
def test_meta_published_time_overwritten_by_the_update_is_seen_through(value: str, line: str) -> None:
    meta = read_meta(page(tag("article:published_time", value), above=line))
    assert start(meta) == "2031-08-27T20:18"
    assert meta.updated is not None and meta.updated.start is not None and meta.updated.start.startswith("2031-08-30T12:40")
    assert codes(meta) == ["dates-conflict"]


def test_meta_visible_day_without_a_year_may_lie_in_the_year_before() -> None:
    meta = read_meta(page(tag("article:published_time", "2031-01-02T12:40:00+02:00"), above="<p>Published 30 Dec 20:18, updated 2 Jan 12:40</p>"))
    assert start(meta) == "2030-12-30T20:18"


@pytest.mark.parametrize(
    "line", ["Published 3 June 2031 21:30", "Published 4 June 2031 13:30", "Published: 4 June 2031", "Posted 03/06/2031", "Published June 3, 2031 9:30 PM EDT"]
)
def test_meta_dates_that_differ_by_zone_alone_do_not_conflict(line: str) -> None:
    meta = read_meta(page(tag("article:published_time", "2031-06-04T01:30:00Z"), above=f"<p>{line}</p>"))
    assert codes(meta) == [] and start(meta) in ("2031-06-04T01:30+00:00", "2031-06-03T21:30-04:00")


def test_meta_data_that_contradict_each_other_give_the_earlier_date_and_a_problem() -> None:
    meta = read_meta(page(linked(datePublished="2031-06-03T09:00:00Z"), tag("article:published_time", "2031-06-09T09:00:00Z")))
    assert start(meta) == "2031-06-03T09:00+00:00" and codes(meta) == ["dates-conflict"]


def test_meta_local_time_is_kept() -> None:
    meta = read_meta(page(tag("article:published_time", "2031-06-03T21:30:00-04:00")))
    assert meta.published is not None
    assert (meta.published.start, meta.published.precision, meta.published.basis) == ("2031-06-03T21:30-04:00", "minute", "page")


def test_meta_local_time_is_taken_from_where_the_page_gives_it() -> None:
    clock = '<time datetime="2031-06-03T21:30:00-04:00">June 3</time>'
    assert start(read_meta(page(linked(datePublished="2031-06-04T01:30:00Z"), above=clock))) == "2031-06-03T21:30-04:00"
    rendered = "<time>June 4, 2031 3:30 AM GMT+2</time>"  # by a script, in the zone of whoever saved the page
    assert start(read_meta(page(linked(datePublished="2031-06-04T01:30:00Z"), above=rendered))) == "2031-06-04T01:30+00:00"


def test_meta_midnight_sharp_is_a_day() -> None:
    meta = read_meta(page(linked(datePublished="2031-06-03T00:00:00Z")))
    assert meta.published is not None and (meta.published.start, meta.published.precision) == ("2031-06-03", "day")


def test_meta_updated_is_later_than_published_or_none() -> None:
    assert read_meta(page(linked(datePublished="2031-06-03T09:00Z", dateModified="2031-06-03T09:00Z"))).updated is None
    assert read_meta(page(linked(datePublished="2031-06-03T09:00Z", dateModified="2031-06-03T08:59Z"))).updated is None
    updated = read_meta(page(linked(datePublished="2031-06-03T09:00Z", dateModified="2031-06-03T09:31Z"))).updated
    assert updated is not None and updated.start == "2031-06-03T09:31+00:00"


def test_meta_zone_out_of_season_is_kept_and_flagged() -> None:
    meta = read_meta(page(tag("article:published_time", "Tue, 03 Jun 2031 08:00:00 PST")))
    assert start(meta) == "2031-06-03T08:00-08:00" and codes(meta) == ["zone-out-of-season"]
    assert "16:00 UTC is kept" in meta.problems[0].message and "15:00 UTC is likelier" in meta.problems[0].message


def test_meta_weekday_in_another_language_is_no_hindrance() -> None:
    assert start(read_meta(page(tag("pubdate", "Di, 03 Jun 2031 08:00:12")))) == "2031-06-03T08:00"


SIDE = '<aside><h3>Most read</h3><ul><li>Bridge opens, 2 Nov 2029</li></ul></aside><div class="latest-news"><time datetime="2030-01-05">5 Jan</time></div>'


def test_meta_side_and_footer_dates_are_candidates_only() -> None:
    meta = read_meta(page(above=SIDE, below=SIDE + "<footer>© 2028 Coast Wire</footer>"))
    assert meta.published is None and meta.updated is None and meta.candidates is not None
    assert (meta.candidates.start, meta.candidates.end, meta.candidates.precision) == (None, None, "unknown")
    assert set(meta.candidates.candidates) == {("2029-11-02", "2029-11-02"), ("2030-01-05", "2030-01-05"), ("2028-01-01", "2028-12-31")}
    assert codes(meta) == ["published-not-found"]
    assert all(place in meta.problems[0].message for place in ("aside", "footer", "latest"))


def test_meta_page_without_any_date_has_no_candidates() -> None:
    meta = read_meta(page())
    assert meta.published is None and meta.candidates is None and codes(meta) == []


def test_meta_date_in_a_paragraph_is_not_the_pages() -> None:
    prose = (
        "<p>A report published on 3 May 2030 said so.</p><p>Updated on 4 May 2030, the list of wrecks holds forty of them in all of the country's waters.</p>"
    )
    assert read_meta(page(above=prose)).published is None


def test_meta_date_by_the_headline_counts_where_the_data_have_none() -> None:
    assert start(read_meta(page(above='<span class="date">3 June 2031</span>', below='<div class="date">5 June 2031</div>'))) == "2031-06-03"
    assert start(read_meta(page(), url="https://coast.example/2031/06/03/ferry-sinks")) == "2031-06-03"
    assert start(read_meta(page(), url="https://coast.example/2031/99/03/ferry-sinks")) is None


def test_meta_todays_date_above_the_headline_is_not_the_articles() -> None:
    html = f'<div class="today date">Friday, 6 June 2031</div>{page()}'
    assert read_meta(html).published is None
    assert start(read_meta(html.replace("</h1>", "</h1><time>3 June 2031</time>"))) == "2031-06-03"


def test_meta_numeric_date_stays_open_until_the_data_decide() -> None:
    shown = '<span class="date">03/06/2031</span>'
    meta = read_meta(page(above=shown))
    assert meta.published is not None and meta.published.start is None and len(meta.published.candidates) == 2
    assert start(read_meta(page(tag("article:published_time", "2031-06-03"), above=shown))) == "2031-06-03"


def test_meta_layout_names_around_the_headline_hide_nothing() -> None:
    html = f'<div class="sidebar-enabled">{page(above="<time>3 June 2031</time>")}</div>'
    assert (start(read_meta(html)), read_meta(html).title) == ("2031-06-03", TITLE)


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 50_000,
        '{"@type": "NewsArticle", "author": [[[]], 3, {"name": 5}], "datePublished": {"a": 1}, "headline": []}',
        "null",
        '"text"',
        '[{"@graph": 3}]',
    ],
)
def test_meta_broken_linked_data_is_passed_over(script: str) -> None:
    assert read_meta(page(f'<script type="application/ld+json">{script}</script>', above='<span class="byline">By Ada Holm</span>')).byline == ("Ada Holm",)


def test_meta_of_hostile_markup_ends() -> None:
    assert read_meta("<div class=author>" * 500 + "x " * 50_000).byline == ()
    assert start(read_meta(f"<h1>{TITLE}</h1>" + "<p class=date>3 June 2031</p>" * 20_000)) == "2031-06-03"
