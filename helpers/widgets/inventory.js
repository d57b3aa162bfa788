// A concept inventory, one question at a time. Nothing here knows what is right.

const CHOOSING_MS = 500; // arrow keys pass over options: keep the one that was rested on

function render({ model, el: host }) {
  const page = model.get("page");
  const panel = createPanel(model, host, { kind: "inventory", title: "What do you think now?" });
  const speak = createVoice(panel);
  const answers = new Map(Object.entries(model.get("state").answers));
  const kept = new Map(answers); // what Python has confirmed
  for (const { name } of page.items) {
    const draft = drafts.read(`${page.key}/${name}`);
    if (draft) answers.set(name, draft);
  }
  const open = page.items.findIndex(({ name }) => !answers.has(name));
  let at = Math.max(open, 0);
  let pending = null; // the answer that waits for the keys to rest
  let timer = 0;

  const count = el("p", { class: "cq-count" });
  const bar = el("div", { class: "cq-bar", "aria-hidden": "true" }, el("div", {}));
  const place = el("div", {});
  const back = el("button", { class: "cw-button", onclick: () => go(at - 1) }, "Back");
  const next = el("button", { class: "cw-button cw-primary", onclick: () => go(at + 1) }, "Next");
  const note = el("p", { class: "cq-note" });
  panel.head.append(count);
  const told = createTold();
  panel.body.append(bar, place, el("div", { class: "cq-actions" }, back, next, note), told.node);
  lay();
  // What was chosen on a kernel that has gone is given to this one.
  drafts.drop(`unsent:${page.key}`);
  for (const [item, choice] of answers) if (kept.get(item) !== choice) confirm(item, choice);

  function go(to) {
    send();
    at = Math.min(Math.max(to, 0), page.items.length - 1);
    lay().focus();
  }

  function lay() {
    const item = page.items[at];
    const answered = answers.get(item.name);
    const choices = createChoices(item.question, item.options, {
      chosen: answered ? [answered] : [],
    });
    choices.node.addEventListener("change", () => choose(item.name, choices.values()[0]));
    fill(place, el("p", { class: "cq-hint" }, `Question ${at + 1} of ${page.items.length}`), choices.node);
    back.disabled = at === 0;
    next.disabled = at === page.items.length - 1;
    tally();
    return choices;
  }

  function choose(name, choice) {
    if (pending && pending.item !== name) send();
    answers.set(name, choice);
    drafts.write(`${page.key}/${name}`, choice);
    pending = { item: name, choice };
    clearTimeout(timer);
    timer = setTimeout(send, CHOOSING_MS);
    tally();
  }

  function send() {
    clearTimeout(timer);
    if (!pending) return;
    const { item, choice } = pending;
    pending = null;
    confirm(item, choice);
  }

  function confirm(item, choice) {
    keep(panel, page.key, { say: "answer", item, choice }, { tell: told.tell }).then((done) => {
      if (!done) return;
      kept.set(item, choice);
      if (answers.get(item) === choice) drafts.drop(`${page.key}/${item}`);
      tally();
      speak(`Kept. ${count.textContent}.`);
    });
  }

  function tally() {
    const done = page.items.filter(({ name }) => answers.has(name)).length;
    count.textContent = `${done} of ${page.items.length} answered`;
    bar.firstChild.style.width = `${(100 * done) / page.items.length}%`;
    const all = page.items.every(({ name }) => kept.has(name) && kept.get(name) === answers.get(name));
    if (all) note.textContent = "All answered and kept. The answers are shown at the end of the course.";
    else if (done === page.items.length) note.textContent = "All answered; keeping the last of them …";
    else note.textContent = "Kept as you go: leave and come back whenever you like.";
  }

  return () => {
    send();
    panel.close();
  };
}

export default { render };
