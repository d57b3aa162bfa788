// Parts that all questions share. Stands behind base.js and before the file of one kind of
// question. Right and wrong are judged in the page, so that an answer is explained even when no
// kernel listens; only the keeping needs the kernel.

const NOT_KEPT =
  "This could not be kept: the course's folder cannot be written. It is held in this browser tab.";
const WAITS =
  "Python does not answer. What you gave is held in this browser tab, and is kept as soon as Python " +
  "answers. If the kernel was restarted, choose Run > Run All Cells.";
const PREDICTED = "course:predicted"; // sent through the window when a prediction is committed

/** An element whose content is HTML made by Python (escaped there). */
function rich(tag, attributes, html) {
  const node = el(tag, attributes);
  node.innerHTML = html;
  for (const control of node.querySelectorAll("a, button, summary, [tabindex]")) {
    control.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  return node;
}

/** Replace what is in `node`; children that are null, false or empty are left out. */
function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return node;
}

/** The words of a piece of HTML, for a screen reader. */
const wordsOf = (html) => rich("span", {}, html).textContent;

/** A disclosure of the browser's own. */
function folded(summary, ...children) {
  return el(
    "details",
    { class: "cq-fold" },
    el("summary", {}, summary),
    el("div", { class: "cq-fold-body" }, ...children),
  );
}

/**
 * What was chosen or typed but is not yet kept, in this browser's tab only. It outlives a
 * restarted kernel, a cell run again and a page loaded again; it goes once Python has kept it.
 */
const drafts = {
  read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(`course-draft:${key}`));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      sessionStorage.setItem(`course-draft:${key}`, JSON.stringify(value));
    } catch {
      // a browser that forbids storage: the page itself still holds it
    }
  },
  drop(key) {
    try {
      sessionStorage.removeItem(`course-draft:${key}`);
    } catch {
      // as above
    }
  },
};

/**
 * What was given to Python and is not yet confirmed, in this browser's tab: it is given again when
 * the question is next drawn. Messages about the same thing (`slot`) go together: once the newest
 * is kept, those before it need not be.
 */
const unsent = {
  read: (key) => drafts.read(`unsent:${key}`) ?? [],
  add(key, slot, message) {
    const items = unsent.read(key);
    const id = Math.max(Date.now(), (items.at(-1)?.id ?? 0) + 1);
    drafts.write(`unsent:${key}`, [...items, { id, slot, message }]);
    return id;
  },
  /** One is kept: it and those before it about the same thing need not be given again. */
  drop(key, slot, id) {
    const left = unsent.read(key).filter((item) => item.slot !== slot || item.id > id);
    if (left.length) drafts.write(`unsent:${key}`, left);
    else drafts.drop(`unsent:${key}`);
  },
};

const slotOf = ({ say, item = "", claim = "" }) => `${say}/${item}${claim}`;

/** A press that gives an answer: the second of a double click is none of its own. */
const once = (press) => (event) => event.detail > 1 || press();

/** Say something aloud, also when the same words were said just before. */
function createVoice(panel) {
  let odd = false;
  return (words) => {
    odd = !odd;
    panel.say(odd ? words : `${words}\u00a0`);
  };
}

/**
 * Give Python an answer to keep. Resolves to true once it is kept. `tell(words)` says where the
 * learner looks what became of it ("" when all is well), and `late` is called when Python is
 * silent (a kernel that was only busy still answers later).
 */
async function keep(panel, key, message, { late = () => {}, tell = panel.complain } = {}) {
  const id = unsent.add(key, slotOf(message), message);
  return give(panel, key, { id, message }, { late, tell });
}

async function give(panel, key, { id, message }, { late, tell }) {
  const timer = setTimeout(() => {
    tell(WAITS);
    late();
  }, SILENCE_MS);
  const reply = await panel.ask(message, { keep: true });
  clearTimeout(timer);
  if (reply?.kept) unsent.drop(key, slotOf(message), id);
  if (reply) tell(reply.kept ? "" : (reply.not_kept ?? NOT_KEPT));
  return reply?.kept === true;
}

/** Give again what a kernel that has gone never confirmed; `done(message)` hears what is kept. */
async function giveAgain(panel, key, { tell = panel.complain, done = () => {} } = {}) {
  for (const item of unsent.read(key)) {
    if (await give(panel, key, item, { late() {}, tell })) done(item.message);
  }
}

/** A line of words beside what they are about, heard at once; "" takes it away. */
function createTold() {
  const node = el("p", { class: "cw-notice cq-told", role: "alert", hidden: true });
  const tell = (words) => {
    node.textContent = words;
    node.hidden = !words;
  };
  return { node, tell };
}

/** A question with its options, as native radio buttons or check boxes. */
function createChoices(question, options, { many = false, chosen = [], hint = "" } = {}) {
  const group = freshId("choice");
  const rows = new Map();
  const list = el("div", { class: "cw-options cq-options" });
  for (const option of options) {
    const input = el("input", {
      type: many ? "checkbox" : "radio",
      name: group,
      value: option.name,
      checked: chosen.includes(option.name),
    });
    const mark = el("span", { class: "cq-mark" });
    const words = el("span", { class: "cq-words" }, rich("span", {}, option.text), mark);
    const row = el("label", { class: "cw-option cq-option" }, input, words);
    rows.set(option.name, { input, row, mark });
    list.append(row);
  }
  const legend = rich("legend", { class: "cq-question" }, question);
  const node = el("fieldset", { class: "cq-fieldset" }, legend);
  if (hint) node.append(el("p", { class: "cq-hint" }, hint));
  node.append(list);
  return {
    node,
    legend,
    values: () => [...rows].filter(([, { input }]) => input.checked).map(([name]) => name),
    focus: () => {
      const all = [...rows.values()].map(({ input }) => input);
      (all.find((input) => input.checked) ?? all[0]).focus();
    },
    lock: (on) => {
      node.disabled = on;
    },
    /** Mark an option in words, with a kind for its colour: "right", "wrong", "kept". */
    mark(name, kind, words) {
      const { row, mark } = rows.get(name);
      row.dataset.mark = kind;
      mark.textContent = words;
    },
    clearMarks() {
      for (const { row, mark } of rows.values()) {
        delete row.dataset.mark;
        mark.textContent = "";
      }
    },
  };
}

/** How long ago a question first came into view here, as `{ seconds }`; empty before it did. */
function createSight(node) {
  let seen_ms = null;
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen_ms = performance.now();
    watch.disconnect();
  });
  watch.observe(node);
  return () => (seen_ms === null ? {} : { seconds: Math.round((performance.now() - seen_ms) / 1000) });
}

/** The line that says how something stands: a sign for the eye, words for all. */
function headline(sign, words) {
  return el("p", { class: "cq-head" }, el("span", { class: "cq-sign", "aria-hidden": "true" }, sign), words);
}

/** Every option with its explanation. */
function explanations(options) {
  return el(
    "ul",
    { class: "cq-why" },
    ...options.map((option) =>
      el(
        "li",
        {},
        rich("strong", {}, option.text),
        option.right ? el("span", { class: "cq-tag" }, "✓ right") : null,
        option.why ? rich("span", { class: "cq-because" }, option.why) : null,
      ),
    ),
  );
}
