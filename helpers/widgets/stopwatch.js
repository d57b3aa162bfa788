// A timing experiment. Everything that is timed happens in this page: the light follows the
// screen's frames, a press has the time stamp of its own event (the clock of performance.now()),
// and Python only hears of a run that is over.

const REST_MS = [600, 1200]; // dark before the light, drawn anew for each trial
const LATE_MS = 50; // a light that burned so much too long (the page was held up) is shown again
const SLIP_MS = 150; // a shorter copy was a double press
const FORGOT_MS = 15000; // a light that burns longer was forgotten
const WORDS = {
  idle: "Press to begin.",
  dark: "Wait for the light.",
  light: "How long does it burn?",
  ready: "Now you: press to switch the light on. Take your time.",
  making: "Press again when it has burned as long.",
};

function render({ model, el: host }) {
  const page = model.get("page");
  const all = page.targets.length * page.repeats;
  const panel = createPanel(model, host, { kind: "stopwatch", title: "Your own clock" });
  const speak = createVoice(panel);
  const draft = `${page.key}:trials`;
  let trials = drafts.read(draft) ?? []; // a run that was begun in this tab goes on
  let kept = unsent.read(page.key).at(-1)?.message.trials ?? model.get("state").trials;
  let queue = [];
  let phase = "idle";
  let why = ""; // why a press did not count
  let target = 0;
  let switchedOn = 0;
  let timer = 0;
  let frame = 0;
  let tone = null;

  const lamp = el("div", {
    class: "sw-lamp",
    style:
      "width:7em;height:7em;margin:0.4em auto;border-radius:50%;border:3px solid var(--cw-control)",
    "aria-hidden": "true",
  });
  const press = el("button", { class: "cw-button cw-primary sw-press" });
  const note = el("p", { class: "cq-note", style: "text-align:center;min-height:1.5em" });
  const sound = el("input", { type: "checkbox" });
  const stop = el("button", { class: "cw-button", onclick: () => finish() }, "Stop here");
  const anew = el("button", { class: "cw-button", onclick: startAnew }, "Start anew");
  const example = el("button", { class: "cw-button", onclick: showExample }, "Show the simulated example");
  const results = el("div", { class: "sw-results" });
  panel.root.addEventListener("course:focus", () => press.focus());
  panel.body.append(
    el("p", {}, page.how),
    lamp,
    note,
    el("div", { class: "cq-actions", style: "justify-content:center" }, press, stop, anew),
    el("label", {}, sound, " with a tone while the light burns (works without looking)"),
    el("div", { class: "cq-actions" }, page.example.length ? example : null),
    results,
  );

  // one press by any means: key down, pointer down, or a click without either (a screen reader)
  let byKey = false;
  press.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    byKey = true;
    if (!event.repeat) pressed(event.timeStamp);
  });
  press.addEventListener("keyup", (event) => {
    if (event.key === " ") event.preventDefault();
    byKey = false;
  });
  press.addEventListener("blur", () => {
    byKey = false;
  });
  press.addEventListener("pointerdown", (event) => {
    if (event.button === 0) pressed(event.timeStamp);
  });
  press.addEventListener("click", (event) => {
    if (event.detail === 0 && !byKey) pressed(event.timeStamp);
  });

  /** Light on or off, with its tone. The colour is told by brightness, too. */
  function shine(on) {
    lamp.style.background = on ? "#E69F00" : "transparent";
    lamp.toggleAttribute("data-on", on);
    tone?.stop();
    tone = on && sound.checked ? beep() : null;
  }

  function beep() {
    try {
      beep.context ??= new AudioContext();
      const source = new OscillatorNode(beep.context, { frequency: 440 });
      source.connect(new GainNode(beep.context, { gain: 0.1 })).connect(beep.context.destination);
      source.start();
      return source;
    } catch {
      return null; // no sound on this machine
    }
  }

  function enter(next) {
    phase = next;
    panel.root.dataset.phase = next;
    const count = trials.length && next !== "idle" ? ` (${trials.length} of ${all} done)` : "";
    if (next === "making" || next === "idle") why = "";
    note.textContent = `${why} ${WORDS[next]}${count}`.trim();
    press.textContent = next === "idle" ? (trials.length ? "Go on" : "Begin") : "Press";
    stop.hidden = !trials.length;
    anew.hidden = next !== "idle" || !(trials.length || kept.length);
  }

  /** Say something to the eye, until the next press that counts, and to a screen reader. */
  function say(words) {
    why = words;
    enter(phase);
    speak(words);
  }

  function pressed(at) {
    if (phase === "dark" || phase === "light") {
      say("Too early.");
    } else if (phase === "idle") {
      fill(results);
      queue = ordered();
      for (const [done] of trials) queue.splice(queue.indexOf(done), 1);
      trial();
    } else if (phase === "ready") {
      switchedOn = at;
      shine(true);
      enter("making");
      timer = setTimeout(() => again("This light was forgotten, and goes out."), FORGOT_MS);
    } else if (phase === "making") {
      halt();
      const copy = at - switchedOn;
      if (copy < SLIP_MS) {
        again("That was a double press.");
        return;
      }
      trials.push([target, Math.round(copy) / 1000]);
      drafts.write(draft, trials);
      if (queue.length) trial();
      else finish();
    }
  }

  /** All targets in an order that is drawn in blocks of one each. */
  function ordered() {
    const block = () =>
      page.targets
        .map((seconds) => [Math.random(), seconds])
        .sort((a, b) => a[0] - b[0])
        .map(([, seconds]) => seconds);
    return Array.from({ length: page.repeats }, block).flat();
  }

  /** Put the present time back at the end of the run, and tell why. */
  function again(reason) {
    halt();
    queue.push(target);
    trial();
    say(`${reason} This time comes again later.`);
  }

  function trial() {
    target = queue.shift();
    enter("dark");
    const [least, most] = REST_MS;
    timer = setTimeout(() => {
      frame = requestAnimationFrame((began) => {
        shine(true);
        enter("light");
        burn(began);
      });
    }, least + Math.random() * (most - least));
  }

  /** Let the light burn until the frame that lies nearest to the end of the target. */
  function burn(began, last = began) {
    frame = requestAnimationFrame((now) => {
      const burned = now - began;
      if (burned < 1000 * target - (now - last) / 2) {
        burn(began, now);
        return;
      }
      shine(false);
      if (burned > 1000 * target + LATE_MS) again("The page was held up.");
      else enter("ready");
    });
  }

  function halt() {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    shine(false);
  }

  function finish() {
    halt();
    const run = trials;
    trials = [];
    drafts.drop(draft);
    kept = run;
    enter("idle");
    press.focus(); // the button that stopped the run is gone
    tabulate(run, "Your run");
    keep(panel, page.key, { say: "run", trials: run }).then((done) =>
      speak(`${run.length} copies. ${done ? "Kept." : "Not kept yet."}`),
    );
  }

  function startAnew() {
    halt();
    trials = [];
    drafts.drop(draft);
    enter("idle");
    fill(results);
    press.focus();
  }

  function showExample() {
    tabulate(page.example, "Simulated example: nobody made these copies");
    speak("The simulated example is shown.");
  }

  function tabulate(run, caption) {
    const rows = page.targets.map((seconds) => {
      const copies = run.filter(([shown]) => shown === seconds).map(([, copy]) => copy);
      const mean = copies.reduce((sum, one) => sum + one, 0) / copies.length;
      const square = copies.reduce((sum, one) => sum + (one - mean) ** 2, 0);
      const cv = Math.sqrt(square / (copies.length - 1)) / mean;
      const cells = [`${seconds} s`, copies.length, said(mean, 2, " s"), said(100 * cv, 0, "%")];
      return el("tr", {}, ...cells.map((one) => el("td", { style: "padding:0 1em 0 0" }, `${one}`)));
    });
    const heads = ["Shown", "Copies", "Mean copy", "CV"];
    const head = el("tr", {}, ...heads.map((one) => el("th", { scope: "col", style: "text-align:left;padding:0 1em 0 0" }, one)));
    fill(results, el("table", {}, el("caption", { style: "text-align:left;white-space:nowrap" }, caption), head, ...rows));
  }

  const said = (value, digits, unit) => (Number.isFinite(value) ? value.toFixed(digits) + unit : "–");

  enter("idle");
  if (kept.length) tabulate(kept, "Your last run");
  giveAgain(panel, page.key);
  return () => {
    halt();
    panel.close();
  };
}

export default { render };
