// @ts-check
// One panel's frame. Its ground (axes, and the first layers that never move) is kept as pixels, so that a frame
// draws only what depends on the time; the pixels are let go while the scene is out of sight.
import { drawAxes, drawSpines } from "./axes.js";
import { moves } from "./data.js";
import { disc, drawHighlight, stampDots } from "./dots.js";
import { DRAW } from "./layers.js";
import { CYCLE } from "./page.js";

/** Give the panel its place, its scale and its colours. @param {Panel} panel @param {Plan} plan @param {Theme} theme */
export function place(panel, plan, theme) {
  const { canvas, pad } = panel, width = plan.w + pad.left + pad.right, height = plan.h + plan.top + plan.bottom;
  Object.assign(panel, theme, { plan, left: pad.left, top: plan.top, w: plan.w, h: plan.h });
  canvas.style.width = panel.figure.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const [xl, xh] = panel.xlim, [yl, yh] = panel.ylim;
  if (panel.equal) { // same scale on both axes: shrink the box, keep it in the middle
    const k = Math.min(panel.w / (xh - xl), panel.h / (yh - yl)), w = k * (xh - xl), h = k * (yh - yl);
    panel.left += (panel.w - w) / 2;
    panel.top += (panel.h - h) / 2;
    Object.assign(panel, { w, h });
  }
  panel.xk = panel.w / (xh - xl);
  panel.x0 = panel.left - xl * panel.xk;
  panel.yk = -panel.h / (yh - yl);
  panel.y0 = panel.top + panel.h - yl * panel.yk;
  panel.x = (v) => panel.x0 + v * panel.xk;
  panel.y = (v) => panel.y0 + v * panel.yk;
  panel.layers.forEach((l) => { l.ink = panel.ink(l.colour ?? CYCLE[(l.rank ?? 0) % CYCLE.length]); });
  forget(panel);
}

/** Let go of all pixels; the next frame makes them anew. @param {Panel} panel */
export function forget(panel) {
  panel.back = panel.film = null;
  panel.canvas.width = panel.canvas.height = 0;
}

/** @param {Panel} panel @param {Scene} scene */
function ground(panel, scene) {
  const { canvas, ctx, dpr, pad, plan } = panel, w = plan.w + pad.left + pad.right, h = plan.h + plan.top + plan.bottom;
  canvas.width = Math.round(w * dpr);
  canvas.height = Math.round(h * dpr);
  panel.drawn = {};
  panel.shown = panel.layers.filter((l) => !l.hidden || scene.revealed.has(l.name));
  panel.fixed = panel.shown.findIndex((l) => moves(l, panel.layers));
  if (panel.fixed < 0) panel.fixed = panel.shown.length;
  ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
  ctx.fillStyle = panel.bg;
  ctx.fillRect(0, 0, w, h);
  if (panel.axes) drawAxes(ctx, panel);
  drawLayers(panel, panel.shown.slice(0, panel.fixed), 0, scene);
  panel.back = ctx.getImageData(0, 0, canvas.width, canvas.height);
  panel.backPx = new Int32Array(panel.back.data.buffer);
}

/** The panel at the scene's time. @param {Panel} panel @param {Scene} scene */
export function drawPanel(panel, scene) {
  if (!panel.back) ground(panel, scene);
  else if (panel.shown[panel.fixed]?.type !== "points") panel.ctx.putImageData(panel.back, 0, 0);
  drawLayers(panel, panel.fixed ? panel.shown.slice(panel.fixed) : panel.shown, scene.t, scene);
  if (panel.axes) drawSpines(panel.ctx, panel);
  for (const layer of panel.shown) if (layer.type === "curve") here(panel.ctx, layer, panel, scene.t);
}

/** @param {Panel} panel @param {Layer[]} layers @param {number} i @param {Scene} scene */
function drawLayers(panel, layers, i, scene) {
  const { ctx } = panel;
  ctx.save();
  ctx.beginPath();
  ctx.rect(panel.left - (panel.axes ? 1 : 0), panel.top - 1, panel.w + 2, panel.h + 2);
  ctx.clip();
  layers.forEach((layer, k) => {
    if (layer.type !== "points") return DRAW[layer.type](ctx, layer, panel, i, scene);
    points(panel, layer, i, scene, k === 0 && !!panel.back);
    if (layer.highlight != null) drawHighlight(ctx, layer, panel, i, scene);
  });
  ctx.restore();
}

/** Stamp dots over the panel's pixels; `first`: nothing but the ground is below.
 * @param {Panel} panel @param {PointsLayer} layer @param {number} i @param {Scene} scene @param {boolean} first */
function points(panel, layer, i, scene, first) {
  const { ctx, canvas } = panel;
  if (first) {
    panel.film ??= ctx.createImageData(canvas.width, canvas.height);
    if (panel.filmPx?.buffer !== panel.film.data.buffer) panel.filmPx = new Int32Array(panel.film.data.buffer);
    panel.filmPx.set(panel.backPx);
  }
  const film = first && panel.film ? panel.film : ctx.getImageData(0, 0, canvas.width, canvas.height);
  stampDots(first ? panel.filmPx : new Int32Array(film.data.buffer), layer, panel, i, scene);
  ctx.putImageData(film, 0, 0);
}

/** The dot on a curve at the current time; not clipped, so that it is whole at the ends.
 * @param {Picture} ctx @param {CurveLayer} layer @param {Panel} panel @param {number} i */
function here(ctx, layer, panel, i) {
  const x = panel.x(layer.x[i]), y = panel.y(layer.y[i]);
  const { left, top, w, h } = panel;
  if (x >= left - 1 && x <= left + w + 1 && y >= top - 1 && y <= top + h + 1) disc(ctx, x, y, 5.5, layer.ink, panel.bg);
}
