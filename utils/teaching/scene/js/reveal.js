// @ts-check
// Buttons for the layers waiting to be revealed. A saved page has no Python to do it; and beside dots to pick, every page
// offers it once the learner has picked as many as may be.
import { element } from "./page.js";
import { marked } from "./text.js";

/** A function that puts the buttons into `box`.
 * @param {HTMLElement} box @param {Scene} scene @param {Options} options @param {() => void} redraw */
export function makeRevealer(box, scene, options, redraw) {
  return () => {
    const layers = scene.panels.flatMap((p) => p.layers), picks = layers.find((l) => l.type === "picks");
    box.replaceChildren();
    if (picks ? scene.picked.length < picks.most : !options.still) return;
    for (const { name, label } of layers.filter((l) => l.hidden)) {
      const state = { type: "button", "aria-pressed": scene.revealed.has(name) };
      const b = element(box, "button", state, marked("Show " + (label || name)));
      b.addEventListener("click", () => {
        if (!scene.revealed.delete(name)) scene.revealed.add(name);
        b.setAttribute("aria-pressed", String(scene.revealed.has(name)));
        options.onRevealed?.([...scene.revealed]);
        redraw();
      });
    }
  };
}
