// The application's script: what follows a reading or a build, and changes the map without a wait.

const progress = document.getElementById("progress");
const frames = document.getElementById("frames");

/** Follow a reading or a build; its news is markup of our own server's. */
function follow(address) {
  const news = new EventSource(address);
  news.onmessage = (message) => {
    const told = JSON.parse(message.data);
    progress.innerHTML = told.html;
    if (["done", "refused", "failed", "stopped"].includes(told.status)) {
      news.close();
      if (told.status === "done") finished(told);
    }
  };
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

if (frames && progress?.dataset.follow) follow(progress.dataset.follow);

for (const part of document.querySelectorAll("[data-grow]")) part.style.flexGrow = part.dataset.grow;

for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
}

const choices = document.getElementById("choices");
choices?.addEventListener("change", async () => {
  const answer = await fetch(choices.action, { method: "POST", body: new FormData(choices) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("progress");
  progress.replaceChildren(...fresh.childNodes);
  if (fresh.dataset.follow) follow(fresh.dataset.follow);
});
