"""The reading copy, opened from a folder on a disk: a lesson is taken there without any kernel."""

from __future__ import annotations

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from helpers.widgets.progress import Progress
from tests.browser.conftest import PATIENCE_MS
from tests.browser.hands import choose_radio, settled
from tests.contract.course import questions
from tests.tools.site import build

LESSON = "01_channel_block"
CONTENT = questions(LESSON)
SIZES = {"a laptop": (1366, 768, "light"), "a phone in the dark": (390, 844, "dark")}


@pytest.fixture(scope="module")
def site(tmp_path_factory, few_stops):
    """One lesson's site, as `make site` builds it but for how many pictures of its panels."""
    folder = tmp_path_factory.mktemp("site")
    faults = build(folder, "01")
    assert not faults, "\n".join(faults)
    return folder


@pytest.fixture
def reader(chromium, site):
    """A window that nothing off this machine reaches, and where it looks for pages."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    page.asked = asked
    page.lesson = (site / "notebooks" / "mechanism" / f"{LESSON}.html").as_uri()
    yield page
    context.close()
    assert not faults
    here = ("file:", "data:", "blob:")
    assert [url for url in asked if not url.startswith(here)] == []


def option(entry, right):
    return next(one for one in entry["options"] if one.get("right", False) == right)


def test_a_lesson_is_taken_from_prediction_to_passport(reader, site, tmp_path):
    page = reader
    page.goto(page.lesson)
    expect(page.locator(".course-live:not([data-alive])")).to_have_count(0)

    prediction = CONTENT["predictions"][0]
    asked = page.locator(".cw-panel").filter(has_text=prediction["question"][:30]).first
    guess = asked.get_by_role("radio", name=option(prediction, False)["text"])
    choose_radio_on(page, asked, guess)
    asked.get_by_role("button", name="Commit my prediction").press("Enter")
    expect(asked.get_by_text("Kept. You will meet it again at the end.")).to_be_visible()

    panel = page.locator(".cw-explore").first
    start = settled(panel)
    slider = panel.locator('input[type="range"]').first
    slider.focus()
    page.keyboard.press("End")
    expect(panel.locator(".cw-changed")).to_have_text("Concentration 1 → 10 µM.")
    assert settled(panel) != start
    for other in panel.locator('input[type="range"]').all()[1:]:  # all at once: nobody drew that
        other.focus()
        page.keyboard.press("End")
    panel.get_by_role("radio", name="pulses").check()
    told = panel.get_by_text("was not drawn beforehand")
    expect(told).to_be_visible()
    panel.get_by_role("button", name="Reset").click()
    expect(told).to_be_hidden()
    assert settled(panel) == start
    panel.get_by_role("radio", name="pulses").check()
    slider.focus()
    page.keyboard.press("End")
    panel.locator(".cw-nobody").press("Enter")  # a button leads there from anywhere
    assert settled(panel) != start
    other = page.locator(".cw-explore").nth(1)
    start = settled(other)
    other.locator('input[type="range"]').nth(1).press("ArrowRight")  # on to the next picture
    expect(other.get_by_role("img")).not_to_have_attribute("alt", start)

    question = CONTENT["questions"][0]
    quiz = page.locator(".cw-panel").filter(has_text=question["question"][:30]).first
    quiz.get_by_role("radio", name=option(question, True)["text"]).check()
    quiz.get_by_role("button", name="Check my answer").click()
    passport = page.locator(".cw-panel").filter(has_text="Claim passport").first
    passport.get_by_role("radio", name="supported").first.check()
    passport.get_by_role("button", name="Keep my grade").first.click()

    page.reload()  # what was done is found again
    again = page.locator(".cw-panel").filter(has_text="Your prediction, revisited").first
    expect(again).to_contain_text(option(prediction, False)["text"])
    counted = open_the_record(page, site)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save them").click()
    file = tmp_path / "progress.jsonl"
    saved.value.save_as(file)
    events = Progress(file).all()
    kinds = {event.kind for event in events}
    assert len(events) == counted + 1, "all that the page counts, and the seed"
    assert {"seed", "prediction", "explored", "answer", "grade"} <= kinds
    kept = next(event for event in events if event.kind == "prediction")
    assert kept.key == f"{LESSON}/{prediction['name']}"
    assert kept.data["choice"] == option(prediction, False)["name"]
    assert 0 <= kept.data["seconds"] < 600
    assert len(events) == len(file.read_text("utf-8").splitlines())  # every line is one of ours


def open_the_record(page, site):
    """Go to the page that counts what was done, again while the browser lends it no record."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while True:
        page.goto((site / "progress.html").as_uri())
        counted = int(page.locator("[data-course-count]").text_content())
        if counted or time.monotonic() > deadline:
            lent = "a record of its own" if page.evaluate("() => window.keepsNothing") else "one"
            assert counted, f"the page counts nothing; the browser lent it {lent}"
            return counted


def choose_radio_on(page, asked, wanted):
    """Choose by keys, as in JupyterLab."""
    lab = type("Window", (), {"page": page})
    choose_radio(lab, asked.get_by_role("radio"), wanted)


@pytest.mark.parametrize("size", SIZES)
def test_no_page_breaks_a_rule_of_access_or_runs_off_the_side(reader, site, size):
    width, height, scheme = SIZES[size]
    reader.emulate_media(color_scheme=scheme)
    reader.set_viewport_size({"width": width, "height": height})
    for file in sorted(site.rglob("*.html")):
        reader.goto(file.as_uri())
        expect(reader.locator(".course-live:not([data-alive])")).to_have_count(0)
        expect(reader.locator(f"html[data-theme={scheme}]")).to_have_count(1)
        rules = {"runOnly": BY_LOOK} if scheme == "dark" else {}
        found = Axe().run(reader, options=ASIDE | rules).response["violations"]
        assert not found, (file.name, [(f["id"], f["nodes"][0]["html"][:200]) for f in found])
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth"), file.name
        spilt = reader.evaluate(SPILT)
        assert not spilt, (file.name, spilt)
    assert [url for url in reader.asked if "-frames" in url] == [], "nobody moved a panel"


ASIDE = {"preload": False}  # style sheets in a folder may not be read by scripts
# what may differ with a window's size and theme; all else is the same page
BY_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]

# text that runs out of the article, where a page that hides what is too wide would cut it off
SPILT = """() => [...document.querySelectorAll("article :is(p, li, h1, h2, h3, summary, code)")]
    .filter((node) => !node.closest("pre, .math, [tabindex='0']"))
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
    .map((node) => node.textContent.slice(0, 60))"""


def test_links_lead_to_pages_and_places_that_are_there(site):
    pages = {page.resolve(): page.read_text("utf-8") for page in site.rglob("*.html")}
    places = {page: set(re.findall(r'\bid="([^"]+)"', text)) for page, text in pages.items()}
    for page, text in pages.items():
        for path, place in re.findall(r'<a\b[^>]* href="(?![a-z]+:)([^"#?]*)#?([^"]*)"', text):
            aim = (page.parent / path).resolve() if path else page
            assert aim.exists(), (page.name, path)
            assert not place or place in places[aim], (page.name, path, place)


def test_a_word_is_found_without_a_web_server(reader, site):
    reader.goto(f"{(site / 'search.html').as_uri()}?q=magnesium")
    expect(reader.locator("#search-results li a").first).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so_and_does_the_rest(reader, site):
    reader.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        "Object.defineProperty(window, name, { configurable: true, get() { throw Error(name); } });"
    )
    reader.goto(reader.lesson)
    asked = reader.locator(".cw-predict").first
    asked.get_by_role("radio").first.check()
    asked.get_by_role("button", name="Commit my prediction").click()
    expect(asked.get_by_text("This browser keeps nothing")).to_be_visible()
    expect(reader.locator(".cw-revisit").first).to_contain_text("You predicted")
    reader.goto((site / "progress.html").as_uri())
    expect(reader.get_by_text("This browser keeps nothing")).to_be_visible()
    expect(reader.get_by_text("stay in this browser")).to_be_hidden()
