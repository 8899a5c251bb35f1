"""Would it notice? Planted faults, for the judge that looks at every page (tests/house/test_access.py asks it)."""

import pytest

from tests.accessibility.markup import markup_faults

GOOD = """<!doctype html><html lang="nl-BE"><head><title>Proef – Vlaamse huisvestingstool</title>
<meta name="viewport" content="width=device-width"></head><body><a href="#inhoud">Naar de inhoud</a><header></header>
<main id="inhoud"><h1>Proef</h1>{}</main><footer></footer></body></html>"""
PLANTED = {
    "<p><div>blok</div></p>": "Unexpected end tag : p",
    "<div>open": "<div> is not closed",
    '<p id="a">x</p><p id="a">y</p>': "ID a already defined",
    "<h3>Te diep</h3>": "follows a heading of level 1",
    "<h1>Nog een</h1>": "2 times h1",
    '<input name="naam">': "has no label",
    '<label for="weg">Naam</label>': "is for weg, which is not there",
    '<div class="field field--input"><div class="field__hint" id="uitleg">Uitleg</div></div>': "nothing is described",
    '<div class="field__errors" id="e">Fout</div><input aria-label="Naam" aria-describedby="e">': "does not say so",
    '<input type="password" aria-label="Wachtwoord">': "which password",
    "<button></button>": "has no name",
    '<a href="/weg/"></a>': "has no name",
    '<a href="#nergens">Ga</a>': "which is not there",
    "<table><tr><td>1</td></tr></table>": "without a caption",
    "<table><caption>Proef</caption><tr><th scope=col>a<td>1<td>2<td>3<td>4</tr></table>": "cannot be moved",
    "<table><caption>Proef</caption><tr><th>Naam</th></tr></table>": "has no scope",
    '<img src="/x.png">': "has no alt",
    "<svg><path/></svg>": "neither hidden nor named",
    '<p tabindex="2">x</p>': "tabindex 2",
    '<p style="color:red">x</p>': "a style of its own",
    '<p onclick="x()">x</p>': "a script in an attribute",
    "<script>x()</script>": "a script in the page",
    "<fieldset><input aria-label=x></fieldset>": "without a legend",
    '<input type="radio" name="k" aria-label="a"><input type="radio" name="k" aria-label="b">': "are no group",
    "<ul><p>x</p></ul>": "<p> in <ul>",
    '<a href="/x/"><button>Y</button></a>': "<button> in <a>",
    "<nav></nav><nav></nav>": "a nav without a name",
}


def test_a_page_without_a_fault_has_none():
    assert markup_faults(GOOD.format('<p>Tekst</p><label for="a">Naam</label><input id="a">')) == []


@pytest.mark.parametrize(("planted", "told"), PLANTED.items())
def test_negative_control_a_planted_fault_of_markup_is_noticed(planted, told):
    assert any(told in fault for fault in markup_faults(GOOD.format(planted)))


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ('lang="nl-BE"', "", "does not say that it is Dutch"),
        ("Proef – Vlaamse", "Vlaamse", "its title tells nothing"),
        ('<a href="#inhoud">Naar de inhoud</a>', '<a href="/">Start</a>', "does not begin with a skip link"),
        ('<main id="inhoud">', '<main id="iets">', "which is not there"),
        ("<footer></footer>", "", "has no contentinfo"),
        ("<h1>Proef</h1>", "", "0 times h1"),
    ],
)
def test_negative_control_a_fault_of_the_whole_page_is_noticed(good, bad, told):
    assert any(told in fault for fault in markup_faults(GOOD.format("").replace(good, bad)))
