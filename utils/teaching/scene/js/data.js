// @ts-check
// Arrays come as small integers in one buffer (packing.py); here they become floats.
import { DASHES, LEVELS, MARKERS } from "./page.js";

/** @param {ArrayBuffer} buffer @returns {(ref: Reference) => Numbers} */
export function reader(buffer) {
  return (ref) => {
    const size = ref.s.reduce((a, b) => a * b, 1);
    if (ref.d === "f4") return Object.assign(new Float32Array(buffer, ref.o, size), { shape: ref.s });
    const raw = new { u1: Uint8Array, u2: Uint16Array }[ref.d](buffer, ref.o, size);
    const step = (ref.hi - ref.lo) / LEVELS[ref.d], out = new Float32Array(size);
    for (let k = 0; k < size; k++) out[k] = ref.lo + raw[k] * step;
    return Object.assign(out, { shape: ref.s });
  };
}

/** A panel's layers with their arrays read, each with its rank, its dashes, its markers.
 * @param {Layer[]} layers @param {(ref: Reference) => Numbers} read @returns {Layer[]} */
export function decode(layers, read) {
  let rank = 0, lines = 0;
  return layers.map((sent) => {
    const layer = /** @type {any} */ ({ ...sent });
    for (const [key, v] of Object.entries(layer)) if (v && v.s && v.d) layer[key] = read(v);
    if (layer.colour == null && !["heat", "image", "links"].includes(layer.type)) layer.rank = rank++;
    if ("dash" in layer) {
      layer.dashes = DASHES[layer.dash === null ? lines % DASHES.length : +layer.dash];
      lines++;
    }
    if (layer.classes) layer.kinds = kinds([...new Set(layer.classes)].sort(), layer.radius);
    return layer;
  });
}

/** Large dots of several classes differ in shape too. @param {number[]} classes @param {number} radius */
function kinds(classes, radius) {
  const many = classes.length > 1 && radius >= 3;
  return classes.map((c, rank) => ({ class: c, marker: many ? MARKERS[rank % MARKERS.length] : "disc" }));
}

/** The dots that links join, or that are picked. @param {LinksLayer | PicksLayer} links @param {Layer[]} layers @returns {PointsLayer | undefined} */
export function nodesOf(links, layers) {
  const dots = layers.filter((l) => l.type === "points");
  return dots.find((l) => !links.nodes || l.name === links.nodes);
}

/** Does the layer's picture depend on the time, or on the learner's hand?
 * @param {Layer} layer @param {Layer[]} layers */
export function moves(layer, layers) {
  if (layer.type === "curve") return false; // its dot is drawn apart
  if (layer.type === "handles" || layer.type === "picks") return true;
  const of = /** @type {Moving | undefined} */ (layer.type === "links" ? nodesOf(layer, layers) : layer);
  if (of?.b || (of?.frames && of.frames.shape[0] > 1)) return true;
  return layer.type === "points" && (layer.highlight != null || (layer.classes?.shape.length ?? 1) > 1);
}

/** The array of a layer at time index i: key frames interpolated, or p a + q b. It is overwritten by the next call.
 * @param {Moving} layer @param {number} i @param {Scene} scene @returns {Float32Array} */
export function current(layer, i, scene) {
  if (layer.frames) return between(layer, layer.frames, i, scene.n);
  const { a, b, blend } = layer;
  if (!a || !b || !blend) return /** @type {Numbers} */ (a);
  const out = (layer.out ??= new Float32Array(a.length)), p = scene.values[blend[0]][i], q = scene.values[blend[1]][i];
  for (let k = 0; k < out.length; k++) out[k] = p * a[k] + q * b[k];
  return out;
}

/** @param {{ out?: Float32Array }} layer @param {Numbers} frames @param {number} i @param {number} n */
function between(layer, frames, i, n) {
  const count = frames.shape[0], size = frames.length / count;
  const place = n > 1 ? (i * (count - 1)) / (n - 1) : 0;
  const k = Math.min(Math.floor(place), Math.max(count - 2, 0)), w = place - k;
  if (w < 1e-9) return frames.subarray(k * size, (k + 1) * size);
  const out = (layer.out ??= new Float32Array(size)), from = k * size, to = from + size;
  for (let j = 0; j < size; j++) out[j] = (1 - w) * frames[from + j] + w * frames[to + j];
  return out;
}

/** Classes (n,) or (F, n): the key frame nearest to i, never interpolated.
 * @param {Float32Array} classes @param {number} n @param {number} i @param {number} times */
export function nearest(classes, n, i, times) {
  const count = classes.length / n, k = times > 1 ? Math.round((i * (count - 1)) / (times - 1)) : 0;
  return classes.subarray(k * n, (k + 1) * n);
}

/** One dot's places at all times, x0 y0 x1 y1 ... @param {PointsLayer} layer @param {number} k @param {Scene} scene */
export function track(layer, k, scene) {
  const out = new Float32Array(2 * scene.n);
  for (let j = 0; j < scene.n; j++) {
    if (layer.a && layer.b && layer.blend) {
      const p = scene.values[layer.blend[0]][j], q = scene.values[layer.blend[1]][j];
      for (let c = 0; c < 2; c++) out[2 * j + c] = p * layer.a[2 * k + c] + q * layer.b[2 * k + c];
    } else out.set(current(layer, j, scene).subarray(2 * k, 2 * k + 2), 2 * j);
  }
  return out;
}
