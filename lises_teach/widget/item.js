// --- an item: question, form, and in words whether the answer is saved ---------------------------
// `renderItem(host, spec, store)` needs no Jupyter: a store is anything with `entries`, `load`, `save`, `check`
// and `watch`.

function table(voice, { caption, columns, rows }) {
  const cell = (tag, text, scope) => voice.say(h(tag, { scope }), () => voice.pick(text));
  const head = h("tr", {}, ...columns.map((text) => cell("th", text, "col")));
  const first = columns.length > 1 ? "th" : "td";
  const row = (cells) => h("tr", {}, ...cells.map((text, at) => (at ? cell("td", text) : cell(first, text, first === "th" && "row"))));
  const body = h("tbody", {}, ...rows.map(row));
  return h("table", {}, voice.say(h("caption"), caption), h("thead", {}, head), body);
}

function question({ spec, voice, root, uid }) {
  const meta = [];
  if (spec.points) meta.push(() => voice.phrase(spec.points === 1 ? "point" : "points", { points: voice.number(spec.points) }));
  if (spec.must_pass) meta.push(() => voice.phrase("criteria" in spec ? "must_pass_read" : "must_pass"));
  if (meta.length) root.append(voice.say(h("p", { class: "meta" }), () => meta.map((make) => make()).join(". ").replace(/\.\.$/, ".")));
  const prompt = voice.prose("prompt", spec.prompt);
  prompt.id = `${uid}-prompt`; // so that whoever comes to a field hears what is asked
  root.append(prompt);
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
    window.addEventListener("lises-lang", () => (this.show(), this.announce(false)), { signal });
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
    const advice = voice.phrase(inNotebook() ? "advice_notebook" : "advice_page");
    const rest = unsaved ? [voice.phrase(this.keepTrouble ? "not_kept" : follow)] : [];
    return [first, advice, ...rest].join(" ");
  }

  countText() {
    const { units, kind } = this.spec;
    const entered = (unit) => !blank(this.form.read(unit));
    const count = units.filter(this.form.filled ?? entered).length;
    const whole = units.length === 1 || kind === "choices";
    if (!count) return this.voice.phrase(units.some(entered) ? "begun" : "not_answered");
    return whole ? this.voice.phrase("answered") : this.voice.phrase("answered_some", { count, total: units.length });
  }

  /** Has the state heard where it is another; `aloud` is false where only its words are. */
  announce(aloud = true) {
    clearTimeout(this.telling);
    const text = [this.line, ...this.messages.querySelectorAll("p")].map((part) => part.textContent).join(" ");
    const news = aloud && text !== this.told && this.told !== undefined;
    const lost = this.trouble === "no_contact" && !this.unsaved; // of the whole page, not of this answer
    if (news && lost && !firstToTell()) return;
    if (news) hear(this.live, text);
    this.told = text;
  }

  showMessages() {
    const { note, held, own, trouble } = this;
    const now = JSON.stringify([note, held, own, trouble === "no_contact"]);
    if (now === this.shown) return;
    this.shown = now;
    const within = this.messages.contains(document.activeElement);
    this.voice.clear(this.messages);
    if (note) this.messages.append(this.noteText(note));
    for (const unit in held) this.messages.append(this.heldBox(unit, held[unit]));
    for (const unit in own) this.messages.append(this.ownBox(unit, own[unit]));
    if (trouble === "no_contact" && !inNotebook()) this.messages.append(this.button("reload", () => this.reload()));
    for (const unit of this.spec.free) this.blameHeld(unit);
    if (!within) return; // what the focus was on is gone
    const next = this.messages.querySelector("button, textarea");
    if (next) next.focus();
    else this.focusForm();
  }

  /** What looks like personal data is said at its field too. */
  blameHeld(unit) {
    const field = this.root.querySelector(`[id="${this.uid}-${unit}"]`);
    if (field) blame(field, `${this.uid}-${unit}-held`, unit in this.held);
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
    const found = foundIn(voice, findings);
    const keep = this.button("personal_keep", () => {
      const confirmed = [...(this.pending[unit].confirmed ?? []), ...findings.map((finding) => finding.text)];
      this.pending[unit].confirmed = confirmed;
      delete this.held[unit];
      this.focusForm();
      this.save();
    });
    return h("div", { class: "box" }, voice.say(h("p", { id: `${this.uid}-${unit}-held` }), "personal", { found }), keep);
  }

  ownBox(unit, value) {
    const { voice, uid } = this;
    const area = h("textarea", { readonly: true, id: `${uid}-mine`, rows: this.spec.kind === "number" ? 1 : 8 });
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
    (find("input:checked") ?? find(":is(.code, input, select, textarea)"))?.focus();
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
