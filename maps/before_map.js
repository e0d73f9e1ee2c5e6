// Set before the map is made: how it moves, and how far it draws beyond its edge.
"use strict";
if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
  L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false });
}
// a finger on the map scrolls the page; the full screen is for moving the map
L.Map.mergeOptions({ dragging: !matchMedia("(pointer: coarse)").matches });
L.Renderer.mergeOptions({ padding: 0.5 });
