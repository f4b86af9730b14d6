// @ts-check
// Draggable control points: real buttons over the canvas, so that keyboard and screen readers reach them.
import { QUIET, element } from "./page.js";
import { general } from "./text.js";

export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const EVERY = 100; // milliseconds between two messages to Python during a drag

/** A function that puts the buttons where scene.handles says; `request` asks for a new frame.
 * @param {Panel} panel @param {Scene} scene @param {Options} options @param {() => void} request */
export function makePlacer(panel, scene, options, request) {
  /** @type {HTMLButtonElement[]} */
  const buttons = [];
  let last = 0;
  const layer = () => /** @type {HandlesLayer} */ (panel.layers.find((l) => l.type === "handles"));

  const send = (/** @type {boolean} */ now) => {
    if (!now && performance.now() - last < EVERY) return;
    last = performance.now();
    options.onHandles?.(scene.handles.map(([x, y]) => [x, y]));
  };

  /** @type {(k: number, x: number, y: number, now: boolean) => void} */
  const move = (k, x, y, now) => {
    const [xl, xh] = panel.xlim, [yl, yh] = panel.ylim, way = layer().move;
    if (way.includes("x")) scene.handles[k][0] = Math.max(xl, Math.min(xh, x));
    if (way.includes("y")) scene.handles[k][1] = Math.max(yl, Math.min(yh, y));
    request();
    send(now);
  };

  const make = (/** @type {number} */ k) => {
    const b = element(panel.stage, "button", { type: "button", class: "scene-handle", ...QUIET });
    b.disabled = !!options.still;
    b.addEventListener("pointerdown", (e) => { b.setPointerCapture(e.pointerId); scene.held = true; });
    b.addEventListener("pointermove", (e) => {
      if (!b.hasPointerCapture(e.pointerId)) return;
      const box = panel.canvas.getBoundingClientRect();
      move(k, (e.clientX - box.left - panel.x0) / panel.xk, (e.clientY - box.top - panel.y0) / panel.yk, false);
    });
    b.addEventListener("lostpointercapture", () => { scene.held = false; send(true); });
    b.addEventListener("keydown", (e) => {
      const d = ARROWS[/** @type {keyof ARROWS} */ (e.key)];
      if (!d) return;
      e.preventDefault();
      const s = e.shiftKey ? 0.1 : 0.02, [x, y] = scene.handles[k];
      move(k, x + d[0] * s * (panel.xlim[1] - panel.xlim[0]), y + d[1] * s * (panel.ylim[1] - panel.ylim[0]), true);
    });
    return b;
  };

  return () => {
    while (buttons.length > scene.handles.length) buttons.pop()?.remove();
    scene.handles.forEach(([x, y], k) => {
      const b = (buttons[k] ??= make(k));
      b.style.setProperty("--ink", layer().ink);
      b.style.left = `${panel.x(x)}px`;
      b.style.top = `${panel.y(y)}px`;
      b.setAttribute("aria-label", `Control point ${k + 1}: x ${general(x, 3)}, y ${general(y, 3)}`);
    });
  };
}
