// --- Lån et øre: its rules ------------------------------------------------------------------------
// Appended to apps.js: what is decided without a page. The app itself stands in laan.js.

/**
 * @typedef {{codes: Object<string, string>, unsure: string[]}} Reading codes by line, and the lines in doubt
 * @typedef {Reading & {id: string, when: string}} Finished a coding somebody was done with
 * @typedef {{talk: string, layer: string, units: string[], order: string[]}} Ground what two codings must share
 */

const SHARE = "LISES2"; // LISES1, which is still read, did not seal the name

// --- the share code: one line that survives a chat -----------------------------------------------

/** Five letters that change when anything of the code does (FNV-1a); no secret. */
function seal(text) {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return hash.toString(36).padStart(5, "0").slice(-5);
}

const sealed = ({ talk, layer, units }, ...rest) => seal([talk, layer, units.join(), ...rest].join(" "));

/** Letters, spaces and hyphens: nothing that could be a number or an address. */
export const callName = (text) => text.normalize("NFC").replace(/[^\p{L} -]/gu, "").normalize("NFC").replace(/\s+/g, " ").trim().slice(0, 20).trim();

/**
 * A reading as one line: `LISES2 conversation pattern seal marks name`. A mark is the code's number, or a
 * letter where the coder was unsure, or 0. No signs that a phone would put right.
 * @param {Ground} ground @param {Reading} reading
 */
export function toShare(ground, { codes, unsure }, name) {
  const mark = (unit) => {
    const at = ground.order.indexOf(codes[unit]) + 1;
    return at && unsure.includes(unit) ? "0abcdefgh"[at] : String(at);
  };
  const marks = ground.units.map(mark).join("");
  const called = callName(name);
  return [SHARE, ground.talk, ground.layer, sealed(ground, marks, called), marks, called].join(" ").trim();
}

/** The name that `stamp` was made for, among the words after the marks: what else was pasted is no part of it. */
function nameIn(ground, { version, stamp, marks, rest }) {
  if (version === "1") return stamp === sealed(ground, marks) ? callName(/^[^\r\n]*/.exec(rest)[0]) : null;
  const words = rest.split(/\s+/).filter(Boolean).slice(0, 20);
  const names = [...words.keys(), words.length].map((count) => callName(words.slice(0, count).join(" ")));
  return names.findLast((name) => stamp === sealed(ground, marks, name)) ?? null;
}

/**
 * The reading in a text that somebody pasted, or what is wrong with it.
 * @param {Ground} ground
 * @returns {{name: string, reading: Reading} | {wrong: "none" | "talk" | "layer" | "damaged", found?: string}}
 */
export function fromShare(ground, text) {
  const [, version, talk, layer, stamp, marks, rest] = /LISES([12])\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)(.*)/s.exec(text) ?? [];
  if (!talk) return { wrong: /LISES\d/.test(text) ? "damaged" : "none" };
  if (talk !== ground.talk) return { wrong: "talk", found: talk };
  if (layer !== ground.layer) return { wrong: "layer", found: layer };
  const name = nameIn(ground, { version, stamp, marks, rest });
  if (name === null || marks.length !== ground.units.length) return { wrong: "damaged" };
  const reading = { codes: {}, unsure: [] };
  ground.units.forEach((unit, at) => {
    const code = ground.order[Number(marks[at]) - 1] ?? ground.order["abcdefgh".indexOf(marks[at])];
    if (code) reading.codes[unit] = code;
    if (/[a-h]/.test(marks[at])) reading.unsure.push(unit);
  });
  return { name, reading };
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

/** The lines that a text names, as numbers. */
export const linesIn = (text) => [...linesNamed(text)].map(Number);

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
  const named = linesIn(text);
  const list = (lines) => lines.join(", ");
  const of = (lines) => (lines.length > 1 ? "s" : "");
  const there = named.filter((line) => spec.turns.includes(line));
  const gone = named.filter((line) => !spec.turns.includes(line));
  if (there.length) said.push(voice.phrase(`ear_line${of(there)}_found`, { lines: list(there) }));
  if (gone.length) said.push(voice.phrase(`ear_line${of(gone)}_unknown`, { lines: list(gone), first, last }));
  if (unit !== "question" && !named.length) said.push(voice.phrase("ear_lines_none"));
  const { da, en } = spec.phrases.verdict_words;
  const verdicts = verdictsIn(text, `${da}|${en}`);
  if (verdicts.length) said.push(voice.phrase("ear_verdict", { found: verdicts.join("”, ”") }));
  return said.join(" ");
}
