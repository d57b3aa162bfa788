// A prediction taken up again: what the learner thought, the answer, and why each option tempts.

function render({ model, el: host }) {
  const page = model.get("page");
  const panel = createPanel(model, host, { kind: "revisit", title: "Your prediction, revisited" });
  const byName = new Map(page.options.map((option) => [option.name, option]));
  const rights = page.options.filter((option) => option.right);
  const place = el("div", { class: "cq-revisit" });
  panel.body.append(rich("p", { class: "cq-question" }, page.question), place);
  const listen = (event) => event.detail?.key === page.key && lay(event.detail);
  window.addEventListener(PREDICTED, listen);

  function lay({ first, last }) {
    if (!byName.has(last)) {
      fill(
        place,
        el("p", { class: "cw-text" }, "No prediction of yours is kept for this question."),
        folded("Show the answer, and why the others tempt", explanations(sorted(page.options))),
      );
      return;
    }
    const mine = byName.get(last);
    const others = page.options.filter((option) => option !== mine && !option.right);
    fill(
      place,
      el(
        "dl",
        { class: "cq-pairs" },
        ...(first === last ? [] : pair("First you predicted", byName.get(first))),
        ...pair(first === last ? "You predicted" : "Then you predicted", mine),
        ...rights.flatMap((option) => pair("The answer", option, true)),
      ),
      mine.right ? foreseen(mine) : reasonable(mine),
      others.length > 0 && folded("Why the others tempt", explanations(others)),
    );
  }

  const foreseen = (mine) => [headline("✓", "You saw it coming."), because(mine)];
  const reasonable = (mine) => [
    el("p", { class: "cq-head" }, "Why your answer was reasonable"),
    because(mine),
    el("p", { class: "cq-head" }, "Why it is otherwise"),
    rights.map(because),
  ];
  const because = (option) => rich("p", { class: "cw-text" }, option.why);
  const sorted = (options) => [...options].sort((a, b) => Number(b.right) - Number(a.right));
  const pair = (name, option, right = false) => [
    el("dt", {}, name),
    rich("dd", { "data-is": right ? "right" : "mine" }, option.text),
  ];

  const waiting = unsent.read(page.key).map(({ message }) => message.choice);
  const { first = waiting[0], last } = model.get("state");
  lay({ first, last: waiting.at(-1) ?? last });
  return () => {
    window.removeEventListener(PREDICTED, listen);
    panel.close();
  };
}

export default { render };
