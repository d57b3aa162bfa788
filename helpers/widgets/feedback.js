// What a check says of an exercise, with hints on request.

const SIGNS = { right: "✓", wrong: "✗", "not attempted": "…" };

function render({ model, el: host }) {
  const page = model.get("page");
  const panel = createPanel(model, host, { kind: "feedback", label: "Result of the check" });
  const speak = createVoice(panel);
  let opened = 0;

  const verdict = el(
    "div",
    { class: "cq-verdict", "data-is": page.is },
    headline(SIGNS[page.is], page.verdict),
    page.words ? rich("p", { class: "cw-text" }, page.words) : null,
  );
  const list = el("ol", { class: "cq-hints" });
  const more = el("button", { class: "cw-button", onclick: next });
  panel.body.append(verdict);
  if (page.hints.length) panel.body.append(list, el("div", { class: "cq-actions" }, more));
  for (let step = 0; step < model.get("state").opened; step += 1) open();
  lay();
  speak(`${page.verdict} ${wordsOf(page.words)}`);

  function open() {
    const hint = page.hints[opened];
    opened += 1;
    const item = el("li", { tabindex: "-1" });
    item.append(el("strong", {}, `Hint ${opened}. `), rich("span", {}, hint));
    list.append(item);
    return item;
  }

  function next() {
    const item = open();
    lay();
    if (opened === page.hints.length) item.focus(); // the button is gone
    else speak(item.textContent);
    panel.ask({ say: "hint", step: opened }, { keep: true });
  }

  function lay() {
    list.hidden = opened === 0;
    more.hidden = opened === page.hints.length;
    more.textContent = `Show hint ${opened + 1} of ${page.hints.length}`;
  }

  return panel.close;
}

export default { render };
