// A prediction, committed to before anything is shown. No right or wrong is known here.

const FIRST_WORDS = "A guess is welcome: nothing is marked right or wrong yet.";
const NOT_YET = "Committed on this page, but not kept yet.";
const AGAIN = "Choose again. Your first prediction stays kept as the first.";

function render({ model, el: host }) {
  const page = model.get("page");
  const kept = model.get("state");
  const panel = createPanel(model, host, { kind: "predict", title: "Predict" });
  const speak = createVoice(panel);
  const texts = new Map(page.options.map((option) => [option.name, wordsOf(option.text)]));
  const waiting = unsent.read(page.key).map(({ message }) => message.choice);
  let first = kept.first ?? waiting[0] ?? null;
  let last = waiting.at(-1) ?? kept.last ?? null;
  let open = last === null;

  const choices = createChoices(page.question, page.options, {
    chosen: [open ? drafts.read(page.key) : last].filter(Boolean),
  });
  const sight = createSight(choices.legend);
  const commit = el("button", { class: "cw-button", onclick: once(press) });
  const note = el("p", { class: "cq-note" });
  panel.root.dataset.prediction = page.key;
  panel.root.addEventListener("course:focus", choices.focus);
  panel.body.append(choices.node, el("div", { class: "cq-actions" }, commit, note));
  choices.node.addEventListener("change", () => drafts.write(page.key, choices.values()[0]));
  lay();
  if (waiting.length) {
    lay(NOT_YET);
    giveAgain(panel, page.key, {
      done() {
        drafts.drop(page.key);
        lay();
      },
    });
  }

  function press() {
    if (!open) {
      open = true;
      lay(AGAIN);
      speak(AGAIN);
      return;
    }
    const [choice] = choices.values();
    if (!choice) {
      note.textContent = "Choose one first; a guess is welcome.";
      speak(note.textContent);
      choices.focus();
      return;
    }
    first ??= choice;
    last = choice;
    open = false;
    lay("Keeping your prediction …");
    window.dispatchEvent(
      new CustomEvent(PREDICTED, { detail: { key: page.key, first, last } }),
    );
    const late = () => lay(NOT_YET);
    keep(panel, page.key, { say: "commit", choice, ...sight() }, { late }).then((done) => {
      if (done) drafts.drop(page.key);
      lay(done ? undefined : NOT_YET);
      speak(`${note.textContent} What waited for your prediction may be opened now.`);
    });
  }

  /** Lay out the present state; the same button commits and takes back, so focus never jumps. */
  function lay(words = last === null ? FIRST_WORDS : keptWords()) {
    choices.lock(!open);
    choices.clearMarks();
    if (!open) choices.mark(last, "kept", "your prediction");
    commit.textContent = open ? "Commit my prediction" : "Change my mind";
    commit.classList.toggle("cw-primary", open);
    note.textContent = words;
    panel.root.classList.toggle("cq-committed", !open);
  }

  function keptWords() {
    const before = first === last ? "" : ` Your first one, “${texts.get(first)}”, stays kept too.`;
    return `Kept. You will meet it again at the end.${before}`;
  }

  return panel.close;
}

export default { render };
