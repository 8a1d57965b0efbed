// The kit's own views, drawn from what stands in the page: no widget library is needed, and none is waited for.
import { line } from "./lesson.js";

const modules = new Map();

/** The front end a view names; the first view that needs it brings it along. */
function moduleOf({ module, esm, css }) {
  if (esm) {
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
    const address = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
    modules.set(module, import(address).finally(() => URL.revokeObjectURL(address)));
  }
  return modules.get(module);
}

/** What a front end knows of Python: a widget's model, as far as the kit uses it. */
function modelOf(id, state) {
  const heard = new EventTarget();
  const tell = (name, ...said) => heard.dispatchEvent(new CustomEvent(name, { detail: said }));
  line.on(id, (data, buffers) => {
    if (data.method === "custom") return tell("msg:custom", data.content, buffers);
    if (data.method !== "update") return;
    Object.assign(state, data.state);
    for (const name in data.state) tell(`change:${name}`);
  });
  line.addEventListener("over", () => tell("comm_live_update"));
  return {
    get: (name) => state[name],
    on: (name, hear) => heard.addEventListener(name, ({ detail }) => hear(...detail)),
    send: (content) => line.say(id, { method: "custom", content }),
  };
}

customElements.define(
  "lises-view",
  class extends HTMLElement {
    async connectedCallback() {
      if (this.begun) return;
      this.begun = true;
      const { model, state, ...front } = JSON.parse(this.previousElementSibling.textContent);
      line.connect();
      const { default: view } = await moduleOf(front);
      view.render({ model: modelOf(model, state), el: this });
      this.dataset.drawn = "";
    }
  },
);
