// @ts-check
// Axes, ticks and labels: what stands still behind the layers.
import { measure } from "./page.js";
import { number } from "./text.js";

/** Round tick values: about `count` of them, steps of 1, 2 or 5 times a power of ten.
 * @param {number} lo @param {number} hi @param {number} count @returns {[number, string][]} */
export function ticks(lo, hi, count) {
  const raw = (hi - lo) / Math.max(1, count), base = 10 ** Math.floor(Math.log10(raw));
  const step = base * ([1, 2, 5].find((m) => m * base >= raw * 0.999) ?? 10);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), short = Math.abs(hi) >= 1e5 || digits > 4;
  /** @type {[number, string][]} */
  const out = [];
  for (let k = Math.ceil(lo / step - 1e-9); k * step <= hi + step * 1e-9; k++)
    out.push([k * step, number(k * step, "", short ? 2 : digits, short ? "g" : "f")]);
  return out;
}

/** Text with sub- and superscripts; returns its width.
 * @param {Picture} ctx @param {string} family @param {string} s
 * @param {number} x @param {number} y @param {number} size @param {"left" | "right" | "center"} align */
function label(ctx, family, s, x, y, size, align = "left") {
  const font = (/** @type {number} */ k) => `${size * k}px ${family}`;
  const parts = [...s.matchAll(/([_^])(?:\{([^{}]*)\}|(\S))|([^_^]+|[_^])/g)].map((m) => {
    const [t, k, dy] = m[1] ? [m[2] ?? m[3], 0.72, m[1] === "_" ? 0.25 : -0.35] : [m[4], 1, 0];
    return { t, k, dy, wide: measure(font(k), t) };
  });
  const width = parts.reduce((sum, { wide }) => sum + wide, 0);
  let at = align === "left" ? x : align === "right" ? x - width : x - width / 2;
  ctx.textAlign = "left";
  for (const { t, k, dy, wide } of parts) {
    ctx.font = font(k);
    ctx.fillText(t, at, y + dy * size);
    at += wide;
  }
  return width;
}

/** @param {Picture} ctx @param {Panel} panel */
export function drawAxes(ctx, panel) {
  const { left, top, w, h, family } = panel, bottom = top + h, right = left + w;
  const named = panel.layers.find((l) => l.type === "bars" && l.labels.length);
  const xt = named ? barTicks(panel, /** @type {BarsLayer} */ (named)) : ticks(...panel.xlim, Math.max(3.5, w / 55));
  const yt = ticks(...panel.ylim, Math.max(3.5, h / 45));
  const crisp = (/** @type {number} */ v) => Math.round(v) + 0.5;
  ctx.beginPath(); // a faint grid
  if (!named) for (const [v] of xt) { ctx.moveTo(crisp(panel.x(v)), top); ctx.lineTo(crisp(panel.x(v)), bottom); }
  for (const [v] of yt) { ctx.moveTo(left, crisp(panel.y(v))); ctx.lineTo(right, crisp(panel.y(v))); }
  ctx.lineWidth = 1;
  ctx.strokeStyle = panel.edge;
  ctx.globalAlpha = 0.35;
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.fillStyle = panel.dim;
  ctx.textBaseline = "top";
  for (const [v, s] of xt) label(ctx, family, s, panel.x(v), bottom + 6, 11, "center");
  ctx.textBaseline = "middle";
  for (const [v, s] of yt) label(ctx, family, s, left - 6, panel.y(v), 11, "right");
  ctx.fillStyle = panel.fg;
  ctx.textBaseline = "alphabetic";
  if (panel.xlabel) label(ctx, family, panel.xlabel, left + w / 2, bottom + 33, 12, "center");
  if (panel.ylabel) label(ctx, family, panel.ylabel, Math.max(2, left - 24), top - 9, 12);
}

/** The two axis lines, over the layers: a heat map would hide them. @param {Picture} ctx @param {Panel} panel */
export function drawSpines(ctx, { left, top, w, h, edge }) {
  ctx.fillStyle = edge;
  ctx.fillRect(Math.round(left), top, 1, h);
  ctx.fillRect(left, Math.round(top + h), w, 1);
}

/** Every bar's label if they fit, else every second, third, ...
 * @param {Panel} panel @param {BarsLayer} bars @returns {[number, string][]} */
function barTicks(panel, bars) {
  const widest = Math.max(...bars.labels.map((s) => measure(`11px ${panel.family}`, s))) + 6;
  const every = Math.max(1, Math.ceil(widest / (panel.x(1) - panel.x(0))));
  return bars.labels.map((s, k) => /** @type {[number, string]} */ ([k, s])).filter(([k]) => k % every === 0);
}
