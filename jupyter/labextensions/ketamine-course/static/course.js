// What the course adds to JupyterLab, in one file and without a build: the few lines that a bundler
// would write (a module container with `init` and `get`) stand at the end.

const LOST = 'Error displaying widget';
const LOADING = 'Loading widget';
const PATIENCE_MS = 4000;
const GONE =
  'This is the saved state of a panel whose kernel is gone. ' +
  'To bring it alive, choose Run > Run All Cells.';
const WAITING =
  'This is the saved state of a panel that waits for Python. It comes alive as soon as Python is ' +
  'free; if the kernel is gone, choose Run > Run All Cells.';

// -- saved pictures ------------------------------------------------------------------------------

/** Return what an output that lost its live panel was saved with, as [html, rendermime]. */
function savedOf(notebook, child) {
  const cell = notebook.content.widgets.find(one => one.node.contains(child));
  const place = [...child.parentElement.children].indexOf(child);
  const output = cell?.outputArea?.model.get(place);
  return output?.data['text/html'];
}

/** Put the saved picture and its words where JupyterLab says that a panel's model is missing. */
async function stand_in(notebook, place, why) {
  const child = place.closest('.jp-OutputArea-child');
  if (!child) return;
  const there = child.querySelector('.cw-saved-words');
  if (there) {
    if (there.textContent !== why) there.textContent = why;
    place.hidden = true;
    return;
  }
  const html = savedOf(notebook, child);
  if (!html) return;
  const renderer = notebook.content.rendermime.createRenderer('text/html');
  // Not trusted: JupyterLab takes every script out of it.
  await renderer.renderModel({ data: { 'text/html': html }, metadata: {}, trusted: false });
  const words = document.createElement('p');
  words.className = 'cw-saved-words';
  words.textContent = why;
  const saved = document.createElement('div');
  saved.className = 'cw-saved jp-OutputArea-output';
  saved.append(words, renderer.node);
  place.hidden = true;
  child.append(saved);
}

/** Watch the outputs of one notebook. */
function watch(notebook) {
  const look = place => {
    const words = place.textContent;
    if (words.startsWith(LOST)) stand_in(notebook, place, GONE);
    else if (words.startsWith(LOADING)) setTimeout(() => still_loading(place), PATIENCE_MS);
    else if (place.hidden) alive(place);
  };
  const still_loading = place => {
    if (place.isConnected && place.textContent.startsWith(LOADING)) stand_in(notebook, place, WAITING);
  };
  const alive = place => {
    place.hidden = false;
    place.closest('.jp-OutputArea-child')?.querySelector('.cw-saved')?.remove();
  };
  const places = node =>
    node.nodeType === 1
      ? [...node.querySelectorAll('.jp-OutputArea-output'), node.closest('.jp-OutputArea-output')]
      : [node.parentElement?.closest('.jp-OutputArea-output')];
  new MutationObserver(changes => {
    const found = new Set(changes.flatMap(({ target, addedNodes }) =>
      [target, ...addedNodes].flatMap(places)));
    found.delete(null); found.delete(undefined);
    for (const place of found) if (!place.classList.contains('cw-saved')) look(place);
  }).observe(notebook.node, { childList: true, subtree: true, characterData: true });
}

// -- tabs ----------------------------------------------------------------------------------------

const KINDS = { exercises: 'Exercise', solutions: 'Solution' };

/**
 * Let the tab of an exercise or a solution say so: its file has the lesson's name.
 *
 * The words come from the style below. A tab's own label is the file's name to JupyterLab, which
 * renames the file after it or sets it back.
 */
function name_tab(notebook) {
  const tell = () => {
    const kind = notebook.context.path.split('/').find(part => part in KINDS) ?? '';
    const { dataset } = notebook.title;
    if ((dataset['course-kind'] ?? '') !== kind) notebook.title.dataset = { ...dataset, 'course-kind': kind };
  };
  notebook.title.changed.connect(tell);
  notebook.context.ready.then(tell);
}

// -- the plugin ----------------------------------------------------------------------------------

const STYLE = `
.cw-saved-words { font-style: italic; margin: 0.5em 0; }
.jp-Notebook .jp-MarkdownCell .jp-RenderedMarkdown > :is(p, ul, ol, blockquote, details) {
  max-width: 75ch;
}
.jp-OutputArea-output :is(.course-static, .evidence-references, figcaption, .cw-figure details) {
  max-width: 75ch;
}
.jp-Notebook .jp-MarkdownCell .jp-RenderedMarkdown > table { margin-left: 0; }
.jp-Notebook .jp-OutputArea-output pre { word-break: normal; }
${Object.entries(KINDS).map(([room, kind]) =>
  `[data-course-kind="${room}"] .lm-TabBar-tabLabel::before { content: "${kind}: "; }`).join('\n')}`;

function plugin(INotebookTracker) {
  return {
    id: 'ketamine-course:plugin',
    description: 'Saved pictures for panels without a kernel, a readable measure, tabs by kind.',
    autoStart: true,
    requires: [INotebookTracker],
    activate(_app, tracker) {
      const style = document.createElement('style');
      style.textContent = STYLE;
      document.head.append(style);
      const meet = (_, notebook) => { watch(notebook); name_tab(notebook); };
      tracker.forEach(notebook => meet(tracker, notebook));
      tracker.widgetAdded.connect(meet);
    }
  };
}

// -- the container that JupyterLab loads ----------------------------------------------------------

let shared;

/** Return a module that JupyterLab itself uses. */
async function module_of(name) {
  const [version] = Object.values(shared[name]);
  return (await version.get())();
}

window._JUPYTERLAB ??= {};
window._JUPYTERLAB['ketamine-course'] = {
  init(scope) { shared = scope; },
  async get() {
    const { INotebookTracker } = await module_of('@jupyterlab/notebook');
    return () => ({ __esModule: true, default: plugin(INotebookTracker) });
  }
};
