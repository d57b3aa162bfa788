// The controls of a panel. Each is { node, move(value), stops, tell(words) }: the page's element, a
// way to show a value, all values in order, and a line that says why the control does nothing now.
// It calls onMove(value) when the learner moves it.
// Stands behind base.js in one module.

const FAR = 10; // PageUp, PageDown and Shift with an arrow move so many steps
const PLAY_MS = 6000; // a whole run takes at least so long ...
const PLAY_STEP_MS = 80; // ... and a step so long

/** Build the controls of a panel; `draw` promises that the picture has come. */
function makeControl(spec, onMove, complain) {
  const make = { slider: makeSlider, choice: makeChoice, toggle: makeToggle }[spec.kind];
  const control = make(spec, onMove, complain);
  const wait = el("div", { class: "cw-wait", id: freshId("wait") });
  if (spec.needs) control.node.append(wait);
  return {
    name: spec.name,
    spec,
    ...control,
    tell(words) {
      const idle = Boolean(words);
      wait.textContent = words ?? "";
      control.node.classList.toggle("cw-idle", idle);
      // it can still be moved, to be set before what it waits for: so it is not called disabled
      for (const field of control.fields) {
        if (idle) field.setAttribute("aria-describedby", wait.id);
        else field.removeAttribute("aria-describedby");
      }
    },
  };
}

/** A label with its lower signs set low: K_I, K_{on}. */
function typeset(words) {
  return words.split(/(_\{[^}]+\}|(?<=[A-Za-z\u0370-\u03ff])_[A-Za-z0-9]+)/).map((part) => {
    const low = part.match(/^_\{?([^}]+)\}?$/);
    return low ? el("sub", {}, low[1]) : part;
  });
}

/** The same label as it is heard: "K I". */
function spoken(words) {
  return words.replace(/_\{?([^}\s,;]+)\}?/g, " $1");
}

function makeSlider(spec, onMove, complain) {
  const { stops, low, high, unit } = spec;
  let shown = null;
  const last = stops.length - 1;
  const rangeId = freshId("range");
  const range = el("input", {
    type: "range",
    id: rangeId,
    min: 0,
    max: last,
    step: 1, // the range counts stops, so that a log scale moves evenly
    "aria-label": spec.label === spoken(spec.label) ? null : spoken(spec.label),
    oninput: () => moveTo(Number(range.value)),
    onkeydown: (event) => leap(event, { PageUp: FAR, PageDown: -FAR }),
  });
  // a text, not a number, to the browser: that would drop a decimal comma, and turn with the wheel
  const exact = `${spoken(spec.label)}, exact value`;
  const number = el("input", {
    type: "text",
    role: "spinbutton",
    inputmode: "decimal",
    autocomplete: "off",
    "aria-valuemin": low,
    "aria-valuemax": high,
    "aria-label": unit ? `${exact} in ${unit}` : exact,
    onchange: typed,
    onkeydown: (event) =>
      leap(event, { ArrowUp: 1, ArrowDown: -1, PageUp: FAR, PageDown: -FAR }),
  });

  function leap(event, steps) {
    if (!(event.key in steps) || event.isComposing) return;
    event.preventDefault();
    moveTo(Number(range.value) + steps[event.key]);
  }

  function moveTo(stop) {
    const value = stops[Math.min(Math.max(stop, 0), last)];
    if (value === shown) return;
    show(value);
    onMove(value);
  }

  function typed() {
    const value = readNumber(number.value);
    const fits = low <= value && value <= high;
    const allowed = fits && (!spec.whole || Number.isInteger(value));
    number.setAttribute("aria-invalid", String(!allowed));
    if (!allowed) {
      const kind = spec.whole ? "a whole number" : "a number";
      const plain = GROUPED.test(number.value.trim()) ? ", without a comma between thousands" : "";
      complain(`${spoken(spec.label)}: type ${kind} from ${say(low)} to ${say(high)}${plain}.`);
      return;
    }
    show(value);
    onMove(value);
  }

  const say = (value) => withUnit(String(value).replace("-", "\u2212"), unit);

  function show(value) {
    shown = value;
    range.value = nearest(stops, value, spec.log);
    range.style.setProperty("--cw-filled", `${(100 * range.value) / last}%`);
    range.setAttribute("aria-valuetext", say(value));
    number.value = value;
    number.setAttribute("aria-valuenow", value);
    number.setAttribute("aria-valuetext", say(value));
    number.removeAttribute("aria-invalid");
  }

  const play = spec.play && makePlay(spec, (stop) => moveTo(stop), () => Number(range.value));

  const node = el(
    "div",
    { class: "cw-control cw-slider" },
    el("label", { class: "cw-label", for: rangeId }, ...typeset(spec.label)),
    el("span", { class: "cw-value" }, number, unit && el("span", { class: "cw-unit" }, unit)),
    el("span", { class: "cw-track" }, range, play ? play.node : null),
  );
  return { node, move: show, stops, say, fields: [range, number], stop: play?.stop };
}

// 1,000 is a thousand to some and one to others: it is read as neither
const GROUPED = /^[^\d.,]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;

/** The number a learner typed: with a decimal comma or point, any minus sign, wide digits; else NaN. */
function readNumber(typed) {
  const narrow = (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0);
  const words = typed.trim().replace(/[\uff0b-\uff19]/g, narrow).replace(/[\u2212\u2013]/, "-");
  if (GROUPED.test(words)) return NaN;
  const decimal = /^[^.,]*,[^.,]*$/.test(words) ? words.replace(",", ".") : words;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(decimal) ? Number(decimal) : NaN;
}

/** A button that runs a slider from where it stands to its end, each step once it is drawn. */
function makePlay(spec, moveTo, place) {
  const last = spec.stops.length - 1;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const name = spoken(spec.label);
  const button = el("button", { class: "cw-play", onclick: press });
  let timer = 0;
  let began = 0;
  let from = 0;

  function press() {
    if (timer) return stop();
    const start = place() >= last ? 0 : place();
    if (still.matches) return moveTo(place() >= last ? 0 : start + 1); // one step, no motion
    if (start === 0) moveTo(0);
    began = performance.now();
    from = start;
    step();
  }

  function step() {
    const gone = (performance.now() - began) / Math.max(PLAY_MS, last * PLAY_STEP_MS);
    const stop_ = Math.min(last, from + Math.max(1, Math.round(gone * last)));
    if (stop_ > place()) moveTo(stop_);
    timer = stop_ < last ? setTimeout(step, PLAY_STEP_MS) : 0;
    show();
  }

  function stop() {
    clearTimeout(timer);
    timer = 0;
    show();
  }

  function show() {
    const does = timer ? "Stop" : still.matches ? "Step" : "Play";
    button.textContent = timer ? "\u25a0" : still.matches ? "\u25b8|" : "\u25b6";
    button.setAttribute("aria-label", `${does} ${name}`);
    button.title = does;
    button.toggleAttribute("data-playing", Boolean(timer));
  }

  still.addEventListener?.("change", show);
  show();
  return { node: button, stop: () => timer && stop() };
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
    el("label", { class: "cw-option" }, radios[place], el("span", {}, ...typeset(words))),
  );
  const node = el(
    "div",
    { class: "cw-control", role: "radiogroup", "aria-labelledby": labelId },
    el("span", { class: "cw-label", id: labelId }, ...typeset(spec.label)),
    el("div", { class: "cw-options cw-in-a-row" }, ...options),
  );
  return {
    node,
    fields: radios,
    stops: spec.options.map((_, place) => place),
    say: (place) => spec.options[place],
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
    el("label", { class: "cw-label", for: id }, ...typeset(spec.label)),
    select,
  );
  return {
    node,
    fields: [select],
    stops: spec.options.map((_, place) => place),
    say: (place) => spec.options[place],
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
    el("label", { class: "cw-option" }, box, el("span", {}, ...typeset(spec.label))),
  );
  return {
    node,
    fields: [box],
    stops: [false, true],
    say: (value) => (value ? "on" : "off"),
    move(value) {
      box.checked = value;
    },
  };
}
