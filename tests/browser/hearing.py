"""What a screen reader would hear of a page: the news in its live regions, in order."""

from __future__ import annotations

from playwright.sync_api import Page

_LISTEN = """
window.heard = [];
const LIVE = "[role=status], [role=alert], [aria-live]";
const said = new WeakMap();
const text = (region) => (region.checkVisibility() ? region.innerText.replace(/\\s+/g, " ").trim() : "");
const listen = (region) => {
  const now = text(region);
  const news = now && now !== said.get(region) && region.getAttribute("aria-live") !== "off";
  if (news) heard.push(now);
  said.set(region, now);
};
document.addEventListener("DOMContentLoaded", () => {
  for (const region of document.querySelectorAll(LIVE)) said.set(region, text(region));
  const changed = (records) => {
    const at = records.map(({ target }) => (target.nodeType === 1 ? target : target.parentElement));
    const within = records.flatMap(({ type }, n) => (type === "attributes" ? [...at[n].querySelectorAll(LIVE)] : []));
    new Set([...at.map((element) => element?.closest(LIVE)), ...within].filter(Boolean)).forEach(listen);
  };
  const what = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["hidden"] };
  new MutationObserver(changed).observe(document, what);
});
"""


def listen(page: Page) -> Page:
    """`page`, listened to from the next address on."""
    page.add_init_script(_LISTEN)
    return page


def heard(page: Page) -> list[str]:
    """What has been heard since the last time this was asked."""
    found: list[str] = page.evaluate("() => window.heard.splice(0)")
    return found
