// What stays folded until it is asked for; after a prediction, asked for twice.

function render({ model, el: host }) {
  const page = model.get("page");
  let ready = model.get("state").ready;
  const panel = createPanel(model, host, { kind: "reveal", label: wordsOf(page.title) });
  const speak = createVoice(panel);
  const bodyId = freshId("reveal");
  let open = false;

  const sub = el("span", { class: "cq-sub" });
  const press = el(
    "button",
    { class: "cq-disclose", "aria-expanded": "false", "aria-controls": bodyId, onclick: toggle },
    el("span", { class: "cq-chevron", "aria-hidden": "true" }),
    el("span", { class: "cq-label" }, rich("span", { class: "cq-name" }, page.title), sub),
  );
  const ask = el(
    "div",
    { class: "cq-ask", hidden: true },
    el("p", { class: "cw-text" }, "You have not committed a prediction yet. Answer first, even with a guess: what you see will stay with you longer."),
    el(
      "div",
      { class: "cq-actions" },
      el("button", { class: "cw-button cw-primary", onclick: goBack }, "Take me to the prediction"),
      el("button", { class: "cw-button", onclick: show }, "Show me anyway"),
    ),
  );
  const body = el("div", { id: bodyId, class: "cq-revealed", hidden: true });
  panel.body.append(press, ask, body);
  lay();

  const listen = (event) => {
    if (event.detail?.key !== page.after) return;
    ready = true;
    lay();
  };
  window.addEventListener(PREDICTED, listen);

  function toggle() {
    if (open) {
      open = false;
      lay();
    } else if (ready || !ask.hidden) {
      show();
    } else {
      ask.hidden = false;
      speak("You have not committed a prediction yet. Press again to see it anyway.");
    }
  }

  function show() {
    open = true;
    if (!body.hasChildNodes()) body.append(rich("div", {}, page.html));
    lay();
    press.focus();
    panel.ask({ say: "open" }, { keep: true });
  }

  function goBack() {
    const question = [...document.querySelectorAll("[data-prediction]")].find(
      (node) => node.dataset.prediction === page.after,
    );
    if (!question) {
      speak("The prediction is not on this page. Choose Run > Run All Cells.");
      return;
    }
    question.scrollIntoView({ block: "center" });
    question.dispatchEvent(new CustomEvent("course:focus"));
  }

  function lay() {
    if (ready || open) ask.hidden = true;
    body.hidden = !open;
    press.setAttribute("aria-expanded", String(open));
    panel.root.classList.toggle("cq-open", open);
    sub.textContent = open ? "" : ready ? "Show" : "Answer the prediction first, or show me";
  }

  return () => {
    window.removeEventListener(PREDICTED, listen);
    panel.close();
  };
}

export default { render };
