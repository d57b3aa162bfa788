// Parts that all questions share. Stands behind base.js and before the file of one kind of
// question. Right and wrong are judged in the page, so that an answer is explained even when no
// kernel listens; only the keeping needs the kernel.

const NOT_KEPT =
  "This could not be kept: the course's folder cannot be written. Until you leave, it counts here.";
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

/** Say something aloud, also when the same words were said just before. */
function createVoice(panel) {
  let odd = false;
  return (words) => {
    odd = !odd;
    panel.say(odd ? words : `${words}\u00a0`);
  };
}

/**
 * Ask Python to keep an answer. Resolves to true once it is kept. Where the file cannot be
 * written it says so under the question; where no kernel answers, base.js says so, and `late` is
 * called (a kernel that was only busy still answers later).
 */
async function keep(panel, message, late = () => {}) {
  const timer = setTimeout(late, SILENCE_MS);
  const reply = await panel.ask(message, { keep: true });
  clearTimeout(timer);
  if (reply && !reply.kept) panel.complain(NOT_KEPT);
  return reply?.kept === true;
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
