// The last step: once the map of today's choices is made, the page has what to take away.

import { follow } from "./live.js";

const progress = document.getElementById("progress");

if (progress.dataset.follow) {
  follow(progress.dataset.follow, progress, ({ status }) => {
    if (["done", "stopped", "gone"].includes(status)) location.reload();
  });
}
