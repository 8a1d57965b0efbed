// --- Lån et øre: code blind, then see where others read it differently ---------------------------
// Appended to laan_rules.js. What a person enters stays in this browser; colleagues exchange a short code.

const EAR = { assignment: "laan-et-oere" };
const KEPT = browserKey(EAR, "kept");

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

  item(spec, extra, more) {
    return itemIn(this, spec, extra, more);
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
    titleStep(this.spec.phrases[`ear_${["choose", "guess", "code", "compare"][reached + 1]}`]);
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
    const warning = h("div", { class: "prose warned" });
    const warn = () => {
      const text = this.talkOf(talk).warning; // said before anybody begins
      warning.hidden = !text;
      if (text) voice.say(warning, text);
    };
    const pick = picker(view, "which_talk", talks.map(({ id, theme }) => ({ id, text: theme })), (id) => ((talk = id), warn()));
    const legend = voice.say(h("legend"), "ear_pattern");
    const text = ({ name, ask }) => () => voice.phrase("ear_pattern_ask", { name, ask });
    const { root: choice, inputs } = ticks(view, "radio", patterns.map((pattern) => ({ id: pattern.id, text: text(pattern) })), legend, () => voice.say(said, () => ""));
    const said = h("p", { role: "status" });
    const begin = button("ear_begin", () => {
      const [layer] = chosen(inputs);
      if (!layer) return refuse(voice, said, inputs.values().next().value, "ear_begin_first");
      this.keep({ talk, layer });
      this.show(this.step === "guess" ? "guess" : this.step === "code" ? "code" : "compare");
    });
    const form = h("div", {}, pick.root, warning, choice, h("div", { class: "buttons" }, begin), said);
    const lines = h("div", { class: "prose chosen" });
    const change = button("ear_change", () => (open(true), pick.select.focus()), "quiet");
    const now = h("div", {}, lines, h("div", { class: "buttons tools" }, change));
    const open = (opened) => ((form.hidden = !opened), (now.hidden = opened));
    root.append(voice.prose("prompt", this.spec.phrases.ear_own), now, form);
    this.chosen = () => {
      open(!this.step);
      talk = this.kept.talk ?? talks[0].id;
      pick.select.value = talk;
      warn();
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
        if (percentOf(view.form.read("value")) === null) return refuse(view.voice, said, view.root.querySelector("input"), "ear_guess_first");
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
    await view.settled();
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
  async print(view, said) {
    const { voice, form, spec } = view;
    const trouble = await unfit(view);
    const texts = Object.fromEntries(spec.units.map((unit) => [unit, form.read(unit).trim()]));
    if (Object.values(texts).every(blank)) return voice.say(said, "ear_print_nothing"), view.focusForm();
    if (trouble) return voice.say(said, trouble);
    voice.say(said, () => "");
    const { name } = this.patternOf(this.kept.layer);
    const line = (text) => h("p", {}, voice.pick(text));
    const part = (unit) => [h("h2", {}, voice.phrase(`ear_${unit}`)), h("p", { class: "said" }, texts[unit])];
    const parts = spec.units.filter((unit) => texts[unit]).flatMap(part);
    const head = [h("h1", {}, voice.phrase("ear")), line(this.talk.theme), line(name), h("p", {}, thisDay(voice))];
    printPage(voice, this.stop.signal, "ear-sheet", [...head, ...parts, h("p", { class: "foot" }, voice.phrase("ear_print_foot"))]);
  }

  // -- what is in this browser

  showMine() {
    const { root, voice, button } = this.frame("mine", "mine");
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
    root.append(voice.prose("prompt", this.spec.phrases.mine_about), rows, trouble, ...forget);
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
