/**
 * Exercises in a page: shows an item, keeps the answer, says in words whether it is saved.
 *
 * `renderItem(host, spec, store)` needs no Jupyter: a store is anything with `entries`, `load`,
 * `save`, `check` and `watch`. The default export is for anywidget. A kind of item is one function in
 * `KINDS`; those that show a conversation stand in `turns.js` and those about dilemmas in `weighing.js`, which
 * are appended to this module. Text from a bank or a person only ever becomes a text node.
 *
 * @typedef {{da: string, en: string}} Text
 * @typedef {{value: any, revision: number, saved: string}} Entry
 * @typedef {{value: any, based_on: number, confirmed?: string[]}} Change
 * @typedef {{saved: Object<string, Entry>, refused: Object<string, Entry>, warnings: Object<string, Finding[]>,
 *   problem?: Text, notice?: Text, entries?: Object<string, Entry>}} Report
 * @typedef {{kind: "cpr" | "phone" | "email", text: string}} Finding
 * @typedef {{root: Node, read: (unit: string) => any, write: (unit: string, value: any) => void,
 *   begin?: () => void, filled?: (unit: string) => boolean}} Form `filled` where what is entered may not count yet
 * @typedef {{entries: Object<string, Entry>, saved: string, load: () => Promise<Report>,
 *   save: (changes: Object<string, Change>) => Promise<Report>, check: () => Promise<any>,
 *   watch: (onEntries: (entries: Object<string, Entry> | null, quiet: boolean) => void,
 *     onDoubt: () => void, signal: AbortSignal) => void}} Store
 */

const ACK_MS = 3000;
const START_MS = 15000; // a notebook's other cells may still be running
const TYPING_MS = 400;
const UNSCORED = new Set(["predict", "allocate", "branches"]); // they show themselves what there is to see
const FOCUSABLE = new Set(["a", "button", "input", "select", "summary", "textarea"]);

// --- small tools ---------------------------------------------------------------------------------

/** An element with attributes (`onclick` and the like are listeners) and children. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  // JupyterLab looks at the focused element itself before it looks at the host
  if (FOCUSABLE.has(tag) || "tabindex" in attributes) element.dataset.lmSuppressShortcuts = "true";
  element.append(...children);
  return element;
}

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const blank = (value) => value === false || !String(value ?? "").trim();
const typed = (value) => (typeof value === "object" ? "" : String(value ?? ""));
const words = (text) => text.split(/\s+/).filter(Boolean).length;
const unique = () => Math.random().toString(36).slice(2, 10); // anywidget loads this module once a widget
const tell = (name, detail) => window.dispatchEvent(new CustomEvent(name, { detail }));

/** `promise`, and `late()` once if it takes longer than `ms`; its answer still counts when it comes. */
async function patiently(promise, ms, late) {
  const timer = setTimeout(late, ms);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

/** A browser storage that may be denied or full. */
function shelf(area) {
  return {
    get(key) {
      try {
        return JSON.parse(window[area].getItem(key));
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) window[area].removeItem(key);
        else window[area].setItem(key, JSON.stringify(value));
        return null;
      } catch (error) {
        return error.name === "QuotaExceededError" ? "storage_full" : "storage_denied";
      }
    },
  };
}
const session = shelf("sessionStorage");
const local = shelf("localStorage");

// --- language ------------------------------------------------------------------------------------

const onOurPage = () => document.documentElement.dataset.lises !== undefined;

function firstLanguage(spec) {
  let lang = document.documentElement.lang;
  try {
    if (!onOurPage()) lang = localStorage.getItem("lises-lang");
  } catch {
    lang = null;
  }
  return ["da", "en"].includes(lang) ? lang : spec.lang;
}

/** Knows what every element says, so that a switch of language touches text and nothing else. */
class Voice {
  constructor(root, spec) {
    Object.assign(this, { root, phrases: spec.phrases, said: new Map(), lang: firstLanguage(spec) });
    root.lang = this.lang;
  }

  /** @param {Text | string} text */
  pick(text) {
    return typeof text === "string" ? text : text[this.lang];
  }

  /** A phrase of the kit; facts are strings, numbers, Texts or functions that give one. */
  phrase(key, facts = {}) {
    return this.pick(this.phrases[key]).replace(/\{(\w+)\}/g, (_, name) => {
      const fact = facts[name];
      return this.pick(typeof fact === "function" ? fact() : typeof fact === "object" ? fact : String(fact));
    });
  }

  /** Lets `element` say `what` (a Text, a phrase's key, or a function) in every language. */
  say(element, what, facts) {
    const make =
      typeof what === "function" ? what : () => (typeof what === "object" ? this.pick(what) : this.phrase(what, facts));
    this.said.set(element, make);
    this.speak(element, make);
    return element;
  }

  /** Paragraphs of a longer text; a blank line parts them. */
  prose(className, text) {
    const element = h("div", { class: className });
    this.said.set(element, () => this.pick(text));
    this.speak(element, () => this.pick(text));
    return element;
  }

  speak(element, make) {
    const text = make();
    if (element.tagName === "DIV") {
      element.replaceChildren(...text.split(/\n\s*\n/).map((paragraph) => h("p", {}, paragraph.trim())));
    } else if (element.textContent !== text) element.textContent = text;
  }

  /** Empties `element` and forgets what its content said. */
  clear(element) {
    for (const inner of this.said.keys()) if (inner !== element && element.contains(inner)) this.said.delete(inner);
    element.replaceChildren();
  }

  change(lang) {
    if (lang === this.lang || !["da", "en"].includes(lang)) return;
    this.root.lang = this.lang = lang;
    for (const [element, make] of this.said) this.speak(element, make);
  }

  number(value) {
    const shown = String(Math.round(value * 100) / 100);
    return this.lang === "da" ? shown.replace(".", ",") : shown;
  }

  when(iso) {
    const date = new Date(iso ?? Date.now());
    const two = (part) => String(part).padStart(2, "0");
    const time = two(date.getHours()) + (this.lang === "da" ? "." : ":") + two(date.getMinutes());
    if (date.toDateString() === new Date().toDateString()) return this.phrase("when_today", { time });
    const locale = this.lang === "da" ? "da-DK" : "en-GB";
    return this.phrase("when_before", { time, date: date.toLocaleDateString(locale, { day: "numeric", month: "long" }) });
  }
}

/** The frame of every view: a labelled section with a heading and, off our pages, a language button. */
function frame(host, spec, signal) {
  const uid = `lises-${unique()}`;
  const root = h("section", { class: "lises-item", id: uid, "aria-labelledby": `${uid}-title`, "data-lm-suppress-shortcuts": "true" });
  const voice = new Voice(root, spec);
  const heading = voice.say(h("h3", { id: `${uid}-title`, tabindex: "-1" }), spec.title);
  const header = h("header", {}, heading);
  if (!onOurPage()) {
    const button = voice.say(h("button", { type: "button", class: "quiet", onclick: switchLanguage }), "other_language");
    header.append(button);
  }
  function switchLanguage() {
    const lang = voice.lang === "da" ? "en" : "da";
    try {
      localStorage.setItem("lises-lang", lang);
    } catch {
      // remembered for this page only
    }
    tell("lises-lang", lang);
  }
  window.addEventListener("lises-lang", (event) => voice.change(event.detail), { signal });
  root.addEventListener("keydown", (event) => event.stopPropagation()); // the notebook around it takes Enter
  root.append(header);
  host.replaceChildren(root);
  const button = (key, onclick, className = "") => voice.say(h("button", { type: "button", class: className, onclick }), key);
  return { uid, root, voice, heading, button };
}

// --- one form for each kind ----------------------------------------------------------------------

/** Native radio buttons or checkboxes in a fieldset. */
function ticks(view, type, parts, legend, onchange) {
  const name = unique();
  const inputs = new Map(parts.map((part) => [part.id, h("input", { type, name, onchange: () => onchange(part.id) })]));
  const labels = parts.map((part) => h("label", {}, inputs.get(part.id), view.voice.say(h("span"), part.text)));
  return { inputs, root: h("fieldset", {}, legend, h("div", { class: "ticks" }, ...labels)) };
}

const chosen = (inputs) => [...inputs].filter(([, input]) => input.checked).map(([id]) => id);
const choose = (inputs, ids) => inputs.forEach((input, id) => (input.checked = ids.includes(id)));

/** @type {Object<string, (view: ItemView) => Form>} */
const KINDS = {
  choice(view) {
    const legend = view.voice.say(h("legend"), "choose_one");
    const { root, inputs } = ticks(view, "radio", view.spec.options, legend, () => view.changed("choice"));
    return { root, read: () => chosen(inputs)[0] ?? null, write: (_, value) => choose(inputs, [value]) };
  },

  choices(view) {
    const legend = view.voice.say(h("legend"), "choose_several");
    const { root, inputs } = ticks(view, "checkbox", view.spec.options, legend, (id) => view.changed(id));
    return {
      root,
      read: (unit) => inputs.get(unit).checked,
      write: (unit, value) => (inputs.get(unit).checked = value === true),
    };
  },

  classify(view) {
    const { spec, voice } = view;
    const type = spec.multiple ? "checkbox" : "radio";
    const rows = new Map();
    const root = h("div", { class: "snippets" });
    spec.snippets.forEach((snippet, index) => {
      const number = h("span", { class: "number" }, `${snippet.id.match(/\d+$/)?.[0] ?? index + 1}. `.replace(/^0+/, ""));
      const legend = h("legend", {}, number, voice.say(h("span"), snippet.text));
      const row = ticks(view, type, spec.categories, legend, () => view.changed(snippet.id));
      rows.set(snippet.id, row.inputs);
      root.append(row.root);
    });
    if (spec.multiple) root.prepend(voice.say(h("p", { class: "hint" }), "choose_labels"));
    return {
      root,
      read: (unit) => (spec.multiple ? chosen(rows.get(unit)) : chosen(rows.get(unit))[0] ?? null),
      write: (unit, value) => choose(rows.get(unit), [value].flat()),
    };
  },

  order(view) {
    const { spec, voice } = view;
    const selects = new Map();
    const twice = h("p", { class: "hint", role: "status" });
    const check = () => {
      const used = [...selects.values()].map((select) => select.value).filter(Boolean);
      const double = [...new Set(used.filter((value, at) => used.indexOf(value) !== at))].sort((a, b) => a - b);
      voice.say(twice, () => (double.length ? voice.phrase("position_twice", { positions: double.join(", ") }) : ""));
    };
    const rows = spec.steps.map((step) => {
      const none = voice.say(h("option", { value: "" }), "position_none");
      const numbers = spec.steps.map((_, index) => h("option", { value: index + 1 }, String(index + 1)));
      const onchange = () => (check(), view.changed(step.id));
      const select = h("select", { onchange }, none, ...numbers);
      selects.set(step.id, select);
      return h("label", {}, select, voice.say(h("span"), step.text));
    });
    return {
      root: h("fieldset", { class: "steps" }, voice.say(h("legend"), "choose_position"), ...rows, twice),
      read: (unit) => Number(selects.get(unit).value) || null,
      write: (unit, value) => ((selects.get(unit).value = String(value ?? "")), check()),
    };
  },

  number(view) {
    const { spec, voice, uid } = view;
    const unit = voice.say(h("span", { id: `${uid}-unit` }), spec.unit);
    const listen = { oninput: () => view.changed("value", TYPING_MS), onchange: () => view.save() };
    const facts = { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "200", "aria-describedby": unit.id };
    const input = h("input", { id: `${uid}-value`, ...facts, ...listen });
    const label = voice.say(h("label", { for: input.id }), "your_answer");
    return {
      root: h("div", { class: "number-field" }, label, h("span", {}, input, " ", unit)),
      read: () => input.value,
      write: (_, value) => (input.value = typed(value)),
    };
  },

  text(view) {
    const { spec, voice, uid } = view;
    const print = h("div", { class: "print-only" });
    const count = h("p", { class: "hint", id: `${uid}-count` });
    const form = h("p", { class: "hint", role: "status" }); // what a text has of lines and verdicts; never what it says
    let telling;
    const tally = () => {
      voice.say(count, spec.min_words ? "words_min" : "words", { count: words(area.value), min: spec.min_words });
      print.textContent = area.value;
      clearTimeout(telling); // a screen reader hears it when the writing pauses
      telling = setTimeout(() => voice.say(form, () => formOfText(view, area.value)), TYPING_MS);
    };
    const oninput = () => (tally(), view.changed("text", TYPING_MS));
    const attributes = { id: `${uid}-text`, rows: spec.min_words > 60 ? 14 : 6, "aria-describedby": count.id };
    const area = h("textarea", { ...attributes, oninput, onchange: () => view.save() });
    const label = voice.say(h("label", { for: area.id }), "your_answer");
    tally();
    const asked = spec.line_refs || spec.no_verdicts ? [form] : [];
    const field = h("div", { class: "text-field" }, criteria(voice, spec.criteria), label, area, print, count, ...asked);
    const root = spec.conversation ? h("div", {}, transcript(view, spec.conversation).root, field) : field;
    return { root, read: () => area.value, write: (_, value) => ((area.value = typed(value)), tally()) };
  },
};

function criteria(voice, list) {
  if (!list.length) return "";
  const parts = list.map((criterion) => {
    const levels = criterion.levels.map((text, level) =>
      h("li", {}, voice.say(h("b"), "level", { level }), ": ", voice.say(h("span"), text)),
    );
    return [voice.say(h("h4"), criterion.name), h("ul", {}, ...levels)];
  });
  return h("details", {}, voice.say(h("summary"), "criteria"), ...parts.flat());
}

// --- what stands around the answer ---------------------------------------------------------------

function table(voice, { caption, columns, rows }) {
  const cell = (tag, text, scope) => voice.say(h(tag, { scope }), () => voice.pick(text));
  const head = h("tr", {}, ...columns.map((text) => cell("th", text, "col")));
  const first = columns.length > 1 ? "th" : "td";
  const row = (cells) => h("tr", {}, ...cells.map((text, at) => (at ? cell("td", text) : cell(first, text, first === "th" && "row"))));
  const body = h("tbody", {}, ...rows.map(row));
  return h("table", {}, voice.say(h("caption"), caption), h("thead", {}, head), body);
}

function question({ spec, voice, root }) {
  const meta = [];
  if (spec.points) meta.push(() => voice.phrase(spec.points === 1 ? "point" : "points", { points: voice.number(spec.points) }));
  if (spec.must_pass) meta.push(() => voice.phrase("criteria" in spec ? "must_pass_read" : "must_pass"));
  if (meta.length) root.append(voice.say(h("p", { class: "meta" }), () => meta.map((make) => make()).join(". ").replace(/\.\.$/, ".")));
  root.append(voice.prose("prompt", spec.prompt));
  if (spec.material) root.append(h("div", { class: "material" }, voice.say(h("h4"), "material"), voice.prose("prose", spec.material)));
  if (spec.table) root.append(table(voice, spec.table));
}

// --- an item -------------------------------------------------------------------------------------

class ItemView {
  /** @param {HTMLElement} host @param {any} spec @param {Store} store */
  constructor(host, spec, store) {
    this.stop = new AbortController();
    Object.assign(this, frame(host, spec, this.stop.signal), { spec, store });
    this.draftKey = `lises-unsaved:${spec.place}:${spec.assignment}:${spec.id}`;
    this.known = {}; // unit → Entry, acknowledged
    this.pending = {}; // unit → Change, what the person sees and is not yet acknowledged
    this.flying = {}; // unit → Change, on its way
    this.flights = new Map(); // changes → when they have been answered for
    this.sent = {}; // unit → values sent and not acknowledged: a refusal may be our own echo
    this.held = {}; // unit → Finding[], waits for the person's decision
    this.own = {}; // unit → the person's value that a newer one took the place of
    this.kept = new Set();
    this.keepTrouble = null;
    this.trouble = null; // Text | phrase key, why nothing is saved
    this.note = null; // what happened, in words
  }

  build() {
    const { root, spec, voice } = this;
    Object.assign(root.dataset, { item: spec.id, kind: spec.kind });
    question(this);
    this.form = KINDS[spec.kind](this);
    this.line = h("p", { class: "status" });
    this.messages = h("div", { class: "messages" });
    this.live = h("p", { class: "unseen", role: "status" });
    root.append(h("div", { class: "answer" }, this.form.root), this.line, this.live, this.messages);
    if (spec.practice && !UNSCORED.has(spec.kind)) root.append(...feedback(this));
    if (spec.origin !== "none") root.append(voice.say(h("p", { class: "origin" }), `origin_${spec.origin}`));
  }

  start() {
    const { signal } = this.stop;
    const leave = () => this.save();
    window.addEventListener("pagehide", leave, { signal });
    window.addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault(), { signal });
    window.addEventListener("lises-lang", () => this.show(), { signal });
    window.addEventListener("lises-saved", ({ detail }) => this.isMine(detail) && this.adopt(detail.entries, true), { signal });
    const begun = ({ detail }) => detail === this.spec.place && this.refresh(ACK_MS, { again: true });
    window.addEventListener("lises-begun", begun, { signal });
    document.addEventListener("visibilitychange", () => (document.hidden ? leave() : this.refresh(ACK_MS)), { signal });
    this.root.addEventListener("focusout", leave);
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault(); // else the browser offers to save the page
      leave();
    });
    this.store.watch((entries, quiet) => (entries ? this.adopt(entries, quiet) : this.forget()), () => this.refresh(ACK_MS), signal);
    this.adopt(this.store.entries, true);
    this.restore();
    this.form.begin?.();
    this.show();
    this.refresh(START_MS, { first: true });
    this.save();
  }

  get unsaved() {
    return Object.keys(this.pending).length > 0;
  }

  isMine({ place, item, from }) {
    return from !== this && place === this.spec.place && item === this.spec.id;
  }

  // -- editing and saving

  /** The person changed `unit`; it is saved now, or when typing pauses for `wait` ms. */
  changed(unit, wait = 0) {
    const value = this.form.read(unit);
    const before = this.pending[unit];
    if (!before && same(value, this.known[unit]?.value)) return;
    this.pending[unit] = { ...before, value, based_on: before?.based_on ?? this.known[unit]?.revision ?? 0 };
    delete this.held[unit];
    this.note = null;
    this.outdate?.();
    this.keep();
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** Sends what is unsaved and not already on its way. */
  save() {
    clearTimeout(this.timer);
    const due = Object.entries(this.pending).filter(([unit]) => !this.held[unit] && !this.flying[unit]);
    if (!due.length || this.stop.signal.aborted) return;
    const changes = Object.fromEntries(due.map(([unit, change]) => [unit, { ...change }]));
    this.flights.set(changes, this.send(changes));
  }

  /** Saves; done when everything has been answered for, saved or held back, or when no answer comes. */
  async settled() {
    this.save();
    let late = false;
    const patience = new Promise((over) => setTimeout(() => over((late = true)), ACK_MS));
    while (this.flights.size && !late) await Promise.race([Promise.all(this.flights.values()), patience]);
  }

  async send(changes) {
    Object.assign(this.flying, changes);
    for (const [unit, { value }] of Object.entries(changes)) (this.sent[unit] ??= []).push(value);
    this.keep();
    const report = await patiently(this.store.save(changes), ACK_MS, () => this.landed(changes, "no_contact"));
    this.landed(changes, null);
    this.settle(changes, report);
  }

  landed(changes, trouble) {
    this.flights.delete(changes);
    for (const unit in changes) if (this.flying[unit] === changes[unit]) delete this.flying[unit];
    this.trouble = trouble;
    this.show();
  }

  /** @param {Object<string, Change>} changes @param {Report} report */
  settle(changes, report) {
    this.trouble = report.problem ?? null;
    this.note = report.notice ?? this.note;
    for (const [unit, entry] of Object.entries(report.saved ?? {})) this.acknowledge(unit, entry);
    for (const [unit, entry] of Object.entries(report.refused ?? {})) this.yield(unit, entry);
    this.adopt(report.entries ?? {}, false);
    for (const [unit, findings] of Object.entries(report.warnings ?? {})) {
      delete this.sent[unit];
      if (same(this.pending[unit]?.value, changes[unit].value)) this.held[unit] = findings;
    }
    this.keep();
    this.show();
    const { place, id: item } = this.spec;
    if (Object.keys(report.saved ?? {}).length) tell("lises-saved", { place, item, from: this, entries: report.saved });
    if (!report.problem) this.save();
  }

  acknowledge(unit, entry) {
    if (!(entry.revision < this.known[unit]?.revision)) this.known[unit] = entry;
    delete this.sent[unit];
    const change = this.pending[unit];
    if (change && same(change.value, entry.value)) delete this.pending[unit];
    else if (change) change.based_on = entry.revision;
  }

  /** Somebody saved a newer `entry`: it is shown, and the person's own text is kept beside it. */
  yield(unit, entry) {
    const mine = this.pending[unit];
    const older = entry.revision < mine?.based_on; // an earlier sheet was put back: ours is the newer
    if (older) delete this.known[unit];
    const echo = this.sent[unit]?.some((value) => same(value, entry.value));
    if (older || echo || !mine || same(mine.value, entry.value)) return this.acknowledge(unit, entry);
    if (this.spec.free.includes(unit) && !blank(mine.value)) this.own[unit] = mine.value;
    this.known[unit] = entry;
    delete this.pending[unit];
    delete this.sent[unit];
    this.form.write(unit, entry.value);
    this.note = { newer: entry.saved };
    this.outdate?.();
  }

  /** Entries from the store; a `quiet` one comes from this very page. */
  adopt(entries, quiet) {
    for (const [unit, entry] of Object.entries(entries)) {
      const before = this.known[unit];
      if (!this.spec.saved.includes(unit) || before?.revision >= entry.revision) continue;
      if (this.pending[unit]) continue; // the store will refuse it, and `yield` tells
      this.known[unit] = entry;
      if (same(this.form.read(unit), entry.value)) continue;
      this.form.write(unit, entry.value);
      if (!quiet) this.note = { newer: entry.saved };
      this.outdate?.();
    }
    this.show();
  }

  async refresh(ms, { first = false, again = false } = {}) {
    const lost = () => !this.trouble && ((this.trouble = "no_contact"), this.show());
    const report = await patiently(this.store.load(), ms, lost);
    if (this.trouble === "no_contact") this.trouble = null;
    if (report.problem) this.trouble = report.problem;
    if (report.notice) this.note = report.notice;
    if (again) this.saveAgain(report.entries ?? {});
    this.adopt(report.entries ?? {}, first);
    this.save();
  }

  /** The sheet was begun anew: what the person sees goes into it again. */
  saveAgain(entries) {
    for (const [unit, entry] of Object.entries(this.known)) {
      if (entries[unit] || this.pending[unit]) continue;
      this.pending[unit] = { ...this.pending[unit], value: this.form.read(unit), based_on: 0 };
      delete this.known[unit];
    }
  }

  forget() {
    for (const unit of this.spec.saved) this.form.write(unit, null);
    Object.assign(this, { known: {}, pending: {}, sent: {}, held: {}, own: {}, note: null });
    this.outdate?.();
    this.keep();
    this.show();
  }

  // -- what is unsaved outlives the page, in this tab

  keep() {
    const drafts = session.get(this.draftKey) ?? {};
    for (const unit of this.kept) delete drafts[unit];
    this.kept.clear();
    for (const unit of this.spec.saved) {
      const [change, own] = [this.held[unit] ? undefined : this.pending[unit], this.own[unit]];
      if (change || own !== undefined) {
        drafts[unit] = { change, own, sent: this.sent[unit]?.slice(-3) };
        this.kept.add(unit);
      }
    }
    this.keepTrouble = session.set(this.draftKey, Object.keys(drafts).length ? drafts : null);
  }

  restore() {
    for (const [unit, { change, own, sent }] of Object.entries(session.get(this.draftKey) ?? {})) {
      if (!this.spec.saved.includes(unit)) continue;
      this.kept.add(unit);
      if (own !== undefined) this.own[unit] = own;
      if (!change) continue;
      this.pending[unit] = change;
      this.sent[unit] = sent ?? [];
      this.form.write(unit, change.value);
      this.note = "restored";
    }
  }

  // -- saying it in words

  show() {
    this.voice.say(this.line, () => this.status());
    this.line.dataset.state = this.state;
    this.showMessages();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.announce(), this.trouble || this.note ? 0 : 1000);
  }

  get state() {
    if (this.trouble) return "trouble";
    if (Object.keys(this.held).length) return "held";
    return this.unsaved ? "saving" : "calm";
  }

  status() {
    const { voice, state } = this;
    if (state === "trouble") return this.troubleText();
    if (state === "held") return voice.phrase("not_saved_yet");
    if (state === "saving") return `${this.countText()} ${voice.phrase("saving")}`;
    const times = Object.values(this.known).flatMap((entry) => entry.saved ?? []).sort((a, b) => new Date(a) - new Date(b));
    const saved = times.length ? " " + voice.phrase(this.store.saved, { when: () => voice.when(times.at(-1)) }) : "";
    return this.countText() + saved;
  }

  troubleText() {
    const { voice, trouble, unsaved } = this;
    if (trouble !== "no_contact") return voice.phrase("not_saved", { reason: () => voice.pick(trouble) });
    const follow = this.spec.free.length ? "kept_text" : "kept_answer";
    const first = unsaved ? voice.phrase("not_saved", { reason: () => voice.phrase("no_contact") }) : voice.phrase("lost");
    const advice = voice.phrase(this.inNotebook ? "advice_notebook" : "advice_page");
    const rest = unsaved ? [voice.phrase(this.keepTrouble ? "not_kept" : follow)] : [];
    return [first, advice, ...rest].join(" ");
  }

  get inNotebook() {
    return !onOurPage() && document.body.dataset.voila === undefined;
  }

  countText() {
    const { units, kind } = this.spec;
    const entered = (unit) => !blank(this.form.read(unit));
    const count = units.filter(this.form.filled ?? entered).length;
    const whole = units.length === 1 || kind === "choices";
    if (!count) return this.voice.phrase(units.some(entered) ? "begun" : "not_answered");
    return whole ? this.voice.phrase("answered") : this.voice.phrase("answered_some", { count, total: units.length });
  }

  announce() {
    const text = [this.line, ...this.messages.querySelectorAll("p")].map((part) => part.textContent).join(" ");
    if (text !== this.told && this.told !== undefined) this.live.textContent = text;
    this.told = text;
  }

  showMessages() {
    const { note, held, own, trouble } = this;
    const now = JSON.stringify([note, held, own, trouble === "no_contact"]);
    if (now === this.shown) return;
    this.shown = now;
    this.voice.clear(this.messages);
    if (note) this.messages.append(this.noteText(note));
    for (const unit in held) this.messages.append(this.heldBox(unit, held[unit]));
    for (const unit in own) this.messages.append(this.ownBox(unit, own[unit]));
    if (trouble === "no_contact" && !this.inNotebook) this.messages.append(this.button("reload", () => this.reload()));
  }

  reload() {
    if (!this.keepTrouble) this.stop.abort(); // what is unsaved comes along: no need to be asked
    location.reload();
  }

  noteText(note) {
    const { voice } = this;
    const when = () => voice.when(note.newer);
    return note.newer ? voice.say(h("p"), "newer", { when }) : voice.say(h("p"), note);
  }

  heldBox(unit, findings) {
    const { voice } = this;
    const found = () => findings.map(({ kind, text }) => voice.phrase(`personal_${kind}`, { text })).join(voice.phrase("and"));
    const keep = this.button("personal_keep", () => {
      const confirmed = [...(this.pending[unit].confirmed ?? []), ...findings.map((finding) => finding.text)];
      this.pending[unit].confirmed = confirmed;
      delete this.held[unit];
      this.focusForm();
      this.save();
    });
    return h("div", { class: "box" }, voice.say(h("p"), "personal", { found }), keep);
  }

  ownBox(unit, value) {
    const { voice, uid } = this;
    const area = h("textarea", { readonly: true, id: `${uid}-own`, rows: this.spec.kind === "number" ? 1 : 8 });
    area.value = value;
    const done = (then) => () => {
      delete this.own[unit];
      this.note = null;
      this.keep();
      then();
      this.show();
      this.focusForm();
    };
    const use = this.button("use_own", done(() => (this.form.write(unit, value), this.changed(unit))));
    const drop = this.button("drop_own", done(() => {}), "quiet");
    const label = voice.say(h("label", { for: area.id }), "own");
    return h("div", { class: "box" }, label, area, h("div", { class: "buttons" }, use, drop));
  }

  focusForm() {
    const find = (selector) => this.root.querySelector(`.answer ${selector}`);
    (find("input:checked") ?? find(":is(input, select, textarea)")).focus();
  }
}

/**
 * Shows an item in `host`.
 * @param {HTMLElement} host @param {any} spec @param {Store} store
 * @returns {() => void} ends it
 */
export function renderItem(host, spec, store) {
  const view = new ItemView(host, spec, store);
  view.build();
  view.start();
  return () => view.stop.abort();
}

// --- feedback on practice items ------------------------------------------------------------------

function feedback(view) {
  const { voice } = view;
  const said = h("p", { role: "status" });
  const result = h("div", { class: "result", hidden: true });
  const ask = view.button("check", async () => {
    voice.say(said, () => "");
    await view.settled();
    if (view.spec.units.every((unit) => blank(view.form.read(unit)))) return voice.say(said, "check_nothing");
    if (view.unsaved) return voice.say(said, "check_unsaved");
    const late = () => voice.say(said, () => `${voice.phrase("lost")} ${voice.phrase(view.inNotebook ? "advice_notebook" : "advice_page")}`);
    const reply = await patiently(view.store.check(), ACK_MS, late);
    voice.say(said, () => (reply.problem ? voice.pick(reply.problem) : ""));
    if (reply.result) showResult(view, result, reply);
  });
  view.outdate = () => (result.querySelector(".old") ?? result).toggleAttribute("hidden", !result.querySelector(".old"));
  return [h("div", { class: "buttons" }, ask), said, result];
}

function showResult(view, box, { result, examples }) {
  const { voice } = view;
  voice.clear(box);
  const heading = voice.say(h("h4", { tabindex: "-1" }), "feedback");
  const facts = { points: () => voice.number(result.points), max: () => voice.number(result.max_points) };
  const sum = result.manual ? voice.say(h("p"), "feedback_none") : voice.say(h("p"), "feedback_points", facts);
  const again = view.button("again", () => {
    box.hidden = true;
    view.focusForm();
  });
  const list = result.manual ? examples.map((example) => exampleRow(voice, example)) : result.units.map((unit) => unitRow(voice, unit));
  const several = list.length > 1 && !result.manual;
  const old = voice.say(h("p", { class: "old", hidden: true }), "feedback_old");
  box.append(heading, old, sum, several ? h("ol", {}, ...list.map((row) => h("li", {}, ...row))) : h("div", {}, ...list.flat()), again);
  box.hidden = false;
  heading.focus();
}

function unitRow(voice, { label, outcome, answered, misconception, feedback: lines, look }) {
  const line = (key, text) => h("p", {}, voice.say(h("span", { class: "soft" }), key), " ", voice.say(h("span"), text));
  const rows = [h("p", {}, voice.say(h("b", { "data-outcome": outcome }), `outcome_${outcome}`), " – ", voice.say(h("span"), label))];
  if (outcome !== "not_answered") rows.push(line("you_answered", answered));
  if (misconception) rows.push(line("you_thought", misconception));
  rows.push(...lines.map((text) => voice.say(h("p"), text)));
  if (look) rows.push(line("look", look));
  return rows;
}

function exampleRow(voice, { level, text, note }) {
  const rows = [voice.say(h("h5"), "example", { level }), voice.prose("prose", text)];
  if (note) rows.push(voice.say(h("p", { class: "soft" }), note));
  return rows;
}

// --- where answers are kept ----------------------------------------------------------------------

/** Questions to Python, each answered by the message that carries its number. */
function kernelOf(model) {
  const waiting = new Map();
  model.on("msg:custom", (message, buffers) => {
    if (message.begun) tell("lises-begun", model.get("spec").place);
    waiting.get(message.request)?.({ ...message, buffers });
    waiting.delete(message.request);
  });
  return {
    ask(kind, content = {}) {
      const request = unique();
      return new Promise((answer) => {
        waiting.set(request, answer);
        try {
          model.send({ ...content, kind, request });
        } catch {
          // a closed comm: nobody answers, and the asker says so
        }
      });
    },
  };
}

/** @returns {Store} answers in the sheet on disk, kept by Python */
function sheetStore(model) {
  const kernel = kernelOf(model);
  return {
    saved: "saved",
    entries: model.get("entries"),
    load: () => kernel.ask("hello"),
    save: (changes) => kernel.ask("save", { changes }),
    check: () => kernel.ask("check"),
    watch(onEntries, onDoubt) {
      model.on("change:entries", () => onEntries(model.get("entries"), true));
      model.on("comm_live_update", onDoubt);
    },
  };
}

const browserKey = (spec, item = spec.id) => `lises:${spec.assignment}:${item}`;

/** @returns {Store} answers in this browser; Python only checks and scores them */
function browserStore(model, spec) {
  const kernel = kernelOf(model);
  const key = browserKey(spec);
  const read = () => local.get(key) ?? {};
  const load = async () => ({ ...(await kernel.ask("hello", { entries: read() })), entries: read() });
  return {
    saved: "saved_browser",
    entries: read(),
    load,
    async save(changes) {
      const report = await kernel.ask("save", { changes });
      const [current, refused] = [read(), {}];
      for (const [unit, entry] of Object.entries(report.saved ?? {})) {
        if ((current[unit]?.revision ?? 0) > changes[unit].based_on) refused[unit] = current[unit];
        else current[unit] = entry;
      }
      const trouble = Object.keys(report.saved ?? {}).length ? local.set(key, current) : null;
      if (trouble) return { problem: spec.phrases[trouble] };
      for (const unit in refused) delete report.saved[unit];
      if (Object.keys(refused).length) load();
      return { ...report, refused: { ...report.refused, ...refused }, entries: current };
    },
    check: () => kernel.ask("check"),
    watch(onEntries, onDoubt, signal) {
      const changed = (event) => event.key === key && (load(), onEntries(event.newValue ? read() : null, false));
      window.addEventListener("storage", changed, { signal });
      window.addEventListener("lises-forget", () => onEntries(null, true), { signal });
      model.on("comm_live_update", onDoubt);
    },
  };
}

// --- progress, hand-in, and a sentence -----------------------------------------------------------

function renderProgress(host, spec, model) {
  const stop = new AbortController();
  const kernel = kernelOf(model);
  const { root, voice, button } = frame(host, spec, stop.signal);
  const sum = voice.say(h("p", { role: "status" }), "progress_waiting");
  const rows = h("ul", { class: "rows" });
  const mine = () => Object.fromEntries(spec.items.map(({ id }) => [id, local.get(browserKey(spec, id)) ?? {}]));
  const fact = ({ count, total, begun }) => (count === 0 ? (begun ? "row_begun" : "row_blank") : count >= total ? "row_answered" : "row_some");
  const show = (counts) => {
    voice.clear(rows);
    rows.append(...spec.items.map((item) => h("li", {}, place(item), " – ", voice.say(h("span"), fact(counts[item.id]), counts[item.id]))));
    const [total, count] = [spec.items.length, spec.items.filter(({ id }) => counts[id].count >= counts[id].total).length];
    voice.say(sum, count === total ? "progress_all" : "progress_some", { count, total });
  };
  const place = (item) => {
    const target = document.querySelector(`.lises-item[data-item="${item.id}"]`);
    if (!target) return voice.say(h("span"), item.title);
    const onclick = (event) => {
      event.preventDefault();
      target.scrollIntoView();
      target.querySelector("h3").focus({ preventScroll: true });
    };
    return voice.say(h("a", { href: `#${target.id}`, onclick }), item.title);
  };
  const refresh = async () => {
    const entries = spec.store === "browser" ? mine() : undefined;
    const late = () => voice.say(sum, () => `${voice.phrase("lost")} ${voice.phrase("advice_notebook")}`);
    const reply = await patiently(kernel.ask("progress", { entries }), START_MS, late);
    if (reply.problem) voice.say(sum, reply.problem);
    else show(reply.counts);
  };
  let timer;
  const soon = () => (clearTimeout(timer), (timer = setTimeout(refresh, 300)));
  window.addEventListener("lises-saved", ({ detail }) => detail.place === spec.place && soon(), { signal: stop.signal });
  root.append(sum, rows, h("div", { class: "buttons" }, button("refresh", refresh)));
  if (spec.store === "browser") root.append(...forgetButton(voice, button, spec, refresh));
  refresh();
  return () => stop.abort();
}

function forgetButton(voice, button, spec, refresh) {
  const said = h("p", { role: "status" });
  let sure = false;
  const forget = button("forget", () => {
    if (!sure) return (sure = true), voice.say(said, "forget_sure");
    sure = false;
    for (const { id } of spec.items) local.set(browserKey(spec, id), null);
    tell("lises-forget");
    refresh();
    voice.say(said, "forgotten");
  });
  return [h("div", { class: "buttons" }, forget), said];
}

function renderHandIn(host, spec, model) {
  const stop = new AbortController();
  const kernel = kernelOf(model);
  const { root, voice, button, uid } = frame(host, spec, stop.signal);
  root.append(voice.say(h("p"), spec.refusal ?? "hand_in_what"));
  if (spec.refusal) return () => stop.abort();
  const missing = h("div");
  const said = h("div", { class: "result", role: "status" });
  const input = h("input", { id: `${uid}-student`, type: "text", maxlength: "80", autocomplete: "off" });
  input.value = spec.student;
  const showMissing = ({ missing: items }) => {
    if (!items) return;
    voice.clear(missing);
    missing.append(voice.say(h("p"), items.length ? "hand_in_missing" : "hand_in_complete"));
    if (items.length) missing.append(h("ul", {}, ...items.map((item) => voice.say(h("li"), item))));
  };
  const say = (...parts) => (voice.clear(said), said.append(...parts));
  const unsaved = () => [...document.querySelectorAll('.lises-item[data-item] > .status:not([data-state="calm"])')];
  const titles = (lines) => () => lines.map((line) => line.parentElement.querySelector("h3").textContent).join("; ");
  const late = () => say(voice.say(h("p"), () => `${voice.phrase("lost")} ${voice.phrase("advice_notebook")}`));
  const pack = button("hand_in_pack", async () => {
    say(voice.say(h("p"), "hand_in_packing"));
    const reply = await patiently(kernel.ask("pack", { student: input.value }), START_MS, late);
    if (reply.problem) return say(voice.say(h("p"), "hand_in_failed", { reason: reply.problem }));
    showMissing(reply);
    const { file, folder, receipt, packed } = reply;
    const lines = unsaved();
    const url = URL.createObjectURL(new Blob(reply.buffers, { type: "application/zip" }));
    const when = () => voice.when(packed);
    const line = (key, facts) => voice.say(h("p"), key, facts);
    const link = voice.say(h("a", { href: url, download: file }), "hand_in_download", { file });
    say(line("hand_in_done", { when }), line("hand_in_where", { file, folder }));
    if (lines.length) said.append(line("hand_in_unsaved", { items: titles(lines) }));
    said.append(line("hand_in_receipt", { receipt }), line("hand_in_next"), h("p", {}, link));
  });
  const field = h("div", { class: "number-field" }, voice.say(h("label", { for: input.id }), "hand_in_student"), input);
  root.append(missing, field, h("div", { class: "buttons" }, pack), said);
  const ask = async () => showMissing(await kernel.ask("missing"));
  window.addEventListener("lises-saved", ({ detail }) => detail.place === spec.place && ask(), { signal: stop.signal });
  ask();
  return () => stop.abort();
}

function renderNotice(host, spec) {
  const stop = new AbortController();
  const { root, voice } = frame(host, spec, stop.signal);
  root.append(voice.say(h("p"), spec.text));
  return () => stop.abort();
}

const VIEWS = {
  item: (el, spec, model) => renderItem(el, spec, spec.store === "browser" ? browserStore(model, spec) : sheetStore(model)),
  progress: renderProgress,
  hand_in: renderHandIn,
  notice: renderNotice,
};

export default {
  /** @param {{model: any, el: HTMLElement}} context */
  render({ model, el }) {
    const spec = model.get("spec");
    return VIEWS[spec.view](el, spec, model);
  },
};
