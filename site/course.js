// Stands in for Python on a page without a kernel. The widgets' own JavaScript asks and is told as
// in JupyterLab: answers are kept in this browser only, and a panel shows pictures that were drawn
// beforehand. Plain scripts throughout, so that the pages also work from a folder on a disk.

const course = (() => {
  const KEPT = "ketamine-course-progress"; // where this browser keeps what its reader did
  const NOT_DRAWN =
    "This position was not drawn beforehand: controls that are moved together often were not. " +
    "Reset leads back to what was; the course itself draws every position.";
  const ON_THE_WAY = "The pictures of this panel are still on their way.";
  const NOT_LOADED = "The pictures of this panel could not be loaded. Move a control to try again.";
  const NOT_KEPT = "This browser keeps nothing: what you gave is gone when you leave this page.";
  const REACH = 0.17; // so much of a slider's length may lie between a position and its picture
  const STAYS = 10; // a control that was not moved is let move so much less readily
  const kinds = new Map(); // name of a kind -> its `render`
  const states = new Map(); // name of a widget -> its state
  const waiting = new Map(); // name of a panel -> what to do once its pictures have come
  const drawn = new Map(); // name of a panel -> its pictures
  let scripts = "";
  const shelf = document.currentScript.dataset.keep === "nothing" ? shelfOfThisPage() : () => localStorage;

  /** Holds what is done until the page is left: a deck begins anew with each room. */
  function shelfOfThisPage() {
    const held = new Map();
    const page = {
      getItem: (name) => held.get(name) ?? null,
      setItem: (name, text) => held.set(name, text),
      removeItem: (name) => held.delete(name),
    };
    return () => page;
  }

  // -- what this reader did, as the course's progress file holds it ---------------------------------

  function events() {
    try {
      return (shelf().getItem(KEPT) ?? "").split("\n").filter(Boolean).map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  }

  function record(kind, key, data) {
    const time = new Date().toISOString().replace(/\.\d+Z$/, "+00:00");
    try {
      const before = shelf().getItem(KEPT) ?? "";
      shelf().setItem(KEPT, `${before}${JSON.stringify({ time, kind, key, data })}\n`);
      return !window.keepsNothing; // then a stand-in holds it until the page is left (conf.py)
    } catch {
      return false; // a browser that keeps nothing
    }
  }

  const done = (kind, key) => events().filter((event) => event.kind === kind && event.key === key);

  function seed() {
    const kept = done("seed", "shuffle")[0]?.data.value;
    if (kept) return kept;
    const fresh = Math.random().toString(36).slice(2);
    record("seed", "shuffle", { value: fresh });
    return done("seed", "shuffle")[0]?.data.value ?? fresh;
  }

  /** Options in this reader's own order, the same each time; "not sure" stays last. */
  function shuffled(options, key) {
    const place = (option) =>
      [...`${seed()}|${key}|${option.name}`].reduce((hash, letter) => (Math.imul(hash, 31) + letter.codePointAt(0)) >>> 0, 7) * 2654435761 % 4294967296;
    const last = (option) => Number(option.name === "not-sure");
    return [...options].sort((a, b) => last(a) - last(b) || place(a) - place(b));
  }

  // -- kinds of widgets: what each keeps, and what it knows of before -------------------------------

  const firstAndLast = (list) => (list.length ? { first: list[0], last: list.at(-1) } : {});
  const predicted = ({ key }) => firstAndLast(done("prediction", key).map((event) => event.data.choice));

  const keepers = {
    Prediction: {
      before: predicted,
      keep: ({ key }, { choice, seconds }) => record("prediction", key, { choice, seconds }),
    },
    Revisit: { before: predicted },
    Reveal: {
      before: ({ after }) => ({ ready: !after || done("prediction", after).length > 0 }),
      keep: ({ key, after }) => record("reveal", key, { early: Boolean(after) && !done("prediction", after).length }),
    },
    Quiz: {
      before({ key }) {
        const tries = done("answer", key).map((event) => event.data.chosen);
        return tries.length ? { ...firstAndLast(tries), tries: tries.length } : {};
      },
      keep({ key, options }, { chosen, seconds }) {
        const right = options.every((option) => Boolean(option.right) === chosen.includes(option.name));
        return record("answer", key, { chosen, right, seconds });
      },
    },
    Passport: {
      before({ key, claims }) {
        const kept = Object.fromEntries(claims.map((claim) => [claim.name, {}]));
        for (const event of events()) {
          const name = event.key.slice(key.length + 1);
          if (!event.key.startsWith(`${key}/`) || !kept[name]) continue;
          if (event.kind === "grade") {
            const { grade, note = "", objection } = event.data;
            kept[name] = { grade, note, ...(objection && { objection }) };
          }
          if (event.kind === "note") kept[name] = { ...kept[name], note: event.data.text };
        }
        return kept;
      },
      keep({ key, claims }, { say, claim, grade, note = "", objection }) {
        const number = claims.find((one) => one.name === claim)?.number ?? null;
        if (say === "grade") return record("grade", `${key}/${claim}`, { grade, note, number, ...(objection && { objection }) });
        if (say === "note") return record("note", `${key}/${claim}`, { text: note });
        return record("objection", `${key}/${claim}`, {});
      },
    },
    Inventory: {
      before({ key, items }) {
        const answers = {};
        for (const item of items) {
          const choice = done("inventory", `${key}/${item.name}`).at(-1)?.data.choice;
          if (choice) answers[item.name] = choice;
        }
        return { answers };
      },
      keep: ({ key }, { item, choice }) => record("inventory", `${key}/${item}`, { choice }),
    },
  };

  // -- a model that answers like a kernel ----------------------------------------------------------

  function makeModel(values, answer) {
    const listeners = new Map();
    const of = (name) => listeners.get(name) ?? listeners.set(name, new Set()).get(name);
    return {
      get: (name) => values[name],
      set(name, value) {
        values[name] = value;
        for (const listener of of(`change:${name}`)) listener();
      },
      save_changes() {},
      on: (name, listener) => of(name).add(listener),
      off: (name, listener) => of(name).delete(listener),
      send({ view, number, message }) {
        Promise.resolve(answer(message, this)).then(({ afterwards, ...reply }) => {
          for (const listener of of("msg:custom")) listener({ view, number, ...reply });
          afterwards?.();
        });
      },
    };
  }

  /** `claim` is the number of the one claim of a passport that is shown, from 0. */
  function questionModel(kind, { page, state }, claim) {
    const keeper = keepers[kind] ?? {};
    const own = { ...page };
    if (claim) own.claims = [page.claims[Number(claim)]];
    if (kind === "Prediction" || kind === "Quiz") own.options = shuffled(page.options, page.key);
    if (kind === "Inventory") {
      own.items = page.items.map((item) => ({
        ...item,
        options: shuffled(item.options, `${page.key}/${item.name}`),
      }));
    }
    if (kind === "Passport") {
      own.claims = own.claims.map((claim) => ({
        ...claim,
        ...(claim.objections && { objections: shuffled(claim.objections, `${page.key}/${claim.name}`) }),
      }));
    }
    const values = { page: own, state: keeper.before?.(own) ?? state };
    return makeModel(values, (message) => ({
      answer: keeper.keep ? { kept: keeper.keep(own, message), not_kept: NOT_KEPT } : {},
    }));
  }

  function panelModel(name, { setup, frame, key }, png) {
    const values = { setup, frame: { ...frame, png }, silence: ON_THE_WAY };
    let explored = false;
    let gesture = null; // as in Python: one gesture has one position before it
    let from = frame.values;
    return makeModel(values, async (message, model) => {
      const before = model.get("frame");
      const scale = message.pixels_per_px ?? before.scale;
      if (same(message.values, before.values)) {
        // nothing was moved: the page asks for a sharper picture, and there is none
        const changed = message.reset ? "" : before.changed;
        model.set("frame", { ...before, scale, changed, error: "" });
        return { answer: {} };
      }
      const pictures = await framesOf(name);
      if (!pictures) return { error: NOT_LOADED };
      if (!explored && key) {
        explored = true;
        if (!done("explored", key).length) record("explored", key, {});
      }
      const found = find(pictures, setup, message, before.values);
      if (message.gesture !== gesture) from = before.values;
      gesture = message.gesture;
      const next = found
        ? {
            ...found,
            changed: message.reset ? "" : pictures.tell(from, found.values),
            ghost: false,
            error: "",
          }
        : { ...before, changed: "", error: NOT_DRAWN };
      model.set("frame", { ...next, number: before.number + 1, scale });
      // once nobody waits for an answer, the controls go to where the picture was drawn
      return { answer: {}, afterwards: () => found && model.set("frame", model.get("frame")) };
    });
  }

  /**
   * The picture for a position. A button that sets some controls leads to where these stand so and
   * the others at their start, if the others were not drawn as they stand.
   */
  function find(pictures, { start }, { values, pressed }, before) {
    const found = pictures.nearest(values, before);
    if (!pressed || (found && same(pressed, found.values))) return found;
    return pictures.exact({ ...start, ...pressed }) ?? found;
  }

  const same = (a, b) => Object.keys(a).every((name) => a[name] === b[name]);

  // -- pictures drawn beforehand, fetched when a panel is first moved -------------------------------

  function framesOf(name) {
    if (drawn.has(name)) return Promise.resolve(drawn.get(name));
    return new Promise((resolve) => {
      const others = waiting.get(name);
      if (others) return others.push(resolve);
      waiting.set(name, [resolve]);
      const script = document.createElement("script");
      script.src = `${scripts}${name}-frames.js`;
      script.onerror = () => arrived(name, null);
      document.head.append(script);
    });
  }

  function arrived(name, pictures) {
    if (pictures) drawn.set(name, pictures);
    waiting.get(name)?.forEach((resolve) => resolve(pictures));
    waiting.delete(name);
  }

  const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

  function makeFrames({ frames, says }, { controls }) {
    /** How far apart two values of a control are, as a share of a slider's length. */
    function apart({ kind, stops }, a, b) {
      if (a === b) return 0;
      return kind === "slider" ? Math.abs(place(stops, a) - place(stops, b)) / (stops.length - 1) : Infinity;
    }

    const place = (stops, value) =>
      stops.reduce((best, stop, n) => (Math.abs(stop - value) < Math.abs(stops[best] - value) ? n : best), 0);

    /** The frame nearest to a position, if one is near: on the way that the controls were moved. */
    function nearest(values, before) {
      let best = null;
      let least = Infinity;
      for (const frame of frames) {
        const away = controls.map((control) => {
          const [now, was, to] = [values, before, frame.values].map((position) => position[control.name]);
          if (now === was) return [apart(control, to, now), STAYS];
          return [Math.sign(to - was) === Math.sign(now - was) ? apart(control, to, now) : Infinity, 1];
        });
        const sum = away.reduce((total, [gap, weight]) => total + gap * weight, 0);
        if (sum < least && away.every(([gap]) => gap <= REACH)) [best, least] = [frame, sum];
      }
      return best && ready(best);
    }

    const exact = (values) => {
      const frame = frames.find((one) => same(one.values, values));
      return frame ? ready(frame) : null;
    };

    function ready(frame) {
      if (frame.webp) {
        frame.png = bytes(frame.webp);
        delete frame.webp;
      }
      return { values: frame.values, words: frame.words, idle: frame.idle, grips: frame.grips, png: frame.png };
    }

    return {
      nearest,
      exact,
      /** What changed, as the course's Python says it. */
      tell(before, now) {
        const word = (name, value) => says[name].find(([known]) => known === value)?.[1] ?? String(value);
        const parts = controls
          .filter(({ name }) => before[name] !== now[name])
          .map(({ name, label, unit }) => `${label} ${word(name, before[name])} → ${word(name, now[name])}${unit ? ` ${unit}` : ""}`);
        return parts.length ? `${parts.join("; ")}.` : "";
      },
    };
  }

  // -- the page ---------------------------------------------------------------------------------------

  function bringAlive(host) {
    const { kind, widget, claim } = host.dataset;
    const state = states.get(widget);
    const render = kinds.get(kind);
    if (!state || !render || host.dataset.alive) return;
    let model;
    if (kind === "Explorer") {
      const image = host.querySelector("img");
      if (!image?.src.startsWith("data:")) return;
      model = panelModel(widget, state, bytes(image.src.split(",")[1]));
    } else {
      model = questionModel(kind, state, claim);
    }
    host.dataset.alive = "true";
    host.replaceChildren();
    render({ model, el: host });
  }

  /** Tell the widgets of light and dark as JupyterLab does. */
  function followTheme() {
    const page = document.documentElement;
    const tell = () => {
      document.body.dataset.jpThemeLight = String(page.dataset.theme !== "dark");
    };
    new MutationObserver(tell).observe(page, { attributeFilter: ["data-theme"] });
    tell();
  }

  function start() {
    followTheme();
    scripts = document.querySelector("script[data-panels]")?.dataset.panels ?? "";
    document.querySelectorAll(".course-live").forEach(bringAlive);
    document.querySelectorAll("[data-course-export]").forEach((button) => button.addEventListener("click", exportProgress));
    document.querySelectorAll("[data-course-forget]").forEach((button) => button.addEventListener("click", forget));
    document.querySelectorAll("[data-course-keeps]").forEach((node) => {
      node.hidden = Boolean(window.keepsNothing) !== (node.dataset.courseKeeps === "nothing");
    });
    count();
    addEventListener("storage", count); // another tab has kept something
  }

  function count() {
    document.querySelectorAll("[data-course-count]").forEach((node) => {
      node.textContent = String(events().filter((event) => event.kind !== "seed").length);
    });
  }

  function forget({ currentTarget }) {
    if (!confirm("Forget all that you did here? It cannot be brought back.")) return;
    shelf().removeItem(KEPT);
    try {
      // what this tab holds beside: answers begun, ticks of tasks
      const begun = Object.keys(sessionStorage).filter((key) => /^(course-draft:|cw-task )/.test(key));
      begun.forEach((key) => sessionStorage.removeItem(key));
    } catch {
      // it holds nothing
    }
    currentTarget.textContent = "Forgotten";
    count();
  }

  function exportProgress() {
    const blob = new Blob([shelf().getItem(KEPT) ?? ""], { type: "application/x-ndjson" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "progress.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  document.addEventListener("DOMContentLoaded", start);
  return {
    kind: (name, make) => kinds.set(name, make().render),
    state: (name, state) => states.set(name, state),
    frames: (name, found) => arrived(name, makeFrames(found, states.get(name).setup)),
  };
})();
