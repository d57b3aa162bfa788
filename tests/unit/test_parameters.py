"""The table of an equation's symbols."""

import pytest

from helpers.evidence import Parameter, parameters

CHOSEN = Parameter("a <leak>", 1 / 3, "per s", "chosen", "a round number")


def test_a_published_row_links_its_source_and_says_how_well_it_was_seen():
    table = parameters({"K₀": "mg-jahr1990-k0"})
    html = table._repr_html_()
    assert "3.57 mM" in html and "https://doi.org/10.1523/JNEUROSCI.10-09-03178.1990" in html
    assert "Seen in a copy or review" in html
    assert "3.57 mM" in repr(table)


def test_own_words_replace_those_of_the_fact():
    table = parameters({"K₀": ("mg-jahr1990-k0", "half-blocking Mg2+")})
    assert "half-blocking Mg²⁺" in repr(table)


def test_a_parameter_says_its_kind_and_escapes_its_words():
    html = parameters({"k": CHOSEN})._repr_html_()
    assert "0.333 per s" in html and "chosen: a round number" in html
    assert "a &lt;leak&gt;" in html


def test_headers_are_announced():
    html = parameters({"k": CHOSEN})._repr_html_()
    assert html.count('scope="col"') == 4 and html.count('scope="row"') == 1


@pytest.mark.parametrize("rows", [None, [], {}, "K", {"K": "no-such-fact"}, {"K": 3}])
def test_wrong_rows_are_refused(rows):
    with pytest.raises(ValueError):
        parameters(rows)


@pytest.mark.parametrize("change", [{"kind": "guessed"}, {"how": ""}])
def test_a_parameter_must_say_where_it_comes_from(change):
    given = {"meaning": "x", "value": 1, "unit": "s", "kind": "chosen", "how": "y"}
    with pytest.raises(ValueError, match=next(iter(change))):
        Parameter(**given | change)
