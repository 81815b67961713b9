// The first step: files are chosen or dropped, weighed before they are sent, and sent in sight.

const KILOBYTE = 1000;
const TYPING_MS = 250;

let form;
let chosen = []; // the files of the register, however they came; the others stay in their fields
let waiting;

/** Take up the form that the page has now; another one comes with what was wrong of the last. */
function begin() {
  form = document.getElementById("start-form");
  if (!form) return;
  const input = form.elements.register;
  input.addEventListener("change", () => {
    add(input.files);
    input.value = ""; // the same file may be chosen again, once mended
  });
  form.addEventListener("change", weigh);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (weigh()) send();
    else document.getElementById("total").scrollIntoView({ block: "center" });
  });
  form.elements.territory.addEventListener("input", understandSoon);
  document.getElementById("retry").addEventListener("click", send);
  const zone = document.getElementById("drop");
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, () => over(zone, true));
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => over(zone, false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    add(files(event.dataTransfer));
  });
  list();
}

/** Give the files that were dropped; a folder among them can't be sent. */
function files(transfer) {
  const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory;
  const folders = [...transfer.items].map((item) => Boolean(isFolder(item)));
  return [...transfer.files].filter((_, index) => !folders[index]);
}

function over(zone, is) {
  zone.classList.toggle("over", is);
}

function add(files) {
  for (const file of files) {
    chosen = chosen.filter(({ name }) => name !== file.name);
    chosen.push(file);
  }
  list();
}

/** List the files that were chosen, each with its size and a way to leave it. */
function list() {
  const place = document.getElementById("chosen");
  place.hidden = chosen.length === 0;
  place.replaceChildren(...chosen.map((file, index) => {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    const size = document.createElement("span");
    size.textContent = sizeWords(file.size);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "link";
    remove.textContent = form.dataset.remove;
    remove.setAttribute("aria-label", `${form.dataset.remove} ${file.name}`);
    remove.addEventListener("click", () => {
      chosen.splice(index, 1);
      list();
      (place.querySelectorAll("button")[index] ?? form.elements.register).focus();
    });
    item.append(name, size, remove);
    return item;
  }));
  weigh();
}

/** Say how much there is to send; say whether it may be sent. */
function weigh() {
  const { limit, files, given, total, over, many } = form.dataset;
  const others = [...form.querySelectorAll('input[type="file"]')].flatMap((one) => [...one.files]);
  const all = [...chosen, ...others];
  const kept = form.elements.add?.checked ? Number(given) : 0;
  const bytes = all.reduce((sum, file) => sum + file.size, kept);
  const place = document.getElementById("total");
  const isOver = bytes > Number(limit);
  const areMany = all.length > Number(files);
  const words = isOver ? over : areMany ? many : all.length ? total : "";
  place.textContent = words.replace("{size}", sizeWords(bytes));
  place.classList.toggle("fault", isOver || areMany);
  return !isOver && !areMany;
}

function sizeWords(bytes) {
  const [byte, kilo, mega] = form.dataset.units.split(" ");
  const write = (n, decimals, unit) => {
    const digits = { maximumFractionDigits: decimals };
    return `${n.toLocaleString(document.documentElement.lang, digits)}\u00a0${unit}`;
  };
  if (bytes < KILOBYTE) return write(bytes, 0, byte);
  if (bytes < KILOBYTE ** 2) return write(bytes / KILOBYTE, 0, kilo);
  return write(bytes / KILOBYTE ** 2, 1, mega);
}

/** Send the form; what was typed and chosen stays on the page until the server has it. */
function send() {
  clearInterval(waiting);
  show("refusal", false);
  const fields = new FormData(form);
  fields.delete("register");
  for (const file of chosen) fields.append("register", file);
  const request = new XMLHttpRequest(); // `fetch` doesn't tell how much was sent
  request.open("POST", form.action);
  request.responseType = "document";
  request.upload.onprogress = ({ loaded, total }) => tell(loaded, total);
  request.onload = () => received(request);
  request.onerror = () => refuse(form.dataset.lost);
  tell(0, 1);
  show("sending", true);
  for (const button of form.querySelectorAll("button:not([type])")) button.disabled = true;
  request.send(fields);
}

function tell(done, total) {
  const bar = document.getElementById("sending-bar");
  bar.max = total;
  bar.value = done;
  const { sending, sent } = form.dataset;
  document.getElementById("sending-words").textContent = done && done >= total
    ? sent
    : sending.replace("{done}", sizeWords(done)).replace("{total}", sizeWords(total));
}

function received(request) {
  const page = request.response;
  if (request.status === 200) {
    location.assign(request.responseURL);
    return;
  }
  const main = page?.querySelector("main");
  if (request.status === 422 && main) { // kept, but not complete: the page says what is missing
    for (const part of ["header", "main", "footer"]) {
      const fresh = document.importNode(page.querySelector(part), true);
      document.querySelector(part).replaceWith(fresh);
    }
    document.title = page.title;
    chosen = [];
    begin();
    history.replaceState(null, "", form.action);
    document.querySelector('[aria-invalid="true"]')?.focus();
    return;
  }
  const places = ["#fault-register", "main .fault", "main p"];
  const said = places.map((place) => page?.querySelector(place)).find((place) => place);
  refuse(said?.textContent ?? form.dataset.lost, Number(request.getResponseHeader("retry-after")));
}

/** Say why nothing was taken, and try again by itself where it is a matter of time. */
function refuse(words, seconds = 0) {
  show("sending", false);
  for (const button of form.querySelectorAll("button:not([type])")) button.disabled = false;
  document.getElementById("refusal-words").textContent = words;
  show("refusal", true);
  const place = document.getElementById("refusal-wait");
  place.textContent = "";
  if (!seconds) return;
  let left = seconds;
  const count = () => {
    place.textContent = form.dataset.wait.replace("{n}", String(left));
    if (left === 0) send();
    left -= 1;
  };
  count();
  waiting = setInterval(count, 1000);
}

function show(id, is) {
  document.getElementById(id).hidden = !is;
}

let typing;

/** Say what is understood of the territory, once the typing stops. */
function understandSoon() {
  clearTimeout(typing);
  typing = setTimeout(understand, TYPING_MS);
}

async function understand() {
  const { value } = form.elements.territory;
  const place = document.getElementById("understood");
  const asked = new URL(form.dataset.understand, location.href);
  asked.searchParams.set("nom", value);
  const response = await fetch(asked).catch(() => null);
  if (!response?.ok || value !== form.elements.territory.value) return;
  const { words, fault } = await response.json();
  place.textContent = words ?? fault ?? "";
  place.classList.toggle("unknown", Boolean(fault));
}

// A file that is let go beside the zone must not take the page's place.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => event.preventDefault());
}

begin();
