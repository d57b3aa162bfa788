// The page's side of `explore`: task, picture, controls and presets in one view.
// Stands behind base.js, controls.js, task.js and grips.js in one module.

const REST_MS = 400; // after so long without a change the picture is drawn as sharp as the screen
const GESTURE_MS = 1000; // key presses closer than this are one gesture, with one position before
const PANE_MARGIN_PX = 27; // what stays free of the notebook's pane above and below a panel
const LEAST_SCALE = 0.84; // text of 9 points stays 10 pixels high
const STACKED_SHARE = 0.6; // of the pane's height, for a picture above its controls ...
const LEAST_VIEW_PX = 120; // ... but so much at least

function render({ model, el: host }) {
  const setup = model.get("setup");
  const panel = createPanel(model, host, { kind: "explore", title: setup.title });
  const values = { ...model.get("frame").values }; // as the controls stand now
  const view = freshId("gesture");
  let gestures = 0;
  let changed = -Infinity; // when the learner last moved something
  let holding = false;
  let resting = 0;

  const controls = setup.controls.map((spec) =>
    makeControl(spec, (value) => moveTo({ [spec.name]: value }), panel.complain),
  );
  const byName = Object.fromEntries(controls.map((control) => [control.name, control]));
  const buttons = makeButtons(setup, pressed);
  const picture = makePicture(setup, panel);
  const failure = createNotice(panel.notices, "cw-complaint");
  const task = makeTask(setup.task, pressed, panel.say, setup.name);
  const grips = makeGrips(picture.box, byName, {
    valueOf: (name) => values[name],
    move: moveTo,
    hold(on) {
      holding = on;
      if (on) gestures += 1;
    },
  });

  const knobs = el("div", { class: "cw-controls" }, ...controls.map((control) => control.node));
  const side = el("div", { class: "cw-side" }, knobs, task.found);
  const stage = el("div", { class: "cw-stage" }, picture.node, side, buttons.node);
  panel.body.append(task.node, stage);
  if (setup.wrong) addBadge(panel, setup.wrong, stage);
  const fit = fitPicture(panel.root, stage, picture, setup);

  /** The learner has moved some controls; `fresh` where that is a gesture of its own. */
  function moveTo(position, { fresh = false, ...more } = {}) {
    const now = performance.now();
    if (!holding && (fresh || now - changed > GESTURE_MS)) gestures += 1;
    changed = fresh ? -Infinity : now; // after a button the next move is another gesture
    for (const [name, value] of Object.entries(position)) byName[name].move(value);
    Object.assign(values, position);
    buttons.mark(values);
    task.moved(values);
    ask(picture.scale(), more);
    restLater();
  }

  function pressed(position, more) {
    controls.forEach((control) => control.stop?.());
    moveTo(position, { fresh: true, pressed: position, ...more });
  }

  const ask = (pixels_per_px, more) =>
    panel.ask({ values: { ...values }, gesture: `${view}-${gestures}`, pixels_per_px, ...more });

  // Frames at one pixel per CSS pixel are quickest; a finer one follows when all is at rest.
  function restLater() {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const wanted = picture.scale() * window.devicePixelRatio;
      if (panel.isBusy() || holding) restLater();
      else if (Math.abs(wanted - picture.drawnScale()) > 0.01) ask(wanted);
    }, REST_MS);
  }

  function showFrame() {
    const frame = model.get("frame");
    if (!panel.isBusy()) {
      // Python moved the controls by itself, or the page was loaded anew
      for (const control of controls) control.move(frame.values[control.name]);
      Object.assign(values, frame.values);
      buttons.mark(values);
    }
    for (const control of controls) control.tell(frame.idle[control.name]);
    failure(frame.error && tellError(frame));
    const words = picture.show(frame);
    grips.show(frame.grips);
    if (words) panel.say(words);
  }

  model.on("change:frame", showFrame);
  showFrame();
  fit.watch(restLater);
  return () => {
    clearTimeout(resting);
    controls.forEach((control) => control.stop?.());
    model.off("change:frame", showFrame);
    fit.close();
    picture.close();
    panel.close();
  };
}

function tellError(frame) {
  return frame.words
    ? `${frame.error} The picture still shows the last values that worked.`
    : frame.error;
}

// -- presets, the position nobody tries, reset -----------------------------------------------------

function makeButtons(setup, goTo) {
  const positions = []; // buttons that stay pressed while the controls stand at their values
  function positionButton(kind, { label, values }) {
    const button = el("button", { class: `cw-button ${kind}` }, ...typeset(label));
    button.addEventListener("click", () => goTo(values));
    positions.push({ button, values });
    return button;
  }
  const node = el("div", { class: "cw-buttons" });
  if (setup.presets.length) {
    const presets = setup.presets.map((preset) => positionButton("cw-preset", preset));
    node.append(group("Presets", ...presets));
  }
  if (setup.nobody_tries) {
    node.append(group("Nobody tries", positionButton("cw-nobody", setup.nobody_tries)));
  }
  const start = () => goTo(setup.start, { reset: true });
  const reset = el("button", { class: "cw-button cw-reset", onclick: start }, "Reset");
  node.append(reset);

  return {
    node,
    mark(values) {
      for (const { button, values: wanted } of positions) {
        const here = Object.keys(wanted).every((name) => wanted[name] === values[name]);
        button.setAttribute("aria-pressed", String(here));
      }
    },
  };
}

/** Buttons with a word in front that says what they are, for the ear as well. */
function group(words, ...buttons) {
  const id = freshId("group");
  return el(
    "div",
    { class: "cw-group", role: "group", "aria-labelledby": id },
    el("span", { class: "cw-lead", id }, words),
    ...buttons,
  );
}

/**
 * The badge in the panel's corner: a button that opens the text on the model's limits.
 *
 * The text lies over the picture, at the top of the stage, so that the task's buttons and the
 * controls beside the picture stay within reach.
 */
function addBadge(panel, wrong, stage) {
  const textId = freshId("wrong");
  const paragraphs = wrong.split(/\n\s*\n/).map((words) => el("p", {}, words.trim()));
  const text = el("div", { class: "cw-wrong-text", id: textId, hidden: true }, ...paragraphs);
  const badge = el(
    "button",
    {
      class: "cw-badge",
      "aria-expanded": "false",
      "aria-controls": textId,
      onclick: () => open(text.hidden),
    },
    "Where this model is wrong",
  );

  function open(on) {
    text.hidden = !on;
    const down = stage.getBoundingClientRect().top - panel.head.getBoundingClientRect().top;
    text.style.top = `${down}px`;
    badge.setAttribute("aria-expanded", String(on));
  }

  // it lies over the panel, so it goes when the learner goes on with something else
  panel.root.addEventListener("focusin", (event) => event.target !== badge && open(false));
  panel.head.append(badge, text);
}

// -- the picture -----------------------------------------------------------------------------------

function makePicture(setup, { notices }) {
  const image = el("img", { class: "cw-picture", width: setup.width, height: setup.height });
  const caption = el("p", { class: "cw-caption", "aria-hidden": "true" }); // the alt text, seen
  const frameBox = el("div", { class: "cw-frame" }, image);
  const scroller = el("div", { class: "cw-scroller", role: "group", "aria-label": "Picture",
    "data-lm-suppress-shortcuts": "true" }, frameBox);
  const view = el("div", { class: "cw-view" }, scroller, notices);
  const node = el("figure", { class: "cw-figure" }, view, caption);
  const captionOf = (frame) =>
    frame.changed
      ? [
          el("b", { class: "cw-changed" }, ...typeset(frame.changed)),
          frame.ghost ? " Grey: before. " : " ",
          frame.words,
        ]
      : [frame.words];
  frameBox.style.aspectRatio = `${setup.width} / ${setup.height}`;
  const stopKeeping = keepHeight(caption);
  let heard = null;
  let drawn = 0; // pixels of the present picture for each pixel of the full one

  return {
    node,
    box: frameBox,
    scroller,
    caption,
    /** How large the full picture is shown: 1 where its pixels are those of the page. */
    scale: () => (frameBox.clientWidth || setup.width) / setup.width,
    drawnScale: () => drawn,
    /** Show a frame; return its words if they are news, else null. */
    show(frame) {
      node.classList.toggle("cw-stale", Boolean(frame.error));
      image.alt = frame.error && frame.words ? `Not up to date: ${frame.words}` : frame.words;
      caption.replaceChildren(...captionOf(frame));
      drawn = frame.scale;
      if (frame.png?.byteLength) image.src = dataAddress(frame.png);
      const words = frame.changed ? `${spoken(frame.changed)} ${frame.words}` : frame.words;
      const news = heard !== null && words !== heard ? words : null;
      heard = words;
      return news;
    },
    close: stopKeeping,
  };
}

/**
 * A PNG as an address that holds it. The browser shows one about 6 ms sooner than a blob, which it
 * fetches from another process; and no page forbids it.
 */
function dataAddress(png) {
  const bytes = new Uint8Array(png.buffer, png.byteOffset, png.byteLength);
  let text = "";
  for (let from = 0; from < bytes.length; from += 32768) {
    text += String.fromCharCode(...bytes.subarray(from, from + 32768));
  }
  return `data:image/png;base64,${btoa(text)}`;
}

/**
 * Give the picture the room there is: beside the controls the whole panel fits into the pane of
 * the notebook; above them the picture leaves room for a control in sight. It is never shown so
 * small that its text cannot be read: where there is less room, it can be scrolled in its frame.
 */
function fitPicture(root, stage, picture, setup) {
  let width = 0;
  let pane = 0;
  let observer = null;

  function fit() {
    const box = root.getBoundingClientRect();
    const room = paneHeight(root);
    if (!box.width || (Math.abs(box.width - width) < 1 && Math.abs(room - pane) < 1)) return false;
    width = box.width;
    pane = room;
    root.style.setProperty("--cw-shown", `${setup.width}px`); // as much as there may be
    picture.scroller.style.maxHeight = "";
    const beside = getComputedStyle(stage).display === "grid";
    const ratio = setup.width / setup.height;
    const other = box.height - stage.getBoundingClientRect().height + buttonsHeight(stage);
    const words = picture.caption.getBoundingClientRect().height + 8;
    const high = beside ? pane - PANE_MARGIN_PX - other - words : STACKED_SHARE * pane;
    const wanted = Math.min(setup.width, ratio * high, picture.scroller.clientWidth);
    const shown = Math.ceil(Math.max(wanted, LEAST_SCALE * setup.width));
    root.style.setProperty("--cw-shown", `${shown}px`);
    if (!beside) picture.scroller.style.maxHeight = `${Math.max(high, LEAST_VIEW_PX)}px`;
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = picture.scroller;
    const scrolls = scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1;
    picture.scroller.toggleAttribute("data-scrolls", scrolls);
    if (scrolls) picture.scroller.setAttribute("tabindex", "0");
    else picture.scroller.removeAttribute("tabindex");
    // what comes into focus must not hide behind a picture that stays in sight
    const covered = beside ? 0 : picture.scroller.getBoundingClientRect().height + 24;
    root.style.setProperty("--cw-covered", `${covered}px`);
    return true;
  }

  return {
    watch(onChange) {
      observer = new ResizeObserver(() => fit() && onChange());
      observer.observe(root);
      const resized = () => fit() && onChange();
      window.addEventListener("resize", resized);
      this.close = () => {
        observer.disconnect();
        window.removeEventListener("resize", resized);
      };
    },
    close() {},
  };
}

function buttonsHeight(stage) {
  return stage.lastElementChild.getBoundingClientRect().height + 8;
}

/** The height of what scrolls around a panel: the notebook's pane, or the window. */
function paneHeight(node) {
  for (let up = node.parentElement; up; up = up.parentElement) {
    const scrolls = /auto|scroll/.test(getComputedStyle(up).overflowY);
    if (scrolls && up.scrollHeight > up.clientHeight + 1 && up.clientHeight > 100) {
      return Math.min(up.clientHeight, window.innerHeight);
    }
  }
  return window.innerHeight;
}

/** Let an element grow but never shrink, so that what stands below it rests. */
function keepHeight(node) {
  let width = 0;
  let height = 0;
  const observer = new ResizeObserver(() => {
    const box = node.getBoundingClientRect();
    if (Math.abs(box.width - width) > 1) {
      width = box.width; // the page was made wider or narrower: measure anew
      height = 0;
      node.style.minHeight = "";
    } else if (box.height > height) {
      height = box.height;
      node.style.minHeight = `${height}px`;
    }
  });
  observer.observe(node);
  return () => observer.disconnect();
}

export default { render };
