// --- Barrierer: sort extracts, see two coders' reasons, ask who can change it, make a plan --------
// Appended to barrierer_rules.js and barrierer_plan.js. What a group enters stays in this browser; nothing counts who was right.

const BARRIER_KEPT = browserKey({ assignment: "barrierer" }, "kept");
const BARRIER_STEPS = ["sort", "reasons", "change", "survey", "plan"];
const ON_THE_PAGE = 3; // extracts that a plan on one page has room for

class Barriers {
  constructor(host, spec, model) {
    Object.assign(this, { spec, model, kernel: kernelOf(model), stop: new AbortController(), drawings: {}, draws: {} });
    this.parts = Object.fromEntries(["top", ...BARRIER_STEPS, "mine"].map((name) => [name, h("div", { class: "bar" })]));
    host.replaceChildren(...Object.values(this.parts));
    this.read();
    this.top();
    this.sort();
    this.reasons();
    this.change();
    this.survey();
    this.plan();
    this.mine();
    const outside = ({ key }) => key === BARRIER_KEPT && (this.read(), this.show());
    window.addEventListener("storage", outside, { signal: this.stop.signal });
    this.show();
    const part = this.parts[this.kept.step];
    const begun = local.get(BARRIER_KEPT);
    const place = () => (this.at && part.querySelector("h4[tabindex]")) || part.querySelector("h3");
    openInRoom(() => {
      bring(begun ? place() : host);
      if (document.activeElement === document.body) part.firstChild.focus({ preventScroll: true }); // it takes keys
    }, this.stop.signal);
  }

  // -- what is kept

  read() {
    const fresh = { step: "sort", at: 0, count: 6, number: 1 + Math.floor(99 * Math.random()), codes: {}, who: {}, seen: {}, barrier: "all", split: "none" };
    this.kept = { ...fresh, ...local.get(BARRIER_KEPT) };
    this.drawn = drawnExtracts(this.spec.extracts, this.kept.number, this.kept.count);
  }

  keep(changes) {
    Object.assign(this.kept, changes);
    this.drawn = drawnExtracts(this.spec.extracts, this.kept.number, this.kept.count);
    const trouble = local.set(BARRIER_KEPT, this.kept);
    this.sayTrouble(trouble);
  }

  /** The extract at hand. @returns {Extract} */
  get extract() {
    return this.drawn[this.at];
  }

  get at() {
    return Math.min(this.kept.at, this.drawn.length - 1);
  }

  codesOf({ id }) {
    return this.kept.codes[id] ?? [];
  }

  // -- showing

  /** A frame of its own for what stands in part `name`. */
  frame(name, title) {
    return { ...frame(this.parts[name], { ...this.spec, title: this.spec.phrases[title] }, this.stop.signal), stop: this.stop };
  }

  /** The step at hand and no other; `move` where the person asked for it. */
  show(move = false) {
    for (const step of BARRIER_STEPS) this.parts[step].hidden = step !== this.kept.step;
    this.steps.mark(this.kept.step);
    this.draws[this.kept.step]();
    if (!move) return;
    const heading = this.parts[this.kept.step].querySelector("h3");
    bring(heading);
    heading.focus({ preventScroll: true });
  }

  go(step, at = this.kept.at) {
    this.keep({ step, at });
    this.show(true);
  }

  top() {
    const view = this.frame("top", "bar");
    this.steps = stepRow(view, "bar_step", BARRIER_STEPS, (step) => this.go(step));
    view.root.append(view.voice.prose("prompt", this.spec.phrases.bar_intro), this.steps.root);
  }

  /**
   * A step that takes the drawn extracts one by one: the text, below it what `body` gives, and the way on.
   * @param {(view: any, extract: Extract) => {content: Node[], press?: (number: number) => void}} body
   */
  paged(step, body) {
    const view = this.frame(step, `bar_step_${step}`);
    const { root, voice, button, uid } = view;
    const within = takesKeys(root);
    const following = BARRIER_STEPS[BARRIER_STEPS.indexOf(step) + 1];
    const place = h("h4", { tabindex: "-1", "aria-describedby": `${uid}-extract` }); // the extract is heard with it
    const box = h("div", { class: "extract" });
    const next = button("bar_next", () => (this.at + 1 < this.drawn.length ? turn(1) : this.go(following, 0)));
    const back = button("bar_back", () => turn(-1), "quiet");
    let press = () => {};
    const turn = (by) => {
      if (!this.drawn[this.at + by]) return;
      this.keep({ at: this.at + by });
      this.draws[step]();
      bring(place);
      place.focus({ preventScroll: true });
    };
    this.draws[step] = () => {
      const { extract, at, drawn } = this;
      voice.clear(box);
      voice.say(place, "bar_place", { number: at + 1, count: drawn.length });
      const made = body(view, extract);
      press = made.press ?? (() => {});
      box.append(h("div", { class: "material", id: `${uid}-extract` }, voice.prose("prose", extract.text)), ...made.content);
      if (at + 1 < drawn.length) voice.say(next, "bar_next");
      else voice.say(next, "bar_on", { step: this.spec.phrases[`bar_step_${following}`] });
      back.toggleAttribute("disabled", at === 0);
    };
    const pressed = (event) => {
      const [target] = event.composedPath();
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (event.defaultPrevented || this.kept.step !== step || typingIn(target, event) || !(by && onOurPage() || within(target))) return;
      if (by && target.matches?.("input[type=radio]")) return; // there the arrows choose
      if (by) (by > 0 ? next : back).click(); // also on to the next step
      else if (/^[1-9]$/.test(event.key)) press(Number(event.key));
      else return;
      event.preventDefault();
    };
    // the arrows wherever the focus is on a page of ours, the numbers in this part of it only
    window.addEventListener("keydown", pressed, { signal: this.stop.signal, capture: true });
    root.append(voice.prose("prompt", this.spec.phrases[`bar_${step}_ask`]), place, box, h("div", { class: "buttons" }, next, back));
    return view;
  }

  /** Ticks with the number of their key before each; what a part is about stands behind its name. */
  keyed(view, type, parts, legend, onchange) {
    const made = ticks(view, type, parts, view.voice.say(h("legend"), legend), onchange);
    made.root.querySelectorAll("label").forEach((label, at) => {
      const { about } = parts[at];
      const name = label.lastChild;
      label.append(h("kbd", { "aria-hidden": "true" }, String(at + 1)), h("span", {}, name, ...(about ? [view.voice.say(h("span", { class: "about" }), () => ` – ${about()}`)] : [])));
    });
    return { ...made, press: (number) => [...made.inputs.values()][number - 1]?.click() };
  }

  /** The names of one or two codes, as in a sentence. */
  named(voice, codes) {
    const name = (code, at) => voice.phrase(`bar_${code}`).replace(/^./u, (letter) => (at ? letter.toLowerCase() : letter));
    return codes.map(name).join(voice.phrase("and"));
  }

  whoOf(voice, who) {
    return voice.phrase(`bar_who_${who === "-" ? "nothing" : who}`);
  }

  /** Side by side what each made of an extract: oneself first. @param {{who: () => string, said: () => string, why?: Text}[]} sides */
  beside(voice, sides) {
    const side = ({ who, said, why }) => h("div", {}, voice.say(h("dt"), who), h("dd", {}, voice.say(h("b"), said), ...(why ? [voice.say(h("p"), why)] : [])));
    return h("dl", { class: "sides" }, ...sides.map(side));
  }

  coders(voice, extract, said, why = () => undefined) {
    const side = ([coder, reading]) => ({ who: () => voice.phrase("bar_coder", { coder }), said: () => said(reading), why: why(reading) });
    return Object.entries(extract.coders).map(side);
  }

  // -- 1 to 3: the extracts

  sort() {
    const view = this.paged("sort", ({ voice }, extract) => {
      const parts = this.spec.categories.map((id) => ({ id, text: () => voice.phrase(`bar_${id}`), about: () => voice.phrase(`bar_about_${id}`) }));
      const said = h("p", { class: "hint", role: "status" });
      const { root, inputs, press } = this.keyed(view, "checkbox", parts, "bar_tick", (id) => {
        const codes = tickedCodes(this.spec.categories, this.codesOf(extract), id);
        if (codes) this.keep({ codes: { ...this.kept.codes, [extract.id]: codes } });
        choose(inputs, this.codesOf(extract));
        tell(codes ? null : "bar_at_most");
      });
      const tell = (trouble) =>
        voice.say(said, () => {
          const codes = this.codesOf(extract);
          if (trouble) return voice.phrase(trouble);
          return codes.length ? voice.phrase("bar_chosen", { names: () => this.named(voice, codes) }) : voice.phrase("bar_chosen_none");
        });
      choose(inputs, this.codesOf(extract));
      tell(null);
      voice.say(which, "bar_draw", { number: this.kept.number, count: this.drawn.length, total: this.spec.extracts.length });
      const meant = parts.flatMap((part) => [voice.say(h("dt"), part.text), voice.say(h("dd"), part.about)]);
      const meaning = h("details", { class: "meant" }, voice.say(h("summary"), "bar_meant"), h("dl", {}, ...meant)); // for a room, where they do not fit beside the names
      return { content: [root, said, voice.say(h("p", { class: "hint" }), "bar_keys_sort"), meaning], press };
    });
    const { root, voice, uid, button } = view;
    const which = h("p", { class: "hint" });
    const counts = [4, 6, 8].map((count) => ({ id: count, text: () => String(count) }));
    const count = picker(view, "bar_draw_count", counts, () => {});
    count.select.value = this.kept.count;
    const number = h("input", { id: `${uid}-number`, type: "text", inputmode: "numeric", maxlength: "2", autocomplete: "off", "aria-describedby": `${uid}-hint` });
    number.value = this.kept.number;
    const hint = voice.say(h("p", { id: `${uid}-hint`, class: "hint" }), "bar_draw_hint");
    const refused = h("p", { role: "status" });
    const draw = button("bar_draw_do", () => {
      const wanted = drawNumber(number.value);
      if (!wanted) return refuse(voice, refused, number, "bar_draw_range");
      voice.say(refused, () => "");
      this.keep({ number: wanted, count: Number(count.select.value) });
      other.open = false;
      this.go("sort", 0);
    });
    const field = h("div", { class: "picker" }, voice.say(h("label", { for: number.id }), "bar_draw_number"), number);
    const other = h("details", {}, voice.say(h("summary"), "bar_draw_other"), count.root, field, hint, h("div", { class: "buttons" }, draw), refused);
    root.append(which, other);
  }

  reasons() {
    this.paged("reasons", ({ voice, button }, extract) => {
      const own = this.codesOf(extract);
      if (!own.length) return { content: [voice.say(h("p"), "bar_unsorted"), h("div", { class: "buttons" }, button("bar_sort_it", () => this.go("sort"), "quiet"))] };
      const you = { who: () => voice.phrase("bar_us"), said: () => this.named(voice, own) };
      const read = ({ codes }) => (codes.includes("basic_condition") ? voice.phrase(`bar_condition_${extract.condition}`) : this.named(voice, codes));
      const coders = this.coders(voice, extract, read, ({ reason }) => reason);
      const status = voice.say(h("p", { class: "consensus" }), `bar_status_${extract.status}`);
      const basic = extract.beside ? [voice.say(h("p"), `bar_has_${extract.condition}`)] : [];
      return { content: [this.beside(voice, [you, ...coders]), status, ...basic] };
    });
  }

  change() {
    const view = this.paged("change", ({ voice, button }, extract) => {
      const parts = this.spec.who.map((id) => ({ id, text: () => this.whoOf(voice, id) }));
      const said = h("p", { role: "status" });
      const others = h("div");
      const own = () => this.kept.who[extract.id];
      const { root, inputs, press } = this.keyed(view, "radio", parts, "bar_who", (id) => {
        this.keep({ who: { ...this.kept.who, [extract.id]: id } });
        voice.say(said, () => "");
        if (this.kept.seen[extract.id]) see();
      });
      choose(inputs, [own()]);
      const see = () => {
        const you = { who: () => voice.phrase("bar_us"), said: () => this.whoOf(voice, own()) };
        const coders = this.coders(voice, extract, ({ who }) => this.whoOf(voice, who));
        const status = voice.say(h("p", { class: "consensus" }), `bar_status_${extract.contested_who ? "contested" : "agreed"}`);
        voice.clear(others);
        others.append(this.beside(voice, [you, ...coders]), status);
        ask.hidden = true;
      };
      const ask = h("div", { class: "buttons" }, button("bar_show_coders", () => {
        if (!own()) return refuse(voice, said, inputs.values().next().value, "bar_choose_first");
        this.keep({ seen: { ...this.kept.seen, [extract.id]: true } });
        see();
        others.tabIndex = -1;
        others.focus();
      })); // prettier-ignore
      if (own() && this.kept.seen[extract.id]) see();
      return { content: [root, voice.say(h("p", { class: "hint" }), "bar_keys_change"), ask, said, others], press };
    });
  }

  // -- 4: the survey

  survey() {
    const view = this.frame("survey", "bar_step_survey");
    const { root, voice, button } = view;
    root.classList.add("survey");
    const said = h("p", { role: "status" });
    const box = h("div", { class: "drawing" });
    const ids = ["all", ...this.spec.barriers].map((id) => ({ id, text: () => voice.phrase(id === "all" ? "bar_survey_all" : `bar_${id}`) }));
    const splits = ["none", "size", "role"].map((id) => ({ id, text: () => voice.phrase(`bar_split_${id}`) }));
    const barrier = picker(view, "bar_survey_barrier", ids, (id) => (this.keep({ barrier: id }), ask()));
    const split = picker(view, "bar_survey_split", splits, (id) => (this.keep({ split: id }), ask()));
    const wanted = () => `${this.kept.barrier}.${this.kept.split}`;
    const draw = () => {
      // the kit's own HTML, escaped where it was made
      box.innerHTML = this.drawings[wanted()]?.[voice.lang] ?? "";
      box.querySelectorAll("details").forEach((one) => (one.open = false));
      const { width, height } = box.querySelector("svg")?.viewBox.baseVal ?? {};
      box.classList.toggle("whole", height < 1.2 * width); // a room sees it at once
    };
    const ask = async () => {
      const asked = wanted();
      if (!this.drawings[asked]) {
        box.replaceChildren();
        voice.say(said, "bar_survey_waiting");
        const late = () => wanted() === asked && voice.say(said, "bar_survey_lost");
        const { figure, problem } = await patiently(this.kernel.ask("survey", { barrier: this.kept.barrier, split: this.kept.split }), ACK_MS, late);
        if (problem) return voice.say(said, problem);
        this.drawings[asked] = figure;
      }
      if (wanted() !== asked) return;
      voice.say(said, () => "");
      draw();
    };
    window.addEventListener("lises-lang", draw, { signal: this.stop.signal });
    this.draws.survey = () => {
      barrier.select.value = this.kept.barrier;
      split.select.value = this.kept.split;
      ask();
    };
    const on = voice.say(button("bar_on", () => this.go("plan")), "bar_on", { step: this.spec.phrases.bar_step_plan });
    root.append(voice.prose("prompt", this.spec.phrases.bar_survey_ask), h("div", { class: "wishes" }, barrier.root, split.root), said, box, h("div", { class: "buttons" }, on));
  }

  // -- 5: the plan

  plan() {
    const { phrases, barriers, plan } = this.spec;
    const spec = { ...plan, phrases, barriers };
    const view = new ItemView(this.parts.plan, spec, browserStore(about(this.model, spec.id), spec));
    view.build();
    const { root, voice, button } = view;
    const said = h("p", { role: "status" });
    const brings = h("p", { class: "hint" });
    const count = () => voice.say(brings, "bar_plan_brings", { count: this.brought(view.form.read("barrier")).length });
    root.addEventListener("change", count);
    const print = button("bar_plan_print", () => this.put(view, said, (sheet) => this.print(view, sheet)));
    const save = button("bar_plan_save", () => this.put(view, said, (sheet) => this.download(view, said, sheet)));
    root.append(brings, h("div", { class: "buttons" }, print, save), said);
    view.start();
    this.stop.signal.addEventListener("abort", () => view.stop.abort());
    this.draws.plan = count;
    this.planView = view;
  }

  /** The extracts at hand that the group itself sorted under `barrier`. */
  brought(barrier) {
    return this.drawn.filter((extract) => this.codesOf(extract).includes(barrier)).slice(0, ON_THE_PAGE);
  }

  /** Does `deed` with the plan, once what looks like personal data is decided on. */
  async put(view, said, deed) {
    const { voice, form, spec } = view;
    const trouble = await unfit(view);
    if (spec.units.every((unit) => blank(form.read(unit)))) return voice.say(said, "bar_plan_nothing"), view.focusForm();
    if (trouble) return voice.say(said, trouble);
    voice.say(said, () => "");
    deed(this.sheet(view));
  }

  /** What stands on the page, as pairs of a heading and its paragraphs. */
  sheet({ voice, form, spec }) {
    const lines = (text) => text.trim().replace(/\s*\n\s*/g, "\n"); // blank lines would need another page
    const shown = (unit) => (unit !== "barrier" ? lines(form.read(unit)) : form.read(unit) && voice.phrase(`bar_${form.read(unit)}`));
    const rows = spec.units.filter((unit) => !blank(shown(unit))).map((unit) => [voice.phrase(`bar_plan_${unit}`), [shown(unit)]]);
    const extracts = this.brought(form.read("barrier")).map(({ text }) => voice.pick(text));
    return extracts.length ? [...rows, [voice.phrase("bar_plan_extracts"), extracts]] : rows;
  }

  /** One page, which stands alone while it is printed. */
  print({ voice }, rows) {
    const part = ([heading, texts]) => [h("h2", {}, heading), ...texts.map((text) => h("p", { class: "said" }, text))];
    const head = [h("h1", {}, voice.phrase("bar_plan_title")), h("p", {}, thisDay(voice))];
    const foot = h("p", { class: "foot" }, voice.phrase("bar_plan_foot"));
    printPage(voice, this.stop.signal, "bar-sheet", [...head, ...rows.flatMap(part), foot]);
  }

  download({ voice }, said, rows) {
    const parts = rows.map(([heading, texts]) => `${heading}\n${texts.join("\n\n")}`);
    const text = [voice.phrase("bar_plan_title"), thisDay(voice), ...parts, voice.phrase("bar_plan_foot")].join("\n\n");
    const href = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
    h("a", { href, download: "barrierer-plan.txt" }).click();
    setTimeout(() => URL.revokeObjectURL(href), START_MS);
    voice.say(said, "bar_plan_saved");
  }

  // -- what is in this browser

  mine() {
    const { root, voice, button } = this.frame("mine", "mine");
    const said = h("p", { role: "status" });
    this.sayTrouble = (trouble) => voice.say(said, () => (trouble ? voice.phrase("not_saved", { reason: this.spec.phrases[trouble] }) : ""));
    const items = [this.spec.plan, { id: "kept" }];
    const { assignment } = this.spec.plan;
    const forget = forgetButton(voice, button, { assignment, items }, () => {
      session.set(this.planView.draftKey, null); // a draft of this tab
      this.read();
      this.show();
    });
    root.append(voice.prose("prompt", this.spec.phrases.bar_mine_about), said, ...forget);
  }
}

VIEWS.barrierer = (host, spec, model) => {
  const barriers = new Barriers(host, spec, model);
  return () => barriers.stop.abort();
};
