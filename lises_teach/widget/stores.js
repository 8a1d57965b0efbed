// --- where answers are kept ----------------------------------------------------------------------

/** Questions to Python, each answered by the message that carries its number. */
function kernelOf(model) {
  const waiting = new Map();
  model.on("msg:custom", (message, buffers) => {
    if (message.begun) tell("lises-begun", model.get("spec").place);
    waiting.get(message.request)?.({ ...message, buffers });
    waiting.delete(message.request);
  });
  return {
    ask(kind, content = {}) {
      const request = unique();
      return new Promise((answer) => {
        waiting.set(request, answer);
        try {
          model.send({ ...content, kind, request });
        } catch {
          // a closed comm: nobody answers, and the asker says so
        }
      });
    },
  };
}

/** @returns {Store} answers in the sheet on disk, kept by Python */
function sheetStore(model) {
  const kernel = kernelOf(model);
  return {
    saved: "saved",
    entries: model.get("entries"),
    load: () => kernel.ask("hello"),
    save: (changes) => kernel.ask("save", { changes }),
    check: () => kernel.ask("check"),
    watch(onEntries, onDoubt) {
      model.on("change:entries", () => onEntries(model.get("entries"), true));
      model.on("comm_live_update", onDoubt);
    },
  };
}

const browserKey = (spec, item = spec.id) => `lises:${spec.assignment}:${item}`;

/** @returns {Store} answers in this browser; Python only checks and scores them */
function browserStore(model, spec) {
  const kernel = kernelOf(model);
  const key = browserKey(spec);
  const read = () => local.get(key) ?? {};
  const load = async () => ({ ...(await kernel.ask("hello", { entries: read() })), entries: read() });
  return {
    saved: "saved_browser",
    entries: read(),
    load,
    async save(changes) {
      const report = await kernel.ask("save", { changes });
      const [current, refused] = [read(), {}];
      for (const [unit, entry] of Object.entries(report.saved ?? {})) {
        if ((current[unit]?.revision ?? 0) > changes[unit].based_on) refused[unit] = current[unit];
        else current[unit] = entry;
      }
      const trouble = Object.keys(report.saved ?? {}).length ? local.set(key, current) : null;
      if (trouble) return { warnings: report.warnings, problem: spec.phrases[trouble] };
      for (const unit in refused) delete report.saved[unit];
      if (Object.keys(refused).length) load();
      return { ...report, refused: { ...report.refused, ...refused }, entries: current };
    },
    check: () => kernel.ask("check"),
    watch(onEntries, onDoubt, signal) {
      const changed = (event) => event.key === key && (load(), onEntries(event.newValue ? read() : null, false));
      window.addEventListener("storage", changed, { signal });
      window.addEventListener("lises-forget", () => onEntries(null, true), { signal });
      model.on("comm_live_update", onDoubt);
    },
  };
}
