// @ts-check
// Dots are stamped, pixel by pixel, over what the panel shows: without a graphics card many times faster than
// one arc a dot. A kind of dot has sixteen stamps, one for each quarter of a pixel its centre can fall on.
import { current, nearest, track } from "./data.js";
import { COLOURS, TURN, pen, rgb, surface } from "./page.js";

/** Draw the dots of `layer` into the pixels `px` of the whole panel; only what falls into the axes' box.
 * @param {Int32Array} px @param {PointsLayer} layer @param {Panel} panel @param {number} i @param {Scene} scene */
export function stampDots(px, layer, panel, i, scene) {
  const at = current(layer, i, scene), n = at.length / 2;
  const classes = layer.classes && nearest(layer.classes, n, i, scene.n);
  const { reach, size, kinds } = stampsOf(layer, panel, n), { dpr } = panel, w = panel.canvas.width;
  const left = Math.round((panel.left - 1) * dpr), right = left + Math.round((panel.w + 2) * dpr);
  const top = Math.round((panel.top - 1) * dpr), bottom = top + Math.round((panel.h + 2) * dpr);
  const xk = panel.xk * dpr, yk = panel.yk * dpr, x0 = panel.x0 * dpr - reach, y0 = panel.y0 * dpr - reach;
  for (let k = 0; k < n; k++) {
    const x = x0 + at[2 * k] * xk, y = y0 + at[2 * k + 1] * yk, column = Math.floor(x), row = Math.floor(y);
    if (!(column > left - size && row > top - size && column < right && row < bottom)) continue;
    const stamp = kinds[classes ? classes[k] : 0][4 * Math.floor(4 * (y - row)) + Math.floor(4 * (x - column))];
    const from = row * w + column, end = stamp.length;
    if (column >= left && row >= top && column <= right - size && row <= bottom - size) {
      for (let j = 0; j < end; j += 4) mix(px, from + stamp[j], stamp, j);
    } else {
      for (let j = 0; j < end; j += 4) {
        const c = column + (stamp[j] % w), r = row + Math.floor(stamp[j] / w);
        if (c >= left && c < right && r >= top && r < bottom) mix(px, from + stamp[j], stamp, j);
      }
    }
  }
}

/** One pixel of a stamp over pixel q: red and blue in one product, green in another.
 * @param {Int32Array} px @param {number} q @param {Int32Array} stamp @param {number} j */
function mix(px, q, stamp, j) {
  const under = px[q], keep = stamp[j + 1];
  px[q] = 0xff000000 | (((Math.imul(under & 0xff00ff, keep) + stamp[j + 2]) >>> 8) & 0xff00ff)
    | (((Math.imul(under & 0xff00, keep) + stamp[j + 3]) >>> 8) & 0xff00);
}

/** @param {PointsLayer} layer @param {Panel} panel @param {number} n @returns {Stamps} */
function stampsOf(layer, panel, n) {
  if (layer.stamps?.of === panel.drawn) return layer.stamps;
  const r = layer.radius * panel.dpr, reach = Math.ceil(r) + 1, opacity = n > 1000 ? 0.65 : n > 200 ? 0.75 : 0.95;
  /** @type {Int32Array[][]} */
  const kinds = [];
  for (const { class: c, marker } of layer.kinds ?? [{ class: 0, marker: "disc" }]) {
    const ink = rgb(layer.kinds ? panel.ink(c) : layer.ink);
    kinds[c] = makeStamps(marker, ink, r, panel.dpr, reach, opacity, panel.canvas.width);
  }
  return (layer.stamps = { of: panel.drawn, reach, size: 2 * reach + 1, kinds });
}

/** Sixteen stamps. A stamp lists its pixels, four numbers each: where, what is left of the colour below (of 256),
 * and what the ink adds to red and blue, and to green, 256 times.
 * @param {string} marker @param {number} ink @param {number} r @param {number} dpr @param {number} reach
 * @param {number} opacity @param {number} width @returns {Int32Array[]} */
function makeStamps(marker, ink, r, dpr, reach, opacity, width) {
  const size = 2 * reach + 1, ctx = pen(surface(size, size));
  return Array.from({ length: 16 }, (_, k) => {
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, size, size);
    ctx.translate(reach + ((k % 4) + 0.5) / 4, reach + ((k >> 2) + 0.5) / 4);
    ctx.globalAlpha = opacity;
    drawMarker(ctx, marker, r, dpr);
    /** @type {number[]} */
    const list = [];
    ctx.getImageData(0, 0, size, size).data.forEach((alpha, q) => {
      const a = alpha + (alpha >> 7), where = Math.floor(q / 4 / size) * width + ((q >> 2) % size);
      if (q % 4 === 3 && a > 3) list.push(where, 256 - a, Math.imul(ink & 0xff00ff, a), Math.imul(ink & 0xff00, a));
    });
    return Int32Array.from(list);
  });
}

/** One marker around the origin, as large as a disc of radius r looks. "open ..." is drawn as an outline.
 * @param {Picture} ctx @param {string} marker @param {number} r @param {number} dpr */
function drawMarker(ctx, marker, r, dpr) {
  const open = marker.startsWith("open "), thick = open ? Math.max(1.2 * dpr, 0.4 * r) : 0;
  const [corners, turn] = CORNERS[marker.replace("open ", "")];
  const out = (corners ? { 3: 1.35, 4: 1.22 }[corners] ?? 1 : 1) * r - (thick / 2) * (corners ? 1.3 : 1);
  ctx.beginPath();
  if (!corners) ctx.arc(0, 0, out, 0, TURN);
  for (let k = 0; k < corners; k++) {
    const angle = turn + (k * TURN) / corners;
    ctx.lineTo(out * Math.sin(angle), -out * Math.cos(angle));
  }
  ctx.closePath();
  ctx.lineWidth = thick;
  if (open) ctx.stroke();
  else ctx.fill();
}

/** Marker -> corners (0: round) and by how much the first one is turned from the top.
 * @type {Record<string, [number, number]>} */
export const CORNERS = { disc: [0, 0], square: [4, TURN / 8], triangle: [3, 0], diamond: [4, 0] };

/** A disc with a ring around it.
 * @param {Picture} ctx @param {number} x @param {number} y @param {number} r
 * @param {string} ink @param {string} ring */
export function disc(ctx, x, y, r, ink, ring) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, TURN);
  ctx.fillStyle = ink;
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = ring;
  ctx.stroke();
}

/** One dot's story: where it is, and the path that led there.
 * @param {Picture} ctx @param {PointsLayer} layer @param {Panel} panel @param {number} i @param {Scene} scene */
export function drawHighlight(ctx, layer, panel, i, scene) {
  const k = /** @type {number} */ (layer.highlight);
  const ink = panel.ink(layer.classes ? 0 : layer.ink === COLOURS[6] ? 1 : 6);
  if (layer.trail && (layer.frames || layer.b)) {
    const way = (layer.track ??= track(layer, k, scene));
    ctx.beginPath();
    for (let j = 0; j <= i; j++) ctx.lineTo(panel.x(way[2 * j]), panel.y(way[2 * j + 1]));
    ctx.lineJoin = "round";
    for (const [width, style] of /** @type {[number, string][]} */ ([[4, panel.bg], [2, ink]])) {
      ctx.lineWidth = width;
      ctx.strokeStyle = style;
      ctx.stroke();
    }
    disc(ctx, panel.x(way[0]), panel.y(way[1]), 3.5, panel.bg, ink);
  }
  const at = current(layer, i, scene);
  disc(ctx, panel.x(at[2 * k]), panel.y(at[2 * k + 1]), 6, ink, panel.bg);
}
