// --- dilemmas: weights on four dimensions, a panel's spread, a story that branches ---------------
// `weights`, `spreadFigure` and `effectsList` know of no item, so that an app may use them.

/**
 * @typedef {{id: string, text: Text, about: Text}} Dimension
 * @typedef {Object<string, number>} Points a number for each dimension
 * @typedef {{dimension: string, change: Text, text: Text}} Effect
 * @typedef {{id: string, text: Text, effects: Effect[], panel: Object<string, number[]>}} Weighable
 * @typedef {{id: string, text: Text, gained: ?Text, lost: ?Text, choices: {id: string, text: Text, goes_to: string}[]}} StoryNode
 */

const WHOLE = 100;
const DRAG_STEP = 5; // a finger does not hit one in a hundred

/** Whole points 0 … 100, of whatever stands in a field or a file. */
const pointsIn = (value) => (["number", "string"].includes(typeof value) ? Math.min(Math.max(Math.trunc(Number(value)) || 0, 0), WHOLE) : 0);
const sumOf = (points) => Object.values(points).reduce((sum, one) => sum + one, 0);

/** How much of 100 is given, in words. */
function sumText(voice, total) {
  const key = total === WHOLE ? "sum_whole" : total < WHOLE ? "sum_missing" : "sum_over";
  return voice.phrase(key, { total, rest: Math.abs(WHOLE - total) });
}

/**
 * A slider and a number field for each dimension, kept in step, with their sum in words.
 * @param {{voice: Voice}} view
 * @param {{legend: Element, dimensions: Dimension[], onchange: () => void, onsettled?: () => void}} what
 * @returns {{root: Element, read: () => ?Points, write: (value: any) => void, sum: () => number}}
 */
function weights({ voice }, { legend, dimensions, onchange, onsettled = () => {} }) {
  const uid = unique();
  const sum = h("p", { class: "sum", id: `${uid}-sum` });
  const said = h("p", { class: "unseen", role: "status" });
  const controls = dimensions.map(control);
  let telling;

  function control({ id, text }) {
    const facts = { min: 0, max: WHOLE, step: 1, value: 0 };
    const number = h("input", { ...facts, type: "number", inputmode: "numeric", id: `${uid}-${id}`, "aria-describedby": sum.id });
    const slider = h("input", { ...facts, type: "range", id: `${uid}-${id}-slider` });
    const name = voice.say(h("label", { for: number.id }), text);
    const sliderName = voice.say(h("label", { class: "unseen", for: slider.id }), "slider_for", { dimension: text });
    let dragged = false;
    slider.addEventListener("pointerdown", () => (dragged = true));
    slider.addEventListener("keydown", () => (dragged = false));
    slider.addEventListener("input", () => {
      if (dragged) slider.value = Math.round(slider.value / DRAG_STEP) * DRAG_STEP;
      number.value = slider.value;
      changed();
    });
    number.addEventListener("focus", () => number.select());
    number.addEventListener("input", () => ((slider.value = pointsIn(number.value)), changed()));
    number.addEventListener("change", () => (number.value = pointsIn(number.value)));
    for (const input of [number, slider]) input.addEventListener("change", onsettled);
    return { id, number, slider, root: h("div", { class: "weight" }, name, sliderName, slider, number) };
  }

  const points = () => Object.fromEntries(controls.map(({ id, number }) => [id, pointsIn(number.value)]));
  const total = () => sumOf(points());
  const tally = () => voice.say(sum, () => sumText(voice, total()));
  function changed() {
    tally();
    clearTimeout(telling); // a screen reader hears the sum when the hand rests
    telling = setTimeout(() => hear(said, sumText(voice, total())), TYPING_MS);
    onchange();
  }
  tally();
  return {
    root: h("fieldset", { class: "weights" }, legend, ...controls.map(({ root }) => root), sum, said),
    read: () => (total() ? points() : null),
    write(value) {
      for (const { id, number, slider } of controls) number.value = slider.value = pointsIn(value?.[id]);
      tally();
    },
    sum: total,
  };
}

// --- the panel's spread --------------------------------------------------------------------------

/** An SVG element, as `h` makes HTML. */
function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const CHART = { width: 320, left: 10, right: 310, radius: 3.5, name: 24, below: 24 };
const along = (points) => CHART.left + ((CHART.right - CHART.left) * points) / WHOLE;

/** One dimension of the chart: its line from 0 to 100, a circle for each panellist, a diamond for oneself. */
function chartRow(voice, { text }, own, values, top) {
  const seen = {};
  const marks = values.map((value) => [value, (seen[value] = (seen[value] ?? 0) + 1)]);
  const step = 2 * CHART.radius + 1;
  const line = top + CHART.name + step * Math.max(1, ...Object.values(seen)) + 2;
  const circle = ([value, nth]) => svg("circle", { cx: along(value), cy: line - 3 - step * (nth - 0.5), r: CHART.radius });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const parts = [
    voice.say(svg("text", { x: CHART.left, y: top + 16 }), text),
    svg("path", { class: "track", d: `M${CHART.left} ${line}H${CHART.right}` }),
    svg("path", { class: "span", d: `M${along(low)} ${line - 3}v6m0-3H${along(high)}m0-3v6` }),
    ...marks.map(circle),
  ];
  if (own !== undefined) {
    const [x, far] = [along(own), own > 85];
    parts.push(svg("path", { class: "own", d: `M${x} ${line + 1}l7 8-7 8-7-8z` }));
    parts.push(svg("text", { class: "value", x: far ? x - 11 : x + 11, y: line + 14, "text-anchor": far ? "end" : "start" }, String(own)));
  }
  return { root: svg("g", {}, ...parts), bottom: line + CHART.below };
}

/**
 * One's own points beside a panel's for one option, as a chart and as a table. No mean, no distance.
 * @param {{voice: Voice}} view
 * @param {{option: Text | (() => string), dimensions: Dimension[], panel: Object<string, number[]>, own?: Points}} what
 */
function spreadFigure({ voice }, { option, dimensions, panel, own = {} }) {
  const uid = unique();
  const title = voice.say(svg("title", { id: `${uid}-title` }), "chart_title", { option });
  const range = (values) => [Math.min(...values), Math.max(...values)];
  const describe = ({ id, text }) => {
    const [lowest, highest] = range(panel[id]);
    return voice.phrase("chart_row", { dimension: text, own: own[id] ?? "–", lowest, highest });
  };
  const words = voice.say(svg("desc", { id: `${uid}-desc` }), () => dimensions.map(describe).join(" "));
  const constructed = (y) => voice.say(svg("text", { class: "corner", x: CHART.left, y }), "constructed_data");
  let top = 0;
  const rows = dimensions.map((dimension) => {
    const row = chartRow(voice, dimension, own[dimension.id], panel[dimension.id], top);
    top = row.bottom;
    return row.root;
  });
  const tick = (at) => svg("text", { class: "axis", x: along(at), y: top + 12, "text-anchor": "middle" }, String(at));
  const named = { role: "img", "aria-labelledby": title.id, "aria-describedby": words.id };
  const chart = svg("svg", { ...named, viewBox: `0 0 ${CHART.width} ${top + 40}` }, title, words, ...rows, ...[0, WHOLE / 2, WHOLE].map(tick), constructed(top + 34));
  const heads = ["dimension", "your_points", "panel_points"].map((key) => voice.phrases[key]);
  const cells = ({ id, text }) => [text, String(own[id] ?? "–"), `${range(panel[id]).join("–")}: ${panel[id].join(", ")}`];
  const numbers = table(voice, { caption: "constructed_data", columns: heads, rows: dimensions.map(cells) });
  const folded = h("details", {}, voice.say(h("summary"), "chart_numbers"), numbers);
  return h("figure", { class: "spread" }, chart, voice.say(h("figcaption", { class: "hint" }), "chart_key"), folded);
}

/**
 * What an option gains and loses, a line for each dimension.
 * @param {{voice: Voice}} view @param {{dimensions: Dimension[], effects: Effect[]}} what
 */
function effectsList({ voice }, { dimensions, effects }) {
  const names = new Map(dimensions.map(({ id, text }) => [id, text]));
  const line = ({ dimension, change, text }) => {
    const head = voice.say(h("b"), () => `${voice.pick(names.get(dimension))}: ${voice.pick(change)}`);
    return h("li", {}, head, " – ", voice.say(h("span"), text));
  };
  return h("ul", { class: "effects" }, ...effects.map(line));
}

// --- weighing a dilemma --------------------------------------------------------------------------

KINDS.allocate = (view) => {
  const { spec, voice, uid } = view;
  const { vignette, dimensions } = spec;
  const enough = Math.max(spec.min_words ?? 0, 1);
  let shown = null; // the points that the panel is shown beside
  let asked = false; // whether somebody wanted to see it before all was there
  const titleOf = (at) => () => voice.phrase("option_no", { number: at + 1 });

  const fields = new Map(vignette.options.map(({ id, text }, at) => {
    const about = voice.say(h("p", { id: `${uid}-${id}` }), text);
    const onchange = () => (show(), view.changed(id, TYPING_MS));
    const field = weights(view, { legend: voice.say(h("legend"), titleOf(at)), dimensions, onchange, onsettled: () => view.save() });
    field.root.querySelector("legend").after(about);
    field.root.setAttribute("aria-describedby", about.id);
    return [id, field];
  })); // prettier-ignore

  const count = h("p", { class: "hint", id: `${uid}-count` });
  const print = h("div", { class: "print-only" });
  const lost = h("textarea", { id: `${uid}-lost`, rows: 6, "aria-describedby": count.id });
  lost.addEventListener("input", () => (show(), view.changed("lost", TYPING_MS)));
  lost.addEventListener("change", () => view.save());
  const lostField = h("div", { class: "text-field" }, criteria(voice, spec.criteria), voice.say(h("label", { for: lost.id }), "allocate_lost"), lost, print, count);

  const unfinished = () => [...fields.values()].flatMap((field, at) => (field.sum() === WHOLE ? [] : [at + 1]));
  const written = () => words(lost.value) >= enough;
  const complete = () => !unfinished().length && written();
  const said = h("p", { role: "status" });
  const old = voice.say(h("p", { class: "old" }), "allocate_old");
  const outcome = h("div", { class: "result" });
  const see = view.button("allocate_see", () => {
    asked = !complete();
    if (!asked) shown = points();
    show();
    if (!asked) outcome.querySelector("h4").focus();
  });

  const points = () => Object.fromEntries([...fields].map(([id, field]) => [id, field.read() ?? {}]));

  /** What is still to be done before the panel is shown, in words. */
  function missing() {
    const left = unfinished().map(String);
    const which = new Intl.ListFormat(voice.lang === "da" ? "da" : "en-GB").format(left);
    const parts = left.length ? [voice.phrase(left.length > 1 ? "allocate_points_several" : "allocate_points_one", { which })] : [];
    if (!written()) parts.push(voice.phrase(enough > 1 ? "allocate_words" : "allocate_words_any", { min: enough }));
    return [...parts, voice.phrase("allocate_then")].join(" ");
  }

  /** What has been shown stays, so that nothing jumps; a line says when it belongs to earlier weights. */
  function show() {
    voice.say(count, spec.min_words ? "words_min" : "words", { count: words(lost.value), min: spec.min_words });
    print.textContent = lost.value;
    asked &&= !complete();
    voice.say(said, () => (asked ? missing() : ""));
    see.hidden = Boolean(shown);
    outcome.hidden = !shown;
    if (!shown) return voice.clear(outcome);
    const now = points();
    if (!unfinished().length) shown = now;
    old.hidden = same(now, shown);
    draw();
  }

  /** Draws the outcome where it is not drawn for these points already; tables that are open stay so. */
  function draw() {
    const drawn = JSON.stringify(shown);
    if (outcome.dataset.points === drawn && outcome.hasChildNodes()) return;
    const open = [...outcome.querySelectorAll("details")].map((one) => one.open);
    voice.clear(outcome);
    outcome.dataset.points = drawn;
    outcome.append(voice.say(h("h4", { tabindex: "-1" }), "allocate_outcome"), voice.say(old, "allocate_old"), voice.say(h("p"), "panel_is", { count: spec.panel_size }), ...vignette.options.flatMap(told));
    outcome.querySelectorAll("details").forEach((one, at) => (one.open = open[at] ?? false));
  }

  function told({ id, text, effects, panel }, at) {
    const own = shown[id];
    return [
      voice.say(h("h5"), titleOf(at)),
      voice.say(h("p"), text),
      spreadFigure(view, { option: titleOf(at), dimensions, panel, own }),
      voice.say(h("h5"), "effects"),
      effectsList(view, { dimensions, effects }),
    ];
  }

  const meant = dimensions.flatMap(({ text, about }) => [voice.say(h("dt"), text), voice.say(h("dd"), about)]);
  const help = h("details", {}, voice.say(h("summary"), "dimensions_mean"), h("dl", {}, ...meant));
  const read = h("div", { class: "material" }, voice.say(h("h4"), vignette.title), voice.prose("prose", vignette.text));
  show();
  return {
    root: h("div", { class: "dilemma" }, read, voice.say(h("p", { class: "hint" }), "weigh_how"), help, ...[...fields.values()].map(({ root }) => root), lostField, h("div", { class: "buttons" }, see), said, outcome),
    read: (unit) => (unit === "lost" ? lost.value : fields.get(unit).read()),
    write(unit, value) {
      if (unit === "lost") lost.value = typed(value);
      else fields.get(unit).write(value);
      if (complete()) shown ??= points();
      else if (blank(lost.value) && [...fields.values()].every((field) => !field.sum())) shown = null; // all was taken away
      show();
    },
    filled: (unit) => (unit === "lost" ? !blank(lost.value) : fields.get(unit).sum() === WHOLE),
  };
};

// --- a story that branches -----------------------------------------------------------------------

KINDS.branches = (view) => {
  const { spec, voice, uid } = view;
  const nodes = new Map(spec.branch.nodes.map((node) => [node.id, node]));
  let path = []; // the choices' ids, from the start
  const before = h("div", { class: "trace" });
  const here = h("div", { class: "scene" });

  /** The steps that `choices` lead through, as far as they can be followed, and the node they lead to. */
  function follow(choices) {
    const steps = [];
    let at = spec.branch.nodes[0];
    for (const id of Array.isArray(choices) ? choices : []) {
      const choice = at.choices.find((one) => one.id === id);
      if (!choice) break;
      steps.push({ node: at, choice });
      at = nodes.get(choice.goes_to);
    }
    return { steps, at };
  }

  /** Goes to where `choices` lead, saves it, and takes the reader along. */
  function go(choices) {
    path = choices;
    draw();
    view.changed("path");
    const heading = here.querySelector("h4");
    bring(heading);
    heading.focus({ preventScroll: true });
  }

  const line = (key, text) => h("p", {}, voice.say(h("b"), key), " ", voice.say(h("span"), text));
  const trod = ({ node, choice }, index) => {
    const step = voice.say(h("span", { class: "unseen" }), () => ` (${voice.phrase("path_step", { number: index + 1 })})`);
    const back = h("button", { type: "button", class: "quiet", onclick: () => go(path.slice(0, index)) }, voice.say(h("span"), "path_back"), step);
    return h("li", {}, voice.prose("prose", node.text), line("path_chose", choice.text), back);
  };

  function draw() {
    const { steps, at } = follow(path);
    voice.clear(before);
    voice.clear(here);
    if (steps.length) before.append(voice.say(h("h4"), "path_so_far"), h("ol", {}, ...steps.map(trod)));
    const text = voice.prose("prose", at.text);
    text.id = `${uid}-scene`;
    const end = !at.choices.length;
    const facts = { tabindex: "-1", "aria-describedby": text.id }; // what happens is heard with the heading
    here.append(voice.say(h("h4", facts), end ? "path_end" : "path_step", { number: steps.length + 1 }), text);
    if (end) here.append(line("path_gained", at.gained), line("path_lost", at.lost), h("div", { class: "buttons" }, view.button("path_again", () => go([]))));
    else here.append(...asked(at));
  }

  function asked({ choices }) {
    const question = voice.say(h("p", { id: `${uid}-asked`, class: "asked" }), "path_choose");
    const buttons = choices.map(({ id, text }) => voice.say(h("button", { type: "button", onclick: () => go([...path, id]) }), text));
    return [question, h("div", { class: "choices", role: "group", "aria-labelledby": question.id }, ...buttons)];
  }

  draw();
  const intro = h("div", { class: "material" }, voice.say(h("h4"), spec.branch.title), voice.prose("prose", spec.branch.intro));
  return {
    root: h("div", { class: "story" }, intro, voice.say(h("p", { class: "hint" }), "path_how"), before, here),
    read: () => (path.length ? path : null),
    write(_, value) {
      path = follow(value).steps.map(({ choice }) => choice.id);
      draw();
    },
    filled: () => !follow(path).at.choices.length,
  };
};
