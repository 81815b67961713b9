// Before Folium's script: what needs a script is shown, so that the map is born with its size.
document.documentElement.classList.add("js");
