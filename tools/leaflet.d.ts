// What the linter and the type checker know of Leaflet, of which the page carries what the script names.
declare const L: any;
declare namespace L {
  type Map = any;
  type Point = any;
  type LatLng = any;
  type LatLngBounds = any;
  type LatLngBoundsExpression = any;
  type Layer = any;
  type LayerGroup = any;
  type FeatureGroup = any;
  type Polygon = any;
  type LeafletMouseEvent = any;
}
