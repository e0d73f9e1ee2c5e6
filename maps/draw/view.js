// The view: which part of the grid the window shows. Grid steps to CSS pixels, north up.

const CLOSEST = 4; // pixels per grid step: nobody needs to see single vertices

export function newView(width, height) {
  return { x: 0, y: 0, scale: 1, width, height, least: 0 };
}

// [west, south, east, north] of the grid fills the window but for a margin in pixels;
// inset = pixels on each side that something covers: {top, right, bottom, left}
export function fitView(view, box, inset) {
  const free = { top: 24, right: 24, bottom: 24, left: 24, ...inset };
  const width = Math.max(40, view.width - free.left - free.right);
  const height = Math.max(40, view.height - free.top - free.bottom);
  const wide = Math.max(box[2] - box[0], 1);
  const high = Math.max(box[3] - box[1], 1);
  view.scale = bounded(view, Math.min(width / wide, height / high));
  view.x = (box[0] + box[2]) / 2 + (view.width / 2 - (free.left + width / 2)) / view.scale;
  view.y = (box[1] + box[3]) / 2 - (view.height / 2 - (free.top + height / 2)) / view.scale;
}

export function panView(view, dx, dy) {
  view.x -= dx / view.scale;
  view.y += dy / view.scale;
}

// the ground under the point (x, y) of the window stays where it is
export function zoomView(view, factor, x, y) {
  const [gx, gy] = toGround(view, x, y);
  view.scale = bounded(view, view.scale * factor);
  view.x = gx - (x - view.width / 2) / view.scale;
  view.y = gy + (y - view.height / 2) / view.scale;
}

export function toGround(view, x, y) {
  return [view.x + (x - view.width / 2) / view.scale, view.y - (y - view.height / 2) / view.scale];
}

export function toWindow(view, gx, gy) {
  return [(gx - view.x) * view.scale + view.width / 2, view.height / 2 - (gy - view.y) * view.scale];
}

// [west, south, east, north] of what the window shows
export function shownBox(view) {
  const halfWidth = view.width / 2 / view.scale;
  const halfHeight = view.height / 2 / view.scale;
  return [view.x - halfWidth, view.y - halfHeight, view.x + halfWidth, view.y + halfHeight];
}

function bounded(view, scale) {
  return Math.min(CLOSEST, Math.max(view.least, scale));
}
