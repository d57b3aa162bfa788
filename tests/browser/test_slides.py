"""A deck of slides, opened from a folder on a disk, and the printed hand-outs."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.hands import settled
from tests.contract.course import questions
from tests.tools import handouts, slides

LESSON = "01_channel_block"
CONTENT = questions(LESSON)
SIZES = {"a common projector": (1366, 768), "a small one": (1280, 720)}
LOOKED_AT = {"Prediction", "Explorer", "Quiz", "Passport"}  # by axe, and the title


@pytest.fixture(scope="module")
def deck(tmp_path_factory, few_stops):
    """One lesson's deck, as `make slides` builds it but for how many pictures of its panels."""
    folder = tmp_path_factory.mktemp("slides")
    assert slides.build(folder, "01") == []
    return (folder / f"{LESSON}.html").as_uri()


@pytest.fixture
def room(chromium, deck):
    """A window with the deck, which nothing off this machine reaches."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(deck)
    expect(page.locator(".course-live:not([data-alive])")).to_have_count(0)
    yield page
    context.close()
    assert not faults
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def now(page):
    """The slide that is shown."""
    return page.locator("section.present section.present")


def number(page):
    return page.evaluate("Reveal.getSlidePastCount()")


def go_to(page, kind, key="ArrowRight"):
    """Turn slides by a key until one shows a widget of this kind; return that slide."""
    for _ in range(page.evaluate("Reveal.getTotalSlides()")):
        page.keyboard.press(key)
        if now(page).locator(f".cw-{kind}").count():
            return now(page)
    raise AssertionError(f"no slide with {kind} follows")


@pytest.mark.parametrize("size", SIZES)
def test_every_slide_fits_and_keeps_the_rules_of_access(room, size):
    width, height = SIZES[size]
    room.set_viewport_size({"width": width, "height": height})
    room.emulate_media(color_scheme="light" if size == "a common projector" else "dark")
    unseen = set(LOOKED_AT)
    for place in range(room.evaluate("Reveal.getTotalSlides()")):
        slide = now(room)
        kinds = {one.get_attribute("data-kind") for one in slide.locator(".course-live").all()}
        if "Explorer" in kinds:
            settled(slide.locator(".cw-explore"))
        fits = "(one) => one.scrollHeight <= one.clientHeight && one.scrollWidth <= one.clientWidth"
        fit = room.wait_for_function(fits, arg=slide.element_handle(), timeout=5_000)
        assert fit, f"slide {place + 1} does not fit"
        if place == 0 or (size == "a common projector" and kinds & unseen):
            unseen -= kinds
            found = Axe().run(room).response["violations"]
            assert not found, [(f["id"], f["nodes"][0]["html"][:200]) for f in found]
        room.keyboard.press("ArrowRight")
    assert number(room) == room.evaluate("Reveal.getTotalSlides()") - 1


def test_a_talk_is_given_by_keyboard_and_keeps_its_surprise(room):
    page = room
    prediction = CONTENT["predictions"][0]
    right = next(one["text"] for one in prediction["options"] if one.get("right"))
    predict = go_to(page, "predict")
    expect(predict).to_contain_text(prediction["question"])
    expect(predict.locator("img")).to_have_count(0)
    predict.get_by_role("radio", name=right).focus()
    page.keyboard.press("Space")
    predict.get_by_role("button", name="Commit").press("Enter")
    page.keyboard.press("Escape")  # out of the panel: the keys are the deck's again
    page.keyboard.press("ArrowRight")
    answer = now(page)
    expect(answer.locator("img")).to_have_count(0)
    answer.get_by_role("button", name="What the model does").press("Enter")
    expect(answer.locator("img")).to_be_visible()
    page.keyboard.press("Escape")

    panel = go_to(page, "explore").locator(".cw-explore")
    start, here = settled(panel), number(page)
    slider = panel.locator('input[type="range"]').first
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    expect(panel.locator(".cw-changed")).to_have_text("Concentration 1 → 10 µM.")
    assert settled(panel) != start
    assert number(page) == here, "a slider's key turned the slide"
    page.keyboard.press("PageDown")  # a presenter's remote
    assert number(page) == here + 1

    poll = now(page)
    question = CONTENT["questions"][0]
    expect(poll).to_contain_text(question["question"])
    right = next(one for one in question["options"] if one.get("right"))
    expect(poll.get_by_text(right["why"][:30])).to_have_count(0)
    poll.get_by_role("radio", name=right["text"]).check()
    poll.get_by_role("button", name="Check my answer").press("Enter")
    expect(poll).to_contain_text("Right.")
    expect(go_to(page, "revisit", "PageDown")).to_contain_text("You saw it coming.")

    across, down = page.evaluate("(({ h, v }) => [h, v])(Reveal.getIndices())")
    page.wait_for_url(f"**#/{across}/{down}")  # reveal.js writes it with a delay
    page.reload()  # the next room begins anew, where the deck was left
    expect(now(page)).to_contain_text("No prediction of yours is kept")


def test_hand_outs_are_one_page_each(chromium, tmp_path):
    window = chromium.new_page()
    for lesson in ("00", "10", "12"):
        (page,) = handouts.build(tmp_path / lesson, lesson)
        window.goto(page.as_uri())
        pdf = window.pdf(prefer_css_page_size=True)
        assert pdf.count(b"/Type /Page\n") == 1, page.stem
        found = Axe().run(window).response["violations"]
        assert not found, [(f["id"], f["nodes"][0]["html"][:200]) for f in found]
    window.close()
