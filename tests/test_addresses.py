"""Addresses on paper: links are numbered, and their addresses are listed once at the end of a page."""

from __future__ import annotations

from markupsafe import Markup

from cobtrack.render.markup.page import markdown_to_html, with_addresses


def test_each_address_has_one_number_and_one_entry() -> None:
    page = with_addresses(
        Markup(
            '<a href="https://b.org/?x=1&amp;y=2">B</a> <a href="#here">here</a> <a class="c" href="https://a.org">A</a> <a href="https://b.org/?x=1&amp;y=2">B</a>'
        )
    )
    assert page.count('data-address="1"') == 2
    assert '<a class="c" href="https://a.org" data-address="2">' in page
    assert '<a href="#here">' in page
    assert "<li>https://b.org/?x=1&amp;y=2</li>\n<li>https://a.org</li>" in page


def test_a_page_without_web_addresses_has_no_list() -> None:
    assert with_addresses(Markup('<a href="#here">here</a>')) == '<a href="#here">here</a>'


def test_an_address_that_is_written_out_is_not_listed_again() -> None:
    link = '<a href="https://a.org">https://a.org</a>'
    assert with_addresses(Markup(link)) == link


def test_cells_of_a_markdown_table_name_their_column() -> None:
    title, body = markdown_to_html("# A \\* title\n\n| What | When |\n|---|---|\n| a | b |\n")
    assert title == "A * title"
    assert '<th scope="col">What</th>' in body
    assert '<td data-label="When">b</td>' in body
