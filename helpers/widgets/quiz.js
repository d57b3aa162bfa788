// A question with one or more right options.

function render({ model, el: host }) {
  const page = model.get("page");
  const kept = model.get("state");
  const panel = createPanel(model, host, { kind: "quiz", title: "Check yourself" });
  const speak = createVoice(panel);
  const rights = page.options.filter((option) => option.right).map((option) => option.name);
  const byName = new Map(page.options.map((option) => [option.name, option]));
  const waiting = unsent.read(page.key).map(({ message }) => message.chosen);
  const last = waiting.at(-1) ?? kept.last;
  let tries = (kept.tries ?? 0) + waiting.length;
  let first = kept.first ?? waiting[0] ?? null;

  const choices = createChoices(page.question, page.options, {
    many: page.many,
    chosen: last ?? drafts.read(page.key) ?? [],
    hint: page.many ? "More than one may be right: choose all that are." : "",
  });
  const sight = createSight(choices.legend);
  const check = el("button", { class: "cw-button cw-primary", onclick: once(answer) }, "Check my answer");
  const verdict = el("div", { class: "cq-verdict", hidden: true });
  const note = el("p", { class: "cq-note" });
  const actions = el("div", { class: "cq-actions" }, check, note);
  panel.body.append(choices.node, actions, verdict);
  choices.node.addEventListener("change", () => {
    drafts.write(page.key, choices.values());
    note.textContent = "";
  });
  if (last) show(last);
  giveAgain(panel, page.key, { done: () => drafts.drop(page.key) });

  function answer() {
    const chosen = choices.values();
    if (!chosen.length) {
      note.textContent = "Choose an answer first; a guess is welcome.";
      speak(note.textContent);
      choices.focus();
      return;
    }
    tries += 1;
    first ??= chosen;
    speak(show(chosen));
    const message = { say: "answer", chosen, ...sight() };
    keep(panel, page.key, message).then((done) => done && drafts.drop(page.key));
  }

  /** Show what is to be said of an answer, and return it in words. */
  function show(chosen) {
    const good = chosen.filter((name) => rights.includes(name));
    const right = good.length === rights.length && good.length === chosen.length;
    for (const name of chosen) {
      const fits = rights.includes(name);
      choices.mark(name, fits ? "right" : "wrong", fits ? "✓ right" : "✗ not this one");
    }
    const head = right ? "Right." : page.many ? partly(good.length, chosen.length) : "Not this one.";
    const others = page.options.filter((option) => !chosen.includes(option.name));
    verdict.dataset.is = right ? "right" : "wrong";
    verdict.hidden = false;
    fill(
      verdict,
      headline(right ? "✓" : "✗", head),
      ...chosen.map((name) => because(byName.get(name))),
      page.misconception && el("p", { class: "cq-belief" }, ...belief()),
      others.length > 0 &&
        folded(right ? "Why the others tempt" : "Show the answer and the others", explanations(others)),
      tries > 1 && el("p", { class: "cq-hint" }, `Try ${tries}. Your first answer stays kept: ${named(first)}.`),
    );
    check.textContent = right ? "Check again" : "Check another answer";
    return [head, ...chosen.map((name) => wordsOf(byName.get(name).why))].join(" ");
  }

  function because(option) {
    const line = el("p", { class: "cw-text" });
    if (page.many) line.append(rich("strong", {}, option.text), ": ");
    line.append(rich("span", {}, option.why));
    return line;
  }

  function belief() {
    return ["The common belief behind this question: ", rich("q", {}, page.misconception)];
  }

  function partly(good, chosen) {
    const extra = chosen - good;
    const found = `Not yet. You found ${good} of the ${rights.length} that are right`;
    return extra ? `${found}, and ${extra} that ${extra === 1 ? "is" : "are"} not.` : `${found}.`;
  }

  function named(names) {
    return names.map((name) => `“${wordsOf(byName.get(name).text)}”`).join(", ");
  }

  return panel.close;
}

export default { render };
