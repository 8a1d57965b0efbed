// What every page does: switch the language without a reload, keep it in links, the buttons of the site.
const html = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

/** @param {"da" | "en"} lang */
function speak(lang) {
  html.lang = lang;
  document.title = document.querySelector("title").dataset[lang] ?? document.title;
  try { localStorage.setItem("lises-lang", lang); } catch { /* storage is switched off: remembered in the address only */ }
  const here = new URL(location.href);
  here.searchParams.set("lang", lang);
  history.replaceState(history.state, "", here);
  keepInLinks();
  window.dispatchEvent(new CustomEvent("lises-lang", { detail: lang }));
}

/** Links within the site carry the language, and the size for a room, along. */
function keepInLinks() {
  const here = new URLSearchParams(location.search);
  for (const link of document.querySelectorAll("a[href]")) {
    const target = new URL(link.href, location.href);
    if (target.origin !== location.origin || target.pathname === location.pathname && target.hash) continue;
    target.searchParams.set("lang", html.lang);
    if (here.has("size")) target.searchParams.set("size", here.get("size"));
    link.href = target.href;
  }
}

/** Empties what the exercises of this site keep in the browser, when it is pressed twice. */
function forget() {
  const [sure, forgotten] = ["forget-sure", "forgotten"].map((id) => document.getElementById(id));
  const asked = !sure.hidden;
  sure.hidden = asked;
  forgotten.hidden = !asked;
  if (!asked) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("lises:")) localStorage.removeItem(key);
  } catch { /* storage is switched off, so nothing is kept */ }
}

const deeds = {
  lang: (/** @type {HTMLButtonElement} */ button) => {
    speak(/** @type {"da" | "en"} */ (button.value));
    // the page's own button is gone once it is pressed; another stays where it is
    if (button.matches(".switch")) document.querySelector(`.switch:not([value="${html.lang}"])`)?.focus();
  },
  reload: () => location.reload(),
  /** Until the line comes back and is lost again; see `lesson.js`. */
  close: () => {
    const notice = document.getElementById("lost");
    notice.hidden = true;
    notice.dataset.closed = "";
  },
  forget,
};

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[data-do]") : null;
  if (button) deeds[button.dataset.do]?.(button);
});

/** JupyterLab's widgets read the theme from the body. */
function theme() {
  document.body.dataset.jpThemeLight = String(!dark.matches);
}

function start() {
  theme();
  dark.addEventListener("change", theme);
  keepInLinks();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
