(() => {
  const html = document.documentElement;
  const asked = new URLSearchParams(location.search);
  let lang = asked.get("lang");
  try { lang ??= localStorage.getItem("lises-lang"); } catch { /* storage is switched off: the page's own language */ }
  if (lang === "da" || lang === "en") html.lang = lang;
  if (asked.get("size") === "room") html.dataset.size = "room";
  const title = document.querySelector("title").dataset[html.lang];
  if (title) document.title = title;
})();
