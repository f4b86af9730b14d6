// @ts-check
// The key to a panel's layers: what each looks like, every kind of dot included.
import { CORNERS } from "./dots.js";
import { TURN } from "./page.js";
import { marked } from "./text.js";

/** @param {Panel} panel @param {Scene} scene */
export function drawLegend(panel, scene) {
  const shown = panel.layers.filter((l) => !l.hidden || scene.revealed.has(l.name));
  const named = shown.filter((l) => l.label && !["heat", "image", "links"].includes(l.type));
  panel.legend.innerHTML = named.map((l) => `<span>${swatch(l, panel)}${marked(l.label)}</span>`).join("");
}

/** @param {Layer} l @param {Panel} panel */
function swatch(l, panel) {
  if (l.type === "points" && l.kinds)
    return l.kinds.map((k) => picture(14, dot(k.marker, 7, panel.ink(k.class)))).join("");
  if (["points", "handles", "picks"].includes(l.type)) return picture(18, dot("disc", 9, l.ink));
  if (l.type === "bars") return picture(18, `<path d="M4 1h10v10H4z" ${paint(l.outline, l.ink)}/>`);
  const dashes = (l.dashes ?? []).map((d) => d * 0.8), long = dashes.length > 2 ? 32 : 20; // one whole period
  return picture(long, `<path d="M0 6h${long}" stroke="${l.ink}" stroke-width="2.5" stroke-dasharray="${dashes}"/>`);
}

/** @param {number} width @param {string} inside */
const picture = (width, inside) => `<svg width="${width}" height="12" aria-hidden="true">${inside}</svg>`;

/** @param {boolean} open @param {string} ink */
const paint = (open, ink) => (open ? `fill="none" stroke="${ink}" stroke-width="2"` : `fill="${ink}"`);

/** @param {string} marker @param {number} x @param {string} ink */
function dot(marker, x, ink) {
  const [corners, turn] = CORNERS[marker.replace("open ", "")], look = paint(marker.startsWith("open "), ink);
  if (!corners) return `<circle cx="${x}" cy="6" r="4" ${look}/>`;
  const places = Array.from({ length: corners }, (_, k) => {
    const angle = turn + (k * TURN) / corners;
    return `${(x + 5 * Math.sin(angle)).toFixed(1)} ${(6 - 5 * Math.cos(angle)).toFixed(1)}`;
  });
  return `<path d="M${places.join("L")}z" ${look}/>`;
}
