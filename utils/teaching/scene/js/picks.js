// @ts-check
// Dots the learner picks: real buttons over the canvas, so that keyboard and screen readers reach them, and below the
// panels what follows from the picks, counted here.
import { current, nodesOf } from "./data.js";
import { disc } from "./dots.js";
import { ARROWS } from "./handles.js";
import { QUIET, dress, element } from "./page.js";
import { fill } from "./text.js";

const NEVER = 240, LAST = NEVER - 1;

/** Index of the time at which each dot is reached in a run: the earliest arrival from a picked dot.
 * @param {PicksLayer} layer @param {number[]} picked @param {number} run */
function reached(layer, picked, run) {
  const [, , n] = layer.arrival.shape, out = new Uint8Array(n).fill(NEVER);
  for (const v of picked)
    for (let w = 0, from = (run * n + v) * n; w < n; w++) out[w] = Math.min(out[w], layer.arrival[from + w]);
  return out;
}

/** How many dots are reached by time i in a run.
 * @param {PicksLayer} layer @param {number[]} picked @param {number} run @param {number} i */
const count = (layer, picked, run, i) => reached(layer, picked, run).filter((time) => time <= Math.min(i, LAST)).length;

/** The line about the picks, as picks.py has it. @param {PicksLayer} layer @param {number[]} picked */
function told(layer, picked) {
  const [runs, n] = layer.arrival.shape, who = picked.map((v) => layer.names[v]).join(", ");
  const counts = Array.from({ length: runs }, (_, run) => count(layer, picked, run, LAST));
  const mean = counts.reduce((sum, c) => sum + c, 0) / runs;
  const spread = counts.reduce((sum, c) => sum + (c - mean) ** 2, 0) / runs;
  const answer = fill(layer.answer, { mean, error: Math.sqrt(spread / Math.max(1, runs - 1)), n, runs });
  return `${picked.length} of ${layer.most} picked${who && ": " + who}${answer && ". " + answer}`;
}

/** The dots reached by time i in the run on show, and larger, with a ring, those picked.
 * @param {Picture} ctx @param {PicksLayer} layer @param {Panel} panel @param {number} i @param {Scene} scene */
export function drawPicks(ctx, layer, panel, i, scene) {
  const dots = /** @type {PointsLayer} */ (nodesOf(layer, panel.layers)), at = current(dots, i, scene);
  const draw = (/** @type {number} */ k, /** @type {number} */ more, /** @type {string} */ ring) =>
    disc(ctx, panel.x(at[2 * k]), panel.y(at[2 * k + 1]), dots.radius + more, layer.ink, ring);
  reached(layer, scene.picked, scene.run).forEach((time, k) => { if (time <= Math.min(i, LAST)) draw(k, 1, panel.bg); });
  for (const k of scene.picked) draw(k, 4, panel.fg);
}

/** A function that puts a button on every dot of the panel and the answer into `box`; `changed` is called on a pick.
 * @param {Panel} panel @param {Scene} scene @param {Options} options @param {HTMLElement} box @param {() => void} changed */
export function makePicker(panel, scene, options, box, changed) {
  /** @type {HTMLButtonElement[]} */
  const buttons = [];
  /** @type {unknown[]} */
  let said = [];
  let here = 0; // the one stop of the tab key
  /** @type {number[][]} */
  let [x, y] = [[], []]; // where the buttons are
  const line = element(box, "div", { role: "status" }), next = element(box, "button", { type: "button", ...QUIET });
  const layer = () => /** @type {PicksLayer} */ (panel.layers.find((l) => l.type === "picks"));
  const runs = () => layer().arrival.shape[0];

  const pick = (/** @type {number} */ k) => {
    const { picked } = scene, { most } = layer();
    if (picked.includes(k)) scene.picked = picked.filter((v) => v !== k);
    else if (most === 1) scene.picked = [k]; // the other one gives way
    else if (picked.length < most) scene.picked = [...picked, k];
    else return;
    options.onPicked?.(scene.picked);
    changed();
  };

  /** The nearest dot in the quarter to the right, left, above or below; if that is empty, in the half.
   * @param {number} k @param {number[]} way */
  const beside = (k, [right, up]) => {
    let best = k, least = Infinity;
    x.forEach((_, j) => {
      const dx = x[j] - x[k], dy = y[k] - y[j];
      const along = dx * right + dy * up, across = Math.abs(dx * up - dy * right);
      const far = along + across + (across > along ? 1e6 : 0);
      if (along > 0 && far < least) [best, least] = [j, far];
    });
    return best;
  };

  const make = (/** @type {number} */ k) => {
    const b = element(panel.stage, "button", { type: "button", class: "scene-pick", ...QUIET });
    b.addEventListener("click", () => pick(k));
    b.addEventListener("focus", () => { buttons[here].tabIndex = -1; b.tabIndex = 0; here = k; });
    b.addEventListener("keydown", (e) => {
      const way = ARROWS[/** @type {keyof ARROWS} */ (e.key)];
      if (!way) return;
      e.preventDefault();
      buttons[beside(k, way)].focus();
    });
    return b;
  };
  next.addEventListener("click", () => { scene.run = (scene.run + 1) % runs(); changed(); });

  return () => {
    const dots = layer(), { names } = dots, n = names.length;
    const at = current(/** @type {PointsLayer} */ (nodesOf(dots, panel.layers)), scene.t, scene);
    [x, y] = [0, 1].map((c) => names.map((_, k) => (c ? panel.y(at[2 * k + 1]) : panel.x(at[2 * k]))));
    while (buttons.length > n) buttons.pop()?.remove();
    scene.run %= runs();
    here = Math.min(here, n - 1);
    names.forEach((name, k) => {
      const b = (buttons[k] ??= make(k)), on = scene.picked.includes(k);
      const near = Math.min(26, ...x.map((other, j) => (j === k ? 26 : Math.hypot(other - x[k], y[j] - y[k]))));
      const style = `left:${x[k]}px;top:${y[k]}px;--size:${Math.max(12, near)}px`, tabindex = k === here ? "0" : "-1";
      dress(b, { style, tabindex, title: name, "aria-label": name, "aria-pressed": String(on) });
    });
    dress(panel.stage, { role: "group", "aria-label": `Pick at most ${dots.most}` });
    if (said[0] !== dots || said[1] !== scene.picked) line.textContent = told(dots, scene.picked);
    said = [dots, scene.picked];
    next.hidden = runs() === 1;
    next.textContent = `Another run (${scene.run + 1} of ${runs()}: ${count(dots, scene.picked, scene.run, scene.t)} reached)`;
  };
}
