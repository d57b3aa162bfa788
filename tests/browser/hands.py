"""A learner's hands: what is pressed, chosen and moved, by real keys."""

from playwright.sync_api import Locator, expect

from tests.tools.lab import Lab


def press(lab: Lab, *keys: str) -> None:
    """Press keys one after another, wherever the focus is."""
    for key in keys:
        lab.page.keyboard.press(key)


def choose(lab: Lab, panel: Locator, text: str) -> None:
    """Tab to the radio buttons of a panel and go to one by the arrow keys."""
    choose_radio(lab, panel.get_by_role("radio"), panel.get_by_role("radio", name=text))


def choose_radio(lab: Lab, radios: Locator, wanted: Locator) -> None:
    """Go to one of some radio buttons as keys do it: to the chosen one, then by arrows."""
    chosen = radios.and_(lab.page.locator(":checked"))
    if chosen.count():
        chosen.focus()
    else:
        radios.first.focus()
        press(lab, "Space")
    for _ in range(radios.count()):
        if wanted.is_checked():
            break
        press(lab, "ArrowDown")
    expect(wanted).to_be_checked()
    expect(wanted).to_be_focused()


def press_button(lab: Lab, panel: Locator, name: str) -> None:
    """Press a button of a panel by Enter."""
    panel.get_by_role("button", name=name).focus()
    press(lab, "Enter")


def try_panel(lab: Lab, panel: Locator) -> None:
    """Go where nobody goes, move each control by one key, and come back by Reset.

    Fails where a key changes nothing on the page, where the panel complains, where nothing it shows
    changes, and where Reset does not bring back the words of the start. What a panel says and draws
    over its whole range is tested without a browser (tests/contract/test_drawn.py).
    """
    start = settled(panel)
    panel.locator(".cw-nobody").focus()
    press(lab, "Enter")
    seen = {settled(panel)}
    press_button(lab, panel, "Reset")
    # grips in the picture have the role too; they move the same controls
    for slider in panel.locator('input[type="range"]').filter(visible=True).all():
        at_top = slider.input_value() == slider.get_attribute("max")
        slider.focus()
        press(lab, "Home" if at_top else "End")
        end = slider.get_attribute("min" if at_top else "max")
        expect(slider).to_have_js_property("value", end)
        seen.add(settled(panel))
    for group in panel.get_by_role("radiogroup").filter(visible=True).all():
        radios = group.get_by_role("radio")
        others = [one for one in radios.all() if one.is_enabled() and not one.is_checked()]
        if others:
            choose_radio(lab, radios, others[0])
            seen.add(settled(panel))
    for choices in panel.get_by_role("combobox").filter(visible=True).all():
        choices.focus()
        press(lab, "ArrowDown", "ArrowUp", "ArrowUp")
        seen.add(settled(panel))
    assert seen - {start}, "whatever is moved, the panel says the same"
    press_button(lab, panel, "Reset")
    assert settled(panel) == start, "Reset does not lead back"


def settled(panel: Locator) -> str:
    """Wait until a panel has drawn the last move, and return the words it shows."""
    expect(panel.locator("xpath=self::*[@data-busy]")).to_have_count(0)
    expect(panel.locator(".cw-complaint:visible, .cw-silence:visible")).to_have_count(0)
    return panel.get_by_role("img").get_attribute("alt")
