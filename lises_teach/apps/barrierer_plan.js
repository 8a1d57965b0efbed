// --- the plan of a group: a kind of its own, for which nobody gives points ------------------------

/** The barrier, four texts and a date; `long` fields are areas. */
KINDS.barrier_plan = (view) => {
  const { spec, voice, uid } = view;
  const long = ["monday", "management", "law"];
  const none = voice.say(h("option", { value: "" }), "bar_plan_which");
  const options = spec.barriers.map((id) => voice.say(h("option", { value: id }), `bar_${id}`));
  const select = h("select", { id: `${uid}-barrier`, onchange: () => (tell("barrier"), view.changed("barrier")) }, none, ...options);
  const onPaper = new Map(spec.units.map((unit) => [unit, h("div", { class: "print-only" })])); // a field would cut a long text
  const tell = (unit) => {
    const value = fields.get(unit).value;
    voice.say(onPaper.get(unit), () => (unit === "barrier" && value ? voice.phrase(`bar_${value}`) : value));
  };
  const typing = (unit) => ({ id: `${uid}-${unit}`, oninput: () => (tell(unit), view.changed(unit, TYPING_MS)), onchange: () => view.save() });
  const field = (unit) =>
    long.includes(unit) ? h("textarea", { ...typing(unit), rows: 3, maxlength: 400 }) : h("input", { ...typing(unit), type: "text", maxlength: 120, autocomplete: "off" });
  const fields = new Map(spec.units.map((unit) => [unit, unit === "barrier" ? select : field(unit)]));
  const labelled = ([unit, input]) => h("div", { class: "text-field" }, voice.say(h("label", { for: input.id }), `bar_plan_${unit}`), input, onPaper.get(unit));
  return {
    root: h("div", {}, ...[...fields].map(labelled)),
    read: (unit) => fields.get(unit).value,
    write: (unit, value) => ((fields.get(unit).value = typed(value)), tell(unit)),
  };
};
