// Turns a deck, and keeps reveal.js and the panels from taking each other's keys. Inside a panel
// all keys are the panel's; Escape leaves it, and Page Up and Page Down (a presenter's remote)
// turn the slide wherever one is.

(() => {
  const TURNS = { PageDown: "next", PageUp: "prev" };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const followTheme = () => (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
  dark.addEventListener("change", followTheme);
  followTheme();
  try {
    sessionStorage.clear(); // each room begins anew
  } catch {
    // a browser that keeps nothing
  }
  for (const panel of document.querySelectorAll(".course-live")) panel.dataset.preventSwipe = "";

  Reveal.initialize({
    width: "100%",
    height: "100%",
    margin: 0,
    minScale: 1,
    maxScale: 1, // panels measure their room in pixels of the page
    center: false,
    controlsLayout: "edges", // beside panels, not over them
    hash: true,
    navigationMode: "linear",
    slideNumber: "c",
    transition: "none",
    keyboardCondition: ({ target }) => !target.closest?.("a, button, select, summary"),
    plugins: [RevealNotes],
  });

  const leave = () => document.activeElement?.blur();
  Reveal.on("slidechanged", leave);
  window.addEventListener(
    "keydown",
    (event) => {
      const turn = !event.ctrlKey && !event.altKey && !event.metaKey && TURNS[event.key];
      const inPanel = event.target.closest?.(".cw-panel");
      if (!turn && !(event.key === "Escape" && inPanel)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      leave();
      if (turn) Reveal[turn]();
    },
    true,
  );

  // "Take me to the prediction" means another slide
  document.addEventListener(
    "course:focus",
    ({ target }) => {
      const { h, v } = Reveal.getIndices(target.closest("section"));
      Reveal.slide(h, v);
    },
    true,
  );
})();
