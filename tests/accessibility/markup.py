"""What can be seen of a page's accessibility without a browser: one parse, a few milliseconds.

A page is judged by what WCAG 2.2 and the HTML standard ask of its markup, and by the portal's own stricter rules (no
style or script within the page; a caption on each table). What needs a browser is asked by test_every_page.py.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from lxml import etree


def words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


VOID = words("area base br col embed hr img input link meta source track wbr")
BLOCKS = words(
    "address article aside blockquote details dialog div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr",
    "main nav ol p pre section table ul",
)
PHRASES = words("p h1 h2 h3 h4 h5 h6 span strong em b i small label button summary caption legend dt time")
HEADINGS = words("h1 h2 h3 h4 h5 h6")
INTERACTIVE = words("a button input select textarea details label summary")
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"th", "td"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "select": {"option", "optgroup", "hr"},
}
ALWAYS = {"script", "template"}
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "headers", "list", "form")
# WCAG 1.4.10: a table may be wider than the screen, as long as it moves and not the page; 2.1.1: also by keyboard.
WIDE_TABLE = 5
IN_WINDOW = "ancestor::*[@role='region'][@tabindex='0']"
FOLDED = ("table--cards", "lanes")  # on a narrow screen each row of it becomes a block
UNNAMED_KINDS = ("hidden", "submit", "button", "reset", "image")
CLOSE_THEMSELVES = VOID | {"option"}
TAG = re.compile(r"""<(/?)([a-z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>""")
WITHOUT_TAGS = re.compile(r"<!--.*?-->|(?<=>)[^<]*(?=</(?:script|style|textarea|title)>)", re.DOTALL)
# A page of libxml2's HTML parser that knows no HTML5 element; the names are looked after by the validator of the walk.
NO_FAULT = ("HTML_UNKNOWN_TAG",)
Element = etree._Element


def markup_faults(text: str) -> list[str]:
    """Everything that is wrong with a page or, when it has no <html>, with a part of one: a sentence for each fault."""
    parser = etree.HTMLParser(encoding="utf-8")
    root = etree.fromstring(text.encode(), parser)
    if root is None:
        return ["is empty"]
    found = [
        f"line {error.line}: {error.message}" for error in parser.error_log if error.type_name not in NO_FAULT
    ]
    found += unclosed(text)
    judges: tuple[Callable[[Element], Iterator[str]], ...] = (
        nesting, references, controls, described, names, groups, tables, pictures, own_rules
    )  # fmt: skip
    if re.match(r"\s*<!doctype html>", text, re.IGNORECASE):
        judges += (whole_page, headings, landmarks, skip_link)
    for judge in judges:
        found += judge(root)
    return found


def unclosed(text: str) -> list[str]:
    """Elements that are opened more often than closed; the standard lets more close themselves than we do."""
    counts: Counter[str] = Counter()
    for closing, tag, attributes in TAG.findall(WITHOUT_TAGS.sub("", text)):
        if tag not in CLOSE_THEMSELVES and not attributes.endswith("/"):
            counts[tag] += -1 if closing else 1
    return [f"<{tag}> is not closed" for tag, count in counts.items() if count > 0]


def whole_page(root: Element) -> Iterator[str]:
    """WCAG 2.4.2 and 3.1.1."""
    if not (root.get("lang") or "").startswith("nl"):
        yield "does not say that it is Dutch"
    titles = root.xpath("/html/head/title")
    title = said(titles[0]) if titles else ""
    telling = re.split(r" [–|-] (?=Vlaamse huisvestingstool|Huisvestingstool)", title)[0]
    if not telling or telling in ("Vlaamse huisvestingstool", "Huisvestingstool"):
        yield f"its title tells nothing: {title!r}"
    if not root.xpath("/html/head/meta[@name='viewport']"):
        yield "has no viewport"


def headings(root: Element) -> Iterator[str]:
    """WCAG 1.3.1: one h1, and no level left out on the way down."""
    before = 0
    for heading in root.iter(*HEADINGS):
        if is_hidden(heading):
            continue
        level = int(heading.tag[1])
        if not said(heading):
            yield f"an empty {heading.tag}"
        if level > before + 1:
            yield f"{heading.tag} {said(heading)!r} follows a heading of level {before}"
        before = level
    ones = [said(one) for one in root.iter("h1") if not is_hidden(one)]
    if len(ones) != 1:
        yield f"{len(ones)} times h1: {ones}"


def landmarks(root: Element) -> Iterator[str]:
    """WCAG 1.3.1: the parts of the page, each once or with a name of its own."""
    if len(root.xpath("//main | //*[@role='main']")) != 1:
        yield "has not one main"
    for tag, role in (("header", "banner"), ("footer", "contentinfo")):
        if not root.xpath(
            f"//{tag}[not(ancestor::main or ancestor::article or ancestor::section)] | //*[@role='{role}']"
        ):
            yield f"has no {role}"
    navs = [label_of(nav) for nav in root.iter("nav")]
    if len(navs) > 1:
        yield from (
            f"nav {name!r} is there {count} times" for name, count in Counter(navs).items() if count > 1
        )
        yield from ("a nav without a name" for name in navs if not name)


def skip_link(root: Element) -> Iterator[str]:
    """WCAG 2.4.1: the first thing that takes the focus leads past the head of the page."""
    first = next(iter(root.xpath("//a[@href] | //button | //input[not(@type='hidden')] | //summary")), None)
    target = (first.get("href") or "") if first is not None else ""
    if not target.startswith("#"):
        yield "does not begin with a skip link"
    elif not root.xpath("//*[@id=$id]", id=target[1:]):
        yield f"its skip link leads to {target}, which is not there"


def nesting(root: Element) -> Iterator[str]:
    """What the standard's content models forbid."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag, parent = element.tag, element.getparent()
        above = parent.tag if parent is not None else ""
        if above in PHRASES and tag in BLOCKS and not (above in ("legend", "summary") and tag in HEADINGS):
            yield f"<{tag}> in <{above}>: {said(parent)[:40]!r}"
        if above in CHILDREN and tag not in CHILDREN[above] | ALWAYS:
            yield f"<{tag}> in <{above}>"
        if tag == "li" and above not in ("ul", "ol", "menu"):
            yield f"<li> in <{above}>"
        if above in ("a", "button") and tag in INTERACTIVE - {"label"}:
            yield f"<{tag}> in <{above}>"
        if above in ("ul", "ol", "tr", "table", "tbody", "dl", "select") and ((element.tail or "").strip()):
            yield f"text in <{above}>: {(element.tail or '').strip()[:40]!r}"


def references(root: Element) -> Iterator[str]:
    """Every id that something points to is there."""
    ids = set(root.xpath("//@id"))
    for attribute in REFERENCES:
        for element in root.xpath(f"//*[@{attribute}]"):
            missing = [name for name in element.get(attribute).split() if name not in ids]
            if missing:
                yield f"{attribute} of {shown(element)} names {' '.join(missing)}, which is not there"
    for label in root.xpath("//label[@for]"):
        if label.get("for") not in ids:
            yield f"label {said(label)!r} is for {label.get('for')}, which is not there"
    for link in root.xpath("//a[starts-with(@href, '#')]"):
        if link.get("href") not in ("#", "#top") and link.get("href")[1:] not in ids:
            yield f"link {said(link)!r} leads to {link.get('href')}, which is not there"


def controls(root: Element) -> Iterator[str]:
    """WCAG 1.3.1, 4.1.2: what is filled in has a name."""
    labelled = {label.get("for") for label in root.xpath("//label[@for]") if said(label)}
    for control in root.iter("input", "select", "textarea"):
        if control.get("type") in UNNAMED_KINDS:
            continue
        wrapped = any(said(label) for label in control.iterancestors("label"))
        if not (control.get("id") in labelled or wrapped or label_of(control)):
            yield f"{shown(control)} has no label"
        if control.get("type") == "password" and not control.get("autocomplete"):
            yield f"{shown(control)} does not say which password it asks"


def described(root: Element) -> Iterator[str]:
    """WCAG 1.3.1, 3.3.1: help and errors belong to their control, and a control in error says that it is."""
    told = {name for value in root.xpath("//@aria-describedby") for name in value.split()}
    for part in root.xpath(
        "//*[(contains(concat(' ', @class, ' '), ' field__hint ') and ancestor::*[starts-with(@class, 'field ')])"
        " or contains(concat(' ', @class, ' '), ' field__errors ')"
        " or (contains(concat(' ', @class, ' '), ' help ') and @id)"
        " or (contains(concat(' ', @class, ' '), ' errorlist ') and not(contains(@class, 'nonfield')))]"
    ):
        if part.get("id") not in told:
            yield f"nothing is described by {said(part)[:60]!r}"
    for part in root.xpath("//*[contains(concat(' ', @class, ' '), ' field__errors ')]/@id"):
        for control in root.xpath(
            "//input[not(@type='hidden')][contains(concat(' ', @aria-describedby, ' '), $id)]"
            " | //select[contains(concat(' ', @aria-describedby, ' '), $id)]"
            " | //textarea[contains(concat(' ', @aria-describedby, ' '), $id)]",
            id=f" {part} ",
        ):
            if control.get("aria-invalid") != "true":
                yield f"{shown(control)} has an error and does not say so"


def names(root: Element) -> Iterator[str]:
    """WCAG 2.4.4, 4.1.2: links, buttons and frames have a name."""
    for element in root.xpath("//a[@href] | //button | //summary | //*[@role='button']"):
        if not (name_of(element) or is_hidden(element)):
            yield f"{shown(element)} has no name"
    for button in root.xpath("//input[@type='submit' or @type='button' or @type='reset']"):
        if not (button.get("value") or label_of(button)):
            yield f"{shown(button)} has no name"
    for frame in root.xpath("//iframe[not(@title)] | //dialog[not(@aria-label or @aria-labelledby)]"):
        yield f"{shown(frame)} has no name"
    for label in root.iter("label"):
        if not said(label):
            yield "a label without words"


def groups(root: Element) -> Iterator[str]:
    """WCAG 1.3.1: what belongs together has a name together."""
    for fieldset in root.iter("fieldset"):
        first = next((child for child in fieldset if isinstance(child.tag, str)), None)
        if not label_of(fieldset) and (first is None or first.tag != "legend" or not said(first)):
            yield f"a fieldset without a legend: {said(fieldset)[:40]!r}"
    counts = Counter(root.xpath("//input[@type='radio']/@name"))
    for name, count in counts.items():
        radio = root.xpath("//input[@type='radio'][@name=$name]", name=name)[0]
        grouped = any(
            above.tag == "fieldset" or above.get("role") in ("group", "radiogroup")
            for above in radio.iterancestors()
        )
        if count > 1 and not grouped:
            yield f"the {count} choices of {name} are no group"


def tables(root: Element) -> Iterator[str]:
    """WCAG 1.3.1: each table says what it is about, and each heading what it is the heading of."""
    for table in root.iter("table"):
        if table.get("role") in ("presentation", "none"):
            continue
        caption = table.find("caption")
        if not (caption is not None and said(caption)) and not label_of(table):
            yield f"a table without a caption: {said(table)[:60]!r}"
        columns = max((len(row) for row in table.iter("tr")), default=0)
        folds = set((table.get("class") or "").split()) & set(FOLDED)
        if columns >= WIDE_TABLE and not folds and not table.xpath(IN_WINDOW):
            yield f"a table of {columns} columns that cannot be moved on a narrow screen: {said(table)[:40]!r}"
        if table.find(".//th") is None:
            yield f"a table without headings: {said(table)[:60]!r}"
        for cell in table.iter("th"):
            # The first cell of a row in Django's own list of results: the standard takes it for the heading of its row.
            own = table.get("id") == "result_list" and cell.xpath(
                "ancestor::tbody and count(preceding-sibling::th) = 0"
            )
            if not own and cell.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                yield f"heading {said(cell)!r} has no scope"
            if not (name_of(cell) or is_hidden(cell)):
                yield f"an empty heading in table {said(table)[:40]!r}"


def pictures(root: Element) -> Iterator[str]:
    """WCAG 1.1.1: a picture has words, or says that it needs none."""
    for picture in root.xpath("//img[not(@alt)]"):
        yield f"{shown(picture)} has no alt"
    for drawing in root.xpath("//svg[not(ancestor::svg)]"):
        only_symbols = all(child.tag == "symbol" for child in drawing)
        if not (
            is_hidden(drawing)
            or only_symbols
            or (
                drawing.get("role") in ("img", "group")
                and (label_of(drawing) or drawing.find("title") is not None)
            )
        ):
            yield f"a drawing that is neither hidden nor named: {shown(drawing)} in {shown(drawing.getparent())}"


def own_rules(root: Element) -> Iterator[str]:
    """Nothing that the policy of the browser would refuse, and no order of focus of one's own."""
    for element in root.xpath("//*[@style] | //style"):
        yield f"{shown(element)} has a style of its own"
    for script in root.xpath("//script[not(@src) and not(@type='application/json')]"):
        yield f"a script in the page: {(script.text or '').strip()[:40]!r}"
    for name in root.xpath("//@*[starts-with(name(), 'on')]"):
        yield f"a script in an attribute: {name!r}"
    for value in root.xpath("//@tabindex"):
        if not value.lstrip("-").isdecimal() or int(value) > 0:
            yield f"tabindex {value}"
    for element in root.xpath(
        "//*[@aria-hidden='true']//*[self::a or self::button or self::input or self::select]"
    ):
        if element.get("tabindex") != "-1":
            yield f"{shown(element)} is hidden from a screen reader and takes the focus"


# --- What is said ----------------------------------------------------------------------------------------------


def said(element: Element) -> str:
    """Its words, as one line."""
    return " ".join("".join(element.itertext(tag=etree.Element)).split())


def label_of(element: Element) -> str:
    """The name that aria gives it."""
    if element.get("aria-label"):
        return str(element.get("aria-label"))
    found = [
        said(part)
        for name in (element.get("aria-labelledby") or "").split()
        for part in element.getroottree().xpath("//*[@id=$id]", id=name)
    ]
    return " ".join(found)


def name_of(element: Element) -> str:
    """The name of what is clicked: by aria, or from its words and pictures."""
    pictures = element.xpath(".//img/@alt | .//svg/title/text() | .//*/@aria-label | .//input/@value")
    return label_of(element) or said(element) or " ".join(pictures).strip()


def is_hidden(element: Element) -> bool:
    return any(
        part.get("aria-hidden") == "true" or part.get("hidden") is not None
        for part in (element, *element.iterancestors())
    )


def shown(element: Element) -> str:
    """Short, for a person who looks for it."""
    marks = "".join(
        f' {key}="{element.get(key)}"' for key in ("id", "name", "class", "href") if element.get(key)
    )
    return f"<{element.tag}{marks}>"
