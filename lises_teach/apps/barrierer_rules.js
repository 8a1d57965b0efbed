// --- Barrierer: its rules -------------------------------------------------------------------------
// What is decided without a page. The app itself stands in barrierer.js.

/**
 * @typedef {{codes: string[], who: string, reason: ?Text}} CoderReading
 * @typedef {{id: string, text: Text, coders: {A: CoderReading, B: CoderReading}, status: string,
 *   condition: ?string, beside: boolean, contested_who: boolean}} Extract `beside`: the condition stands beside a barrier
 */

const AT_MOST = 2; // an extract shows one barrier, some two
const OF_A_KIND = 2;

/** The same order for the same number, on every screen (mulberry32). */
function shuffled(list, number) {
  let state = number;
  const chance = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return list.map((one) => [chance(), one]).sort(([a], [b]) => a - b).map(([, one]) => one);
}

/**
 * The extracts of draw `number`: at most two of a kind, and one at least that is a basic condition or no
 * barrier at all, so that these are a choice too.
 * @param {Extract[]} extracts
 */
export function drawnExtracts(extracts, number, count) {
  const met = {};
  const kind = ({ coders }) => coders.A.codes.join("+");
  const mixed = shuffled(extracts, number);
  const drawn = mixed.filter((one) => (met[kind(one)] = (met[kind(one)] ?? 0) + 1) <= OF_A_KIND).slice(0, count);
  const other = ({ coders, condition }) => condition !== null || coders.A.codes.includes("none");
  const missing = drawn.some(other) ? undefined : mixed.find(other);
  if (missing) drawn[number % drawn.length] = missing;
  return drawn;
}

/**
 * The codes after a tick at `id` was set or taken away; null where there would be too many.
 * @param {string[]} categories in their order @param {string[]} codes
 */
export function tickedCodes(categories, codes, id) {
  if (codes.includes(id)) return codes.filter((code) => code !== id);
  if (id === "none") return [id];
  const others = codes.filter((code) => code !== "none");
  if (others.length >= AT_MOST) return null;
  return categories.filter((code) => code === id || others.includes(code));
}

/** A whole number from 1 to 99 that somebody typed, or null. */
export const drawNumber = (text) => (/^\s*[1-9]\d?\s*$/.test(text) ? Number(text) : null);
