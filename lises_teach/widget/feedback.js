// --- feedback on practice items ------------------------------------------------------------------

function feedback(view) {
  const { voice } = view;
  const said = h("p", { role: "status" });
  const result = h("div", { class: "result", hidden: true });
  const ask = named(view, "check", async () => {
    voice.say(said, () => "");
    await view.settled();
    if (view.spec.units.every((unit) => blank(view.form.read(unit)))) return voice.say(said, "check_nothing");
    if (view.unsaved) return voice.say(said, "check_unsaved");
    const late = () => voice.say(said, () => `${voice.phrase("lost")} ${voice.phrase(inNotebook() ? "advice_notebook" : "advice_page")}`);
    const reply = await patiently(view.store.check(), ACK_MS, late);
    voice.say(said, () => (reply.problem ? voice.pick(reply.problem) : ""));
    if (reply.result) showResult(view, result, reply);
  });
  view.outdate = () => (result.querySelector(".old") ?? result).toggleAttribute("hidden", !result.querySelector(".old"));
  return [h("div", { class: "buttons" }, ask), said, result];
}

/** A button whose name tells which exercise it belongs to, for whoever meets it in a list of buttons. */
function named({ uid, button }, key, onclick) {
  const made = button(key, onclick);
  made.id = `${uid}-${key}`;
  made.setAttribute("aria-labelledby", `${made.id} ${uid}-title`);
  return made;
}

function showResult(view, box, { result, examples }) {
  const { voice } = view;
  voice.clear(box);
  const heading = voice.say(h("h4", { tabindex: "-1" }), "feedback");
  const facts = { points: () => voice.number(result.points), max: () => voice.number(result.max_points) };
  const sum = result.manual ? voice.say(h("p"), "feedback_none") : voice.say(h("p"), "feedback_points", facts);
  const again = named(view, "again", () => {
    box.hidden = true;
    view.focusForm();
  });
  const list = result.manual ? examples.map((example) => exampleRow(voice, example)) : result.units.map((unit) => unitRow(voice, unit));
  const several = list.length > 1 && !result.manual;
  const old = voice.say(h("p", { class: "old", hidden: true }), "feedback_old");
  box.append(heading, old, sum, several ? h("ol", {}, ...list.map((row) => h("li", {}, ...row))) : h("div", {}, ...list.flat()), again);
  box.hidden = false;
  heading.focus();
}

function unitRow(voice, { label, outcome, answered, misconception, feedback: lines, look }) {
  const line = (key, text) => h("p", {}, voice.say(h("span", { class: "soft" }), key), " ", voice.say(h("span"), text));
  const rows = [h("p", {}, voice.say(h("b", { "data-outcome": outcome }), `outcome_${outcome}`), " – ", voice.say(h("span"), label))];
  if (outcome !== "not_answered") rows.push(line("you_answered", answered));
  if (misconception) rows.push(line("you_thought", misconception));
  rows.push(...lines.map((text) => voice.say(h("p"), text)));
  if (look) rows.push(line("look", look));
  return rows;
}

function exampleRow(voice, { level, text, note }) {
  const rows = [voice.say(h("h5"), "example", { level }), voice.prose("prose", text)];
  if (note) rows.push(voice.say(h("p", { class: "soft" }), note));
  return rows;
}
