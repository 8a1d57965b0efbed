// --- Lån et øre: what is shown when one is done coding -------------------------------------------
// Appended to laan.js. Each function makes one part of the comparison; none of them counts who was right.

/** A line of the transcript as it stands there. */
function quoted(voice, talk, line, className = "turn") {
  const turn = talk.turns.find((one) => one.line === line);
  const no = h("span", { class: "no" }, voice.say(h("span", { class: "unseen" }), "line_word"), ` ${line}`);
  const role = () => voice.pick(talk.speakers[turn.speaker] ?? turn.speaker);
  const who = h("span", { class: "who" }, h("span", { "aria-hidden": "true" }, turn.speaker), voice.say(h("span", { class: "unseen" }), role));
  const english = voice.say(h("span", { class: "translation", lang: "en" }), () => (voice.lang === "en" ? turn.en ?? "" : ""));
  return h("div", { class: className }, no, who, h("span", { class: "talk", lang: "da" }, turn.da), english);
}

/**
 * One coded line: what was said, and side by side what each person made of it.
 * @param {{who: (() => string), code?: string, unsure?: boolean, note?: any, reason?: Text}[]} sides
 */
function codedLine(ear, voice, unit, sides, after = []) {
  const { window: span, codes } = ear.round.code;
  const line = Number(unit);
  const next = ear.talk.turns.filter((turn) => turn.line > line && "SV".includes(turn.speaker)).slice(0, span);
  const side = ({ who, code, unsure, note, reason }) => {
    const named = codes.find(({ id }) => id === code)?.text;
    const said = () => [named ? voice.pick(named) : voice.phrase("not_coded"), ...(unsure ? [voice.phrase("unsure")] : [])].join(" · ");
    const why = reason ? [voice.say(h("p"), reason)] : blank(note) ? [] : [h("p", {}, note)];
    return h("div", {}, voice.say(h("dt"), who), h("dd", {}, voice.say(h("b"), said), ...why));
  };
  const lines = [quoted(voice, ear.talk, line), ...next.map((turn) => quoted(voice, ear.talk, turn.line, "turn window"))];
  return h("li", {}, ...lines, h("dl", { class: "sides" }, ...sides.map(side)), ...after);
}

/** Differences first; what is read alike, and what not all have coded, folded away. */
function sorted(ear, voice, sum, readings, row, loneKey = "ear_alone") {
  const { units } = ear.round.code;
  const { apart, alike, alone } = sortOut(units, readings);
  const facts = { shared: apart.length + alike.length, apart: apart.length };
  const list = (lines) => h("ul", { class: "coded-lines" }, ...lines.map(row));
  const folded = (key, lines) => (lines.length ? [h("details", {}, voice.say(h("summary"), key, { count: lines.length }), list(lines))] : []);
  const shown = apart.length ? [list(apart)] : [];
  return [voice.say(h("p"), sum, facts), ...shown, ...folded("ear_alike", alike), ...folded(loneKey, alone)];
}

/** Agreement in numbers, folded away and asked for when it is opened. @param {{a: Function, b: Function, codes: string[][]}[]} pairs */
function inNumbers(ear, voice, pairs) {
  const box = h("div");
  const said = h("p", { role: "status" });
  const root = h("details", { class: "numbers" }, voice.say(h("summary"), "ear_numbers"), said, box);
  const ask = async () => {
    voice.clear(box);
    voice.say(said, "ear_numbers_waiting");
    const asked = Promise.all(pairs.map(({ codes }) => ear.kernel.ask("agreement", { codes })));
    const replies = await patiently(asked, ACK_MS, () => voice.say(said, "ear_numbers_lost"));
    voice.say(said, () => "");
    voice.clear(box);
    box.append(...replies.flatMap((reply, at) => figures(ear, voice, pairs[at], reply)));
  };
  root.addEventListener("toggle", () => root.open && ask());
  return root;
}

function figures(ear, voice, { a, b, codes }, { measures, confusion, problem }) {
  if (problem) return [voice.say(h("p"), problem)];
  const shown = (name, value) => (name === "percent_agreement" ? voice.phrase("ear_percent", { share: Math.round(100 * value) }) : voice.number(value).replace("-", "−"));
  const range = ({ name, low, high }) => (low === null ? "–" : voice.phrase("ear_range", { low: shown(name, low), high: shown(name, high) }));
  const row = (measure) => {
    const { name, value } = measure;
    return [() => voice.phrase(`ear_${name}`), () => (value === null ? voice.phrase("ear_undefined") : shown(name, value)), () => range(measure)];
  };
  const made = (className, caption, columns, rows) => {
    const cell = (tag, text, scope) => voice.say(h(tag, { scope }), text);
    const head = h("tr", {}, ...columns.map((text) => cell("th", text, "col")));
    const body = rows.map(([first, ...rest]) => h("tr", {}, cell("th", first, "row"), ...rest.map((text) => cell("td", text))));
    const id = unique(); // the caption stays in sight where the table is wider than a phone
    const table = h("table", { class: className, "aria-labelledby": id }, h("thead", {}, head), h("tbody", {}, ...body));
    return [voice.say(h("p", { id, class: "caption" }), caption), h("div", { class: "wide", tabindex: "0", role: "group", "aria-labelledby": id }, table)];
  };
  const pair = () => voice.phrase("ear_numbers_pair", { a: a(), b: b() });
  const numbers = made("measures", pair, ["ear_measure", "ear_value", "ear_interval"], measures.map(row));
  const whys = [...new Map(measures.filter(({ why }) => why).map(({ why }) => [why.da, why])).values()];
  const partly = measures.filter(({ low, undefined: gone }) => low !== null && gone > 0); // an interval of some samples only
  const drawn = partly.map(({ name, samples, undefined: gone }) => {
    const facts = { measure: () => voice.phrase(`ear_${name}`), known: samples - gone, samples };
    return voice.say(h("p", { class: "hint samples" }), "ear_numbers_samples", facts);
  });
  const used = ear.round.code.codes.filter(({ id }) => confusion.codes.includes(id));
  const at = ({ id }) => confusion.codes.indexOf(id);
  const counts = used.map((code) => [code.text, ...used.map((other) => () => String(confusion.counts[at(code)][at(other)]))]);
  const caption = () => voice.phrase("ear_confusion", { a: a(), b: b() });
  const matrix = used.length ? made("matrix", caption, ["ear_code_column", ...used.map(({ text }) => text)], counts) : [];
  const about = voice.say(h("p", { class: "hint" }), "ear_numbers_about", { units: codes.length });
  return [...numbers, ...whys.map((why) => voice.say(h("p"), why)), about, ...drawn, ...matrix];
}

/** The codes that two people gave the same lines. */
const sharedCodes = (units, one, other) => units.filter((unit) => one[unit] && other[unit]).map((unit) => [one[unit], other[unit]]);

const noteOf = (ear, unit) => ear.views.get(ear.round.code.id).view.form.read(`${unit}.note`);
const mine = (ear, who) => (unit) => {
  const { codes, unsure } = ear.finished.at(-1);
  return { who, code: codes[unit], unsure: unsure.includes(unit), note: noteOf(ear, unit) };
};
const section = (voice, title, ...content) => h("section", {}, voice.say(h("h4"), title), ...content);

// --- with colleagues -----------------------------------------------------------------------------

function withColleagues(ear, view) {
  const { voice, button, uid } = view;
  const now = ear.finished.at(-1);
  const said = h("p", { role: "status" });
  const code = h("textarea", { id: `${uid}-share`, readonly: true, rows: 3, spellcheck: "false", onfocus: () => code.select() });
  const file = voice.say(h("a", { href: "#" }), "ear_file");
  const name = h("input", { id: `${uid}-name`, type: "text", maxlength: "20", autocomplete: "nickname" });
  const write = () => {
    const called = callName(name.value);
    ear.keep({ name: called });
    code.value = toShare(ear.ground, now, called);
    URL.revokeObjectURL(file.href);
    const { da, en } = ear.spec.phrases.ear_file_text;
    file.href = URL.createObjectURL(new Blob([`${da}\n${en}\n\n${code.value}\n`], { type: "text/plain" }));
    file.download = `${["laan-et-oere", ear.kept.talk, ear.kept.layer, called.replace(/\s+/g, "-")].filter(Boolean).join("_")}.txt`;
  };
  name.value = ear.kept.name;
  name.addEventListener("input", write);
  const copy = button("ear_copy", async () => {
    try {
      await navigator.clipboard.writeText(code.value);
      voice.say(said, "ear_copied");
    } catch {
      code.select(); // no clipboard without a secure connection
      voice.say(said, document.execCommand("copy") ? "ear_copied" : "ear_copy_self");
    }
  });
  const label = (key, field) => voice.say(h("label", { for: field.id }), key);
  const hint = voice.say(h("p", { class: "hint", id: `${uid}-share-hint` }), "ear_share_hint");
  code.setAttribute("aria-describedby", hint.id);
  const give = h("div", { class: "text-field" }, label("ear_name", name), name, label("ear_share", code), code, hint, h("div", { class: "buttons" }, copy, file), said);

  const answer = h("p", { role: "status" });
  const pasted = h("textarea", { id: `${uid}-paste`, rows: 3, spellcheck: "false", autocomplete: "off" });
  const people = h("div");
  const take = button("ear_paste_do", () => {
    const found = fromShare(ear.ground, pasted.value);
    if (found.wrong) return turnDown(found);
    const unnamed = toShare(ear.ground, found.reading, "");
    if (unnamed === toShare(ear.ground, now, "") && found.name === ear.kept.name) return refuse(voice, answer, pasted, "ear_share_own");
    voice.say(answer, () => "");
    pasted.value = "";
    const others = (ear.kept.colleagues[ear.id] ?? []).filter((other) => other.name !== found.name);
    ear.keep({ colleagues: { ...ear.kept.colleagues, [ear.id]: [{ name: found.name, ...found.reading }, ...others] } });
    show();
    people.querySelector("h5").focus();
  });
  function turnDown({ wrong, found }) {
    const facts = wrong === "talk" ? { talk: ear.talkOf(found)?.theme ?? found } : { pattern: ear.patternOf(found)?.name ?? found };
    refuse(voice, answer, pasted, `ear_share_${wrong}`, facts);
  }
  function show() {
    voice.clear(people);
    for (const person of ear.kept.colleagues[ear.id] ?? []) people.append(colleague(ear, view, now, person, (gone) => (show(), voice.say(answer, "ear_removed", { name: gone }), pasted.focus())));
  }
  const takeIn = h("div", { class: "text-field" }, label("ear_paste", pasted), pasted, h("div", { class: "buttons" }, take), answer);
  write();
  show();
  return section(voice, "ear_colleagues", give, takeIn, people);
}

function colleague(ear, view, now, { name, codes, unsure }, removed) {
  const { voice } = view;
  const shown = name || ear.spec.phrases.ear_nameless;
  const [you, they] = [() => voice.phrase("ear_you"), () => voice.pick(shown)];
  const heading = voice.say(h("h5", { tabindex: "-1" }), "ear_pair", { name: shown });
  const own = mine(ear, you);
  const row = (unit) => codedLine(ear, voice, unit, [own(unit), { who: they, code: codes[unit], unsure: unsure.includes(unit) }]);
  const remove = voice.say(h("button", { type: "button", class: "quiet", onclick: forget }), "ear_remove", { name: shown });
  function forget() {
    const others = ear.kept.colleagues[ear.id].filter((other) => other.name !== name);
    ear.keep({ colleagues: { ...ear.kept.colleagues, [ear.id]: others } });
    removed(shown);
  }
  const pair = { a: you, b: they, codes: sharedCodes(ear.round.code.units, now.codes, codes) };
  return h("section", {}, heading, ...sorted(ear, voice, "ear_sum", [now.codes, codes], row), inNumbers(ear, voice, [pair]), h("div", { class: "buttons tools" }, remove));
}

// --- with the coders, with oneself, and with the guess -------------------------------------------

function withCoders(ear, view) {
  const { voice } = view;
  const { coders, consensus, code } = ear.round;
  const now = ear.finished.at(-1);
  const you = () => voice.phrase("ear_you");
  const called = (coder) => () => voice.phrase("ear_coder", { coder });
  const names = Object.keys(coders).sort();
  const codesOf = (coder) => Object.fromEntries(Object.entries(coders[coder]).map(([unit, reading]) => [unit, reading.code]));
  const own = mine(ear, you);
  const row = (unit) => {
    const { status, reason } = consensus[unit];
    const told = names.some((coder) => same(coders[coder][unit]?.reason, reason)); // stands beside that coder already
    const after = h("p", { class: "consensus" }, voice.say(h("b"), `ear_status_${status}`), ...(reason && !told ? [" ", voice.say(h("span"), reason)] : []));
    return codedLine(ear, voice, unit, [own(unit), ...names.map((coder) => ({ who: called(coder), ...coders[coder][unit] }))], [after]);
  };
  const readings = [now.codes, ...names.map(codesOf)];
  const unheard = Object.fromEntries(code.units.map((unit) => [unit, "–"])); // that a coder passed a line over is a reading too
  const compared = [now.codes, ...names.map((coder) => ({ ...unheard, ...codesOf(coder) }))];
  const who = [you, ...names.map(called)];
  const pairs = who.flatMap((a, at) => who.slice(at + 1).map((b, next) => ({ a, b, codes: sharedCodes(code.units, readings[at], readings[at + 1 + next]) })));
  const about = voice.say(h("p"), "ear_coders_who");
  return section(voice, "ear_coders", about, ...sorted(ear, voice, "ear_sum_coders", compared, row, "ear_uncoded"), inNumbers(ear, voice, pairs));
}

function withOneself(ear, view) {
  const { voice } = view;
  const [last, now] = ear.finished.slice(-2);
  if (!now) return section(voice, "ear_last", voice.say(h("p"), "ear_last_none"));
  const [today, then] = [() => voice.phrase("ear_now"), () => voice.phrase("ear_then")];
  const own = mine(ear, today);
  const row = (unit) => codedLine(ear, voice, unit, [own(unit), { who: then, code: last.codes[unit], unsure: last.unsure.includes(unit) }]);
  const when = voice.say(h("p"), "ear_last_when", { when: () => voice.when(last.when) });
  const pair = { a: today, b: then, codes: sharedCodes(ear.round.code.units, now.codes, last.codes) };
  return section(voice, "ear_last", when, ...sorted(ear, voice, "ear_sum_last", [now.codes, last.codes], row), inNumbers(ear, voice, [pair]));
}

function withTheGuess(ear, view) {
  const { voice } = view;
  const guess = ear.guessPart().form.read("value");
  const share = percentOf(guess);
  const line = (key, facts) => h("li", {}, voice.say(h("span"), key, facts));
  const number = () => voice.number(share);
  const lines = [share === null ? line("ear_work_guess_words", { guess }) : line("ear_work_guess", { share: number })];
  if (ear.kept.layer === "work_perspective") lines.push(line("ear_work_mine", towardsWork(ear.finished.at(-1).codes)));
  else lines.push(line("ear_work_mine_none"));
  for (const [coder, readings] of Object.entries(ear.talk.rounds.work_perspective.coders)) {
    const codes = Object.fromEntries(Object.entries(readings).map(([unit, { code }]) => [unit, code]));
    lines.push(line("ear_work_coder", { coder, ...towardsWork(codes) }));
  }
  return section(voice, "ear_work", h("ul", { class: "rows" }, ...lines), voice.say(h("p", { class: "hint" }), "ear_work_note"));
}
