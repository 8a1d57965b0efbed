// --- what is heard: by whoever uses a screen reader ------------------------------------------------
// A live region says what changed, once. What is no news is not said, and what is wrong is said at its field.

const HUSH_MS = 1000;
const HEARD_MS = 10000;

/** Has a screen reader hear `parts` in `region`. They are gone before somebody reads the page and meets them again. */
function hear(region, ...parts) {
  region.replaceChildren(...parts);
  clearTimeout(region.fading);
  region.fading = setTimeout(() => region.replaceChildren(), HEARD_MS);
}

/** Does `deed`, and nobody hears what it changes in the live `regions`: it is no news. */
function hushed(regions, deed) {
  for (const region of regions) region.setAttribute("aria-live", "off");
  deed();
  setTimeout(() => regions.forEach((region) => region.removeAttribute("aria-live")), HUSH_MS);
}

/** Whether this is the first view to tell of the lost connection: it is heard once, not once an exercise. */
function firstToTell() {
  if (onOurPage()) return false; // the page itself says so
  const now = performance.now();
  const first = !(now - window.lisesToldLost < START_MS);
  if (first) window.lisesToldLost = now;
  return first;
}

/** Ties the element `id`, which says what is wrong, to `field`, or takes it away again. */
function blame(field, id, wrong) {
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  const told = [...others, ...(wrong ? [id] : [])].join(" ");
  if (told) field.setAttribute("aria-describedby", told);
  else field.removeAttribute("aria-describedby");
  if (field.matches("[type=radio], [type=checkbox]")) return; // these cannot be invalid one by one
  if (wrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/** Says `key` in `said` and takes the person to `field`, where it is heard; until the field is changed. */
function refuse(voice, said, field, key, facts) {
  said.id ||= unique();
  hushed([said], () => voice.say(said, key, facts));
  blame(field, said.id, true);
  field.addEventListener("input", () => blame(field, said.id, false), { once: true });
  field.focus();
}
