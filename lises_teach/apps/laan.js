// --- Lån et øre: code blind, then see where others read it differently ---------------------------
// Appended to apps.js. What a person enters stays in this browser; colleagues exchange a short code.

/**
 * @typedef {{codes: Object<string, string>, unsure: string[]}} Reading codes by line, and the lines in doubt
 * @typedef {Reading & {id: string, when: string}} Finished a coding somebody was done with
 * @typedef {{talk: string, layer: string, units: string[], order: string[]}} Ground what two codings must share
 */

const EAR = { assignment: "laan-et-oere" };
const KEPT = browserKey(EAR, "kept");
const SHARE = "LISES1";

// --- the share code: one line that survives a chat -----------------------------------------------

/** Five letters that change when anything of the code does (FNV-1a); no secret. */
function seal(text) {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return hash.toString(36).padStart(5, "0").slice(-5);
}

const sealed = ({ talk, layer, units }, marks) => seal([talk, layer, units.join(), marks].join(" "));

/** Letters, spaces and hyphens: nothing that could be a number or an address. */
export const callName = (text) => text.replace(/[^\p{L} -]/gu, "").replace(/\s+/g, " ").trim().slice(0, 20).trim();

/**
 * A reading as one line: `LISES1 conversation pattern seal marks name`. A mark is the code's number, or a
 * letter where the coder was unsure, or 0. No signs that a phone would put right.
 * @param {Ground} ground @param {Reading} reading
 */
export function toShare(ground, { codes, unsure }, name) {
  const mark = (unit) => {
    const at = ground.order.indexOf(codes[unit]) + 1;
    return at && unsure.includes(unit) ? "0abcdefgh"[at] : String(at);
  };
  const marks = ground.units.map(mark).join("");
  return [SHARE, ground.talk, ground.layer, sealed(ground, marks), marks, callName(name)].join(" ").trim();
}

/**
 * The reading in a text that somebody pasted, or what is wrong with it.
 * @param {Ground} ground
 * @returns {{name: string, reading: Reading} | {wrong: "none" | "talk" | "layer" | "damaged", found?: string}}
 */
export function fromShare(ground, text) {
  const [, talk, layer, stamp, marks, name] = /LISES1\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)[ \t]*([^\r\n]*)/.exec(text) ?? [];
  if (!talk) return { wrong: text.includes(SHARE) ? "damaged" : "none" };
  if (talk !== ground.talk) return { wrong: "talk", found: talk };
  if (layer !== ground.layer) return { wrong: "layer", found: layer };
  if (stamp !== sealed(ground, marks) || marks.length !== ground.units.length) return { wrong: "damaged" };
  const reading = { codes: {}, unsure: [] };
  ground.units.forEach((unit, at) => {
    const code = ground.order[Number(marks[at]) - 1] ?? ground.order["abcdefgh".indexOf(marks[at])];
    if (code) reading.codes[unit] = code;
    if (/[a-h]/.test(marks[at])) reading.unsure.push(unit);
  });
  return { name: callName(name), reading };
}

// --- comparing -----------------------------------------------------------------------------------

/** Lines by what became of them: read `apart`, read `alike`, or not coded by all (`alone`). */
export function sortOut(units, readings) {
  const out = { apart: [], alike: [], alone: [] };
  for (const unit of units) {
    const codes = readings.map((codes) => codes[unit]).filter(Boolean);
    if (codes.length === readings.length) out[new Set(codes).size > 1 ? "apart" : "alike"].push(unit);
    else if (codes.length) out.alone.push(unit);
  }
  return out;
}

/** A percentage that somebody typed, or null. */
export function percentOf(text) {
  const number = /^[^\d-]{0,8}(\d{1,3}(?:[.,]\d+)?)\D{0,10}$/.exec(text.trim());
  const value = number ? Number(number[1].replace(",", ".")) : NaN;
  return value <= 100 ? value : null;
}

/** How many of the coded lines point towards work. */
const towardsWork = (codes) => {
  const given = Object.values(codes);
  const count = given.filter((code) => code !== "none").length;
  return { count, total: given.length, share: given.length ? Math.round((100 * count) / given.length) : 0 };
};

// --- checking the form of what was heard ---------------------------------------------------------

/** The numbers that a text gives as lines: `linje 14`, `l. 3–5`, `lines 2 and 9`. */
export function linesIn(text) {
  const named = /(?<!\p{L})(?:linjerne|linjer|linje|lines|line|ll\.|l\.)\s*(\d+(?:\s*(?:[–,-]|og|and|til|to)\s*\d+)*)/giu;
  return [...text.matchAll(named)].flatMap(([, numbers]) => numbers.match(/\d+/g).map(Number));
}

/** The words of the list `listed` (parted by `|`) that a text has. */
export function verdictsIn(text, listed) {
  const words = new RegExp(`(?<!\\p{L})(?:${listed})(?!\\p{L})`, "giu");
  return [...new Set([...text.matchAll(words)].map(([word]) => word.toLowerCase()))];
}

/** What to say about an observation or the question: its form only, never what it says. */
function formOf(view, unit, text) {
  const { voice, spec } = view;
  if (blank(text)) return "";
  const said = [];
  if (unit === "question" && !text.includes("?")) said.push(voice.phrase("ear_question_mark"));
  const [first, last] = [spec.turns[0], spec.turns.at(-1)];
  const named = [...new Set(linesIn(text))];
  const list = (lines) => lines.join(", ");
  const there = named.filter((line) => spec.turns.includes(line));
  const gone = named.filter((line) => !spec.turns.includes(line));
  if (there.length) said.push(voice.phrase("ear_lines_found", { lines: list(there) }));
  if (gone.length) said.push(voice.phrase("ear_lines_unknown", { lines: list(gone), first, last }));
  if (unit !== "question" && !named.length) said.push(voice.phrase("ear_lines_none"));
  const { da, en } = spec.phrases.ear_verdicts;
  const verdicts = verdictsIn(text, `${da}|${en}`);
  if (verdicts.length) said.push(voice.phrase("ear_verdict", { found: verdicts.join("”, ”") }));
  return said.join(" ");
}

/** Three observations and a question, each with what is said about its form. */
KINDS.heard = (view) => {
  const { spec, voice, uid } = view;
  const fields = new Map(spec.units.map((unit) => [unit, field(unit)]));
  function field(unit) {
    const form = h("p", { class: "hint form", id: `${uid}-${unit}-form`, role: "status" });
    const print = h("div", { class: "print-only" });
    let timer;
    const check = () => ((print.textContent = area.value), voice.say(form, () => formOf(view, unit, area.value)));
    const oninput = () => (clearTimeout(timer), (timer = setTimeout(check, 2 * TYPING_MS)), view.changed(unit, TYPING_MS));
    const listen = { oninput, onchange: () => (check(), view.save()) };
    const area = h("textarea", { id: `${uid}-${unit}`, rows: 3, maxlength: 600, "aria-describedby": form.id, ...listen });
    const label = voice.say(h("label", { for: area.id }), `ear_${unit}`);
    return { area, check, root: h("div", { class: "text-field" }, label, area, print, form) };
  }
  return {
    root: h("div", {}, ...[...fields.values()].map(({ root }) => root)),
    read: (unit) => fields.get(unit).area.value,
    write(unit, value) {
      fields.get(unit).area.value = typed(value);
      fields.get(unit).check();
    },
  };
};

// --- the app -------------------------------------------------------------------------------------

/** A model that names the item in every question, so that Python finds its desk. */
const about = (model, item) => ({
  get: (name) => model.get(name),
  on: (name, heard) => model.on(name, heard),
  send: (content) => model.send({ ...content, item }),
});

const STEPS = ["guess", "code", "done"]; // how far one is with a conversation and a pattern

class Ear {
  constructor(host, spec, model) {
    Object.assign(this, { spec, model, kernel: kernelOf(model), stop: new AbortController(), views: new Map(), frames: {} });
    this.parts = Object.fromEntries(["choose", "guess", "code", "compare", "heard", "mine"].map((name) => [name, h("div", { class: "ear" })]));
    host.replaceChildren(...Object.values(this.parts));
    this.read();
    window.addEventListener("storage", ({ key }) => key === KEPT && this.read(), { signal: this.stop.signal });
    this.trouble = null;
    this.showChoose();
    this.showMine();
    this.show();
  }

  // -- what is kept

  read() {
    this.kept = { talk: null, layer: null, at: {}, rounds: [], colleagues: {}, name: "", ...local.get(KEPT) };
  }

  keep(changes) {
    Object.assign(this.kept, changes);
    this.trouble = local.set(KEPT, this.kept);
    this.showKept?.();
  }

  talkOf(id) {
    return this.spec.talks.find((talk) => talk.id === id);
  }

  patternOf(id) {
    return this.spec.patterns.find((pattern) => pattern.id === id);
  }

  get talk() {
    return this.talkOf(this.kept.talk);
  }

  get round() {
    return this.talk.rounds[this.kept.layer];
  }

  /** The conversation and pattern at hand, as one name. */
  get id() {
    return `${this.kept.talk}.${this.kept.layer}`;
  }

  get step() {
    return this.talk && this.patternOf(this.kept.layer) ? this.kept.at[this.id] ?? "guess" : null;
  }

  /** @returns {Ground} */
  get ground() {
    const { units, codes } = this.round.code;
    return { talk: this.kept.talk, layer: this.kept.layer, units, order: codes.map(({ id }) => id) };
  }

  /** The codings somebody was done with, of what is at hand, oldest first. @returns {Finished[]} */
  get finished() {
    return this.kept.rounds.filter(({ id }) => id === this.id);
  }

  // -- showing

  /** A frame of its own for what stands in part `name`. */
  frame(name, title) {
    this.frames[name]?.stop.abort();
    const stop = new AbortController();
    this.stop.signal.addEventListener("abort", () => stop.abort());
    const view = { ...frame(this.parts[name], { ...this.spec, title: this.spec.phrases[title] }, stop.signal), stop };
    return (this.frames[name] = view);
  }

  /** The view of an item; `more` appends what stands below it, once. */
  item(spec, extra, more) {
    if (!this.views.has(spec.id)) {
      const host = h("div");
      const full = { ...spec, phrases: this.spec.phrases, ...extra };
      const view = new ItemView(host, full, browserStore(about(this.model, spec.id), full));
      view.build();
      more(view);
      view.start();
      this.stop.signal.addEventListener("abort", () => view.stop.abort());
      this.views.set(spec.id, { view, host });
    }
    return this.views.get(spec.id);
  }

  /** Every part that belongs to the step at hand; `to` is the part the person asked for. */
  show(to) {
    const reached = STEPS.indexOf(this.step);
    const shown = { guess: reached >= 0, code: reached >= 1, compare: reached >= 2, heard: reached >= 2 };
    for (const [name, there] of Object.entries(shown)) {
      this.parts[name].hidden = !there;
      if (there) this[`${name}Part`]();
    }
    this.chosen();
    if (!to) return;
    const heading = this.parts[to].querySelector("h3");
    bring(heading);
    heading.focus({ preventScroll: true });
  }

  /** Makes `host` all that stands in a part. */
  put(name, host) {
    if (this.parts[name].firstChild !== host) this.parts[name].replaceChildren(host);
  }

  showChoose() {
    const view = this.frame("choose", "ear_choose");
    const { root, voice, button } = view;
    const { talks, patterns } = this.spec;
    let talk = this.kept.talk ?? talks[0].id;
    const pick = picker(view, "which_talk", talks.map(({ id, theme }) => ({ id, text: theme })), (id) => (talk = id));
    const legend = voice.say(h("legend"), "ear_pattern");
    const text = ({ name, ask }) => () => voice.phrase("ear_pattern_ask", { name, ask });
    const { root: choice, inputs } = ticks(view, "radio", patterns.map((pattern) => ({ id: pattern.id, text: text(pattern) })), legend, () => voice.say(said, () => ""));
    const said = h("p", { role: "status" });
    const begin = button("ear_begin", () => {
      const [layer] = chosen(inputs);
      if (!layer) return voice.say(said, "ear_begin_first"), inputs.values().next().value.focus();
      this.keep({ talk, layer });
      this.show(this.step === "guess" ? "guess" : this.step === "code" ? "code" : "compare");
    });
    const form = h("div", {}, pick.root, choice, h("div", { class: "buttons" }, begin), said);
    const lines = h("div", { class: "prose chosen" });
    const change = button("ear_change", () => (open(true), pick.select.focus()), "quiet");
    const now = h("div", {}, lines, h("div", { class: "buttons tools" }, change));
    const open = (opened) => ((form.hidden = !opened), (now.hidden = opened));
    root.append(voice.prose("prompt", this.spec.phrases.ear_own), now, form);
    this.chosen = () => {
      open(!this.step);
      talk = this.kept.talk ?? talks[0].id;
      pick.select.value = talk;
      choose(inputs, [this.kept.layer]);
      if (!this.step) return;
      const { name: pattern, ask } = this.patternOf(this.kept.layer);
      const theme = this.talk.theme;
      voice.say(lines, () => `${voice.phrase("ear_chosen_talk", { talk: theme })}\n\n${voice.phrase("ear_chosen_pattern", { pattern, ask })}`);
    };
  }

  guessPart() {
    const { view, host } = this.item(this.talk.guess, {}, (view) => {
      const said = h("p", { role: "status" });
      const on = view.button("ear_guess_on", () => {
        if (percentOf(view.form.read("value")) === null) return view.voice.say(said, "ear_guess_first"), view.focusForm();
        view.voice.say(said, () => "");
        this.keep({ at: { ...this.kept.at, [this.id]: "code" } });
        this.show("code");
      });
      view.root.append(h("div", { class: "buttons" }, on), said);
    });
    const asked = this.step === "guess";
    host.querySelector("input").readOnly = !asked; // one's own guess stands as it was
    host.querySelector(".buttons").hidden = !asked;
    this.put("guess", host);
    return view;
  }

  codePart() {
    const { view, host } = this.item(this.round.code, { conversation: { ...this.talk, context: null, warning: null } }, (view) => {
      const { voice, root, button } = view;
      const said = h("p", { role: "status" });
      const asking = h("div", { class: "asking" }, h("div", { class: "buttons" }, button("ear_done", () => this.finish(view, said))), voice.say(h("p", { class: "hint" }), "ear_done_hint"), said);
      const when = h("p");
      const more = (key, act) => [h("div", { class: "buttons" }, button(key, act, "quiet")), voice.say(h("p", { class: "hint" }), `${key}_hint`)];
      const over = h("div", { class: "over" }, when, ...more("ear_go_on", () => this.goOn()), ...more("ear_again", () => this.again(view)));
      root.append(asking, over);
      view.ended = (round) => round && voice.say(when, "ear_done_said", { when: () => voice.when(round.when) });
    });
    const done = this.step === "done";
    host.firstChild.classList.toggle("done", done);
    view.ended(this.finished.at(-1));
    this.put("code", host);
    return view;
  }

  readingOf(view) {
    const of = (name) => (unit) => view.form.read(`${unit}${name}`);
    const { units } = view.spec;
    const codes = Object.fromEntries(units.map((unit) => [unit, of("")(unit)]).filter(([, code]) => code));
    return { codes, unsure: units.filter((unit) => of(".unsure")(unit) === true && codes[unit]) };
  }

  /** The person is done: the coding is kept with its date, in place of the one it goes on from. */
  finish(view, said) {
    const reading = this.readingOf(view);
    if (!Object.keys(reading.codes).length) return view.voice.say(said, "ear_done_nothing"), view.focusForm();
    view.voice.say(said, () => "");
    view.save();
    const before = this.kept.goesOn === this.id ? this.finished.at(-1) : null;
    const rounds = this.kept.rounds.filter((round) => round !== before);
    rounds.push({ id: this.id, when: new Date().toISOString(), ...reading });
    this.keep({ rounds, goesOn: null, at: { ...this.kept.at, [this.id]: "done" } });
    this.show("compare");
  }

  goOn() {
    this.keep({ goesOn: this.id, at: { ...this.kept.at, [this.id]: "code" } });
    this.show("code");
  }

  /** A new coding of the same lines; the finished one is what "last time" will be. */
  async again(view) {
    await Promise.race([view.flight, new Promise((late) => setTimeout(late, ACK_MS))]);
    for (const [item, one] of [[this.round.code.id, view], [this.talk.guess.id, this.guessPart()]]) {
      local.set(browserKey(EAR, item), null);
      one.forget();
      one.refresh(ACK_MS);
      one.form.begin?.();
    }
    this.keep({ goesOn: null, at: { ...this.kept.at, [this.id]: "guess" } });
    this.show("guess");
  }

  heardPart() {
    const turns = this.talk.turns.map(({ line }) => line);
    const { host } = this.item(this.round.heard, { turns }, (view) => {
      const { voice, root, button } = view;
      const said = h("p", { role: "status" });
      const print = button("ear_print", () => this.print(view, said));
      root.append(h("div", { class: "buttons" }, print), said);
      const { root: talk } = transcript(view, { ...this.talk, context: null, warning: null });
      root.querySelector(".prompt").after(h("details", {}, voice.say(h("summary"), "ear_read_again"), talk));
    });
    this.put("heard", host);
  }

  /** One page of what was heard, which stands alone while it is printed. */
  print(view, said) {
    const { voice, form, spec } = view;
    const texts = Object.fromEntries(spec.units.map((unit) => [unit, form.read(unit).trim()]));
    if (Object.values(texts).every(blank)) return voice.say(said, "ear_print_nothing"), view.focusForm();
    if (Object.keys(view.held).length) return voice.say(said, "ear_print_held");
    voice.say(said, () => "");
    const { name } = this.patternOf(this.kept.layer);
    const line = (text) => h("p", {}, voice.pick(text));
    const part = (unit) => [h("h2", {}, voice.phrase(`ear_${unit}`)), h("p", { class: "said" }, texts[unit])];
    const parts = spec.units.filter((unit) => texts[unit]).flatMap(part);
    const day = new Date().toLocaleDateString(voice.lang === "da" ? "da-DK" : "en-GB", { dateStyle: "long" });
    const head = [h("h1", {}, voice.phrase("ear")), line(this.talk.theme), line(name), h("p", {}, day)];
    const sheet = h("section", { class: "ear-sheet", lang: voice.lang }, ...head, ...parts, h("p", { class: "foot" }, voice.phrase("ear_print_foot")));
    document.querySelector(".ear-sheet")?.remove();
    document.body.append(sheet);
    document.body.dataset.print = "ear";
    const done = () => (sheet.remove(), delete document.body.dataset.print);
    window.addEventListener("afterprint", done, { once: true, signal: this.stop.signal });
    window.print();
  }

  // -- what is in this browser

  showMine() {
    const { root, voice, button } = this.frame("mine", "ear_mine");
    const rows = h("ul", { class: "rows" });
    const trouble = h("p", { role: "status" });
    this.showKept = () => {
      voice.clear(rows);
      const row = ({ id, when, codes }) => {
        const [talk, layer] = [this.talkOf(id.split(".")[0]), this.patternOf(id.split(".")[1])];
        if (!talk || !layer) return [];
        const facts = { talk: talk.theme, pattern: layer.name, when: () => voice.when(when), count: Object.keys(codes).length };
        return [h("li", {}, voice.say(h("span"), "ear_mine_row", facts))];
      };
      const lines = this.kept.rounds.toReversed().flatMap(row);
      rows.append(...(lines.length ? lines : [h("li", {}, voice.say(h("span"), "ear_mine_none"))]));
      voice.say(trouble, () => (this.trouble ? voice.phrase("not_saved", { reason: this.spec.phrases[this.trouble] }) : ""));
    };
    const { talks, assignment } = this.spec;
    const items = [...talks.flatMap(({ guess, rounds }) => [guess, ...Object.values(rounds).flatMap(({ code, heard }) => [code, heard])]), { id: "kept" }];
    const forget = forgetButton(voice, button, { assignment, items }, () => this.forget(items));
    root.append(voice.prose("prompt", this.spec.phrases.ear_mine_about), rows, trouble, ...forget);
    this.showKept();
  }

  /** Starts anew; what `forgetButton` leaves are drafts of this tab. */
  forget(items) {
    for (const { id, place } of items) session.set(`lises-unsaved:${place}:${EAR.assignment}:${id}`, null);
    this.read();
    this.showKept();
    this.show();
  }

  comparePart() {
    const view = this.frame("compare", "ear_compare");
    const ask = view.voice.prose("prompt", this.spec.phrases.ear_compare_ask);
    view.root.append(ask, ...[withColleagues, withCoders, withOneself, withTheGuess].map((part) => part(this, view)));
  }
}

VIEWS.laan_et_oere = (host, spec, model) => {
  const ear = new Ear(host, spec, model);
  return () => ear.stop.abort();
};
