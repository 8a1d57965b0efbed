// --- conversations: a transcript, coding its lines, stopping to predict --------------------------

/**
 * @typedef {{line: number, speaker: string, da: string, en: ?string, indent: number, cues: number[][]}} Turn
 * @typedef {{theme: Text, context: ?Text, warning: ?Text, speakers: Object<string, Text>, turns: Turn[], legend: Text[][]}} Talk
 */

/** Text of a line with its cues of hesitation marked. */
function withCues({ da, cues }, marked) {
  if (!marked) return [da];
  const parts = [];
  let at = 0;
  for (const [start, end] of cues) {
    if (start < at) continue;
    parts.push(da.slice(at, start), h("mark", {}, da.slice(start, end)));
    at = end;
  }
  return [...parts, da.slice(at)];
}

/**
 * A transcript as a list, with its own line numbers, and the buttons that change how it is shown.
 * @param {{voice: Voice, button: Function}} view @param {Talk} talk
 */
function transcript(view, talk, { cues = false } = {}) {
  const { voice } = view;
  const state = { cues, english: null }; // english: null until the reader chooses
  const roleOf = ({ speaker }) => voice.pick(talk.speakers[speaker] ?? speaker);
  const rows = new Map(talk.turns.map((turn) => [turn.line, row(turn)]));

  function row(turn) {
    const letter = h("span", { "aria-hidden": "true" }, turn.speaker); // for the eye; whoever listens hears the role
    const who = h("span", { class: "who" }, letter, voice.say(h("span", { class: "unseen" }), () => roleOf(turn)));
    const no = h("span", { class: "no" }, voice.say(h("span", { class: "unseen" }), "line_word"), ` ${turn.line}`);
    const said = h("span", { class: "talk", lang: "da" }, ...withCues(turn, state.cues));
    if (turn.indent) said.style.setProperty("--indent", turn.indent);
    const english = h("span", { class: "translation", lang: "en" }, turn.en ?? "");
    const slot = h("div", { class: "slot" });
    const root = h("li", { class: turn.speaker === "–" ? "turn remark" : "turn", value: turn.line }, no, who, said, english, slot);
    return { turn, root, said, english, slot, letter };
  }

  const inEnglish = () => state.english ?? voice.lang === "en";
  /** A line as it is heard: who says it, the Danish, and the English where it is shown. */
  const spoken = (turn) => {
    const english = inEnglish() && turn.en ? [" ", h("span", { lang: "en" }, turn.en)] : [];
    return [`${roleOf(turn)}: `, h("span", { lang: "da" }, turn.da), ...english];
  };
  const show = () => {
    for (const { turn, said, english, letter } of rows.values()) {
      letter.title = roleOf(turn);
      said.replaceChildren(...withCues(turn, state.cues));
      english.hidden = !inEnglish() || !turn.en;
    }
    translate.setAttribute("aria-pressed", String(inEnglish()));
    mark.setAttribute("aria-pressed", String(state.cues));
  };
  const translate = view.button("show_english", () => ((state.english = !inEnglish()), show()), "quiet");
  const mark = view.button("show_cues", () => ((state.cues = !state.cues), show()), "quiet");
  window.addEventListener("lises-lang", () => setTimeout(show), { signal: view.stop?.signal });

  const list = talk.legend.map(([sign, meaning]) => [voice.say(h("dt"), sign), voice.say(h("dd"), meaning)]);
  const legend = h("details", { class: "legend" }, voice.say(h("summary"), "legend"), h("dl", {}, ...list.flat()));
  const root = h("div", { class: "conversation" });
  if (talk.context) root.append(voice.prose("context", talk.context));
  if (talk.warning) root.append(voice.prose("context", talk.warning));
  root.append(h("div", { class: "buttons tools" }, translate, mark), legend);
  root.append(h("ol", { class: "turns" }, ...[...rows.values()].map(({ root: line }) => line)));
  show();
  return { root, rows, spoken };
}

/** The lines that a text names: `linje 14`, `l. 3–5`, `lines 2 and 9`. */
function linesNamed(text) {
  const named = /(?<!\p{L})(?:linjerne|linjer|linje|lines|line|ll\.|l\.)\s*(\d+(?:\s*(?:[–,-]|og|and|til|to)\s*\d+)*)/giu;
  return new Set([...text.matchAll(named)].flatMap(([, numbers]) => numbers.match(/\d+/g)));
}

/** What can be said of a text's form: how many lines it names, and words that sound like a verdict or advice. */
function formOfText({ spec, voice }, text) {
  const said = [];
  if (spec.line_refs) said.push(voice.phrase("lines_named", { count: linesNamed(text).size, min: spec.line_refs }));
  const { da, en } = spec.phrases.verdict_words;
  const verdicts = new RegExp(`(?<!\\p{L})(?:${da}|${en})(?!\\p{L})`, "giu");
  const found = spec.no_verdicts ? [...new Set(text.match(verdicts)?.map((word) => word.toLowerCase()))] : [];
  if (found.length) said.push(voice.phrase("verdict_seen", { found: found.join("”, ”") }));
  return said.join(" ");
}

/** Brings `element` to the upper part of what is seen (see its scroll margin), without a journey. */
const bring = (element) => element.scrollIntoView({ block: "start", behavior: "instant" });

/** Brings `element` there, or higher up where `end`, which stands below it, would be out of sight or under `bar`. */
function bringBoth(element, end, bar) {
  bring(element);
  const sticks = bar && getComputedStyle(bar).position === "sticky";
  const low = Math.min(innerHeight, sticks ? bar.getBoundingClientRect().top : innerHeight);
  const over = end.getBoundingClientRect().bottom + 8 - low;
  if (over <= 0) return;
  const margin = parseFloat(getComputedStyle(element).scrollMarginTop); // whatever scrolls, also in JupyterLab
  element.style.scrollMarginTop = `${Math.max(margin - over, 4)}px`;
  bring(element);
  element.style.scrollMarginTop = "";
}

// --- coding lines --------------------------------------------------------------------------------

KINDS.code_turns = (view) => {
  const { spec, voice, uid } = view;
  const { root: talk, rows } = transcript(view, spec.conversation, { cues: spec.layer === "work_perspective" });
  const values = new Map(spec.saved.map((unit) => [unit, null]));
  const doubts = (unit) => `${unit}.unsure`;
  const noteOf = (unit) => `${unit}.note`;
  if (spec.multiple) talk.classList.add("several"); // several codes need the room below their line
  const done = []; // what can be taken back: [unit, value before]
  let current = null;

  const alone = new Set(spec.codes.filter((code) => code.alone).map(({ id }) => id));
  const apart = (one, other) => alone.has(one) || alone.has(other); // whether two codes exclude each other
  const names = (value) => spec.codes.filter(({ id }) => [value].flat().includes(id)).map(({ text }) => voice.pick(text));
  const label = (unit, noted = () => voice.phrase("has_note")) => {
    const parts = [names(values.get(unit)).join(", ") || voice.phrase("not_coded")];
    if (values.get(doubts(unit))) parts.push(voice.phrase("unsure"));
    if (!blank(values.get(noteOf(unit)))) parts.push(noted());
    return parts.join(" · ");
  };
  const inFull = (unit) => label(unit, () => typed(values.get(noteOf(unit))).trim());

  // one button a line to code: says the code, and takes the reader there; on paper its words, with the note
  const marks = new Map(spec.units.map((unit) => [unit, mark(unit)]));
  function mark(unit) {
    const text = voice.say(h("span"), () => label(unit));
    const where = voice.say(h("span", { class: "unseen" }), "line_no", { line: unit });
    const button = h("button", { type: "button", class: "coded", onclick: () => go(unit, true) }, where, " ", text);
    const print = voice.say(h("p", { class: "print-only" }), () => inFull(unit));
    rows.get(Number(unit)).slot.append(button, print);
    return { button, text, print };
  }

  // the one panel, which stands below the line at hand (or below the turns that count for it)
  const legend = voice.say(h("legend", { id: `${uid}-legend` }), () => (current === null ? "" : heading()));
  const heading = () => {
    const asked = `${voice.phrase("line_no", { line: current })} ${voice.pick(spec.question)}`;
    const about = spec.window ? windowOf(current).map(({ line }) => line) : [];
    const key = about.length > 1 ? "window_lines" : "window_line";
    return about.length ? `${asked} ${voice.phrase(key, { lines: about.join(", ") })}` : asked;
  };
  const keyed = (key, text) => [h("kbd", { "aria-hidden": "true" }, key), " ", text];
  const buttons = spec.codes.map(({ id, text }, at) => {
    const keys = keyed(String(at + 1), voice.say(h("span"), text));
    return [id, h("button", { type: "button", class: "code", "aria-keyshortcuts": String(at + 1), onclick: () => give(id) }, ...keys)];
  });
  const small = (key, letter, act, name = letter) =>
    h("button", { type: "button", class: "quiet", "aria-keyshortcuts": name, onclick: act }, ...keyed(letter, voice.say(h("span"), key)));
  const doubt = small("mark_unsure", "U", () => put(doubts(current), !values.get(doubts(current))));
  const undo = small("undo", "Z", takeBack);
  const back = small("line_before", "↑", () => step(-1), "ArrowUp");
  const next = small("line_next", "↓", () => step(1), "ArrowDown");
  const note = h("input", { id: `${uid}-note`, type: "text", maxlength: "500", autocomplete: "off" });
  note.addEventListener("input", () => (values.set(noteOf(current), note.value), view.changed(noteOf(current), TYPING_MS), relabel(current)));
  const noteLabel = voice.say(h("label", { for: note.id }), "note");
  const said = h("p", { class: "unseen", role: "status" });
  const keys = voice.say(h("p", { class: "hint" }), spec.multiple ? "keys_several" : "keys_one", { count: spec.codes.length });
  const codeRow = h("div", { class: "codes" }, ...buttons.map(([, button]) => button));
  const panel = h("fieldset", { class: "coder", onkeydown: pressed }, legend,
    codeRow,
    h("div", { class: "buttons" }, doubt, undo, back, next),
    h("div", { class: "note-field" }, noteLabel, note), keys, said); // prettier-ignore

  function windowOf(unit) {
    const after = spec.conversation.turns.filter(({ line, speaker }) => line > Number(unit) && "SV".includes(speaker));
    return after.slice(0, spec.window);
  }

  /** Makes `unit` the line at hand; `move` where the reader asked for it. */
  function go(unit, move = false) {
    const focused = panel.contains(document.activeElement) ? document.activeElement : buttons[0][1];
    for (const { root } of rows.values()) root.classList.remove("current", "window");
    current = unit;
    const [row, followers] = [rows.get(Number(unit)), windowOf(unit).map(({ line }) => rows.get(line))];
    row.root.classList.add("current");
    followers.forEach(({ root }) => root.classList.add("window"));
    (followers.at(-1) ?? row).root.append(panel);
    note.value = typed(values.get(noteOf(unit)));
    voice.say(legend, heading);
    press();
    if (!move) return;
    bringBoth(row.root, codeRow, view.line);
    const keeps = focused !== note && !focused.disabled; // at either end the button one stands on has nothing more to do
    (keeps ? focused : buttons[0][1]).focus({ preventScroll: true });
  }

  function press() {
    const value = [values.get(current)].flat();
    for (const [id, button] of buttons) button.setAttribute("aria-pressed", String(value.includes(id)));
    doubt.setAttribute("aria-pressed", String(values.get(doubts(current)) === true));
    undo.toggleAttribute("disabled", !done.length);
    back.toggleAttribute("disabled", current === spec.units[0]);
    next.toggleAttribute("disabled", current === spec.units.at(-1));
  }

  const relabel = (unit) => {
    const key = unit.split(".")[0];
    voice.say(marks.get(key).text, () => label(key));
    voice.say(marks.get(key).print, () => inFull(key));
    marks.get(key).button.dataset.coded = String(names(values.get(key)).length > 0);
  };

  function put(unit, value) {
    done.push([unit, values.get(unit)]);
    values.set(unit, value);
    relabel(unit);
    press();
    view.changed(unit);
  }

  function give(id) {
    const unit = current;
    const had = [values.get(unit) ?? []].flat();
    if (spec.multiple) {
      const now = had.includes(id) ? had.filter((other) => other !== id) : [...had.filter((other) => !apart(other, id)), id];
      const ousted = had.some((other) => other !== id && !now.includes(other));
      hear(said, ousted ? `${voice.phrase("line_no", { line: unit })} ${names(now).join(", ")}` : "");
      return put(unit, spec.codes.map((code) => code.id).filter((code) => now.includes(code)));
    }
    put(unit, id);
    hear(said, `${voice.phrase("line_no", { line: unit })} ${label(unit)}`);
    const left = spec.units.filter((other) => !names(values.get(other)).length);
    const then = left.find((other) => Number(other) > Number(unit)) ?? left[0];
    if (then) go(then, true);
    else hear(said, voice.phrase("all_coded"));
  }

  function takeBack() {
    const [unit, value] = done.pop() ?? [];
    if (unit === undefined) return;
    values.set(unit, value);
    relabel(unit);
    view.changed(unit);
    go(unit.split(".")[0], true);
  }

  function step(by) {
    const unit = spec.units[spec.units.indexOf(current) + by];
    if (unit) go(unit, true);
  }

  function pressed(event) {
    if (event.target === note || event.ctrlKey || event.metaKey || event.altKey) return;
    const deeds = { u: () => doubt.click(), z: takeBack, Backspace: takeBack, n: () => note.focus(), ArrowUp: () => step(-1), ArrowDown: () => step(1) };
    const code = spec.codes[Number(event.key) - 1];
    const deed = code ? () => give(code.id) : deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  const codes = spec.codes.map(({ text, about: what }) => [voice.say(h("dt"), text), voice.say(h("dd"), what)]);
  const help = h("details", {}, voice.say(h("summary"), "codes_mean"), h("dl", {}, ...codes.flat()));
  go(spec.units[0]);
  return {
    root: h("div", { class: "coding" }, help, talk),
    read: (unit) => values.get(unit) ?? null,
    write(unit, value) {
      values.set(unit, unit.endsWith(".note") ? typed(value) : value);
      relabel(unit);
      if (unit === noteOf(current)) note.value = typed(value);
      press();
    },
    begin() {
      const open = spec.units.find((unit) => !names(values.get(unit)).length);
      if (open) go(open); // coding goes on where it stopped
    },
  };
};

// --- stop and predict ----------------------------------------------------------------------------

/** Shows lines one by one; calls `end` when the last is there. Space, arrow and a clicker's keys step too. */
function stepper(view, { rows, spoken }, end, shown = 1) {
  const { voice } = view;
  const lines = [...rows.values()];
  let count = 0;
  const said = h("p", { class: "unseen", role: "status" });
  const reveal = (to, tell = true) => {
    count = Math.min(Math.max(to, 1), lines.length);
    lines.forEach(({ root }, at) => root.toggleAttribute("hidden", at >= count));
    const over = count === lines.length;
    box.hidden = over;
    const { turn } = lines[count - 1];
    if (tell) hear(said, `${voice.phrase("line_no", { line: turn.line })} `, ...spoken(turn));
    if (tell && !over) lines[count - 1].root.scrollIntoView({ block: "nearest", behavior: "instant" });
    if (over) end(tell);
  };
  const next = view.button("next_line", () => reveal(count + 1));
  const all = view.button("to_the_stop", () => reveal(lines.length), "quiet");
  const box = h("div", { class: "buttons", onkeydown: (event) => {
    if (!["ArrowDown", "ArrowRight", "PageDown"].includes(event.key)) return;
    event.preventDefault();
    reveal(count + 1);
  } }, next, all); // prettier-ignore
  reveal(shown, false);
  return { root: h("div", {}, box, said), reveal, lines };
}

/** The continuations with what each makes relevant next and what it may cost. */
function consequences(voice, options, chosen) {
  const list = options.map((option) => {
    const line = (key, text) => h("p", {}, voice.say(h("b"), key), " ", voice.say(h("span"), text));
    const mine = option.id === chosen ? [" ", voice.say(h("span", { class: "soft" }), "you_chose")] : [];
    const head = h("p", { class: "talk" }, voice.say(h("span"), option.text), ...mine);
    return h("li", {}, head, line("makes_relevant", option.makes_relevant), line("possible_cost", option.possible_cost));
  });
  return h("ol", { class: "continuations" }, ...list);
}

KINDS.predict = (view) => {
  const { spec, voice, uid } = view;
  const { root: talk, rows, spoken } = transcript(view, spec.conversation);
  const state = { options: false, outcome: false, asked: false }; // asked: wanted to see it before all was there
  const enough = Math.max(spec.min_words ?? 0, 1);
  const area = (unit, rowCount, describe) => {
    const field = h("textarea", { id: `${uid}-${unit}`, rows: rowCount, "aria-describedby": describe?.id });
    field.addEventListener("input", () => (tally(), view.changed(unit, TYPING_MS)));
    field.addEventListener("change", () => view.save());
    return field;
  };
  const count = h("p", { class: "hint", id: `${uid}-count` });
  const own = area("own", 3);
  const why = area("why", 6, count);
  const [ownPrint, whyPrint] = [own, why].map(() => h("div", { class: "print-only" }));
  const legend = voice.say(h("legend"), "predict_options");
  const { root: choice, inputs } = ticks(view, "radio", spec.options, legend, () => (show(), view.changed("choice")));
  const said = h("p", { role: "status" });
  const open = view.button("predict_open", () => {
    if (blank(own.value)) return refuse(voice, said, own, "predict_own_first");
    state.options = true;
    show();
    (choice.querySelector("input:checked") ?? choice.querySelector("input")).focus();
  });
  const outcome = h("div", { class: "result" });
  const see = view.button("predict_see", () => {
    state.outcome ||= complete();
    state.asked = !state.outcome;
    show();
    if (state.outcome) outcome.querySelector("h4").focus();
  });
  const first = h("div", { class: "text-field" }, voice.say(h("label", { for: own.id }), "predict_own"), own, ownPrint, h("div", { class: "buttons" }, open));
  const second = h("div", {}, choice, h("div", { class: "text-field" }, criteria(voice, spec.criteria), voice.say(h("label", { for: why.id }), "predict_why"), why, whyPrint, count), h("div", { class: "buttons" }, see));
  const steps = h("div", { class: "predict" }, first, second, said, outcome);

  const written = () => words(why.value) >= enough;
  const complete = () => chosen(inputs).length > 0 && written();

  /** What is still to be done before it is shown what each option opens up, in words. */
  function missing() {
    const parts = chosen(inputs).length ? [] : [voice.phrase("predict_choose")];
    if (!written()) parts.push(voice.phrase(enough > 1 ? "predict_words" : "predict_words_any", { min: enough }));
    return [...parts, voice.phrase("predict_then")].join(" ");
  }

  const tally = () => {
    voice.say(count, spec.min_words ? "words_min" : "words", { count: words(why.value), min: spec.min_words });
    state.asked &&= !complete();
    voice.say(said, () => (state.asked ? missing() : ""));
    ownPrint.textContent = own.value;
    whyPrint.textContent = why.value;
  };
  const show = () => {
    second.hidden = !state.options;
    own.readOnly = state.options; // one's own guess stands as it was
    open.hidden = state.options;
    tally();
    voice.clear(outcome);
    if (state.outcome) outcome.append(voice.say(h("h4", { tabindex: "-1" }), "predict_outcome"), voice.say(h("p"), "predict_none_right"), consequences(voice, spec.options, chosen(inputs)[0]));
    outcome.hidden = !state.outcome;
  };
  const walk = stepper(view, { rows, spoken }, (asked) => {
    steps.hidden = false;
    if (asked) own.focus({ preventScroll: true });
  });
  steps.hidden = rows.size > 1;
  show();
  const fields = { own, why };
  return {
    root: h("div", {}, talk, walk.root, steps),
    read: (unit) => (unit === "choice" ? chosen(inputs)[0] ?? null : fields[unit].value),
    write(unit, value) {
      if (unit === "choice") choose(inputs, [value]);
      else fields[unit].value = typed(value);
      if (!blank(value)) walk.reveal(rows.size, false);
      if (unit !== "own" && !blank(value)) state.options = !blank(own.value) || state.options;
      if (unit === "own" && (chosen(inputs).length || !blank(why.value))) state.options = true;
      if (unit === "own" && blank(value)) state.options = state.outcome = state.asked = false;
      if (complete() && state.options) state.outcome = true;
      show();
    },
  };
};
