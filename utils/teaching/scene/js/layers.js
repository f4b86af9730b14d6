// @ts-check
// How each type of layer is drawn on a canvas (dots: see dots.js). `x` and `y` of a panel take data to pixels.
import { current, nodesOf } from "./data.js";
import { pixels } from "./page.js";
import { drawPicks } from "./picks.js";

/** @param {Picture} ctx @param {Layer} layer @param {number} width */
function stroke(ctx, layer, width) {
  ctx.strokeStyle = layer.ink;
  ctx.lineWidth = width;
  ctx.lineJoin = "round";
  ctx.setLineDash(layer.dashes ?? []);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** @param {Picture} ctx @param {LineLayer} layer @param {Panel} panel @param {number} i @param {Scene} scene */
function line(ctx, layer, panel, i, scene) {
  const y = current(layer, i, scene), x = layer.x;
  ctx.beginPath();
  for (let k = 0; k < x.length; k++) ctx.lineTo(panel.x(x[k]), panel.y(y[k]));
  stroke(ctx, layer, 2);
  if (!layer.fill) return;
  ctx.lineTo(panel.x(x[x.length - 1]), panel.y(0));
  ctx.lineTo(panel.x(x[0]), panel.y(0));
  ctx.globalAlpha = 0.18;
  ctx.fillStyle = layer.ink;
  ctx.fill();
  ctx.globalAlpha = 1;
}

/** With gaps where x or y is not finite. @param {Picture} ctx @param {CurveLayer} layer @param {Panel} panel */
function curve(ctx, layer, panel) {
  ctx.beginPath();
  for (let k = 0, down = false; k < layer.x.length; k++) {
    const x = panel.x(layer.x[k]), y = panel.y(layer.y[k]), ok = Number.isFinite(x) && Number.isFinite(y);
    if (ok && down) ctx.lineTo(x, y);
    else if (ok) ctx.moveTo(x, y);
    down = ok;
  }
  stroke(ctx, layer, 2);
}

/** @param {Picture} ctx @param {ImageLayer} layer @param {Panel} panel @param {number} i @param {Scene} scene */
function image(ctx, layer, panel, i, scene) {
  const at = current(layer, i, scene), [count, h, w] = layer.shape, cols = layer.columns;
  const gap = Math.max(1, Math.floor(w / 12)), rows = Math.ceil(count / cols);
  const W = cols * (w + gap) - gap, H = rows * (h + gap) - gap;
  const tile = (layer.tile ??= pixels(W, H)), { px } = tile, [lo, hi] = layer.limits, scale = 255 / (hi - lo);
  for (let j = 0, s = 0; j < count; j++) {
    const start = Math.floor(j / cols) * (h + gap) * W + (j % cols) * (w + gap);
    for (let r = 0; r < h; r++) {
      for (let c = 0, o = start + r * W; c < w; c++, s++) {
        const g = Math.max(0, Math.min(255, (at[s] - lo) * scale)) & 255;
        px[o + c] = 0xff000000 | (g * 0x010101);
      }
    }
  }
  tile.put();
  const z = Math.min(panel.w / W, panel.h / H);
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(tile.canvas, panel.left + (panel.w - z * W) / 2, panel.top + (panel.h - z * H) / 2, z * W, z * H);
  ctx.imageSmoothingEnabled = true;
}

/** Row 0 is the lowest y.
 * @param {Picture} ctx @param {HeatLayer} layer @param {Panel} panel @param {number} i @param {Scene} scene */
function heat(ctx, layer, panel, i, scene) {
  const at = current(layer, i, scene), [h, w] = layer.frames.shape.slice(-2), shades = panel.ramp;
  const tile = (layer.tile ??= pixels(w, h)), { px } = tile;
  for (let r = 0, s = 0; r < h; r++)
    for (let c = 0; c < w; c++, s++) px[(h - 1 - r) * w + c] = shades[Math.round(at[s] * 240)];
  tile.put();
  const [xl, xh, yl, yh] = layer.extent;
  ctx.drawImage(tile.canvas, panel.x(xl), panel.y(yh), panel.x(xh) - panel.x(xl), panel.y(yl) - panel.y(yh));
}

/** @param {Picture} ctx @param {BarsLayer} layer @param {Panel} panel @param {number} i @param {Scene} scene */
function bars(ctx, layer, panel, i, scene) {
  const at = current(layer, i, scene), base = panel.y(0), wide = panel.x(0.39) - panel.x(-0.39);
  ctx.fillStyle = ctx.strokeStyle = layer.ink;
  ctx.lineWidth = 2;
  for (let k = 0; k < at.length; k++) {
    const x = panel.x(k - 0.39), y = panel.y(at[k]);
    if (layer.outline) ctx.strokeRect(x, y, wide, base - y);
    else ctx.fillRect(x, y, wide, base - y);
  }
}

/** @param {Picture} ctx @param {ArrowsLayer} layer @param {Panel} panel @param {number} i @param {Scene} scene */
function arrows(ctx, layer, panel, i, scene) {
  const at = current(layer, i, scene), from = layer.positions, s = layer.scale;
  ctx.beginPath();
  for (let k = 0; k < from.length; k += 2) {
    const x = panel.x(from[k]), y = panel.y(from[k + 1]), dx = at[k] * s * panel.xk, dy = at[k + 1] * s * panel.yk;
    const size = Math.hypot(dx, dy), head = Math.min(5, 0.4 * size) / (size || 1);
    ctx.moveTo(x, y);
    if (size < 0.5) { ctx.lineTo(x + 0.6, y); continue; }
    ctx.lineTo(x + dx, y + dy);
    ctx.moveTo(x + dx - (dx + 0.6 * dy) * head, y + dy - (dy - 0.6 * dx) * head);
    ctx.lineTo(x + dx, y + dy);
    ctx.lineTo(x + dx - (dx - 0.6 * dy) * head, y + dy - (dy + 0.6 * dx) * head);
  }
  stroke(ctx, layer, 1.3);
}

/** @param {Picture} ctx @param {LinksLayer} layer @param {Panel} panel @param {number} i @param {Scene} scene */
function links(ctx, layer, panel, i, scene) {
  const nodes = nodesOf(layer, panel.layers), e = layer.edges;
  if (!nodes) return;
  const at = current(nodes, i, scene);
  ctx.beginPath();
  for (let k = 0; k < e.length; k += 2) {
    ctx.moveTo(panel.x(at[2 * e[k]]), panel.y(at[2 * e[k] + 1]));
    ctx.lineTo(panel.x(at[2 * e[k + 1]]), panel.y(at[2 * e[k + 1] + 1]));
  }
  ctx.strokeStyle = layer.colour == null ? panel.edge : layer.ink;
  ctx.lineWidth = 1;
  ctx.stroke();
}

/** The handles are buttons over the canvas (handles.js); here the line through them.
 * @param {Picture} ctx @param {HandlesLayer} layer @param {Panel} panel @param {number} i @param {Scene} scene */
function handles(ctx, layer, panel, i, scene) {
  ctx.beginPath();
  for (const [x, y] of [...scene.handles].sort((p, q) => p[0] - q[0])) ctx.lineTo(panel.x(x), panel.y(y));
  stroke(ctx, layer, 2);
}

/** @type {Record<string, (ctx: Picture, layer: any, panel: Panel, i: number, scene: Scene) => void>} */
export const DRAW = { line, curve, image, heat, bars, arrows, links, handles, picks: drawPicks };
