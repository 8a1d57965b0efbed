// --- apps for a room and for colleagues ----------------------------------------------------------
// Appended to the exercises' front end, whose tools they use. An app is one function in `VIEWS`.

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
 * @returns {{root: Element, mark: (id: string) => void}}
 */
function stepRow({ voice, uid }, label, ids, go) {
  const name = voice.say(h("p", { class: "unseen", id: `${uid}-steps` }), label);
  const button = (id) => voice.say(h("button", { type: "button", class: "quiet", onclick: () => go(id) }), `${label}_${id}`);
  const buttons = new Map(ids.map((id) => [id, button(id)]));
  const list = h("ol", {}, ...[...buttons.values()].map((one) => h("li", {}, one)));
  const mark = (at) => buttons.forEach((one, id) => (id === at ? one.setAttribute("aria-current", "step") : one.removeAttribute("aria-current")));
  return { root: h("nav", { class: "step-row", "aria-labelledby": name.id }, name, list), mark };
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

/** The language, for a room, where the page's own button is out of sight; the page listens to `data-do`. */
function languageButton({ voice }) {
  const onclick = () => (button.value = voice.lang === "da" ? "en" : "da");
  const facts = { type: "button", class: "quiet", "aria-keyshortcuts": "L", "data-do": "lang", onclick };
  const button = h("button", facts, voice.say(h("span"), "other_language"), " ", h("kbd", { "aria-hidden": "true" }, "L"));
  return button;
}

/** A conversation for a projector. Everything is one row of moments that a clicker steps through. */
VIEWS.gribning = (host, spec) => {
  const stop = new AbortController();
  const view = { ...frame(host, spec, stop.signal), stop };
  const { root, voice, button } = view;
  root.classList.add("room");
  document.documentElement.dataset.unkept = ""; // there is nothing to save: the page says less when its line is lost
  const kept = session.get("lises-gribning") ?? {};
  let [talk, at, moments, rows] = [null, 0, [], null];

  const choose = picker(view, "which_talk", spec.talks.map(({ id, theme }) => ({ id, text: theme })), (id) => open(id, 0));
  const stage = h("div");
  const pause = h("section", { class: "pause", "aria-live": "polite" });
  const where = h("span", { class: "soft" });
  const said = h("p", { class: "unseen", role: "status" });
  const back = button("step_back", () => go(at - 1), "quiet");
  const next = button("step_on", () => go(at + 1));
  const language = inRoom() ? languageButton(view) : "";
  const controls = h("div", { class: "buttons controls" }, next, back, where, language);
  // the page's own word on a lost line would cover what the room reads
  const takeNotice = () => where.after(document.getElementById("lost") ?? "");
  window.addEventListener("lises-ready", takeNotice, { signal: stop.signal });
  root.append(choose.root, stage, pause, controls, said);

  function open(id, moment) {
    talk = spec.talks.find((one) => one.id === id) ?? spec.talks[0];
    choose.select.value = talk.id;
    const drawn = transcript(view, talk);
    rows = [...drawn.rows.values()];
    voice.clear(stage);
    stage.append(drawn.root);
    moments = talk.turns.flatMap(({ line }, index) => {
      const here = talk.stops.find((one) => one.line === line);
      return [{ count: index + 1 }, ...(here ? ["stop", "options", "outcome"].map((phase) => ({ count: index + 1, phase, stop: here })) : [])];
    });
    go(moment, false);
  }

  function go(moment, asked = true) {
    at = Math.min(Math.max(moment, 0), moments.length - 1);
    const { count, phase, stop: here } = moments[at];
    rows.forEach(({ root: row }, index) => row.toggleAttribute("hidden", index >= count));
    voice.clear(pause);
    pause.hidden = !phase && at < moments.length - 1;
    if (phase) pause.append(...PHASES[phase](voice, here));
    else if (!pause.hidden) pause.append(voice.say(h("p"), "talk_ends"));
    const { turn } = rows[count - 1];
    voice.say(where, () => voice.phrase("line_of", { line: turn.line, last: talk.turns.at(-1).line }));
    if (!phase && asked) voice.say(said, () => `${turn.speaker}: ${turn.da}`);
    back.toggleAttribute("disabled", at === 0);
    next.toggleAttribute("disabled", at === moments.length - 1);
    session.set("lises-gribning", { talk: talk.id, at });
    if (asked) show();
  }

  /** Brings the line at hand, or the pause after it, into view. */
  function show() {
    const { count, phase } = moments[at];
    (phase ? pause : rows[count - 1].root).scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  const keys = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };
  const step = (event) => {
    const { target, key } = event;
    const speak = language && key.toLowerCase() === "l" && (target === document.body || root.contains(target));
    if (typingIn(target, event) || !(speak || key in keys)) return;
    event.preventDefault();
    event.stopPropagation();
    if (speak) language.click();
    else go(at + keys[key]);
  };
  window.addEventListener("keydown", step, { signal: stop.signal, capture: true });
  open(kept.talk ?? spec.talks[0].id, kept.at ?? 0);
  // the other language makes other lines: the place is found again when they stand there
  window.addEventListener("lises-lang", () => at && setTimeout(() => setTimeout(show)), { signal: stop.signal });
  openInRoom(() => (bring(root), at && show()), stop.signal);
  if (at && !inRoom()) setTimeout(show);
  return () => stop.abort();
};

const PHASES = {
  stop: (voice) => [voice.say(h("h4"), "room_stop"), voice.say(h("p"), "room_ask")],
  options(voice, { options }) {
    const list = options.map(({ text }) => h("li", { class: "talk" }, voice.say(h("span"), text)));
    return [voice.say(h("h4"), "room_options"), h("ol", { class: "said" }, ...list), voice.say(h("p"), "room_choose")];
  },
  outcome: (voice, { options }) => [
    voice.say(h("h4"), "predict_outcome"),
    voice.say(h("p", { class: "small" }), "predict_none_right"),
    consequences(voice, options, null),
    voice.say(h("p", { class: "soft small" }), "room_on"),
  ],
};
