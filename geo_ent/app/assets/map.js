// The map's step: a choice that changes is sent at once, and the new map takes the old one's place
// when it is whole.

import { announce, follow, LIVE } from "./live.js";

const form = document.getElementById("choices");
const frames = document.getElementById("frames");
const progress = document.getElementById("progress");
const alone = document.getElementById("alone");
const fold = document.getElementById("fold");
const WAS = "was-";
const TALLEST = 20000;
const LONGEST_VIEW = 4000;
const PATIENCE = 3000; // milliseconds that a page may take to tell its height once it has loaded
const wide = matchMedia("(min-width: 62em)");

// Whether choices are being sent, others are to be sent next, a map is being made, it was asked for;
// and which view of the map is looked at.
const state = { sending: false, again: false, making: false, waiting: false, view: "" };

/* ---- the frames: the one that is seen, and the one that is coming ---- */

/** Frames tell how tall their page is, and which view of it is shown. @param {MessageEvent} message */
function heard({ data, source }) {
  const frame = [...frames.children].find((child) => child.contentWindow === source);
  if (!frame) return;
  if (data?.type === "geo-ent-view") state.view = viewOf(String(data.address));
  const height = data?.type === "geo-ent-height" ? Number(data.height) : 0;
  if (!(height > 0 && height < TALLEST)) return;
  frame.style.height = `${Math.ceil(height) + 2}px`; // and its borders
  if (frame.classList.contains("coming")) settle(frame);
}

/** What the next map begins with: the view, but for its day, which is a choice of this page. @param {string} address @returns {string} */
function viewOf(address) {
  const parts = new URLSearchParams(address.slice(1, LONGEST_VIEW));
  parts.delete("date");
  return [...parts].length ? `#${parts}` : "";
}

/** Begin a map behind the one that is shown; it isn't seen before it is whole. @param {string} revision */
function bring(revision) {
  const is = (/** @type {HTMLElement|null} */ frame) => frame?.dataset.revision === revision;
  if (!revision || is(frames.querySelector(".coming"))) return;
  frames.querySelectorAll(".coming").forEach((frame) => frame.remove());
  if (is(frames.firstElementChild)) {
    settled();
    return;
  }
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts allow-downloads");
  frame.name = "geo-ent-preview"; // it isn't on the web yet: the page then offers no link to where it is now
  frame.allow = "clipboard-write";
  frame.title = frames.dataset.title;
  frame.className = "coming";
  frame.inert = true; // for nobody yet: neither keys nor a screen reader come to it
  frame.dataset.revision = revision;
  frame.src = `${frames.dataset.at}/${revision}/index.html${state.view}`;
  // A page tells its height when all of it is drawn. One that never does is shown all the same.
  frame.onload = () => setTimeout(() => frame.classList.contains("coming") && settle(frame), PATIENCE);
  frames.append(frame);
}

/** Put a map that is whole in the stead of the one before. @param {HTMLIFrameElement} frame */
function settle(frame) {
  const old = frames.querySelector("iframe:not(.coming)");
  const held = old !== null && document.activeElement === old;
  frame.classList.remove("coming");
  frame.inert = false;
  if (held) frame.focus({ preventScroll: true });
  old?.remove();
  document.querySelector(".workbench").classList.add("has-map");
  alone.href = frame.src;
  alone.hidden = false;
  settled();
}

/** The map of today's choices is shown, unless others were made since. */
function settled() {
  if (state.making) return;
  progress.textContent = "";
  if (state.waiting) announce(frames.dataset.made);
  state.waiting = false;
}

/* ---- the choices ---- */

/** @param {string} name @returns {string} what a field holds, "" for a box that isn't ticked */
const held = (name) => new FormData(form).get(name)?.toString() || "";

/** Write a fault beside its field, or take it away. @param {Element} box @param {string} text */
function blame(box, text) {
  const slot = box.querySelector(".fault");
  if (!slot) return;
  if (slot.textContent !== text) slot.textContent = text;
  box.classList.toggle("wrong", text !== "");
  for (const field of box.querySelectorAll("[aria-describedby]")) {
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  if (text) announce(text);
}

/** A year that is being written is one of antiquity at first, which no browser calls a fault. @param {HTMLInputElement} date */
const isUnfinished = (date) => date.validity.badInput || date.validity.rangeUnderflow || date.validity.rangeOverflow;

/** @param {HTMLElement} box @returns {boolean} whether a date in it is written only by half; that is a fault once it is left */
function isHalf(box) {
  const half = [...box.querySelectorAll("input[data-bad]")].find(isUnfinished);
  if (half && half !== document.activeElement) blame(box, half.dataset.bad);
  return half !== undefined;
}

/** @param {HTMLInputElement} was @returns {boolean} whether the field holds something else than what it was */
const isChanged = (was) => held(was.name.slice(WAS.length)) !== was.value;

/** What has changed since it was shown, with what it was; nothing else is sent. @returns {URLSearchParams} */
function changes() {
  const sent = new URLSearchParams();
  for (const box of form.querySelectorAll("[data-key]")) {
    if (isHalf(box)) continue;
    const changed = [...box.querySelectorAll(`input[name^="${WAS}"]`)].filter(isChanged);
    // What was wrong is again as it was; unless that is what the map couldn't be made with.
    if (!changed.length && !box.dataset.refused) blame(box, "");
    for (const was of changed) {
      const name = was.name.slice(WAS.length);
      sent.set(was.name, was.value);
      if (held(name)) sent.set(name, held(name));
    }
  }
  return sent;
}

/**
 * Take what the server keeps: what fields were, and what they hold where nobody has changed them since.
 * @param {Document} page @param {URLSearchParams} sent what it answers to
 */
function takeChoices(page, sent) {
  for (const box of form.querySelectorAll("[data-key]")) {
    const fresh = page.querySelector(`#choices [data-key="${box.dataset.key}"]`);
    const fault = fresh.querySelector(".fault")?.textContent || "";
    for (const was of box.querySelectorAll(`input[name^="${WAS}"]`)) {
      const name = was.name.slice(WAS.length);
      const kept = fresh.querySelector(`[name="${was.name}"]`).value;
      const before = sent.has(was.name) ? sent.get(name) || "" : was.value;
      // What is wrong stays as it was typed.
      if (!fault && held(name) === before && before !== kept) put(name, kept);
      was.value = kept;
    }
    delete box.dataset.refused;
    if (!isHalf(box)) blame(box, fault);
  }
}

/** Put a text in a field. @param {string} name @param {string} text */
function put(name, text) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = text !== "";
  else if (field) field.value = text;
}

/** Send what has changed; what changes meanwhile is sent next. */
async function send() {
  if (state.sending) {
    state.again = true;
    return;
  }
  const body = changes();
  if (![...body].length) return;
  state.sending = true;
  const page = await asked(form.action, { method: "POST", body });
  state.sending = false;
  if (page?.getElementById("choices")) taken(page, body);
  else refused(page);
  if (state.again) {
    state.again = false;
    send();
  }
}

/** @param {string} address @param {RequestInit} [how] @returns {Promise<Document|null>} the page that answers; null where nobody does */
async function asked(address, how) {
  const answer = await fetch(address, { ...how, headers: LIVE }).catch(() => null);
  return answer && new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** The server has kept the choices: what it makes of them is followed. @param {Document} page @param {URLSearchParams} [sent] */
function taken(page, sent = new URLSearchParams()) {
  takeChoices(page, sent);
  const fresh = page.getElementById("progress");
  progress.replaceChildren(...fresh.childNodes);
  state.waiting ||= fresh.dataset.follow !== "";
  if (fresh.dataset.follow) watch(fresh.dataset.follow);
  else bring(page.getElementById("frames").dataset.built);
}

/** Follow the map that is being made, and show it. @param {string} address */
function watch(address) {
  state.making = true;
  // A page can be shown before the workbook and the rest of its map are written.
  const hear = (/** @type {any} */ told) => told.page && bring(told.revision);
  const over = async function (/** @type {any} */ told) {
    state.making = false;
    if (told.status === "done") bring(told.revision);
    const box = told.key && form.querySelector(`[data-key="${told.key}"]`);
    if (box) {
      box.dataset.refused = "1";
      blame(box, told.fault);
    }
    if (!["stopped", "gone"].includes(told.status)) return;
    // Somebody else changed the work, or the server was started again: what does it show now?
    const page = await asked(location.href);
    if (page?.getElementById("choices")) taken(page);
    else refused(page);
  };
  follow(address, progress, over, hear);
}

/** Nothing was kept: say why, as the server does, or that it doesn't answer. @param {Document|null} page */
function refused(page) {
  const why = page?.querySelector("main .lead, main .fault, body > pre")?.textContent.trim();
  const fault = document.createElement("p");
  fault.className = "fault";
  fault.textContent = why || frames.dataset.lost;
  announce(fault.textContent);
  progress.replaceChildren(fault);
}

/** A goal is told by two fields: half of it is no fault while the other half is being written. @param {Event} event @returns {boolean} */
function isHalfGoal(event) {
  const box = event.target instanceof Element && event.target.closest(".goal");
  if (!box) return false;
  const within = event instanceof FocusEvent && event.relatedTarget instanceof Node && box.contains(event.relatedTarget);
  return within || (event.type === "change" && !held("goal_share") !== !held("goal_by"));
}

function start() {
  addEventListener("message", heard);
  for (const type of ["change", "focusout"]) form.addEventListener(type, (event) => isHalfGoal(event) || send());
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    send();
  });
  const unfold = () => (fold.open = wide.matches || form.querySelector(".wrong, :target") !== null);
  wide.addEventListener("change", unfold);
  unfold();
  bring(frames.dataset.built);
  if (progress.dataset.follow) watch(progress.dataset.follow);
}

if (form && frames) start();
