// The task of a panel: its steps one at a time, and what they lead to.
// Stands behind base.js in one module.

/**
 * Build the box of steps. `setTo(position)` moves the panel for a bound word; `key` is what the
 * browser's tab remembers the ticks by.
 *
 * Returns { node, found, moved(values), close }: `found` is laid over the controls when it is
 * opened, so that the panel keeps its height and the picture stays in sight.
 */
function makeTask(task, setTo, speak, key) {
  const node = el("div", { class: "cw-task" });
  const found = el("div", { class: "cw-found", hidden: true, id: freshId("found") });
  const steps = task.steps.map((step) => makeStep(step, task.sets, setTo));
  const memory = makeMemory(`cw-task ${key}`);
  const kept = memory.read(steps);
  let here = kept.here;
  let tried = kept.tried;

  const stack = el("div", { class: "cw-steps" }, ...steps.map((step) => step.node));
  const back = el("button", { class: "cw-button", onclick: () => go(here - 1) }, "Back");
  const next = el("button", { class: "cw-button", onclick: () => go(here + 1) }, "Next");
  const count = el("span", { class: "cw-count" });
  const show = el("button", {
    class: "cw-button cw-show-found",
    "aria-expanded": "false",
    "aria-controls": found.id,
    onclick: toggle,
  });
  const moves = steps.length > 1 ? [back, count, next] : [count];
  if (steps.length) node.append(stack);
  if (steps.length || task.found) {
    const tail = el("div", { class: "cw-task-tail" }, ...moves, task.found ? show : null);
    node.append(tail);
  } else {
    node.hidden = true;
  }
  if (task.found) {
    const close = el("button", { class: "cw-button", onclick: toggle }, "Back to the controls");
    const title = el("div", { class: "cw-label" }, "What you should have found");
    found.append(title, bound("div", task.found, task.sets, setTo), close);
  }

  function go(place) {
    here = Math.min(Math.max(place, 0), steps.length - 1);
    lay();
    speak(steps[here].node.textContent);
  }

  function toggle() {
    found.hidden = !found.hidden;
    lay();
    if (!found.hidden) speak(found.textContent);
    show.focus({ preventScroll: true });
  }

  function lay() {
    steps.forEach((step, place) => step.show(place === here));
    // a focused button must not be switched off under the learner: it does nothing instead
    back.setAttribute("aria-disabled", String(here === 0));
    next.setAttribute("aria-disabled", String(here >= steps.length - 1));
    next.classList.toggle("cw-primary", Boolean(steps[here]?.done()) && here < steps.length - 1);
    const tick = steps[here]?.done() ? "\u2713 done" : "";
    count.textContent =
      steps.length > 1 ? `${here + 1} of ${steps.length} ${tick}` : tick;
    show.setAttribute("aria-expanded", String(!found.hidden));
    const all = steps.every((step) => step.done());
    show.classList.toggle("cw-primary", tried && all && found.hidden);
    show.textContent = !found.hidden ? "Close" : tried ? "What you should have found" : "Show me";
    memory.keep({ here, tried, visited: steps.map((step) => step.visited) });
  }

  lay();
  return {
    node,
    found,
    /** The learner has moved the panel to `values`. */
    moved(values) {
      tried = true;
      const step = steps[here];
      if (step && !step.done() && step.visit(values)) speak("Step done.");
      lay();
    },
  };
}

/**
 * What this tab of the browser remembers of a task, so that a reload takes no tick away.
 *
 * A page may forbid it (a frame of another origin does): then the task begins anew.
 */
function makeMemory(name) {
  return {
    /** Give each step the places visited; return which step was in sight and whether one tried. */
    read(steps) {
      let kept = null;
      try {
        kept = JSON.parse(sessionStorage.getItem(name));
      } catch {
        kept = null;
      }
      const shape = (rows) => JSON.stringify(rows?.map?.((row) => row?.length));
      const visited = steps.map((step) => step.visited);
      if (shape(kept?.visited) !== shape(visited)) return { here: 0, tried: false };
      kept.visited.forEach((row, n) => row.forEach((on, place) => (visited[n][place] = on === true)));
      return { here: steps[kept.here] ? kept.here : 0, tried: kept.tried === true };
    },
    keep(what) {
      try {
        sessionStorage.setItem(name, JSON.stringify(what));
      } catch {
        // forbidden or full
      }
    },
  };
}

function makeStep(step, sets, setTo) {
  const visited = step.done.map(() => false);
  const look = step.look && bound("span", step.look, sets, setTo);
  if (look) look.className = "cw-look";
  const node = el("p", { class: "cw-step" }, bound("span", step.say, sets, setTo), " ", look || null);
  return {
    node,
    visited,
    show: (here) => node.classList.toggle("cw-away", !here),
    done: () => visited.length > 0 && visited.every(Boolean),
    /** Note where the panel stands; return whether that was the last place asked for. */
    visit(values) {
      step.done.forEach((spot, place) => {
        if (isReached(spot, values)) visited[place] = true;
      });
      return visited.length > 0 && visited.every(Boolean);
    },
  };
}

function isReached(spot, values) {
  return Object.entries(spot).every(([name, wanted]) =>
    wanted.any
      ? wanted.any.includes(values[name])
      : wanted.low <= values[name] && values[name] <= wanted.high,
  );
}

/** HTML made in Python from an author's text; its bound words move the panel. */
function bound(tag, html, sets, setTo) {
  const node = el(tag);
  node.innerHTML = html;
  for (const button of node.querySelectorAll("button")) {
    button.type = "button";
    button.setAttribute("data-lm-suppress-shortcuts", "true");
    button.addEventListener("click", () => setTo(sets[Number(button.dataset.set)]));
  }
  return node;
}
