// @ts-check
// Colours of the page's theme, light or dark, and how to hear of a change.
import { COLOURS, rgb } from "./page.js";

const NIGHT = [[17, 17, 17], [0, 80, 130], [60, 160, 220], [215, 240, 255]]; // a heat map on a dark page

/** 241 shades of one hue from the background up, as pixels. @param {number[][]} stops */
function ramp(stops) {
  return Int32Array.from({ length: 241 }, (_, k) => {
    const u = (k / 240) * 3, j = Math.min(2, Math.floor(u)), w = u - j;
    const [r, g, b] = [0, 1, 2].map((c) => Math.round((1 - w) * stops[j][c] + w * stops[j + 1][c]));
    return 0xff000000 | (b << 16) | (g << 8) | r;
  });
}

/** The theme as the page has it now; `key` changes when it does.
 * @param {HTMLElement} root @returns {Theme & { key: string }} */
export function readTheme(root) {
  const style = getComputedStyle(root), dpr = window.devicePixelRatio || 1;
  const [fg, bg, dim, edge] = ["--fg", "--bg", "--dim", "--edge"].map((name) => style.getPropertyValue(name).trim());
  const pixel = rgb(bg), dark = (pixel & 255) + ((pixel >> 8) & 255) + (pixel >> 16) < 380;
  root.style.setProperty("--accent", dark ? COLOURS[2] : COLOURS[5]);
  return {
    key: `${dpr} ${fg} ${bg}`, dpr, family: style.fontFamily, fg, bg, dim, edge, ramp: ramp(dark ? NIGHT : SHARED.heat),
    // Black is the text's colour; plain blue is too dark on black.
    ink: (c) => (c === 0 ? fg : dark && c === 5 ? "#3A94D6" : COLOURS[c]),
  };
}

/** Calls `act` when the theme may have changed; returns how to stop. @param {() => void} act */
export function watchTheme(act) {
  const later = () => setTimeout(act, 50); // style sheets follow the attribute
  const names = new MutationObserver(later), system = matchMedia("(prefers-color-scheme: dark)");
  names.observe(document.body, { attributes: true }); // JupyterLab names its theme there
  system.addEventListener("change", later);
  return () => { names.disconnect(); system.removeEventListener("change", later); };
}
