// The application's script: what all steps have; each step has a module of its own.

for (const part of document.querySelectorAll("[data-grow]")) part.style.flexGrow = part.dataset.grow;

// Of the document, since a step may put another footer in the place of this one.
document.addEventListener("submit", (event) => {
  const { confirm: question } = event.target.dataset;
  if (!question) return;
  if (confirm(question)) event.target.method = "post"; // asked here, and not by a page that asks
  else event.preventDefault();
});
