// @ts-check
// Elements, small canvases, colours as pixels, and the scene's style.

export const { colours: COLOURS, cycle: CYCLE, dashes: DASHES, markers: MARKERS, levels: LEVELS } = SHARED;
export const TURN = Math.PI * 2;

// In the style sheet § stands for this scene. The mark tells versions of this script apart, should a page hold several.
export const LOOK = String([...SHARED.css].reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7));
export const STYLE = SHARED.css.replaceAll("§", `.scene[data-look="${LOOK}"]`);

// Without it JupyterLab takes the arrow keys for itself.
export const QUIET = { "data-lm-suppress-shortcuts": "true" };

/** A new element at the end of `parent`.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {HTMLElement} parent @param {K} tag @param {Record<string, unknown>} attributes
 * @returns {HTMLElementTagNameMap[K]} */
export function element(parent, tag, attributes = {}, html = "") {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, String(v));
  e.innerHTML = html;
  parent.append(e);
  return e;
}

/** Set what is not so yet. @param {Element | null} element @param {Record<string, string>} attributes */
export function dress(element, attributes) {
  for (const [name, value] of Object.entries(attributes))
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** A canvas that is on no page. @param {number} w @param {number} h */
export function surface(w, h) {
  const c = document.createElement("canvas");
  c.width = Math.max(1, Math.round(w));
  c.height = Math.max(1, Math.round(h));
  return c;
}

/** A canvas kept in memory, where reading pixels is quick.
 * @param {HTMLCanvasElement} canvas @returns {Picture} */
export function pen(canvas, alpha = true) {
  return /** @type {Picture} */ (canvas.getContext("2d", { alpha, willReadFrequently: true }));
}

/** A canvas set pixel by pixel: write to px, then put(). @param {number} w @param {number} h @returns {Tile} */
export function pixels(w, h) {
  const ctx = pen(surface(w, h)), image = ctx.createImageData(w, h);
  return { canvas: ctx.canvas, px: new Int32Array(image.data.buffer), put: () => ctx.putImageData(image, 0, 0) };
}

const probe = pen(surface(1, 1));

/** Any CSS colour as a pixel without its opacity: 0xbbggrr. @param {string} colour */
export function rgb(colour) {
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  return new Int32Array(probe.getImageData(0, 0, 1, 1).data.buffer)[0] & 0xffffff;
}

/** Width of a text in pixels. @param {string} font @param {string} s */
export function measure(font, s) {
  probe.font = font;
  return probe.measureText(s).width;
}
