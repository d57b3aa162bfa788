// The page's side of `explore`: controls, presets, a picture and its words.
// Stands behind base.js in one module (el, freshId and createPanel come from there).

const REST_MS = 400; // after so long without a change a fine screen gets a finer picture
const FAR = 10; // PageUp and PageDown move so many steps

function render({ model, el: host }) {
  const setup = model.get("setup");
  const panel = createPanel(model, host, { kind: "explore", title: setup.title });
  const values = { ...model.get("frame").values }; // as the controls stand now
  let resting = 0;

  const controls = setup.controls.map((spec) => {
    const make = { slider: makeSlider, choice: makeChoice, toggle: makeToggle }[spec.kind];
    const onMove = (value) => {
      values[spec.name] = value;
      draw();
    };
    return { name: spec.name, ...make(spec, onMove, panel.complain) };
  });
  const buttons = makeButtons(setup, goTo);
  const picture = makePicture(setup, panel.notices);
  const failure = createNotice(panel.notices, "cw-complaint");

  if (setup.wrong) addBadge(panel, setup.wrong);
  if (setup.task) panel.body.append(el("p", { class: "cw-task" }, setup.task));
  panel.body.append(
    el("div", { class: "cw-controls" }, ...controls.map((control) => control.node)),
    buttons.node,
    picture.node,
  );
  panel.root.style.maxWidth = `calc(${setup.width}px + 2 * var(--cw-pad) + 2px)`;

  function draw() {
    buttons.mark(values);
    panel.ask({ values: { ...values } });
    refineLater();
  }

  function goTo(position) {
    for (const control of controls) control.move(position[control.name]);
    Object.assign(values, position);
    draw();
  }

  // Frames at one pixel per CSS pixel are quickest; a finer one follows when all is at rest.
  function refineLater() {
    clearTimeout(resting);
    if (window.devicePixelRatio <= 1) return;
    resting = setTimeout(() => {
      if (panel.isBusy()) refineLater();
      else panel.ask({ values: { ...values }, pixels_per_px: window.devicePixelRatio });
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
    failure(frame.error && tellError(frame));
    const words = picture.show(frame);
    if (words) panel.say(words);
  }

  model.on("change:frame", showFrame);
  showFrame();
  refineLater();
  return () => {
    clearTimeout(resting);
    model.off("change:frame", showFrame);
    picture.close();
    panel.close();
  };
}

function tellError(frame) {
  return frame.words
    ? `${frame.error} The picture still shows the last values that worked.`
    : frame.error;
}

// -- controls: each is { node, move(value) } and calls onMove(value) when the learner moves it ----

function makeSlider(spec, onMove, complain) {
  const { stops, low, high, unit } = spec;
  const last = stops.length - 1;
  const rangeId = freshId("range");
  const range = el("input", {
    type: "range",
    id: rangeId,
    min: 0,
    max: last,
    step: 1, // the range counts stops, so that a log scale moves evenly
    oninput: () => moveTo(Number(range.value)),
    onkeydown: (event) => leap(event, { PageUp: FAR, PageDown: -FAR }),
  });
  const number = el("input", {
    type: "number",
    min: low,
    max: high,
    step: "any",
    "aria-label": unit ? `${spec.label}, exact value in ${unit}` : `${spec.label}, exact value`,
    onchange: typed,
    onkeydown: (event) =>
      leap(event, { ArrowUp: 1, ArrowDown: -1, PageUp: FAR, PageDown: -FAR }),
  });

  function leap(event, steps) {
    if (!(event.key in steps)) return;
    event.preventDefault();
    moveTo(Number(range.value) + steps[event.key]);
  }

  function moveTo(stop) {
    const value = stops[Math.min(Math.max(stop, 0), last)];
    if (Number(number.value) === value) return;
    show(value);
    onMove(value);
  }

  function typed() {
    const value = Number(number.value);
    const fits = number.value !== "" && low <= value && value <= high;
    const allowed = fits && (!spec.whole || Number.isInteger(value));
    number.setAttribute("aria-invalid", String(!allowed));
    if (!allowed) {
      const kind = spec.whole ? "a whole number" : "a number";
      complain(`${spec.label}: type ${kind} from ${say(low)} to ${say(high)}.`);
      return;
    }
    show(value);
    onMove(value);
  }

  const say = (value) => withUnit(String(value).replace("-", "\u2212"), unit);

  function show(value) {
    range.value = nearest(stops, value, spec.log);
    range.style.setProperty("--cw-filled", `${(100 * range.value) / last}%`);
    range.setAttribute("aria-valuetext", say(value));
    number.value = value;
    number.removeAttribute("aria-invalid");
  }

  const node = el(
    "div",
    { class: "cw-control cw-slider" },
    el("label", { class: "cw-label", for: rangeId }, spec.label),
    el("span", { class: "cw-value" }, number, unit && el("span", { class: "cw-unit" }, unit)),
    range,
  );
  return { node, move: show };
}

function withUnit(words, unit) {
  return unit ? `${words} ${unit}` : words;
}

/** The place of the stop that lies nearest to a value on the slider's own scale. */
function nearest(stops, value, log) {
  const place = log ? Math.log : Number;
  const distances = stops.map((stop) => Math.abs(place(stop) - place(value)));
  return distances.indexOf(Math.min(...distances));
}

/** A few options stand open as radio buttons; many go into a list. */
function makeChoice(spec, onMove) {
  return spec.options.length <= 4 ? makeRadios(spec, onMove) : makeSelect(spec, onMove);
}

function makeRadios(spec, onMove) {
  const labelId = freshId("choice");
  const name = freshId("radio");
  const radios = spec.options.map((_, place) =>
    el("input", { type: "radio", name, onchange: () => onMove(place) }),
  );
  const options = spec.options.map((words, place) =>
    el("label", { class: "cw-option" }, radios[place], el("span", {}, words)),
  );
  const node = el(
    "div",
    { class: "cw-control", role: "radiogroup", "aria-labelledby": labelId },
    el("span", { class: "cw-label", id: labelId }, spec.label),
    el("div", { class: "cw-options cw-in-a-row" }, ...options),
  );
  return {
    node,
    move(place) {
      radios[place].checked = true;
    },
  };
}

function makeSelect(spec, onMove) {
  const id = freshId("select");
  const select = el(
    "select",
    { id, onchange: () => onMove(select.selectedIndex) },
    ...spec.options.map((words) => el("option", {}, words)),
  );
  const node = el(
    "div",
    { class: "cw-control" },
    el("label", { class: "cw-label", for: id }, spec.label),
    select,
  );
  return {
    node,
    move(place) {
      select.selectedIndex = place;
    },
  };
}

function makeToggle(spec, onMove) {
  const box = el("input", { type: "checkbox", onchange: () => onMove(box.checked) });
  const node = el(
    "div",
    { class: "cw-control cw-toggle" },
    el("label", { class: "cw-option" }, box, el("span", {}, spec.label)),
  );
  return {
    node,
    move(value) {
      box.checked = value;
    },
  };
}

// -- presets, the position nobody tries, reset -----------------------------------------------------

function makeButtons(setup, goTo) {
  const positions = []; // buttons that stay pressed while the controls stand at their values
  function positionButton(kind, { label, values }) {
    const button = el("button", { class: `cw-button ${kind}`, onclick: () => goTo(values) }, label);
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
  const reset = el("button", { class: "cw-button cw-reset", onclick: () => goTo(setup.start) });
  reset.append("Reset");
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

/** The badge in the panel's corner: a button that opens the text on the model's limits. */
function addBadge(panel, wrong) {
  const textId = freshId("wrong");
  const paragraphs = wrong.split(/\n\s*\n/).map((words) => el("p", {}, words.trim()));
  const text = el("div", { class: "cw-wrong-text", id: textId, hidden: true }, ...paragraphs);
  const badge = el(
    "button",
    {
      class: "cw-badge",
      "aria-expanded": "false",
      "aria-controls": textId,
      onclick: () => {
        text.hidden = !text.hidden;
        badge.setAttribute("aria-expanded", String(!text.hidden));
      },
    },
    "Where this model is wrong",
  );
  panel.head.append(badge);
  panel.head.after(text);
}

// -- the picture -----------------------------------------------------------------------------------

function makePicture(setup, notices) {
  const image = el("img", { class: "cw-picture", width: setup.width, height: setup.height });
  const caption = el("p", { class: "cw-caption", "aria-hidden": "true" }); // the alt text, seen
  const frameBox = el("div", { class: "cw-frame" }, image, notices);
  const node = el("figure", { class: "cw-figure" }, frameBox, caption);
  frameBox.style.aspectRatio = `${setup.width} / ${setup.height}`;
  const stopKeeping = keepHeight(caption);
  let addresses = []; // of pictures that the browser still holds
  let heard = null;

  function paint(blob) {
    const address = URL.createObjectURL(blob);
    addresses.push(address);
    image.onload = () => {
      addresses.filter((old) => old !== address).forEach((old) => URL.revokeObjectURL(old));
      addresses = [address];
    };
    image.onerror = () => {
      image.onerror = null; // a page may forbid pictures from memory: send the bytes in the address
      const reader = new FileReader();
      reader.onload = () => {
        if (addresses.at(-1) === address) image.src = reader.result;
      };
      reader.readAsDataURL(blob);
    };
    image.src = address;
  }

  return {
    node,
    /** Show a frame; return its words if they are news, else null. */
    show(frame) {
      node.classList.toggle("cw-stale", Boolean(frame.error));
      image.alt = frame.error && frame.words ? `Not up to date: ${frame.words}` : frame.words;
      caption.textContent = frame.words;
      if (frame.png?.byteLength) paint(new Blob([frame.png], { type: "image/png" }));
      const news = heard !== null && frame.words !== heard ? frame.words : null;
      heard = frame.words;
      return news;
    },
    close() {
      stopKeeping();
      addresses.forEach((old) => URL.revokeObjectURL(old));
    },
  };
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
