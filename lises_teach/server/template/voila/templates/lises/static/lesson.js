// A notebook as a page: how far it has come, and whether its kernel still answers.
const PENDING = 'script[type="application/vnd.voila.cell-output+json"]';
const PATIENCE_MS = 2000;
const PING_MS = 30000;
const GONE = new Set(["dead", "restarting", "autorestarting", "terminating"]);

const html = document.documentElement;
/** @param {string} id */
const find = (id) => document.getElementById(id);

/** Counts the cells that have arrived, at most once a second, so that a screen reader can follow. */
function followProgress() {
  const count = find("progress")?.querySelector("b");
  const arrived = String(find("cells")?.querySelectorAll(".cell").length ?? 0);
  if (count && count.textContent !== arrived) count.textContent = arrived;
}

/** Every result stands in the page, and each widget has drawn itself. */
function complete() {
  if (document.readyState !== "complete" || !window.jupyterapp || document.querySelector(PENDING)) return false;
  return [...document.querySelectorAll(".output > *")].every((shown) => shown.childElementCount > 0);
}

function ready() {
  html.dataset.ready = "";
  const progress = find("progress");
  if (progress) progress.hidden = true;
  window.dispatchEvent(new Event("lises-ready"));
}

/** @param {boolean} lost */
function tell(lost) {
  const notice = find("lost");
  const failed = document.querySelector("#cells .notice");  // that one already says to reload
  if (!notice || failed || notice.hidden !== lost) return;
  notice.hidden = !lost;
  if (lost) find("progress").hidden = true;
}

/** The kernel behind this page: "there", "gone" for good, or "unreachable". */
async function ask(kernel) {
  const { baseUrl, token } = kernel.serverSettings;
  const headers = token ? { Authorization: `token ${token}` } : {};
  try {
    const answer = await fetch(`${baseUrl}api/kernels/${kernel.id}`, { cache: "no-store", headers });
    return answer.ok ? "there" : answer.status === 404 ? "gone" : "unreachable";
  } catch {
    return "unreachable";
  }
}

/** Voilà ends the kernel on `beforeunload`, but not before its own scripts run, and not on phones. */
function endKernel() {
  const { baseUrl, kernelId } = JSON.parse(find("jupyter-config-data").textContent);
  const form = new FormData();
  form.append("_xsrf", document.cookie.match("\\b_xsrf=([^;]*)\\b")?.[1] ?? "");
  navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${kernelId}`, form);
}

/** Tells the reader in words when answers no longer reach the kernel, and takes it back when they do. */
function watch(kernel) {
  let over = false;
  let leaving = false;
  let timer = 0;
  const check = async () => {
    if (over || leaving) return;
    const state = await ask(kernel);
    if (leaving) return;
    if (state === "gone") over = true;
    tell(state !== "there" || kernel.connectionStatus !== "connected");
    if (state === "there" && kernel.connectionStatus !== "connected") kernel.reconnect().catch(() => {});
  };
  addEventListener("beforeunload", () => {
    leaving = true;  // and if the page stays after all, its kernel has been ended by Voilà
    setTimeout(() => { leaving = false; check(); }, PATIENCE_MS);
  });
  addEventListener("online", check);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });
  setInterval(check, PING_MS);
  kernel.connectionStatusChanged.connect((_, status) => {
    clearTimeout(timer);
    if (status === "connected") tell(over);
    else timer = setTimeout(check, PATIENCE_MS);
  });
  kernel.statusChanged.connect((_, status) => {
    if (!GONE.has(status)) return;
    over = true;
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
const connecting = setInterval(() => {
  const kernel = window.jupyterapp?.widgetManager?.kernel;
  if (document.readyState === "complete" && window.jupyterapp) {
    clearInterval(connecting);
    if (kernel) watch(kernel);
    else tell(true);
  }
}, 100);
find("voila")?.addEventListener("error", () => tell(true));
