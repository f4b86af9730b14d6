// @ts-check
// Time on the page: the slider, its keys, the play button.
import { QUIET, element } from "./page.js";

const ICON = { Play: "M2 0 11 6 2 12z", Pause: "M1 0h4v12H1zM7 0h4v12H7z" };

/** `go(t)` shows a time; `settled()` is called when the learner pauses or lets go.
 * @param {HTMLElement} bar @param {Scene} scene @param {(t: number) => void} go @param {() => void} settled */
export function makePlayer(bar, scene, go, settled) {
  const play = element(bar, "button", { type: "button", class: "scene-play", ...QUIET });
  const slider = element(bar, "input", { type: "range", min: 0, step: 1, ...QUIET });
  const readout = element(bar, "output", { "aria-hidden": "true" });
  let playing = 0, waiting = 0;

  const tell = () => { clearTimeout(waiting); waiting = setTimeout(settled, 100); };

  const dress = () => {
    const does = playing ? "Pause" : "Play";
    play.innerHTML = `<svg width="12" height="12" aria-hidden="true"><path d="${ICON[does]}"/></svg>`;
    play.setAttribute("aria-label", does);
    play.title = `${does} (space)`;
  };

  const stop = () => {
    if (!playing) return;
    cancelAnimationFrame(playing);
    playing = 0;
    dress();
    tell();
  };

  const start = () => {
    const last = scene.n - 1;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches; // ten still pictures, not a film
    if (scene.t >= last) go(0);
    const rate = calm ? 1.5 : Math.max(scene.fps, last / 10), jump = calm ? Math.max(1, Math.round(last / 10)) : 1;
    const from = scene.t, began = performance.now();
    const step = (/** @type {number} */ now) => {
      const next = from + Math.max(0, Math.floor(((now - began) / 1000) * rate)) * jump;
      if (next !== scene.t) go(next);
      if (next >= last) return stop();
      playing = requestAnimationFrame(step);
    };
    playing = requestAnimationFrame(step);
    dress();
  };

  const toggle = () => (playing ? stop() : start());
  play.addEventListener("click", toggle);
  slider.addEventListener("input", () => { stop(); go(+slider.value); });
  slider.addEventListener("change", tell);
  slider.addEventListener("keydown", (e) => {
    const page = Math.max(1, Math.round((scene.n - 1) / 10)), jump = { PageUp: page, PageDown: -page }[e.key];
    if (e.key === " ") toggle();
    else if (jump) { stop(); go(scene.t + jump); tell(); }
    else return;
    e.preventDefault();
  });
  dress();

  return {
    stop,
    /** Show where the time is. @param {string} words */
    show(words) {
      slider.value = String(scene.t);
      slider.setAttribute("aria-valuetext", words);
      readout.textContent = words;
    },
    /** New data: `longest` is the length of the longest text, so that the slider does not shrink as digits come.
     * @param {number} longest */
    fit(longest) {
      slider.max = String(scene.n - 1);
      slider.setAttribute("aria-label", scene.slider);
      readout.style.minWidth = `min(100%, ${Math.ceil(longest * 0.92)}ch)`;
    },
    remove() { stop(); clearTimeout(waiting); },
  };
}
