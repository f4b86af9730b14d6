// @ts-check
// How large each panel is: as few rows as stay legible, equal heights in a row, the slider in sight.
import { ticks } from "./axes.js";
import { measure } from "./page.js";

const GAP = 8;

/** Width and height of all panels in `width` pixels. @param {Panel[]} panels @param {number} width @returns {Plan[]} */
export function arrange(panels, width) {
  const least = width < 520 ? 120 : 140;
  for (let rows = 1; ; rows++) {
    const per = Math.ceil(panels.length / rows), plan = [];
    const few = panels.length <= 2 && rows === 1, square = few && !panels.some((p) => p.elastic);
    const most = square ? 360 : few ? 300 : per === 1 || rows === 1 ? 260 : 200;
    for (let s = 0; s < panels.length; s += per) plan.push(...arrangeRow(panels.slice(s, s + per), width, most));
    if (per === 1 || plan.every((p) => p.h >= least)) return plan;
  }
}

/** @param {Panel[]} row @param {number} width @param {number} most @returns {Plan[]} */
function arrangeRow(row, width, most) {
  const sum = (/** @type {(p: Panel) => number} */ of) => row.reduce((total, p) => total + of(p), 0);
  const room = width - 1 - GAP * (row.length - 1) - sum((p) => p.pad.left + p.pad.right), ratio = sum((p) => p.ratio);
  const h = Math.min(most, room / ratio), share = (room - h * ratio) / sum((p) => +p.elastic);
  const top = Math.max(...row.map((p) => p.pad.top)), bottom = Math.max(...row.map((p) => p.pad.bottom));
  return row.map((p) => { // whole pixels: no seams
    const w = Math.floor(h * p.ratio + (p.elastic ? Math.min(share, h * 0.9) : 0));
    return { h: Math.floor(h), w, top, bottom };
  });
}

/** The panel's shape and the room its labels need. @param {Panel} panel @param {string} family */
export function prepare(panel, family) {
  panel.elastic = panel.axes && !panel.equal;
  if (!panel.axes) {
    const { shape: [count, h, w], columns } = /** @type {ImageLayer} */ (panel.layers.find((l) => l.type === "image"));
    panel.ratio = Math.min(3, Math.max(0.4, (columns * w) / (Math.ceil(count / columns) * h)));
    panel.pad = { left: 4, right: 4, top: 6, bottom: 6 };
    return;
  }
  const [xl, xh] = panel.xlim, [yl, yh] = panel.ylim;
  panel.ratio = panel.equal ? Math.min(2.2, Math.max(0.5, (xh - xl) / (yh - yl))) : 1.4;
  const labels = [3.5, 5, 7].flatMap((count) => ticks(yl, yh, count)); // the height, and so the count, is not known yet
  const widest = Math.max(...labels.map(([, s]) => measure(`11px ${family}`, s)));
  panel.pad = { left: Math.ceil(widest) + 12, right: 12, top: panel.ylabel ? 24 : 8, bottom: panel.xlabel ? 38 : 22 };
}
