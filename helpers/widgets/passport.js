// The claim passport: grade a claim, then meet the course's grade. No grade is called wrong.

const GRADE = "Grade each claim by its evidence. Your grades are kept for the end of the course.";
const WEIGH = "Grade each claim by its evidence, and choose the strongest objection to it where you are asked.";
const TYPING_MS = 800; // so long after the last key a note is kept

function render({ model, el: host }) {
  const page = model.get("page");
  const panel = createPanel(model, host, { kind: "passport", title: "Claim passport" });
  const count = el("p", { class: "cq-count" });
  const weighed = page.claims.some((claim) => (claim.objections ?? []).length > 0);
  const common = {
    panel,
    page,
    speak: createVoice(panel),
    names: new Map(page.grades.map(({ name, text }) => [name, text])),
    state: model.get("state"),
    tally,
  };
  const claims = page.claims.map((claim) => createClaim(claim, common));
  panel.head.append(count);
  panel.body.append(
    el("p", { class: "cw-text" }, weighed ? WEIGH : GRADE),
    ...claims.map((claim) => claim.node),
  );
  tally();
  giveAgain(panel, page.key, {
    tell: (words) => claims.forEach((claim) => claim.waits() && claim.tell(words)),
    done: ({ claim: name }) => claims.find((claim) => claim.name === name)?.settled(),
  });

  function tally() {
    const done = claims.filter((claim) => claim.isGraded()).length;
    count.textContent = `${done} of ${claims.length} graded`;
  }

  return panel.close;
}

/** One claim: five grades, a note, the course's grade once it is graded, and the other side. */
function createClaim(claim, { panel, page, speak, names, state, tally }) {
  const key = `${page.key}/${claim.name}`;
  const kept = state[claim.name] ?? {};
  const waiting = () =>
    unsent.read(page.key).map(({ message }) => message).filter((message) => message.claim === claim.name);
  const [given] = waiting().filter(({ say }) => say === "grade").slice(-1);
  const draft = drafts.read(key) ?? {};
  let graded = given?.grade ?? kept.grade ?? null;
  let noteKept = kept.note ?? "";
  let typing = 0;

  const choices = createChoices(claim.text, page.grades.map(gradeOption), {
    chosen: [draft.grade ?? graded].filter(Boolean),
  });
  const { box: noteBox, label: noteLabel, field: note } = createNote();
  note.value = draft.note ?? noteKept;
  const weighed = (claim.objections ?? []).length > 0; // the strongest objection is asked for as well
  let objected = given?.objection ?? kept.objection ?? null;
  const objections = weighed
    ? createChoices("Which objection to it is the strongest?", claim.objections, {
        chosen: [draft.objection ?? objected].filter(Boolean),
      })
    : null;
  const save = el("button", { class: "cw-button cw-primary", onclick: once(grade) }, weighed ? "Weigh it" : "Keep my grade");
  const answer = el("div", { class: "cq-verdict", hidden: true });
  const told = createTold();
  const give = (message) => keep(panel, page.key, { claim: claim.name, ...message }, told);
  const other = createOtherSide(claim, () => give({ say: "objection" }));
  const badges = claim.kinds.map((kind) => el("span", { class: "cq-badge" }, kind));
  choices.legend.after(
    el(
      "p",
      { class: "cq-badges" },
      claim.source ? rich("span", { class: "cq-hint" }, `${claim.source}. `) : "",
      el("span", { class: "cq-hint" }, "Evidence: "),
      ...badges,
      claim.aside ? el("small", { class: "cq-hint" }, claim.aside) : "",
    ),
  );
  if (weighed) {
    objections.legend.classList.add("cq-second");
    other.button.hidden = true; // it would give the answer away
  }
  const node = el(
    "div",
    { class: "cq-claim" },
    choices.node,
    noteBox,
    weighed && claim.evidence ? folded("The evidence, for and against", rich("div", { class: "cq-evidence" }, claim.evidence)) : "",
    weighed ? objections.node : "",
    el("div", { class: "cq-actions" }, save, other.button),
    told.node,
    answer,
    other.body,
  );

  choices.node.addEventListener("change", () => {
    told.tell("");
    remember();
    layNote();
    layMarks();
  });
  objections?.node.addEventListener("change", () => {
    told.tell("");
    remember();
  });
  note.addEventListener("input", () => {
    remember();
    told.tell(tooLong());
    clearTimeout(typing);
    typing = setTimeout(keepNote, TYPING_MS);
  });
  note.addEventListener("change", keepNote);
  layNote();
  told.tell(tooLong());
  if (graded) show();
  layMarks();

  function chosen() {
    return choices.values()[0] ?? null;
  }

  function remember() {
    drafts.write(key, { grade: chosen(), note: note.value, ...(weighed && { objection: objection() }) });
  }

  function objection() {
    return objections?.values()[0] ?? null;
  }

  function layNote() {
    const limits = chosen() === "limits";
    noteLabel.textContent = limits ? "For which part is it true?" : "Your reason, if you like";
    noteBox.hidden = !chosen() && !note.value;
  }

  function keepNote() {
    clearTimeout(typing);
    const text = note.value;
    if (text === noteKept || tooLong()) return;
    give({ say: "note", note: text }).then((done) => {
      if (done) noteKept = text;
    });
  }

  /** Words where a note is longer than can be kept: it is not cut, and stands until it is shorter. */
  function tooLong() {
    const over = note.value.length - page.longest;
    return over > 0 ? `Not kept yet: a note holds ${page.longest} signs, and this one has ${over} more.` : "";
  }

  function grade() {
    const choice = chosen();
    if (!choice) {
      told.tell("Choose a grade first; you may change it later.");
      choices.focus();
      return;
    }
    if (choice === "limits" && !note.value.trim()) {
      noteLabel.textContent = "For which part is it true? A few words will do.";
      note.focus();
      return;
    }
    if (tooLong()) {
      told.tell(tooLong());
      note.focus();
      return;
    }
    if (weighed && !objection()) {
      told.tell("Choose the strongest objection as well; a guess is welcome.");
      objections.focus();
      return;
    }
    clearTimeout(typing);
    graded = choice;
    objected = objection();
    const text = note.value;
    speak(show());
    tally();
    give({ say: "grade", grade: choice, note: text, ...(weighed && { objection: objected }) }).then((done) => {
      if (!done) return;
      noteKept = text;
      if (note.value === text && chosen() === choice && objection() === objected) drafts.drop(key);
    });
  }

  /** Show the course's grade beside the learner's, and return it in words. */
  function show() {
    const stands = claim.stands[graded];
    const course = names.get(claim.grade);
    const heads = {
      same: ["✓", `The course gives the same grade: ${course}.`],
      arguable: ["≈", `Arguable. You say ${names.get(graded)}, the course says ${course}.`],
      apart: ["↔", `The course reads it otherwise. You say ${names.get(graded)}, the course says ${course}.`],
    };
    const defence = claim.why[graded] ?? "The two grades are neighbours: the line between them is a judgement.";
    answer.dataset.is = stands;
    answer.hidden = false;
    layMarks();
    fill(
      answer,
      headline(...heads[stands]),
      rich("p", { class: "cw-text" }, claim.reason),
      stands === "arguable" && rich("p", { class: "cw-text" }, `<strong>For yours:</strong> ${defence}`),
      stands === "apart" &&
        el("p", { class: "cw-text" }, "Look at the other side and the evidence. You may grade again: each grade is kept."),
      weighed && objectionTold(),
    );
    other.button.hidden = false;
    save.textContent = weighed ? "Weigh it again" : "Keep a new grade";
    save.classList.remove("cw-primary");
    return `${heads[stands][1]} ${wordsOf(claim.reason)}`;
  }

  /** What the objection that was chosen was worth, and why the others tempt. */
  function objectionTold() {
    const strongest = claim.objections.find((option) => option.right);
    const hit = objected === strongest.name;
    const mine = claim.objections.find((option) => option.name === objected);
    objections.clearMarks();
    objections.mark(strongest.name, "right", hit ? "✓ the strongest" : "the strongest");
    if (mine && !hit) objections.mark(mine.name, "kept", "your choice");
    const worth = { 1: "1 point", 0.5: "half a point", 0: "no point" }[claim.points[graded][Number(hit)]];
    return [
      mine && rich("p", { class: "cw-text" }, `<strong>${hit ? "You chose the strongest objection." : "Another objection is stronger."}</strong> ${mine.why}`),
      !hit && rich("p", { class: "cw-text" }, `<strong>${strongest.text}</strong>: ${strongest.why}`),
      el("p", { class: "cq-hint" }, `For grade and objection together: ${worth}.`),
      folded("Why the others tempt", explanations(claim.objections.filter((option) => option !== mine && option !== strongest))),
    ];
  }

  /** Only one grade is ever called yours: the one given; another that is chosen waits. */
  function layMarks() {
    choices.clearMarks();
    if (!graded) return;
    if (claim.stands[graded] !== "same") choices.mark(claim.grade, "course", "the course's grade");
    choices.mark(graded, "kept", "your grade");
    if (chosen() !== graded) choices.mark(chosen(), "draft", "chosen, not given yet");
  }

  return {
    node,
    name: claim.name,
    isGraded: () => graded !== null,
    tell: told.tell,
    waits: () => waiting().length > 0,
    settled() {
      told.tell("");
      if (chosen() === graded && (!weighed || objection() === objected)) drafts.drop(key);
    },
  };
}

function gradeOption({ name, text, means }) {
  return { name, text: `<span class="cq-grade">${text}</span> <span class="cq-means">${means}</span>` };
}

function createNote() {
  const id = freshId("note");
  const label = el("label", { for: id });
  const field = el("textarea", { id, rows: 2 });
  return { box: el("div", { class: "cq-notebox" }, label, field), label, field };
}

/** The strongest objection and the evidence, one press away. */
function createOtherSide(claim, onOpen) {
  const id = freshId("other");
  const body = el("div", { id, class: "cq-other", hidden: true });
  body.append(headline("⇄", "The strongest objection"), rich("p", { class: "cw-text" }, claim.objection));
  if (claim.evidence && !claim.objections) {
    body.append(folded("The evidence, for and against", rich("div", { class: "cq-evidence" }, claim.evidence)));
  }
  const button = el(
    "button",
    {
      class: "cw-button",
      "aria-expanded": "false",
      "aria-controls": id,
      onclick() {
        body.hidden = !body.hidden;
        button.setAttribute("aria-expanded", String(!body.hidden));
        if (!body.hidden) onOpen();
      },
    },
    "Argue the other side",
  );
  return { button, body };
}

export default { render };
