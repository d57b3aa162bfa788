// Stands in for Python on a page without a kernel. The widgets' own JavaScript asks and is told as
// in JupyterLab: answers are kept in this browser only, and a panel shows pictures that were drawn
// beforehand. Plain scripts throughout, so that the pages also work from a folder on a disk.

const course = (() => {
  const KEPT = "ketamine-course-progress"; // where this browser keeps what its reader did
  const NOT_DRAWN =
    "This position was not drawn beforehand: controls that are moved together often were not. " +
    "Reset, or a preset, leads back to what was. Launch the lesson to see every position.";
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
      return true;
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
      keep: ({ key }, { choice }) => record("prediction", key, { choice }),
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
      keep({ key, options }, { chosen }) {
        const right = options.every((option) => Boolean(option.right) === chosen.includes(option.name));
        return record("answer", key, { chosen, right });
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
      answer: keeper.keep ? { kept: keeper.keep(own, message) } : {},
    }));
  }

  function panelModel(name, { setup, frame, key }, png) {
    const values = { setup, frame: { ...frame, png } };
    let explored = false;
    return makeModel(values, async (message, model) => {
      const pictures = await framesOf(name);
      if (!explored && key) {
        explored = true;
        if (!done("explored", key).length) record("explored", key, {});
      }
      const before = model.get("frame");
      const found = pictures.nearest(message.values);
      const scale = message.pixels_per_px ?? before.scale;
      const next = found
        ? {
            ...found,
            changed: message.reset ? "" : pictures.tell(setup, shown(before), found.values),
            number: before.number + 1,
            scale,
            ghost: false,
            error: "",
          }
        : { ...before, number: before.number + 1, scale, changed: "", error: NOT_DRAWN };
      if (found && same(found.values, before.values) && !before.error) next.changed = before.changed;
      model.set("frame", next);
      // once nobody waits for an answer, the controls go to where the picture was drawn
      return { answer: {}, afterwards: () => found && model.set("frame", next) };
    });
  }

  const shown = (frame) => frame.values;
  const same = (a, b) => Object.keys(a).every((name) => a[name] === b[name]);

  // -- pictures drawn beforehand, fetched when a panel is first moved -------------------------------

  function framesOf(name) {
    if (drawn.has(name)) return Promise.resolve(drawn.get(name));
    return new Promise((resolve) => {
      const others = waiting.get(name);
      if (others) return others.push(resolve);
      waiting.set(name, [resolve]);
      addScript(`${name}-frames.js`);
    });
  }

  function addScript(file) {
    const script = document.createElement("script");
    script.src = scripts + file;
    document.head.append(script);
  }

  const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

  function makeFrames({ frames, says }) {
    const stops = Object.fromEntries(Object.entries(says).map(([name, list]) => [name, list.map(([value]) => value)]));
    const nearestStop = (name, value) =>
      typeof value === "number" && typeof stops[name][0] === "number"
        ? stops[name].reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a))
        : value;
    const key = (values) => JSON.stringify(Object.keys(says).map((name) => values[name]));
    const byKey = new Map(frames.map((frame) => [key(frame.values), frame]));

    /** The frame nearest to a position: at the nearest stop of each slider, or along one of them. */
    function nearest(values) {
      const snapped = Object.fromEntries(Object.keys(says).map((name) => [name, nearestStop(name, values[name])]));
      let frame = byKey.get(key(snapped));
      if (!frame) {
        // two sliders moved together have a coarser grid than one alone: the nearest that was drawn
        const alike = frames.filter((one) =>
          Object.keys(says).every((name) => typeof snapped[name] !== "number" ? one.values[name] === snapped[name] : true),
        );
        const far = (one) => Object.keys(says).reduce((sum, name) => sum + distance(name, one.values[name], snapped[name]), 0);
        frame = alike.filter((one) => far(one) <= 0.25).sort((a, b) => far(a) - far(b))[0];
      }
      if (!frame) return null;
      if (frame.webp) {
        frame.png = bytes(frame.webp);
        delete frame.webp;
      }
      return { values: frame.values, words: frame.words, idle: frame.idle, grips: frame.grips, png: frame.png };
    }

    /** How far apart two stops of a slider are, as a share of all its stops. */
    function distance(name, a, b) {
      if (a === b) return 0;
      if (typeof a !== "number") return Infinity;
      const ordered = [...stops[name]].sort((x, y) => x - y);
      return Math.abs(ordered.indexOf(a) - ordered.indexOf(b)) / ordered.length;
    }

    return {
      nearest,
      /** What changed, as the course's Python says it. */
      tell(setup, before, now) {
        const word = (name, value) => says[name].find(([known]) => known === value)?.[1] ?? String(value);
        const parts = setup.controls
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
    document.querySelectorAll("[data-course-forget]").forEach((button) =>
      button.addEventListener("click", () => {
        shelf().removeItem(KEPT);
        button.textContent = "Forgotten. Load the page again.";
      }),
    );
    document.querySelectorAll("[data-course-count]").forEach((node) => {
      node.textContent = String(events().filter((event) => event.kind !== "seed").length);
    });
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
    frames(name, found) {
      drawn.set(name, makeFrames(found));
      waiting.get(name)?.forEach((resolve) => resolve(drawn.get(name)));
      waiting.delete(name);
    },
  };
})();
