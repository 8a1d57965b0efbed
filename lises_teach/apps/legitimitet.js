// --- Legitimacy: weigh a dilemma, turn it around, calculate, take one page along -----------------
// Appended to apps.js. What a person enters stays in this browser; nothing here is right or wrong.

const LEGIT_KEPT = browserKey({ assignment: "legitimitet" }, "kept");
const LEGIT_STEPS = ["weigh", "turn", "reckon", "page"];
const PRICE_STEP = 5000;

/** A text of a few sentences; on paper it stands as prose. */
function shortText(view, unit, key) {
  const { voice, uid } = view;
  const print = h("div", { class: "print-only" });
  const oninput = () => ((print.textContent = area.value), view.changed(unit, TYPING_MS));
  const area = h("textarea", { id: `${uid}-${unit}`, rows: 3, maxlength: 400, oninput, onchange: () => view.save() });
  const root = h("div", { class: "text-field" }, voice.say(h("label", { for: area.id }), key), area, print);
  return { root, read: () => area.value, write: (value) => (area.value = print.textContent = typed(value)) };
}

/** The dilemma's text and what could be decided, to unfold. */
function readAgain({ spec: { vignette }, voice }) {
  const options = vignette.options.map(({ text }, at) => h("li", {}, voice.say(h("b"), "option_no", { number: at + 1 }), ". ", voice.say(h("span"), text)));
  return h("details", {}, voice.say(h("summary"), "legit_read"), voice.prose("prose", vignette.text), h("ul", {}, ...options));
}

/** Which of the dilemma's options comes close to a way of meeting it. */
function closest(view, unit) {
  const { spec, voice, uid } = view;
  const choice = (value, text, facts) => voice.say(h("option", { value }), text, facts);
  const numbered = spec.vignette.options.map(({ id }, at) => choice(id, "option_no", { number: at + 1 }));
  const options = [choice("", "legit_closest_blank"), ...numbered, choice("none", "legit_closest_none")];
  const select = h("select", { id: `${uid}-${unit}`, onchange: () => view.changed(unit) }, ...options);
  const known = (value) => options.some((one) => one.value === value);
  return {
    root: h("div", { class: "picker" }, voice.say(h("label", { for: select.id }), "legit_closest"), select),
    read: () => select.value,
    write: (value) => (select.value = known(value) ? value : ""),
  };
}

/** The same case met in three ways: which option comes close, and what it would mean; then the guard. */
KINDS.turned = (view) => {
  const { spec, voice } = view;
  const fields = new Map();
  const part = (name, ...content) => h("fieldset", { class: "turn-about" }, voice.say(h("legend"), `legit_${name}`), voice.say(h("p"), `legit_${name}_about`), ...content);
  const parts = spec.turns.map((turn) => {
    const near = closest(view, `${turn}.option`);
    const means = shortText(view, turn, "legit_means");
    fields.set(turn, means).set(`${turn}.option`, near);
    return part(turn, near.root, means.root);
  });
  const guard = shortText(view, "guard", "legit_guard_ask");
  fields.set("guard", guard);
  const asked = ["same", "parked", "guard"].map((about) => h("li", {}, voice.say(h("span"), `legit_talk_${about}`)));
  const talk = h("div", {}, voice.say(h("h4"), "legit_talk"), h("ul", { class: "talk-about" }, ...asked));
  return {
    root: h("div", { class: "turned" }, readAgain(view), ...parts, part("guard", guard.root), talk),
    read: (unit) => fields.get(unit).read(),
    write: (unit, value) => fields.get(unit).write(value),
  };
};

/**
 * A slider and a number field for one amount, kept in step; `read` keeps within the limits.
 * @param {{minimum: number, maximum: number, default: number}} limits
 */
function dial({ voice, uid }, key, limits, step, onchange, onsettled) {
  const { minimum: min, maximum: max, default: first } = limits;
  const number = h("input", { type: "number", inputmode: "numeric", min, max, step: 1, value: first, id: `${uid}-${key}` });
  const slider = h("input", { type: "range", min, max, step, value: first, id: `${uid}-${key}-slider` });
  const within = (value) => (Number.isFinite(Number(value)) && value !== "" && value !== null ? Math.min(Math.max(Math.round(Number(value)), min), max) : first);
  slider.addEventListener("input", () => ((number.value = slider.value), onchange()));
  number.addEventListener("focus", () => number.select());
  number.addEventListener("input", () => ((slider.value = within(number.value)), onchange()));
  number.addEventListener("change", () => (number.value = within(number.value)));
  for (const input of [number, slider]) input.addEventListener("change", onsettled);
  const name = voice.say(h("label", { for: number.id }), key);
  const sliderName = voice.say(h("label", { class: "unseen", for: slider.id }), "slider_for", { dimension: () => voice.phrase(key) });
  return {
    root: h("div", { class: "weight" }, name, sliderName, slider, number),
    read: () => within(number.value),
    write: (value) => (number.value = slider.value = within(value)),
  };
}

/** A figure that Python has drawn, in both languages; its words are escaped there. */
function drawnFigure({ da, en }) {
  const shown = (lang, html) => {
    const holder = h("div", { lang, class: "drawn" });
    holder.innerHTML = html;
    holder.querySelectorAll("details").forEach((one) => (one.open = false));
    return holder;
  };
  return [shown("da", da), shown("en", en)];
}

/** Two controls, and what Python calculates from them; `ask` is how Python is asked. */
KINDS.reckoned = (view) => {
  const { spec, voice } = view;
  const box = h("div", { class: "result" });
  let guessing = true; // a room guesses where the answer tips before it is shown where
  const tips = view.button("legit_tips", () => (open(), box.querySelector(".turning").focus()), "quiet");
  const even = h("p", { class: "even" });
  const heard = h("p", { class: "unseen", role: "status" });
  const lost = h("p", { role: "status" });
  const form = { ask: null, now: spec.first, root: null, read, write };
  let [wanted, timer, telling] = [null, null, null];

  const moved = (unit) => (open(), view.changed(unit, TYPING_MS), later(TYPING_MS));
  const settled = () => (view.save(), later(0));
  const dials = {
    rate: dial(view, "legit_rate", spec.limits.rate, 1, () => moved("rate"), settled),
    price: dial(view, "legit_price", spec.limits.price, PRICE_STEP, () => moved("price"), settled),
  };
  const basis = shortText(view, "basis", "legit_basis");

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(calculate, ms);
  }

  /** Shows the calculation for where the controls stand; an answer that comes too late is passed over. */
  async function calculate() {
    const asked = { rate: dials.rate.read(), price: dials.price.read() };
    if (same(asked, wanted)) return;
    wanted = asked;
    const late = () => wanted === asked && voice.say(lost, "legit_lost");
    const reply = await patiently(form.ask(asked), ACK_MS, late);
    if (wanted !== asked) return;
    voice.say(lost, () => (reply.problem ? voice.pick(reply.problem) : ""));
    if (reply.problem) return;
    show(reply);
    clearTimeout(telling); // heard when the hand rests, not at each step of the slider
    telling = setTimeout(() => hear(heard, even.textContent), 2 * TYPING_MS);
  }

  function show(reply) {
    form.now = reply;
    const { said, figure, totals, rates } = reply;
    voice.say(even, said.even);
    const unfolded = [...box.querySelectorAll("details")].map((one) => one.open);
    voice.clear(box);
    const line = (text) => voice.say(h("p"), text);
    const folded = (what) => h("details", {}, voice.say(h("summary"), what.caption), table(voice, what));
    const tipping = guessing ? h("div", { class: "buttons" }, tips) : voice.say(h("p", { class: "turning", tabindex: "-1" }), said.turning);
    box.append(line(said.with), tipping, ...drawnFigure(figure), line(said.spent), folded(totals), ...(guessing ? [] : [folded(rates)]));
    box.querySelectorAll("details").forEach((one, at) => (one.open = unfolded[at] ?? false));
  }

  /** From now on, on this page, it is shown where the answer tips. */
  function open() {
    if (!guessing) return;
    guessing = false;
    show(form.now);
  }

  function read(unit) {
    return unit === "basis" ? basis.read() : dials[unit].read();
  }

  function write(unit, value) {
    if (unit === "basis") return basis.write(value);
    if (value === null) guessing = true;
    dials[unit].write(value);
    later(0);
  }

  wanted = { rate: dials.rate.read(), price: dials.price.read() };
  show(spec.first);
  const heading = voice.say(h("h4"), "legit_outcome");
  form.root = h("div", { class: "reckoned" }, dials.rate.root, dials.price.root, heading, lost, even, heard, box, basis.root);
  return form;
};

// --- the app -------------------------------------------------------------------------------------

class Legitimacy {
  constructor(host, spec, model) {
    Object.assign(this, { spec, model, kernel: kernelOf(model), stop: new AbortController(), views: new Map() });
    this.parts = Object.fromEntries(["top", ...LEGIT_STEPS, "mine"].map((name) => [name, h("div", { class: "legit" })]));
    host.replaceChildren(...Object.values(this.parts));
    this.read();
    this.reckon = itemIn(this, spec.reckon, {}, (view) => {
      view.form.ask = (content) => this.kernel.ask("reckon", content);
      view.root.append(this.onward(view, "page"));
    });
    this.parts.reckon.append(this.reckon.host);
    this.top();
    this.page();
    this.mine();
    this.show();
    const begun = local.get(LEGIT_KEPT);
    openInRoom(() => bring(begun ? this.parts[this.kept.step].querySelector("h3") : host), this.stop.signal);
  }

  // -- what is kept: where one is

  read() {
    const [first] = this.spec.dilemmas;
    this.kept = { dilemma: first.id, step: "weigh", reckoned: false, ...local.get(LEGIT_KEPT) };
    if (!this.dilemma) this.kept.dilemma = first.id;
    if (!LEGIT_STEPS.includes(this.kept.step)) this.kept.step = "weigh";
  }

  keep(changes) {
    Object.assign(this.kept, changes);
    local.set(LEGIT_KEPT, this.kept);
  }

  get dilemma() {
    return this.spec.dilemmas.find(({ id }) => id === this.kept.dilemma);
  }

  // -- showing

  frame(name, title) {
    return { ...frame(this.parts[name], { ...this.spec, title: this.spec.phrases[title] }, this.stop.signal), stop: this.stop };
  }

  weighing() {
    const { weigh } = this.dilemma;
    return itemIn(this, weigh, {}, (view) => view.root.append(this.onward(view, "turn")));
  }

  turning() {
    const { weigh, turn } = this.dilemma;
    const more = { vignette: weigh.vignette, turns: this.spec.turns };
    return itemIn(this, turn, more, (view) => view.root.append(this.onward(view, "reckon")));
  }

  /** The way on to `step`, below what stands before it. */
  onward({ voice }, step) {
    const facts = { step: () => voice.phrase(`legit_step_${step}`) };
    return h("div", { class: "buttons onward" }, voice.say(h("button", { type: "button", onclick: () => this.go(step) }), "legit_on", facts));
  }

  /** The step at hand and no other; `move` where the person asked for it. */
  show(move = false) {
    for (const step of LEGIT_STEPS) this.parts[step].hidden = step !== this.kept.step;
    for (const [name, { host }] of [["weigh", this.weighing()], ["turn", this.turning()]]) {
      if (this.parts[name].firstChild !== host) this.parts[name].replaceChildren(host);
    }
    this.steps.mark(this.kept.step);
    this.choice.value = this.kept.dilemma;
    if (!move) return;
    const heading = this.parts[this.kept.step].querySelector("h3");
    bring(heading);
    heading.focus({ preventScroll: true });
  }

  go(step) {
    this.keep({ step, reckoned: this.kept.reckoned || step === "reckon" });
    this.show(true);
  }

  top() {
    const view = this.frame("top", "legit");
    const choices = this.spec.dilemmas.map(({ id, title }) => ({ id, text: title }));
    const pick = picker(view, "legit_which", choices, (dilemma) => (this.keep({ dilemma }), this.show()));
    this.choice = pick.select;
    this.steps = stepRow(view, "legit_step", LEGIT_STEPS, (step) => this.go(step));
    view.root.append(view.voice.prose("prompt", this.spec.phrases.legit_about), pick.root, this.steps.root);
  }

  page() {
    const view = this.frame("page", "legit_page");
    const said = h("p", { role: "status" });
    const print = view.button("legit_print", () => this.print(view, said));
    view.root.append(view.voice.prose("prompt", this.spec.phrases.legit_page_ask), h("div", { class: "buttons" }, print), said);
  }

  /** One page of the dilemma at hand and the calculation. */
  async print({ voice }, said) {
    const [weigh, turn, reckon] = [this.weighing(), this.turning(), this.reckon].map(({ view }) => view);
    const trouble = await unfit(weigh, turn, reckon);
    const begun = [weigh, turn].some((view) => view.spec.units.some((unit) => !blank(view.form.read(unit))));
    if (!begun) return voice.say(said, "legit_print_nothing");
    if (trouble) return voice.say(said, trouble);
    voice.say(said, () => "");
    printPage(voice, this.stop.signal, "legit-sheet", legitPage(voice, weigh, turn, this.kept.reckoned ? reckon : null));
  }

  // -- what is in this browser

  mine() {
    const { root, voice, button } = this.frame("mine", "mine");
    const { dilemmas, assignment, reckon } = this.spec;
    const items = [...dilemmas.flatMap(({ weigh, turn }) => [weigh, turn]), reckon, { id: "kept" }];
    const forget = forgetButton(voice, button, { assignment, items }, () => this.forget(items));
    root.append(voice.prose("prompt", this.spec.phrases.mine_about), ...forget);
  }

  /** Starts anew; what `forgetButton` leaves are drafts of this tab. */
  forget(items) {
    for (const { id, place, assignment } of items) session.set(`lises-unsaved:${place}:${assignment}:${id}`, null);
    this.read();
    this.show();
  }
}

/**
 * What one page has room for: the dilemma, the weights, what is lost, the case turned around; the calculation where
 * somebody has looked at it, for else its numbers are nobody's.
 */
function legitPage(voice, weigh, turn, reckon) {
  const { vignette, dimensions } = weigh.spec;
  const say = (key, facts) => voice.phrase(key, facts);
  const line = (text) => h("p", {}, text);
  const written = (key, text) => (blank(text) ? [] : [h("h2", {}, say(key)), h("p", { class: "said" }, text.trim())]);
  const heads = [say("legit_page_option"), ...dimensions.map(({ text }) => voice.pick(text))];
  const weighed = ({ id, text }, at) => {
    const own = weigh.form.read(id) ?? {};
    const cells = dimensions.map((dimension) => h("td", {}, String(own[dimension.id] ?? "–")));
    return h("tr", {}, h("th", { scope: "row" }, `${at + 1}. ${voice.pick(text)}`), ...cells);
  };
  const head = h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text))));
  const points = h("table", {}, h("caption", {}, say("legit_page_points")), head, h("tbody", {}, ...vignette.options.map(weighed)));
  const turned = turn.spec.turns.flatMap((name) => {
    const [text, near] = [turn.form.read(name).trim(), turn.form.read(`${name}.option`)];
    const at = vignette.options.findIndex(({ id }) => id === near);
    if (!text && at < 0) return [];
    const close = at < 0 ? "" : ` (${say("legit_page_close", { number: at + 1 })})`;
    return [h("p", { class: "said" }, h("b", {}, `${say(`legit_${name}`)}${close}: `), text)];
  });
  const guard = turn.form.read("guard").trim();
  if (guard) turned.push(h("p", { class: "said" }, h("b", {}, `${say("legit_page_guard")}: `), guard));
  const reckoned = ({ now: { said }, read }) => {
    const basis = read("basis").trim();
    const rests = basis ? [h("p", { class: "said" }, h("b", {}, `${say("legit_page_basis")}: `), basis)] : [];
    return [h("h2", {}, say("legit_page_reckon")), ...[said.with, said.even, said.spent, said.turning].map((text) => line(voice.pick(text))), ...rests];
  };
  return [
    h("h1", {}, voice.pick(vignette.title)),
    line(thisDay(voice)),
    h("p", { class: "case" }, voice.pick(vignette.text)),
    points,
    ...written("legit_page_lost", weigh.form.read("lost")),
    ...(turned.length ? [h("h2", {}, say("legit_page_turn")), ...turned] : []),
    ...(reckon ? reckoned(reckon.form) : []),
    h("p", { class: "foot" }, say("legit_page_foot")),
  ];
}

VIEWS.legitimitet = (host, spec, model) => {
  const app = new Legitimacy(host, spec, model);
  return () => app.stop.abort();
};
