// --- Gribning: a conversation for a projector ----------------------------------------------------
// Appended to apps.js. Nothing is scored or kept.

/** The language, for a room, where the page's own button is out of sight; the page listens to `data-do`. */
function languageButton({ voice }) {
  const onclick = () => (button.value = voice.lang === "da" ? "en" : "da");
  const facts = { type: "button", class: "quiet", "aria-keyshortcuts": "L", "data-do": "lang", onclick };
  const button = h("button", facts, voice.say(h("span"), "other_language"), " ", h("kbd", { "aria-hidden": "true" }, "L"));
  return button;
}

/** A conversation for a projector. Everything is one row of moments that a clicker steps through. */
VIEWS.gribning = (host, spec) => {
  const stop = new AbortController();
  const view = { ...frame(host, spec, stop.signal), stop };
  const { root, voice, button } = view;
  root.classList.add("room");
  document.documentElement.dataset.unkept = ""; // there is nothing to save: the page says less when its line is lost
  const kept = session.get("lises-gribning") ?? {};
  const within = takesKeys(root);
  let [talk, at, moments, rows, spoken] = [null, 0, [], null, null];

  const choose = picker(view, "which_talk", spec.talks.map(({ id, theme }) => ({ id, text: theme })), (id) => open(id, 0));
  const stage = h("div");
  const pause = h("section", { class: "pause", role: "status", "aria-atomic": "false" });
  const where = h("span", { class: "soft" });
  const said = h("p", { class: "unseen", role: "status" });
  const back = button("step_back", () => go(at - 1), "quiet");
  const next = button("step_on", () => go(at + 1));
  const language = inRoom() ? languageButton(view) : "";
  const controls = h("div", { class: "buttons controls" }, next, back, where, language);
  // the page's own word on a lost line would cover what the room reads
  const takeNotice = () => where.after(document.getElementById("lost") ?? "");
  window.addEventListener("lises-ready", takeNotice, { signal: stop.signal });
  root.append(choose.root, stage, pause, controls, said);

  function open(id, moment) {
    talk = spec.talks.find((one) => one.id === id) ?? spec.talks[0];
    choose.select.value = talk.id;
    const drawn = transcript(view, talk);
    rows = [...drawn.rows.values()];
    spoken = drawn.spoken;
    voice.clear(stage);
    stage.append(drawn.root);
    moments = talk.turns.flatMap(({ line }, index) => {
      const here = talk.stops.find((one) => one.line === line);
      return [{ count: index + 1 }, ...(here ? ["stop", "options", "outcome"].map((phase) => ({ count: index + 1, phase, stop: here })) : [])];
    });
    go(moment, false);
  }

  function go(moment, asked = true) {
    at = Math.min(Math.max(moment, 0), moments.length - 1);
    const { count, phase, stop: here } = moments[at];
    rows.forEach(({ root: row }, index) => row.toggleAttribute("hidden", index >= count));
    voice.clear(pause);
    pause.hidden = !phase && at < moments.length - 1;
    if (phase) pause.append(...PHASES[phase](voice, here));
    else if (!pause.hidden) pause.append(voice.say(h("p"), "talk_ends"));
    const { turn } = rows[count - 1];
    voice.say(where, () => voice.phrase("line_of", { line: turn.line, last: talk.turns.at(-1).line }));
    if (!phase && asked) hear(said, ...spoken(turn));
    const focused = document.activeElement;
    back.toggleAttribute("disabled", at === 0);
    next.toggleAttribute("disabled", at === moments.length - 1);
    if (focused === back && back.disabled) next.focus();
    if (focused === next && next.disabled) back.focus();
    session.set("lises-gribning", { talk: talk.id, at });
    if (asked) show();
  }

  /** Brings the line at hand, or the pause after it, into view. */
  function show() {
    const { count, phase } = moments[at];
    (phase ? pause : rows[count - 1].root).scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  const keys = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };
  const step = (event) => {
    const { target, key } = event;
    const speak = language && key.toLowerCase() === "l" && within(target);
    if (typingIn(target, event) || !(speak || key in keys)) return;
    event.preventDefault();
    event.stopPropagation();
    if (speak) language.click();
    else go(at + keys[key]);
  };
  window.addEventListener("keydown", step, { signal: stop.signal, capture: true });
  open(kept.talk ?? spec.talks[0].id, kept.at ?? 0);
  // the other language makes other lines: the place is found again when they stand there
  window.addEventListener("lises-lang", () => at && setTimeout(() => setTimeout(show)), { signal: stop.signal });
  openInRoom(() => {
    bring(root);
    if (document.activeElement === document.body) root.focus({ preventScroll: true }); // the keys are for whoever shows it
    if (at) show();
  }, stop.signal);
  if (at && !inRoom()) setTimeout(show);
  return () => stop.abort();
};

const PHASES = {
  stop: (voice) => [voice.say(h("h4"), "room_stop"), voice.say(h("p"), "room_ask")],
  options(voice, { options }) {
    const list = options.map(({ text }) => h("li", { class: "talk" }, voice.say(h("span"), text)));
    return [voice.say(h("h4"), "room_options"), h("ol", { class: "said" }, ...list), voice.say(h("p"), "room_choose")];
  },
  outcome: (voice, { options }) => [
    voice.say(h("h4"), "predict_outcome"),
    voice.say(h("p", { class: "small" }), "predict_none_right"),
    consequences(voice, options, null),
    voice.say(h("p", { class: "soft small" }), "room_on"),
  ],
};
