// Before Folium's script: what needs a script is shown, so that the map is born with its size.
document.documentElement.classList.add("js");
// Before the first paint: a map alone has another head and another height.
document.documentElement.classList.toggle("compact", /[#&]vue=carte(&|$)/.test(window.location.hash));
// A frame may follow the height of what is in it: there the map's own is that of the frame at first.
if (window.parent !== window) {
  document.documentElement.classList.add("framed");
  document.documentElement.style.setProperty("--screen", Math.min(window.innerHeight || 640, 900) + "px");
}
