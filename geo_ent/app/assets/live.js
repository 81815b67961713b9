// What the steps share: forms sent without leaving the page, pages put over it, progress followed.

/** Send a form as the browser would; give the page that answers, or say why there is none. */
export async function send(form, presser) {
  const fields = new FormData(form);
  if (presser?.name) fields.append(presser.name, presser.value);
  const body = new URLSearchParams(fields);
  const text = await sent(form.action, body);
  const page = new DOMParser().parseFromString(text, "text/html");
  if (page.getElementById("contenu")) return page;
  delete form.dataset.live;
  form.requestSubmit(presser); // the browser says what is wrong, in its own words
  return null;
}

/** Send until somebody answers: what was chosen isn't lost while the server is started again. */
async function sent(address, body) {
  for (;;) {
    try {
      return await (await fetch(address, { method: "POST", body, headers: LIVE })).text();
    } catch {
      const place = document.getElementById("progress");
      if (place) place.textContent = document.body.dataset.lost;
      announce(document.body.dataset.lost);
      await new Promise((after) => setTimeout(after, AGAIN_MS));
    }
  }
}

/** What asks the server for a page at once, whatever is under way. */
export const LIVE = { "x-live": "1", accept: "text/html" };

/** Follow a reading or a build, its progress shown in `place`, until it is over; `hear` gets all.
 *
 * "stopped" is told where somebody else changed the work, "gone" where nothing is under way, the
 * server having been started again: what the page shows is then to be asked anew.
 */
export function follow(address, place, over, hear = () => {}) {
  followed?.close();
  const news = followed = new EventSource(address);
  news.onmessage = (message) => {
    const told = JSON.parse(message.data);
    hear(told);
    const fresh = document.createElement("div");
    fresh.innerHTML = told.html; // markup of our own server's
    announce(fresh.querySelector("[data-say]")?.textContent ?? "");
    const ends = ["done", "stopped", "gone"];
    if (!ends.includes(told.status)) place.replaceChildren(...fresh.childNodes);
    if ([...ends, "refused", "failed"].includes(told.status)) {
      news.close();
      over(told);
    }
  };
  news.onerror = async () => {
    if (news !== followed) return;
    place.textContent = document.body.dataset.lost;
    announce(place.textContent);
    // A browser tries again by itself where nobody answers, and never where it is refused.
    if (news.readyState !== EventSource.CLOSED) return;
    while (!(await answers())) await new Promise((after) => setTimeout(after, AGAIN_MS));
    if (news === followed) over({ status: "gone" });
  };
}

const AGAIN_MS = 2000;

/** Tell whether the server answers for this page; where the work is gone, show what it says. */
async function answers() {
  const response = await fetch(location.href, { headers: LIVE }).catch(() => null);
  if (response?.status === 404) location.reload();
  return response?.ok;
}

let followed;

/** Say something to whoever doesn't see the page; once, however often it is told. */
export function announce(text) {
  const place = document.getElementById("said");
  const said = text.trim().replace(/\s+/g, " ");
  if (place && said && place.textContent !== said) place.textContent = said;
}

/** Make an element like another one: what is the same in both isn't touched. */
export function patch(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  patchAttributes(old, fresh);
  const kept = new Set([...fresh.children].map((child) => child.id));
  // Before all else, so that what stays needn't be moved: what is moved loses the focus.
  for (const child of [...old.children]) if (child.id && !kept.has(child.id)) child.remove();
  const named = [...old.children].filter((child) => child.id);
  const keyed = new Map(named.map((child) => [child.id, child]));
  let place = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const same = next.id ? keyed.get(next.id) : alike(place, next) ? place : null;
    if (same) {
      if (same !== place) old.insertBefore(same, place);
      else place = place.nextSibling;
      if (same.nodeType === Node.ELEMENT_NODE) patch(same, next);
      else if (same.nodeValue !== next.nodeValue) same.nodeValue = next.nodeValue;
    } else {
      old.insertBefore(document.importNode(next, true), place);
    }
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

/** Tell whether a node can be made into another: nameless ones by where they stand. */
function alike(node, next) {
  return node && !node.id && node.nodeName === next.nodeName;
}

const OF_VISITOR = new Set(["open"]); // what is folded is the visitor's

function patchAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OF_VISITOR.has(name)) setAttribute(old, name, null);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !OF_VISITOR.has(name)) setAttribute(old, name, value);
  }
}

/** Set an attribute, and the state that it began: a box that was ticked by hand forgets it else. */
function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
  if (name === "checked") element.checked = value !== null;
  if (name === "selected") element.selected = value !== null;
  if (name === "value" && element.matches("input")) element.value = value ?? "";
}
