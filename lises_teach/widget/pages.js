// --- progress, hand-in, a sentence, and what anywidget asks for ----------------------------------

/** An item's title, and where the item is on the page, the way to it. */
function place(voice, item) {
  const target = document.querySelector(`.lises-item[data-item="${item.id}"]`);
  return target ? wayTo(voice, target, item.title) : voice.say(h("span"), item.title);
}

function wayTo(voice, target, title) {
  const onclick = (event) => {
    event.preventDefault();
    target.scrollIntoView();
    target.querySelector("h3").focus({ preventScroll: true });
  };
  return voice.say(h("a", { href: `#${target.id}`, onclick }), title);
}

const noContact = (voice) => `${voice.phrase("lost")} ${voice.phrase(inNotebook() ? "advice_notebook" : "advice_page")}`;

function renderProgress(host, spec, model) {
  const stop = new AbortController();
  const kernel = kernelOf(model);
  const { root, voice, button } = frame(host, spec, stop.signal);
  const sum = voice.say(h("p"), "progress_waiting"); // heard when asked for; each exercise tells of its own answer
  const said = h("p", { class: "unseen", role: "status" });
  const told = h("p", { role: "status" }); // that the sheet was begun anew: stays when the count comes
  const rows = h("ul", { class: "rows" });
  const mine = () => Object.fromEntries(spec.items.map(({ id }) => [id, local.get(browserKey(spec, id)) ?? {}]));
  const fact = ({ count, total, begun }) => (count === 0 ? (begun ? "row_begun" : "row_blank") : count >= total ? "row_answered" : "row_some");
  const show = (counts) => {
    voice.clear(rows);
    rows.append(...spec.items.map((item) => h("li", {}, place(voice, item), " – ", voice.say(h("span"), fact(counts[item.id]), counts[item.id]))));
    const [total, count] = [spec.items.length, spec.items.filter(({ id }) => counts[id].count >= counts[id].total).length];
    voice.say(sum, count === total ? "progress_all" : "progress_some", { count, total });
  };
  const refresh = async () => {
    const entries = spec.store === "browser" ? mine() : undefined;
    const late = () => voice.say(sum, () => noContact(voice));
    const reply = await patiently(kernel.ask("progress", { entries }), START_MS, late);
    if (reply.begun) voice.say(told, reply.problem), soon();
    else if (reply.problem) voice.say(sum, reply.problem);
    else show(reply.counts);
  };
  let timer;
  const soon = () => (clearTimeout(timer), (timer = setTimeout(refresh, 300)));
  window.addEventListener("lises-saved", ({ detail }) => detail.place === spec.place && soon(), { signal: stop.signal });
  const ask = button("refresh", async () => (await refresh(), hear(said, sum.textContent)));
  root.append(sum, said, told, rows, h("div", { class: "buttons" }, ask));
  if (spec.store === "browser") root.append(...forgetButton(voice, button, spec, refresh));
  refresh();
  return () => stop.abort();
}

function forgetButton(voice, button, spec, refresh) {
  const said = h("p", { role: "status" });
  let sure = false;
  const forget = button("forget", () => {
    if (!sure) return (sure = true), voice.say(said, "forget_sure");
    sure = false;
    for (const { id } of spec.items) local.set(browserKey(spec, id), null);
    tell("lises-forget");
    refresh();
    voice.say(said, "forgotten");
  });
  return [h("div", { class: "buttons" }, forget), said];
}

function renderHandIn(host, spec, model) {
  const stop = new AbortController();
  const kernel = kernelOf(model);
  const { root, voice, button, uid } = frame(host, spec, stop.signal);
  root.append(voice.say(h("p"), spec.refusal ?? "hand_in_what"));
  if (spec.refusal) return () => stop.abort();
  const missing = h("div");
  const said = h("div", { class: "result", role: "status" });
  const input = h("input", { id: `${uid}-student`, type: "text", maxlength: "80", autocomplete: "name" });
  input.value = spec.student;
  const showMissing = ({ missing: items }) => {
    if (!items) return;
    voice.clear(missing);
    missing.append(voice.say(h("p"), items.length ? "hand_in_missing" : "hand_in_complete"));
    if (items.length) missing.append(list(items.map((item) => place(voice, item))));
  };
  const say = (...parts) => (voice.clear(said), said.append(...parts));
  const old = h("p", { class: "old", role: "status" }); // that something was saved after the zip was packed
  let packedAs = null; // the zip's name, once there is one
  const tellOld = () => voice.say(old, () => (packedAs ? voice.phrase("hand_in_old", { file: packedAs }) : ""));
  const unsaved = () => [...document.querySelectorAll('.lises-item[data-item] > .status:not([data-state="calm"])')];
  const left = ({ parentElement: target }) => wayTo(voice, target, () => target.querySelector("h3").textContent);
  const list = (ways) => h("ul", { class: "named" }, ...ways.map((way) => h("li", {}, way)));
  const late = () => say(voice.say(h("p"), () => noContact(voice)));
  let confirmed = []; // what the person says may stand in the file's name
  const box = (findings) => {
    const keep = button("hand_in_personal_keep", () => {
      confirmed = [...confirmed, ...findings.map(({ text }) => text)];
      pack.focus();
      pack.click();
    });
    return h("div", { class: "box" }, voice.say(h("p"), "hand_in_personal", { found: foundIn(voice, findings) }), keep);
  };
  const pack = button("hand_in_pack", async () => {
    packedAs = null;
    tellOld();
    say(voice.say(h("p"), "hand_in_packing"));
    const reply = await patiently(kernel.ask("pack", { student: input.value, confirmed }), START_MS, late);
    if (reply.problem) return say(voice.say(h("p"), "hand_in_failed", { reason: reply.problem }));
    showMissing(reply);
    if (reply.personal) return say(box(reply.personal));
    const { file, folder, receipt, packed } = reply;
    packedAs = file;
    const lines = unsaved();
    const url = URL.createObjectURL(new Blob(reply.buffers, { type: "application/zip" }));
    const when = () => voice.when(packed);
    const line = (key, facts) => voice.say(h("p"), key, facts);
    const link = voice.say(h("a", { href: url, download: file }), "hand_in_download", { file });
    say(line("hand_in_done", { when }), line("hand_in_where", { file, folder }));
    if (lines.length) said.append(line("hand_in_unsaved"), list(lines.map(left)));
    said.append(line("hand_in_receipt", { receipt }), line("hand_in_next"), h("p", {}, link));
  });
  const field = h("div", { class: "number-field" }, voice.say(h("label", { for: input.id }), "hand_in_student"), input);
  root.append(missing, field, h("div", { class: "buttons" }, pack), old, said);
  const ask = async () => {
    const reply = await kernel.ask("missing");
    if (reply.begun) say(voice.say(h("p"), reply.problem));
    showMissing(reply);
  };
  const saved = ({ detail }) => detail.place === spec.place && (ask(), tellOld());
  window.addEventListener("lises-saved", saved, { signal: stop.signal });
  ask();
  return () => stop.abort();
}

function renderNotice(host, spec) {
  const stop = new AbortController();
  const { root, voice } = frame(host, spec, stop.signal);
  root.append(voice.say(h("p"), spec.text));
  return () => stop.abort();
}

const VIEWS = {
  item: (el, spec, model) => renderItem(el, spec, spec.store === "browser" ? browserStore(model, spec) : sheetStore(model)),
  progress: renderProgress,
  hand_in: renderHandIn,
  notice: renderNotice,
};

export default {
  /** @param {{model: any, el: HTMLElement}} context */
  render({ model, el }) {
    const spec = model.get("spec");
    return VIEWS[spec.view](el, spec, model);
  },
};
