// The application's script: what follows a reading or a build, and changes the map without a wait.

import { follow, LIVE } from "./live.js";

const progress = document.getElementById("progress");
const frames = document.getElementById("frames");

/** Follow a build, and show what comes of it. */
function watch(address) {
  follow(address, progress, async (told) => {
    if (told.status === "done") finished(told);
    else if (["stopped", "gone"].includes(told.status)) {
      const response = await fetch(location.href, { headers: LIVE });
      if (!response.ok || !take(await response.text())) location.reload();
    }
  });
}

/** Take the progress of a fresh page in this one's stead; say whether something is under way. */
function take(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("progress");
  if (!fresh) return false;
  progress.replaceChildren(...fresh.childNodes);
  if (fresh.dataset.follow) watch(fresh.dataset.follow);
  return Boolean(fresh.dataset.follow);
}

function finished(told) {
  if (frames) showMap(told.revision);
  else location.reload();
}

/** Put the new map over the old one once it is whole. */
function showMap(revision) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts allow-downloads allow-popups");
  frame.allow = "clipboard-write";
  frame.title = document.querySelector("h1").textContent;
  frame.className = "coming";
  frame.src = `${frames.dataset.at}/${revision}/index.html`;
  frame.onload = () => {
    for (const old of frames.querySelectorAll("iframe")) if (old !== frame) old.remove();
    frame.className = "";
    progress.textContent = "";
  };
  frames.append(frame);
}

if (progress?.dataset.follow && document.body.dataset.step !== "lecture") {
  watch(progress.dataset.follow);
}

for (const part of document.querySelectorAll("[data-grow]")) part.style.flexGrow = part.dataset.grow;

for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
}

const choices = document.getElementById("choices");
choices?.addEventListener("change", async () => {
  const answer = await fetch(choices.action, { method: "POST", body: new FormData(choices) });
  take(await answer.text());
});
