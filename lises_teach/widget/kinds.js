// --- one form for each kind ----------------------------------------------------------------------
// A kind is one function in `KINDS` that gives the form: what it looks like, how to read and write a unit. Those
// that show a conversation stand in `turns.js`, those about dilemmas in `weighing.js`.

/** Native radio buttons or checkboxes in a fieldset. */
function ticks(view, type, parts, legend, onchange) {
  const name = unique();
  const inputs = new Map(parts.map((part) => [part.id, h("input", { type, name, onchange: () => onchange(part.id) })]));
  const labels = parts.map((part) => h("label", {}, inputs.get(part.id), view.voice.say(h("span"), part.text)));
  return { inputs, root: h("fieldset", {}, legend, h("div", { class: "ticks" }, ...labels)) };
}

const chosen = (inputs) => [...inputs].filter(([, input]) => input.checked).map(([id]) => id);
const choose = (inputs, ids) => inputs.forEach((input, id) => (input.checked = ids.includes(id)));

/** @type {Object<string, (view: ItemView) => Form>} */
const KINDS = {
  choice(view) {
    const legend = view.voice.say(h("legend"), "choose_one");
    const { root, inputs } = ticks(view, "radio", view.spec.options, legend, () => view.changed("choice"));
    root.setAttribute("aria-describedby", `${view.uid}-prompt`);
    return { root, read: () => chosen(inputs)[0] ?? null, write: (_, value) => choose(inputs, [value]) };
  },

  choices(view) {
    const legend = view.voice.say(h("legend"), "choose_several");
    const { root, inputs } = ticks(view, "checkbox", view.spec.options, legend, (id) => view.changed(id));
    root.setAttribute("aria-describedby", `${view.uid}-prompt`);
    return {
      root,
      read: (unit) => inputs.get(unit).checked,
      write: (unit, value) => (inputs.get(unit).checked = value === true),
    };
  },

  classify(view) {
    const { spec, voice } = view;
    const type = spec.multiple ? "checkbox" : "radio";
    const rows = new Map();
    const root = h("div", { class: "snippets" });
    spec.snippets.forEach((snippet, index) => {
      const number = h("span", { class: "number" }, `${snippet.id.match(/\d+$/)?.[0] ?? index + 1}. `.replace(/^0+/, ""));
      const legend = h("legend", {}, number, voice.say(h("span"), snippet.text));
      const row = ticks(view, type, spec.categories, legend, () => view.changed(snippet.id));
      rows.set(snippet.id, row.inputs);
      root.append(row.root);
    });
    if (spec.multiple) root.prepend(voice.say(h("p", { class: "hint" }), "choose_labels"));
    return {
      root,
      read: (unit) => (spec.multiple ? chosen(rows.get(unit)) : chosen(rows.get(unit))[0] ?? null),
      write: (unit, value) => choose(rows.get(unit), [value].flat()),
    };
  },

  order(view) {
    const { spec, voice, uid } = view;
    const selects = new Map();
    const twice = h("p", { class: "hint", id: `${uid}-twice`, role: "status" });
    const check = () => {
      const used = [...selects.values()].map((select) => select.value).filter(Boolean);
      const double = [...new Set(used.filter((value, at) => used.indexOf(value) !== at))].sort((a, b) => a - b);
      voice.say(twice, () => (double.length ? voice.phrase("position_twice", { positions: double.join(", ") }) : ""));
      for (const select of selects.values()) select.setAttribute("aria-describedby", double.includes(select.value) ? twice.id : "");
    };
    const rows = spec.steps.map((step) => {
      const none = voice.say(h("option", { value: "" }), "position_none");
      const numbers = spec.steps.map((_, index) => h("option", { value: index + 1 }, String(index + 1)));
      const onchange = () => (check(), view.changed(step.id));
      const select = h("select", { onchange }, none, ...numbers);
      selects.set(step.id, select);
      return h("label", {}, select, voice.say(h("span"), step.text));
    });
    return {
      root: h("fieldset", { class: "steps", "aria-describedby": `${uid}-prompt` }, voice.say(h("legend"), "choose_position"), ...rows, twice),
      read: (unit) => Number(selects.get(unit).value) || null,
      write: (unit, value) => ((selects.get(unit).value = String(value ?? "")), check()),
    };
  },

  number(view) {
    const { spec, voice, uid } = view;
    const unit = voice.say(h("span", { id: `${uid}-unit` }), spec.unit);
    const listen = { oninput: () => view.changed("value", TYPING_MS), onchange: () => view.save() };
    const facts = { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "200", "aria-labelledby": `${uid}-label ${uid}-title`, "aria-describedby": `${uid}-prompt ${unit.id}` };
    const input = h("input", { id: `${uid}-value`, ...facts, ...listen });
    const label = voice.say(h("label", { for: input.id, id: `${uid}-label` }), "your_answer");
    return {
      root: h("div", { class: "number-field" }, label, h("span", {}, input, " ", unit)),
      read: () => input.value,
      write: (_, value) => (input.value = typed(value)),
    };
  },

  text(view) {
    const { spec, voice, uid } = view;
    const print = h("div", { class: "print-only" });
    const count = h("p", { class: "hint", id: `${uid}-count` });
    const form = h("p", { class: "hint", role: "status" }); // what a text has of lines and verdicts; never what it says
    let telling;
    const tally = () => {
      voice.say(count, spec.min_words ? "words_min" : "words", { count: words(area.value), min: spec.min_words });
      print.textContent = area.value;
      clearTimeout(telling); // a screen reader hears it when the writing pauses
      telling = setTimeout(() => voice.say(form, () => formOfText(view, area.value)), TYPING_MS);
    };
    const oninput = () => (tally(), view.changed("text", TYPING_MS));
    const named = { "aria-labelledby": `${uid}-label ${uid}-title`, "aria-describedby": `${uid}-prompt ${count.id}` };
    const attributes = { id: `${uid}-text`, rows: spec.min_words > 60 ? 14 : 6, ...named };
    const area = h("textarea", { ...attributes, oninput, onchange: () => view.save() });
    const label = voice.say(h("label", { for: area.id, id: `${uid}-label` }), "your_answer");
    tally();
    const asked = spec.line_refs || spec.no_verdicts ? [form] : [];
    const field = h("div", { class: "text-field" }, criteria(voice, spec.criteria), label, area, print, count, ...asked);
    const root = spec.conversation ? h("div", {}, transcript(view, spec.conversation).root, field) : field;
    return { root, read: () => area.value, write: (_, value) => ((area.value = typed(value)), tally()) };
  },
};

function criteria(voice, list) {
  if (!list.length) return "";
  const parts = list.map((criterion) => {
    const levels = criterion.levels.map((text, level) =>
      h("li", {}, voice.say(h("b"), "level", { level }), ": ", voice.say(h("span"), text)),
    );
    return [voice.say(h("h4"), criterion.name), h("ul", {}, ...levels)];
  });
  return h("details", {}, voice.say(h("summary"), "criteria"), ...parts.flat());
}
