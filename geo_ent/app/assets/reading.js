// What was read: each answer is sent as it is given, and the page follows without being loaded anew.

import { announce, follow, LIVE, patch, send } from "./live.js";

const EDGE_PX = 16;
const WAIT_MS = 500; // a menu gone through by its arrow keys changes at each of them

let latest = 0;

/** Send a form, show what the server answers, then what it has read anew. */
async function answer(form, presser) {
  const turn = ++latest;
  const card = form.closest(".doubt-card");
  presser?.setAttribute("aria-busy", "true");
  const page = await send(form, presser);
  presser?.removeAttribute("aria-busy");
  if (!page || turn !== latest) return;
  show(page, card);
  focusAfter(card);
  announce(document.getElementById("reading")?.dataset.saved ?? "");
}

/** Put a page of the server's over this one: what is the same isn't touched, nor what is typed. */
function show(page, answered = null) {
  for (const card of document.querySelectorAll(".doubt-card")) {
    // What was typed and refused stays said until it is answered: the server has forgotten it.
    if (card !== answered && card.querySelector("[aria-invalid]")) {
      page.getElementById(card.id)?.replaceWith(card.cloneNode(true));
    }
  }
  for (const fold of document.querySelectorAll(".fate[open]")) {
    page.getElementById(fold.id)?.replaceChildren(...fold.cloneNode(true).childNodes);
  }
  steadily(answered ?? inSight(), () => {
    for (const id of ["progress", "reading"]) {
      const old = document.getElementById(id);
      const fresh = page.getElementById(id);
      if (old && fresh) patch(old, fresh);
      else if (old || fresh) location.reload();
    }
  });
  document.querySelectorAll(".fate[open]").forEach((fold) => showRows(fold));
  again();
}

/** Show the rows of a fate in its fold: they are asked for when it is opened, a page at a time. */
async function showRows(fold, address = fold.dataset.rows) {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) return; // the link to them stays
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const rows = page.getElementById("lignes");
  if (!rows) return;
  rows.removeAttribute("id");
  fold.replaceChildren(fold.querySelector("summary"), document.importNode(rows, true));
}

document.addEventListener("toggle", (event) => {
  if (event.target.matches(".fate[open]")) showRows(event.target);
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest(".fate .pager a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  showRows(link.closest(".fate"), link.href);
});

/** Change the page, and leave an element where it is on the screen. */
function steadily(element, change) {
  const before = element?.getBoundingClientRect().top ?? 0;
  change();
  if (!element?.isConnected) return;
  const { top, bottom } = element.getBoundingClientRect();
  const moved = top - before;
  // One that was taller than the screen, and is folded above it, is brought back into sight.
  scrollBy({ top: bottom - moved < 0 ? top - EDGE_PX : moved, behavior: "instant" });
}

/** Give what the visitor reads: the first card or section that is on the screen. */
function inSight() {
  const places = document.querySelectorAll(".doubt-card, #reading > section");
  return [...places].find((place) => place.getBoundingClientRect().top >= 0);
}

/** Follow the reading that is under way, if any, and show what comes of it. */
function again() {
  const progress = document.getElementById("progress");
  if (!progress?.dataset.follow) return;
  const turn = latest;
  follow(progress.dataset.follow, progress, async () => {
    const response = await fetch(location.href, { headers: LIVE });
    const text = await response.text();
    if (!response.ok || turn !== latest) return; // an answer given meanwhile brings its own page
    show(new DOMParser().parseFromString(text, "text/html"));
    announce(document.querySelector(".headline")?.textContent ?? "");
  });
}

/** A button that is gone with its answer leaves the focus to its card. */
function focusAfter(card) {
  if (card?.isConnected && !card.contains(document.activeElement)) {
    card.focus({ preventScroll: true });
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-live]")) return;
  event.preventDefault();
  const card = form.closest(".doubt-card");
  if (event.submitter?.value === "later" && !card.classList.contains("answered")) next(card);
  else answer(form, event.submitter);
});

/** Go from a doubt that is left for later to the one below it. */
function next(card) {
  const cards = [...document.querySelectorAll(".doubt-card:not(.answered)")];
  const below = cards[cards.indexOf(card) + 1] ?? document.getElementById("suite");
  below?.scrollIntoView({ block: "start" });
  below?.focus({ preventScroll: true });
}

let waiting;
document.addEventListener("change", (event) => {
  const form = event.target.closest('form[data-live="change"]');
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => answer(form), WAIT_MS);
});

let typing;
document.addEventListener("input", (event) => {
  const { suggest } = event.target.dataset;
  if (!suggest || event.target.value.trim().length < 2) return;
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const asked = new URL(suggest, location.href);
    asked.searchParams.set("nom", event.target.value);
    const response = await fetch(asked);
    if (!response.ok) return;
    const options = (await response.json()).map((label) => new Option("", label));
    document.getElementById("ecoles")?.replaceChildren(...options);
  }, 150);
});

again();
