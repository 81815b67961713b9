// Only in pages that layers were added to: Folium's popups turn their HTML into a node by jQuery.
window.$ = window.$ || function (html) {
  const holder = document.createElement("template");
  holder.innerHTML = String(html).trim();
  return holder.content.childNodes;
};
