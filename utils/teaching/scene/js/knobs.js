// @ts-check
// ipywidgets' controls above a scene: a slider's handle has no name, JupyterLab takes its arrow keys, and its readout
// is one more stop of the tab key. All three are mended here, whenever the controls come onto the page.
import { QUIET, dress } from "./page.js";

/** Watch the box of controls around `el`, if there is one; returns how to stop. @param {HTMLElement} el */
export function mendKnobs(el) {
  let waiting = 0;
  const watch = new MutationObserver(() => mend()), mend = () => {
    for (const slider of el.closest(".widget-vbox")?.querySelectorAll(".widget-slider") ?? []) {
      const name = slider.querySelector(".widget-label")?.textContent ?? "";
      dress(slider.querySelector(".noUi-handle"), { "aria-label": name, ...QUIET });
      dress(slider.querySelector(".widget-readout"), { "aria-label": name, tabindex: "-1" });
    }
    for (const choice of el.closest(".widget-vbox")?.querySelectorAll("select") ?? []) dress(choice, QUIET);
  };
  const begin = () => { // once the widget is on the page
    const box = el.closest(".widget-vbox");
    if (!el.isConnected) waiting = setTimeout(begin, 200);
    else if (box) watch.observe(box, { childList: true, subtree: true });
    mend();
  };
  begin();
  return () => { clearTimeout(waiting); watch.disconnect(); };
}
