/**
 * Exercises in a page: shows an item, keeps the answer, says in words whether it is saved.
 *
 * `views.py` joins these files into one module, in the order of its `FRONT`. Here stand the types and what every
 * view uses. Text from a bank or a person only ever becomes a text node.
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
const inNotebook = () => !onOurPage() && document.body.dataset.voila === undefined;

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
    const live = [...this.root.querySelectorAll("[role=status]")];
    hushed(live, () => {
      for (const region of live) if (!this.said.has(region) && region.classList.contains("unseen")) region.replaceChildren();
      this.said.forEach((make, element) => this.speak(element, make));
    });
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

/** What looks like personal data, in words. @param {Voice} voice @param {Finding[]} findings */
const foundIn = (voice, findings) => () =>
  findings.map(({ kind, text }) => voice.phrase(`personal_${kind}`, { text })).join(voice.phrase("and"));

/** The frame of every view: a labelled section with a heading and, off our pages, a language button. */
function frame(host, spec, signal) {
  const uid = `lises-${unique()}`;
  const root = h("section", { class: "lises-item", id: uid, "aria-labelledby": `${uid}-title`, "data-lm-suppress-shortcuts": "true" });
  const voice = new Voice(root, spec);
  const heading = voice.say(h("h3", { id: `${uid}-title`, tabindex: "-1" }), spec.title);
  const header = h("header", {}, heading);
  if (!onOurPage()) {
    const name = h("span");
    const other = () => ((name.lang = voice.lang === "da" ? "en" : "da"), voice.phrase("other_language"));
    header.append(h("button", { type: "button", class: "quiet", onclick: switchLanguage }, voice.say(name, other)));
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
