// A notebook as a page: how far it has come, and whether its kernel still answers.
import { Line } from "./line.js";

const PENDING = 'script[type="application/vnd.voila.cell-output+json"]';
const PATIENCE_MS = 2000;
const PING_MS = 30000;
const GONE = new Set(["dead", "restarting", "autorestarting", "terminating"]);

const html = document.documentElement;
/** @param {string} id */
const find = (id) => document.getElementById(id);
const place = JSON.parse(find("jupyter-config-data").textContent);
/** The line to this page's kernel. */
export const line = new Line(place);

/** Counts the cells that have arrived, for the eye; a screen reader hears when the page is ready. */
function followProgress() {
  const count = find("progress")?.querySelector("b");
  const arrived = String(find("cells")?.querySelectorAll(".cell").length ?? 0);
  if (count && count.textContent !== arrived) count.textContent = arrived;
}

/** Voilà's own scripts are there only where something is shown that is not the kit's. */
const foreign = () => document.querySelector(".foreign") !== null;

/** Every result stands in the page, and each view has drawn itself. */
function complete() {
  if (document.readyState !== "complete" || !line.open) return false;
  if (document.querySelector("lises-view:not([data-drawn])")) return false;
  if (!foreign()) return true;
  if (!foreignLine() || document.querySelector(PENDING)) return false;
  return [...document.querySelectorAll(".foreign > *")].every((shown) => shown.childElementCount > 0);
}

function ready() {
  html.dataset.ready = "";
  const progress = find("progress");
  if (progress) progress.hidden = true;
  find("is-ready").hidden = false;
  window.dispatchEvent(new Event("lises-ready"));
}

/** @param {boolean} lost */
function tell(lost) {
  const notice = find("lost");
  const failed = document.querySelector("#cells .notice:not(#lost)");  // that one already says to reload
  if (!notice || failed) return;
  if (!lost) delete notice.dataset.closed;
  if (notice.hidden !== lost || "closed" in notice.dataset) return;
  notice.hidden = !lost;
  if (lost) find("progress").hidden = true;
}

/** The kernel behind this page: "there", "gone" for good, or "unreachable". */
async function ask() {
  const headers = place.token ? { Authorization: `token ${place.token}` } : {};
  try {
    const answer = await fetch(`${place.baseUrl}api/kernels/${place.kernelId}`, { cache: "no-store", headers });
    return answer.ok ? "there" : answer.status === 404 ? "gone" : "unreachable";
  } catch {
    return "unreachable";
  }
}

const cookie = () => document.cookie.match("\\b_xsrf=([^;]*)\\b")?.[1] ?? "";

/** JupyterLab lets a page end its kernel only with a cookie of its own, which a page opened from a link may lack. */
function fetchCookie() {
  if (place.guest && !cookie()) fetch(`${place.baseUrl}lab`).catch(() => {});
}

/** Ends the kernel with its page; `pagehide` also comes on phones. */
function endKernel() {
  const form = new FormData();
  form.append("_xsrf", cookie());
  navigator.sendBeacon(`${place.baseUrl}voila/api/shutdown/${place.kernelId}`, form);
}

/** Voilà's own line to the kernel, on a page with other widgets than the kit's. */
const foreignLine = () => window.jupyterapp?.widgetManager?.kernel;
const connected = () => line.open && (foreignLine()?.connectionStatus ?? "connected") === "connected";

/** Tells the reader in words when answers no longer reach the kernel, and takes it back when they do. */
function watch() {
  let leaving = false;
  let timer = 0;
  const check = async () => {
    timer = 0;
    if (line.over || leaving) return;
    const state = await ask();
    if (leaving) return;
    if (state === "gone") line.end();
    tell(state !== "there" || !connected());
    if (state !== "there") return;
    line.connect();
    if (!connected()) foreignLine()?.reconnect().catch(() => {});
  };
  addEventListener("beforeunload", () => {
    leaving = true;
    setTimeout(() => { leaving = false; check(); }, PATIENCE_MS);  // the page may stay after all
  });
  addEventListener("online", check);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });
  setInterval(check, PING_MS);
  const changed = () => {
    if (connected()) tell(line.over);
    else timer ||= setTimeout(check, PATIENCE_MS);
  };
  line.addEventListener("state", changed);
  addEventListener("lises-ready", () => foreignLine()?.connectionStatusChanged.connect(changed));
  line.addEventListener("status", ({ detail }) => {
    if (!GONE.has(detail)) return;
    line.end();
    tell(!leaving);
  });
}

addEventListener("pagehide", endKernel);
const progress = setInterval(followProgress, 1000);
const waiting = setInterval(async () => {
  if (!complete()) return;
  clearInterval(waiting);
  clearInterval(progress);
  ready();
}, 50);
function begin() {
  line.connect();  // also a page without a view keeps its kernel as long as it is read
  fetchCookie();
  watch();
}

if (document.readyState === "complete") begin();
else addEventListener("load", begin);
document.addEventListener("error", ({ target }) => target.id === "voila" && tell(true), { capture: true });
