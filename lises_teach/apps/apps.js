// --- what the apps share -------------------------------------------------------------------------
// Appended to the exercises' front end, whose tools they use. An app is one function in `VIEWS`, in a file of its own.

/** A select with a label, in the language at hand. */
function picker(view, key, parts, onchange) {
  const { voice, uid } = view;
  const id = `${uid}-${key}`;
  const options = parts.map(({ id: value, text }) => voice.say(h("option", { value }), text));
  const select = h("select", { id, onchange: () => onchange(select.value) }, ...options);
  return { select, root: h("div", { class: "picker" }, voice.say(h("label", { for: id }), key), select) };
}

/** A model that names the item in every question, so that Python finds its desk. */
const about = (model, item) => ({
  get: (name) => model.get(name),
  on: (name, heard) => model.on(name, heard),
  send: (content) => model.send({ ...content, item }),
});

/**
 * The view of an item in an app; `more` appends what stands below it, once.
 * @param {{spec: any, model: any, stop: AbortController, views: Map<string, {view: ItemView, host: Element}>}} app
 */
function itemIn(app, spec, extra = {}, more = () => {}) {
  if (!app.views.has(spec.id)) {
    const host = h("div");
    const full = { ...spec, phrases: app.spec.phrases, ...extra };
    const view = new ItemView(host, full, browserStore(about(app.model, spec.id), full));
    view.build();
    more(view);
    view.start();
    app.stop.signal.addEventListener("abort", () => view.stop.abort());
    app.views.set(spec.id, { view, host });
  }
  return app.views.get(spec.id);
}

/**
 * The steps of an app as a row of buttons: one is shown at a time, and every one can be gone to at any time.
 * @param {{voice: Voice, uid: string}} view
 * @param {string} label phrase that names the row; a step `id` is called by the phrase `label_id`
 * @returns {{root: Element, mark: (id: string) => void}} `mark` tells which one is at hand, in the page's title too
 */
function stepRow({ voice, uid }, label, ids, go) {
  const name = voice.say(h("p", { class: "unseen", id: `${uid}-steps` }), label);
  const button = (id) => voice.say(h("button", { type: "button", class: "quiet", onclick: () => go(id) }), `${label}_${id}`);
  const buttons = new Map(ids.map((id) => [id, button(id)]));
  const list = h("ol", {}, ...[...buttons.values()].map((one) => h("li", {}, one)));
  const mark = (at) => {
    buttons.forEach((one, id) => (id === at ? one.setAttribute("aria-current", "step") : one.removeAttribute("aria-current")));
    titleStep(voice.phrases[`${label}_${at}`]);
  };
  return { root: h("nav", { class: "step-row", "aria-labelledby": name.id }, name, list), mark };
}

/** The page's title tells which step is at hand; a switch of language finds both wordings at the element. @param {Text} step */
function titleStep(step) {
  if (!onOurPage()) return;
  const title = document.querySelector("title");
  for (const lang of ["da", "en"]) {
    const whole = (title.dataset[`${lang}Whole`] ??= title.dataset[lang]);
    title.dataset[lang] = `${step[lang]} – ${whole}`;
  }
  document.title = title.dataset[document.documentElement.lang];
}

/** Prints `nodes` on a page of their own: whatever else the page shows stays out. */
function printPage(voice, signal, name, nodes) {
  document.querySelector(".print-sheet")?.remove();
  const sheet = h("section", { class: `print-sheet ${name}`, lang: voice.lang }, ...nodes);
  document.body.append(sheet);
  document.body.dataset.print = name;
  const done = () => (sheet.remove(), delete document.body.dataset.print);
  window.addEventListener("afterprint", done, { once: true, signal });
  window.print();
}

/**
 * Why texts may not leave the page: something that looks like personal data waits, or what stands there now has not
 * been looked through, for nobody answers. A full browser storage is no reason: then it has been.
 * @param {ItemView[]} views @returns {Promise<string | null>} a phrase
 */
async function unfit(...views) {
  const full = ({ spec, trouble }) => [spec.phrases.storage_full, spec.phrases.storage_denied].includes(trouble);
  const answered = (view, unit, value) => full(view) && !view.flying[unit] && same(view.sent[unit]?.at(-1), value);
  const unseen = (view) => view.spec.free.some((unit) => !blank(view.pending[unit]?.value) && !answered(view, unit, view.pending[unit].value));
  const settle = () => Promise.all(views.map((view) => view.settled()));
  await settle();
  if (views.some((view) => full(view) && unseen(view))) await settle(); // typed while an earlier text was under way
  if (views.some(({ held }) => Object.keys(held).length)) return "print_held";
  return views.some(unseen) ? "print_unseen" : null;
}

/** Takes keys of a single character while the focus is within `root`; a click on a text there is enough. */
function takesKeys(root) {
  root.tabIndex = -1;
  return (target) => root.contains(target);
}

const inRoom = () => document.documentElement.dataset.size === "room";

/**
 * On a projector the page opens at the app: what stands above it is for whoever shows it. `place` brings it there.
 * A page that is not ready may be too short to scroll there; when it is, it goes there unless somebody has begun.
 */
function openInRoom(place, signal) {
  if (!inRoom()) return;
  const begun = new AbortController();
  const open = () => signal.aborted || place();
  setTimeout(open); // when the app stands in the page
  for (const deed of ["keydown", "pointerdown", "wheel"]) window.addEventListener(deed, () => begun.abort(), { signal: begun.signal, capture: true });
  window.addEventListener("lises-ready", open, { once: true, signal: begun.signal });
}

/** Whether a key belongs to something else: a field that somebody types in, or a command of the browser. */
const typingIn = (target, event) =>
  event.ctrlKey || event.metaKey || event.altKey || target.isContentEditable || target.matches?.("select, textarea, input:not([type=radio], [type=checkbox])");

/** Today in full, as a printed page names it. @param {Voice} voice */
const thisDay = ({ lang }) => new Date().toLocaleDateString(lang === "da" ? "da-DK" : "en-GB", { dateStyle: "long" });
