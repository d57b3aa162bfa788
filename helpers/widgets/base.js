// The page's side of every panel. Plain JavaScript, no build: Python puts this file in front of
// the file of each kind of panel, and the two are one ES module. Below stand
//
//   el(tag, attributes, ...children)   make an element; controls are made safe for JupyterLab
//   freshId(name)                      an id that no other panel on the page has
//   createPanel(model, host, options)  the frame: title, body, notices, live region, `ask`
//
// A kind of panel ends its own file with `export default { render }`.

const SILENCE_MS = 4000; // so long may Python be silent before the panel says so
const SPEECH_MS = 600; // so long must a panel rest before a screen reader hears its words
const NO_ANSWER =
  "No answer from Python. If the kernel was restarted, choose Run > Run All Cells.";

const FOCUSABLE = new Set(["a", "button", "input", "select", "textarea", "summary"]);

/**
 * Make an element.
 *
 * Attributes: a function under `onclick`, `oninput`, ... is a listener; `true` sets an empty
 * attribute; `false`, `null` and `undefined` set none; the rest is text. Children are elements or
 * text (never HTML); `null` and `false` are left out.
 *
 * JupyterLab takes arrow keys, Enter and even "d d" (delete the cell!) away from a focused control
 * unless that very control carries `data-lm-suppress-shortcuts`. So every focusable one gets it.
 */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (FOCUSABLE.has(tag) || "tabindex" in attributes) {
    node.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  if (tag === "button") node.type = "button";
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== false));
  return node;
}

let idsGiven = 0;

/** An id for labels and `aria-` references; unique although many modules share the page. */
function freshId(name) {
  idsGiven += 1;
  return `cw-${name}-${idsGiven}-${Math.random().toString(36).slice(2, 8)}`;
}

/**
 * Build the frame of a panel inside `host`.
 *
 * options: `kind` (a CSS class), `title` (shown on top, names the panel), `label` (names it
 * where no title is shown).
 *
 * The panel returned has
 *   root, head, body, notices   elements to fill (`notices` holds what went wrong, in words)
 *   say(words)                  tell a screen reader, once the panel has rested for a moment
 *   ask(message, {keep})        ask Python; see `createAsk`
 *   complain(words)             show an error in words; "" takes it away
 *   close()                     return this from `render`
 */
function createPanel(model, host, { kind, title = "", label = "" }) {
  const titleId = freshId("title");
  const notices = el("div", { class: "cw-notices" });
  const silence = createNotice(notices, "cw-silence");
  const complaint = createNotice(notices, "cw-complaint");
  const live = el("div", { class: "cw-hidden", role: "status", "aria-live": "polite" });
  const head = el("div", { class: "cw-head" });
  if (title) head.append(el("div", { class: "cw-title", id: titleId }, title));
  const body = el("div", { class: "cw-body" });
  const named = title ? { "aria-labelledby": titleId } : { "aria-label": label };
  const root = el("div", { class: `cw-panel cw-${kind}`, role: "group", ...named });
  root.append(head, body, notices, live);
  root.addEventListener("keydown", mindKeys);
  host.append(root);
  const stopSaving = letSavingThrough(root);

  const speech = createSpeech(live);
  const ask = createAsk(model, {
    onBusy: (busy) => root.toggleAttribute("data-busy", busy), // seen by style sheets and tests
    onSilence: () => silence(model.get("silence") ?? NO_ANSWER), // a page without Python has its own
    onAnswer: (error) => {
      silence("");
      complaint(error);
    },
  });
  return {
    root,
    head,
    body,
    notices,
    ask: ask.ask,
    isBusy: ask.isBusy,
    say: speech.say,
    complain: complaint,
    close() {
      stopSaving();
      speech.stop();
      ask.stop();
      root.remove();
    },
  };
}

/**
 * Ctrl+S and Cmd+S save the notebook from inside a panel too.
 *
 * JupyterLab looks at the focused control's mark on the document; the window hears it before.
 */
function letSavingThrough(root) {
  const mark = "data-lm-suppress-shortcuts";
  const listen = (event) => {
    const save = (event.ctrlKey || event.metaKey) && !event.altKey && event.key === "s";
    if (!save || !root.contains(event.target) || !event.target.hasAttribute(mark)) return;
    event.target.removeAttribute(mark);
    setTimeout(() => event.target.setAttribute(mark, "true"));
  };
  window.addEventListener("keydown", listen, true);
  return () => window.removeEventListener("keydown", listen, true);
}

/** Escape leads from a control back to its cell; the keys a control uses stay inside the panel. */
function mindKeys(event) {
  if (event.isComposing || event.keyCode === 229) {
    event.stopPropagation(); // Escape ends the input method's word, not the stay in the panel
    return;
  }
  // a key held down presses a button once: answers and steps are not given ten times over
  const presses = event.key === "Enter" || event.key === " ";
  if (presses && event.repeat && event.target.closest("button")) event.preventDefault();
  if (event.key === "Escape") {
    const cell = event.currentTarget.closest(".jp-Cell, .cell");
    if (!cell) return;
    event.preventDefault();
    cell.focus();
  }
  // JupyterLab is kept away by `el`; other notebook pages listen further out on the document.
  if (event.key !== "Tab" && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.stopPropagation();
  }
}

/** One line of trouble: an alert that is there only while it has something to say. */
function createNotice(parent, kind) {
  const line = el("div", { class: `cw-notice ${kind}`, role: "alert", hidden: true });
  parent.append(line);
  return (words = "") => {
    if (line.textContent === words) return;
    line.textContent = words;
    line.hidden = !words;
  };
}

/** Speak only what is still true after a moment of rest: a drag must not flood a screen reader. */
function createSpeech(live) {
  let timer = 0;
  return {
    say(words) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        live.textContent = words;
      }, SPEECH_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

/**
 * Questions to Python, one at a time.
 *
 * `ask(message)` promises Python's answer. While Python is busy, only the newest message waits:
 * an older one that was never sent resolves to `null`, so that a burst of drags cannot queue up
 * behind the kernel. `ask(message, { keep: true })` is never dropped. Where Python refuses or
 * fails, the promise resolves to `null` too and the panel shows the reason.
 *
 * When no answer comes, the panel says so. A later message is then sent all the same (one for each
 * span of silence): the first may have been lost, and a kernel that was only busy does not mind.
 */
function createAsk(model, { onBusy, onSilence, onAnswer }) {
  const view = freshId("view"); // two views of one panel must not take each other's answers
  const waiting = [];
  let asked = null; // the question that is with Python now
  let numbers = 0;
  let timer = 0;
  let silent = false;

  function sendNext() {
    clearTimeout(timer);
    asked = waiting.shift() ?? null;
    onBusy(asked !== null);
    if (!asked) return;
    numbers += 1;
    asked.number = numbers;
    silent = false; // this question gets its own span of patience
    timer = setTimeout(() => {
      silent = true;
      onSilence();
      if (waiting.length) giveUp();
    }, SILENCE_MS);
    try {
      model.send({ view, number: asked.number, message: asked.message });
    } catch {
      silent = true; // the line to Python is closed
      onSilence();
    }
  }

  function giveUp() {
    asked?.resolve(null);
    sendNext();
  }

  function receive(reply) {
    if (reply?.view !== view) return;
    silent = false;
    onAnswer(reply.error ?? "");
    if (reply.number !== asked?.number) return; // late: the question was given up
    asked.resolve(reply.error === undefined ? (reply.answer ?? {}) : null);
    sendNext();
  }

  model.on("msg:custom", receive);
  return {
    ask(message, { keep = false } = {}) {
      return new Promise((resolve) => {
        if (!keep) {
          const older = waiting.findIndex((item) => !item.keep);
          if (older >= 0) waiting.splice(older, 1)[0].resolve(null);
        }
        waiting.push({ message, keep, resolve });
        if (!asked) sendNext();
        else if (silent) giveUp();
      });
    },
    isBusy: () => asked !== null,
    stop() {
      clearTimeout(timer);
      model.off("msg:custom", receive);
    },
  };
}
