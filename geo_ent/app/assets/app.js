// The application's script: what all steps have; each step has a module of its own.

for (const part of document.querySelectorAll("[data-grow]")) part.style.flexGrow = part.dataset.grow;

for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
}
