// A scene: panels drawn on canvas over one shared time, scrubbed with a slider.
// The data arrives once; every frame is computed and drawn here, without a kernel.
// Two hosts use this file: a live Jupyter widget (default export, see the end),
// and a saved page, which calls mountStill with the data inline.

const COLOURS = ["", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"];
const CYCLE = [5, 6, 3, 7, 1, 2]; // default colours of a panel's layers
const DASHES = [[], [6, 4], [2, 3], [9, 3, 2, 3]]; // a panel's first, second, ... line: not told apart by colour alone
const ALL = Math.PI * 2;

const CSS = `
§ { --fg: var(--jp-content-font-color1, #212121); --dim: var(--jp-content-font-color2, #616161);
  --bg: var(--jp-layout-color0, #fff); --edge: var(--jp-border-color1, #bdbdbd); --accent: #0072B2;
  font: 14px/1.4 var(--jp-content-font-family, system-ui, sans-serif); color: var(--fg); background: var(--bg);
  max-width: 1000px; padding: 4px 2px; box-sizing: border-box; container-type: inline-size; }
@media (prefers-color-scheme: dark) { § { --fg: var(--jp-content-font-color1, #e8e8e8); --dim: var(--jp-content-font-color2, #b0b0b0);
  --bg: var(--jp-layout-color0, #121212); --edge: var(--jp-border-color1, #555); } }
§ * { box-sizing: border-box; }
§ .scene-title { font-weight: 600; font-size: 15px; margin: 0 4px 4px; }
§ .scene-panels { display: flex; flex-wrap: wrap; justify-content: center; gap: 6px 8px; }
§ .scene-panel { display: flex; flex-direction: column; margin: 0; min-width: 0; }
§ .scene-panel figcaption { font-size: 13px; font-weight: 600; padding: 0 4px; color: var(--fg); }
§ .scene-legend { display: flex; flex-wrap: wrap; gap: 0 12px; font-size: 12px; padding: 0 4px; color: var(--dim); }
§ .scene-legend svg { vertical-align: middle; margin-right: 4px; }
§ canvas { display: block; }
§ .scene-stage { position: relative; margin-top: auto; }
§ .scene-handle { position: absolute; width: 26px; height: 26px; margin: -13px 0 0 -13px; padding: 0; border-radius: 50%;
  border: 5px solid transparent; background: var(--ink) padding-box; cursor: grab; touch-action: none; }
§ .scene-handle:disabled { cursor: default; }
§ .scene-formula { text-align: center; font: italic 17px/1.7 "STIX Two Text", "Latin Modern Roman", Cambria, "Times New Roman", serif; margin: 2px 8px; overflow-wrap: anywhere; }
§ .scene-formula b { font: 600 15px var(--jp-content-font-family, system-ui, sans-serif); font-variant-numeric: tabular-nums; color: var(--num); }
§ sub, § sup { font-size: 70%; line-height: 0; }
§ .scene-bar { display: flex; align-items: center; gap: 8px; padding: 4px; background: var(--bg); flex-wrap: wrap; }
§ .scene-bar input { flex: 1 1 200px; min-width: 120px; height: 28px; margin: 0; accent-color: var(--accent); cursor: pointer; }
§ .scene-bar output { flex: 0 1 auto; font-size: 13px; font-variant-numeric: tabular-nums; color: var(--fg); min-width: 0; }
§ .scene-play, § .scene-show button { font: inherit; font-size: 13px; color: var(--fg); background: transparent; border: 1px solid var(--edge);
  border-radius: 4px; cursor: pointer; height: 30px; min-width: 36px; padding: 0 10px; display: inline-flex; align-items: center; justify-content: center; }
§ .scene-play svg { fill: currentColor; }
§ .scene-show { display: flex; flex-wrap: wrap; gap: 6px; padding: 2px 4px; }
§ :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@container (max-width: 520px) { § .scene-bar { position: sticky; bottom: 0; } § .scene-bar output { flex: 1 0 100%; order: 9; } }
`;

// In the style sheet § stands for this scene. The mark tells versions of this file apart, should a page hold several.
const LOOK = String([...CSS].reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7));
const STYLE = CSS.replaceAll("§", `.scene[data-look="${LOOK}"]`);

// ---------------------------------------------------------------- numbers and text

const FIELD = /(?<![_^])\{([^{}:\s]+)(?::(\+?)(?:\.(\d+))?([fged%]))?\}/g;

// One number as text; the same rules as text.py.
function number(v, sign, digits, kind) {
  if (Number.isNaN(v)) return "undefined";
  if (!Number.isFinite(v)) return v > 0 ? "∞" : "−∞";
  digits = digits === undefined ? 6 : +digits;
  let s;
  if (kind === "d") s = String(Math.round(v));
  else if (!kind) s = Number.isInteger(v) ? String(v) : general(v, 4);
  else if (kind === "f") s = v.toFixed(digits);
  else if (kind === "%") s = (100 * v).toFixed(digits) + "%";
  else if (kind === "e") s = v.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
  else s = general(v, digits);
  if (parseFloat(s) === 0) s = s.replace("-", "");
  if (sign && s[0] !== "-") s = "+" + s;
  return s.replaceAll("-", "−");
}

// Python's "g": so many significant digits, no trailing zeros, an exponent only when short.
function general(v, digits) {
  digits = Math.max(1, digits);
  const e = v === 0 ? 0 : +v.toExponential(digits - 1).split("e")[1];
  if (e >= -5 + 1 && e < digits) return String(+v.toPrecision(digits));
  const [m, x] = v.toExponential(digits - 1).split("e");
  return `${+m}e${x[0]}${x.slice(1).padStart(2, "0")}`;
}

const escape = (s) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

// x_t, R^2, x_{t−1} as HTML; numbers already filled in stay bold.
const marked = (s) => escape(s)
  .replace(/([_^])(?:\{([^{}]*)\}|(\S))/g, (_, m, group, one) => {
    const tag = m === "_" ? "sub" : "sup";
    return `<${tag}>${group ?? one}</${tag}>`;
  })
  .replace(/\u0001/g, "<b>").replace(/\u0002/g, "</b>");

function fill(template, numbers, open = "", close = "") {
  return template.replace(FIELD, (_, name, sign, digits, kind) => open + number(numbers[name], sign, digits, kind) + close);
}

// Text with sub- and superscripts on a canvas. Returns its width.
function label(ctx, s, x, y, size, align = "left") {
  const parts = [...s.matchAll(/([_^])(?:\{([^{}]*)\}|(\S))|([^_^]+|[_^])/g)].map((m) =>
    m[1] ? [m[2] ?? m[3], 0.72, m[1] === "_" ? 0.25 : -0.35] : [m[4], 1, 0]);
  const font = (k) => { ctx.font = `${size * k}px ${ctx.canvas.family}`; };
  const width = parts.reduce((w, [t, k]) => (font(k), w + ctx.measureText(t).width), 0);
  let at = align === "left" ? x : align === "right" ? x - width : x - width / 2;
  ctx.textAlign = "left";
  for (const [t, k, dy] of parts) { font(k); ctx.fillText(t, at, y + dy * size); at += ctx.measureText(t).width; }
  return width;
}

// Round tick values: about `count` of them, steps of 1, 2 or 5 times a power of ten.
function ticks(lo, hi, count) {
  const raw = (hi - lo) / Math.max(1, count), base = 10 ** Math.floor(Math.log10(raw));
  const step = base * [1, 2, 5, 10].find((m) => m * base >= raw * 0.999);
  const out = [];
  for (let k = Math.ceil(lo / step - 1e-9); k * step <= hi + step * 1e-9; k++) out.push(k * step);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return out.map((v) => [v, number(v, "", Math.abs(hi) >= 1e5 || digits > 4 ? 2 : digits, Math.abs(hi) >= 1e5 || digits > 4 ? "g" : "f")]);
}

// ---------------------------------------------------------------- data

// Arrays come as small integers in one buffer (packing.py); here they become floats.
function reader(buffer) {
  return (ref) => {
    const size = ref.s.reduce((a, b) => a * b, 1);
    const type = { u1: Uint8Array, u2: Uint16Array, f4: Float32Array }[ref.d];
    const raw = new type(buffer, ref.o, size);
    if (ref.d === "f4") return raw;
    const step = (ref.hi - ref.lo) / (ref.d === "u1" ? 240 : 65520);
    const out = new Float32Array(size);
    for (let k = 0; k < size; k++) out[k] = ref.lo + raw[k] * step;
    return out;
  };
}

// Replace every reference inside a layer by its array, and note the frames' length.
function decode(layer, read) {
  const out = { ...layer };
  for (const [key, v] of Object.entries(layer)) if (v && v.s && v.d) { out[key] = read(v); out[key].shape = v.s; }
  return out;
}

// The array of a layer at time index i: key frames interpolated, or p a + q b.
function current(layer, i, scene) {
  const { a, b, frames } = layer;
  if (frames) return between(layer, frames, i, scene.n);
  if (!b) return a;
  const out = (layer.out ??= new Float32Array(a.length));
  const p = scene.values[layer.blend[0]][i], q = scene.values[layer.blend[1]][i];
  for (let k = 0; k < out.length; k++) out[k] = p * a[k] + q * b[k];
  return out;
}

function between(layer, frames, i, n) {
  const count = frames.shape[0], size = frames.length / count;
  const place = n > 1 ? (i * (count - 1)) / (n - 1) : 0;
  const k = Math.min(Math.floor(place), Math.max(count - 2, 0)), w = place - k;
  if (w < 1e-9) return frames.subarray(k * size, (k + 1) * size);
  const out = (layer.out ??= new Float32Array(size)), from = k * size, to = from + size;
  for (let j = 0; j < size; j++) out[j] = (1 - w) * frames[from + j] + w * frames[to + j];
  return out;
}

// ---------------------------------------------------------------- drawing, one function a layer type
// Each gets the canvas context, the layer, its panel (x and y map data to pixels) and the time index.

const DRAW = {
  points(ctx, layer, panel, i, scene) {
    const at = current(layer, i, scene), n = at.length / 2, classes = layer.classes && nearest(layer.classes, n, i, scene.n);
    const film = dots(layer, panel, n), { px, w, h, size, dpr } = film, xk = panel.xk * dpr, yk = panel.yk * dpr;
    const x0 = panel.x0 * dpr - film.left - film.reach, y0 = panel.y0 * dpr - film.top - film.reach;
    px.fill(0);
    for (let k = 0; k < n; k++) {
      const x = x0 + at[2 * k] * xk, y = y0 + at[2 * k + 1] * yk, column = Math.floor(x), row = Math.floor(y);
      if (!(column >= 0 && row >= 0 && column <= w - size && row <= h - size)) continue; // outside the panel
      const { ink, stamps } = film.kinds[classes ? classes[k] : 0];
      stamp(px, row * w + column, ink, stamps[4 * Math.floor(4 * (y - row)) + Math.floor(4 * (x - column))]);
    }
    film.put();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(film.canvas, film.left, film.top);
    ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
    if (layer.highlight != null) highlight(ctx, layer, panel, i, scene, at);
  },

  line(ctx, layer, panel, i, scene) {
    const y = current(layer, i, scene), x = layer.x;
    ctx.beginPath();
    for (let k = 0; k < x.length; k++) ctx.lineTo(panel.x(x[k]), panel.y(y[k]));
    stroke(ctx, layer, 2);
    if (!layer.fill) return;
    ctx.lineTo(panel.x(x[x.length - 1]), panel.y(0));
    ctx.lineTo(panel.x(x[0]), panel.y(0));
    ctx.globalAlpha = 0.18;
    ctx.fillStyle = layer.ink;
    ctx.fill();
    ctx.globalAlpha = 1;
  },

  curve(ctx, layer, panel, i) {
    if (!layer.path || layer.pathOf !== panel.drawn) { // the line itself never changes: keep its path
      layer.path = new Path2D();
      layer.pathOf = panel.drawn;
      let pen = false;
      for (let k = 0; k < layer.x.length; k++) {
        const ok = Number.isFinite(layer.x[k]) && Number.isFinite(layer.y[k]);
        if (ok) layer.path[pen ? "lineTo" : "moveTo"](panel.x(layer.x[k]), panel.y(layer.y[k]));
        pen = ok;
      }
    }
    stroke(ctx, layer, 2, layer.path);
  },

  image(ctx, layer, panel, i, scene) {
    const at = current(layer, i, scene), [k, h, w] = layer.shape, cols = layer.columns;
    const gap = Math.max(1, Math.floor(w / 12)), rows = Math.ceil(k / cols);
    const W = cols * (w + gap) - gap, H = rows * (h + gap) - gap;
    const tile = (layer.tile ??= pixels(W, H)), { px } = tile, [lo, hi] = layer.limits, scale = 255 / (hi - lo);
    for (let j = 0, s = 0; j < k; j++) {
      const start = Math.floor(j / cols) * (h + gap) * W + (j % cols) * (w + gap);
      for (let r = 0; r < h; r++) for (let c = 0, o = start + r * W; c < w; c++, s++) {
        const g = Math.max(0, Math.min(255, (at[s] - lo) * scale)) & 255;
        px[o + c] = 0xff000000 | (g * 0x010101);
      }
    }
    tile.put();
    const z = Math.min(panel.w / W, panel.h / H);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(tile.canvas, panel.left + (panel.w - z * W) / 2, panel.top + (panel.h - z * H) / 2, z * W, z * H);
    ctx.imageSmoothingEnabled = true;
  },

  heat(ctx, layer, panel, i, scene) {
    const at = current(layer, i, scene), [h, w] = layer.frames.shape.slice(-2), lut = panel.ramp;
    const tile = (layer.tile ??= pixels(w, h)), { px } = tile;
    for (let r = 0; r < h; r++) for (let c = 0; c < w; c++) // row 0 is the lowest y
      px[(h - 1 - r) * w + c] = lut[Math.round(at[r * w + c] * 240)];
    tile.put();
    const [xl, xh, yl, yh] = layer.extent;
    ctx.drawImage(tile.canvas, panel.x(xl), panel.y(yh), panel.x(xh) - panel.x(xl), panel.y(yl) - panel.y(yh));
  },

  bars(ctx, layer, panel, i, scene) {
    const at = current(layer, i, scene), base = panel.y(0), wide = panel.x(0.39) - panel.x(-0.39);
    ctx.fillStyle = ctx.strokeStyle = layer.ink;
    ctx.lineWidth = 2;
    for (let k = 0; k < at.length; k++)
      ctx[layer.outline ? "strokeRect" : "fillRect"](panel.x(k - 0.39), panel.y(at[k]), wide, base - panel.y(at[k]));
  },

  arrows(ctx, layer, panel, i, scene) {
    const at = current(layer, i, scene), from = layer.positions, s = layer.scale;
    ctx.beginPath();
    for (let k = 0; k < from.length; k += 2) {
      const x = panel.x(from[k]), y = panel.y(from[k + 1]), dx = at[k] * s * panel.xk, dy = at[k + 1] * s * panel.yk;
      const size = Math.hypot(dx, dy), head = Math.min(5, 0.4 * size) / (size || 1);
      if (size < 0.5) { ctx.moveTo(x, y); ctx.lineTo(x + 0.6, y); continue; }
      ctx.moveTo(x, y);
      ctx.lineTo(x + dx, y + dy);
      ctx.moveTo(x + dx - (dx + 0.6 * dy) * head, y + dy - (dy - 0.6 * dx) * head);
      ctx.lineTo(x + dx, y + dy);
      ctx.lineTo(x + dx - (dx - 0.6 * dy) * head, y + dy - (dy + 0.6 * dx) * head);
    }
    stroke(ctx, layer, 1.3);
  },

  links(ctx, layer, panel, i, scene) {
    const nodes = panel.layers.find((l) => l.type === "points" && (!layer.nodes || l.name === layer.nodes));
    if (!nodes) return;
    const at = current(nodes, i, scene), e = layer.edges;
    ctx.beginPath();
    for (let k = 0; k < e.length; k += 2) {
      ctx.moveTo(panel.x(at[2 * e[k]]), panel.y(at[2 * e[k] + 1]));
      ctx.lineTo(panel.x(at[2 * e[k + 1]]), panel.y(at[2 * e[k + 1] + 1]));
    }
    ctx.strokeStyle = layer.colour == null ? panel.edge : layer.ink;
    ctx.lineWidth = 1;
    ctx.stroke();
  },

  handles(ctx, layer, panel, i, scene) { // the handles are buttons over the canvas; here the line through them
    ctx.beginPath();
    for (const [x, y] of [...scene.handles].sort((p, q) => p[0] - q[0])) ctx.lineTo(panel.x(x), panel.y(y));
    stroke(ctx, layer, 2);
    panel.placeHandles();
  },
};

// Dots are stamped, pixel by pixel, on a film of their own that covers the panel and a dot's width around it:
// without a graphics card that is many times faster than one arc a dot. A kind of dot is an ink and sixteen
// stamps, one for each quarter of a pixel its centre can fall on.
function dots(layer, panel, n) {
  if (layer.film?.of === panel.drawn) return layer.film;
  const { dpr } = panel, r = layer.radius * dpr, reach = Math.ceil(r) + 1, size = 2 * reach + 1;
  const left = Math.floor(panel.left * dpr) - size, top = Math.floor(panel.top * dpr) - size;
  const w = Math.ceil(panel.w * dpr) + 2 * size + 1, h = Math.ceil(panel.h * dpr) + 2 * size + 1;
  const opacity = n > 1000 ? 0.65 : n > 200 ? 0.75 : 0.95, classes = [...new Set(layer.classes ?? [0])].sort(), kinds = [];
  classes.forEach((c, rank) => { // large dots of several classes differ in shape too
    const shape = layer.radius < 3 || classes.length < 2 ? 1 : rank % 4;
    kinds[c] = { ink: rgb(layer.classes ? panel.ink(c) : layer.ink), stamps: stamps(shape, r, dpr, reach, opacity, w) };
  });
  return (layer.film = { of: panel.drawn, dpr, left, top, w, h, reach, size, kinds, ...pixels(w, h) });
}

// Sixteen stamps of shape 0 ring, 1 disc, 2 open square, 3 square. A stamp lists its pixels: place on the film, opacity.
function stamps(shape, r, dpr, reach, opacity, width) {
  const size = 2 * reach + 1, thick = shape % 2 ? 0 : Math.max(1.2 * dpr, 0.4 * r), half = 0.86 * r - thick / 2;
  return Array.from({ length: 16 }, (_, k) => {
    const pen = surface(size, size).getContext("2d", { willReadFrequently: true });
    pen.translate(reach + ((k % 4) + 0.5) / 4, reach + ((k >> 2) + 0.5) / 4);
    pen.globalAlpha = opacity;
    pen.lineWidth = thick;
    shape < 2 ? pen.arc(0, 0, r - thick / 2, 0, ALL) : pen.rect(-half, -half, 2 * half, 2 * half);
    thick ? pen.stroke() : pen.fill();
    const list = [];
    pen.getImageData(0, 0, size, size).data.forEach((alpha, q) => {
      if (q % 4 === 3 && alpha) list.push(Math.floor(q / 4 / size) * width + ((q >> 2) % size), alpha);
    });
    return list;
  });
}

// Lays one stamp over what the film holds: colours mix as on a canvas.
function stamp(px, from, ink, list) {
  const r = ink & 255, g = (ink >> 8) & 255, b = (ink >> 16) & 255;
  for (let j = 0; j < list.length; j += 2) {
    const q = from + list[j], alpha = list[j + 1], under = px[q];
    if (!under) { px[q] = (alpha << 24) | ink; continue; }
    const sum = alpha + ((under >>> 24) * (255 - alpha)) / 255, share = alpha / sum;
    const mix = (old, ours) => Math.round(old + (ours - old) * share);
    px[q] = (Math.round(sum) << 24) | (mix((under >> 16) & 255, b) << 16) | (mix((under >> 8) & 255, g) << 8) | mix(under & 255, r);
  }
}

function stroke(ctx, layer, width, path) {
  ctx.strokeStyle = layer.ink;
  ctx.lineWidth = width;
  ctx.lineJoin = "round";
  ctx.setLineDash(layer.dashes ?? []);
  path ? ctx.stroke(path) : ctx.stroke();
  ctx.setLineDash([]);
}

function disc(ctx, x, y, r, ink, ring) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, ALL);
  ctx.fillStyle = ink;
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = ring;
  ctx.stroke();
}

// One dot's story: where it is, and the path that led there.
function highlight(ctx, layer, panel, i, scene, at) {
  const k = layer.highlight, ink = panel.ink(layer.classes ? 0 : layer.ink === COLOURS[6] ? 1 : 6);
  if (layer.trail && (layer.frames || layer.b)) {
    if (!layer.track) { // its whole path, once
      layer.track = new Float32Array(2 * scene.n);
      for (let j = 0; j < scene.n; j++) {
        let x, y;
        if (layer.frames) [x, y] = between(layer, layer.frames, j, scene.n).subarray(2 * k, 2 * k + 2);
        else [x, y] = [0, 1].map((c) => scene.values[layer.blend[0]][j] * layer.a[2 * k + c] + scene.values[layer.blend[1]][j] * layer.b[2 * k + c]);
        layer.track.set([x, y], 2 * j);
      }
      at = current(layer, i, scene); // `between` shares one scratch array
    }
    const path = (width, style) => {
      ctx.beginPath();
      for (let j = 0; j <= i; j++) ctx.lineTo(panel.x(layer.track[2 * j]), panel.y(layer.track[2 * j + 1]));
      ctx.lineWidth = width; ctx.strokeStyle = style; ctx.lineJoin = "round"; ctx.stroke();
    };
    path(4, panel.bg);
    path(2, ink);
    ctx.beginPath();
    ctx.arc(panel.x(layer.track[0]), panel.y(layer.track[1]), 3.5, 0, ALL);
    ctx.fillStyle = panel.bg; ctx.fill(); ctx.lineWidth = 1.5; ctx.strokeStyle = ink; ctx.stroke();
  }
  disc(ctx, panel.x(at[2 * k]), panel.y(at[2 * k + 1]), 6, ink, panel.bg);
}

// Classes (n,) or (F, n): the key frame nearest to i, never interpolated.
function nearest(classes, n, i, times) {
  const count = classes.length / n, k = times > 1 ? Math.round((i * (count - 1)) / (times - 1)) : 0;
  return classes.subarray(k * n, (k + 1) * n);
}

// A canvas set pixel by pixel: write to px, then put().
function pixels(w, h) {
  const ctx = surface(w, h).getContext("2d"), image = ctx.createImageData(w, h);
  return { canvas: ctx.canvas, px: new Uint32Array(image.data.buffer), put: () => ctx.putImageData(image, 0, 0) };
}

function surface(w, h) {
  const c = document.createElement("canvas");
  c.width = Math.max(1, Math.round(w));
  c.height = Math.max(1, Math.round(h));
  return c;
}

// Any CSS colour as a pixel without its opacity.
function rgb(colour) {
  const ctx = surface(1, 1).getContext("2d", { willReadFrequently: true });
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, 1, 1);
  return new Uint32Array(ctx.getImageData(0, 0, 1, 1).data.buffer)[0] & 0xffffff;
}

// 241 shades of one hue from the background up, as pixels.
function ramp(dark) {
  const stops = dark ? [[17, 17, 17], [0, 80, 130], [60, 160, 220], [215, 240, 255]] : [[255, 255, 255], [150, 205, 238], [0, 114, 178], [0, 40, 80]];
  return Uint32Array.from({ length: 241 }, (_, k) => {
    const u = (k / 240) * 3, j = Math.min(2, Math.floor(u)), w = u - j;
    const [r, g, b] = [0, 1, 2].map((c) => Math.round((1 - w) * stops[j][c] + w * stops[j + 1][c]));
    return 0xff000000 | (b << 16) | (g << 8) | r;
  });
}

// ---------------------------------------------------------------- layout

const GAP = 8;

// Heights and widths of all panels: as few rows as stay legible, equal heights in a row.
function arrange(panels, width) {
  const least = width < 520 ? 120 : 140;
  const ratio = panels.map((p) => p.ratio), pad = panels.map((p) => p.pad.left + p.pad.right);
  for (let rows = 1; ; rows++) {
    const per = Math.ceil(panels.length / rows), plan = [];
    const most = panels.length <= 2 && rows === 1 ? 300 : per === 1 || rows === 1 ? 260 : 200; // keep the slider in sight
    for (let s = 0; s < panels.length; s += per) {
      const row = panels.map((_, k) => k).slice(s, s + per), sum = (a) => row.reduce((t, k) => t + a[k], 0);
      const room = width - 1 - GAP * (row.length - 1) - sum(pad), h = Math.min(most, room / sum(ratio));
      let spare = room - h * sum(ratio);
      const elastic = row.filter((k) => panels[k].elastic), top = Math.max(...row.map((k) => panels[k].pad.top)), bottom = Math.max(...row.map((k) => panels[k].pad.bottom));
      for (const k of row) {
        const extra = panels[k].elastic ? Math.min(spare / elastic.length, h * 0.9) : 0;
        plan.push({ h: Math.floor(h), w: Math.floor(h * ratio[k] + extra), top, bottom }); // whole pixels: no seams
      }
    }
    if (per === 1 || plan.every((p) => p.h >= least)) return plan;
  }
}

function prepare(panel, family) {
  const images = panel.layers.filter((l) => l.type === "image");
  panel.elastic = panel.axes && !panel.equal;
  if (!panel.axes) {
    const [, h, w] = images[0].shape, cols = images[0].columns, rows = Math.ceil(images[0].shape[0] / cols);
    panel.ratio = Math.min(3, Math.max(0.4, (cols * w) / (rows * h)));
    panel.pad = { left: 4, right: 4, top: 6, bottom: 6 };
    return;
  }
  const [xl, xh] = panel.xlim, [yl, yh] = panel.ylim;
  panel.ratio = panel.equal ? Math.min(2.2, Math.max(0.5, (xh - xl) / (yh - yl))) : 1.4;
  const pen = surface(1, 1).getContext("2d");
  pen.font = `11px ${family}`;
  const labels = [3.5, 5, 7].flatMap((count) => ticks(yl, yh, count)); // the height, and so the count, is not known yet
  const widest = Math.max(...labels.map(([, s]) => pen.measureText(s).width));
  panel.pad = { left: Math.ceil(widest) + 12, right: 12, top: panel.ylabel ? 24 : 8, bottom: panel.xlabel ? 38 : 22 };
}

// Size one canvas and draw what does not change: axes, ticks, labels.
function frame(panel, plan, theme) {
  const { canvas, pad } = panel, width = plan.w + pad.left + pad.right, height = plan.h + plan.top + plan.bottom;
  Object.assign(panel, theme, { drawn: {}, left: pad.left, top: plan.top, w: plan.w, h: plan.h });
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.width = Math.round(width * theme.dpr);
  canvas.height = Math.round(height * theme.dpr);
  panel.figure.style.width = `${width}px`;
  const [xl, xh] = panel.xlim, [yl, yh] = panel.ylim;
  if (panel.equal) { // same scale on both axes: shrink the box, keep it in the middle
    const k = Math.min(panel.w / (xh - xl), panel.h / (yh - yl)), w = k * (xh - xl), h = k * (yh - yl);
    panel.left += (panel.w - w) / 2;
    panel.top += (panel.h - h) / 2;
    Object.assign(panel, { w, h });
  }
  panel.xk = panel.w / (xh - xl);
  panel.x0 = panel.left - xl * panel.xk;
  panel.yk = -panel.h / (yh - yl);
  panel.y0 = panel.top + panel.h - yl * panel.yk;
  panel.x = (v) => panel.x0 + v * panel.xk;
  panel.y = (v) => panel.y0 + v * panel.yk;
  panel.layers.forEach((l) => { l.ink = panel.ink(l.colour ?? CYCLE[(l.rank ?? 0) % CYCLE.length]); });
  panel.back = surface(canvas.width, canvas.height);
  panel.back.family = theme.family;
  const ctx = panel.back.getContext("2d");
  ctx.scale(theme.dpr, theme.dpr);
  ctx.fillStyle = theme.bg;
  ctx.fillRect(0, 0, width, height);
  if (panel.axes) axes(ctx, panel, theme);
}

function axes(ctx, panel, theme) {
  const { left, top, w, h } = panel, bottom = top + h, right = left + w;
  const bars = panel.layers.find((l) => l.type === "bars" && l.labels.length);
  const xt = bars ? barTicks(ctx, panel, bars) : ticks(...panel.xlim, Math.max(3.5, w / 55));
  const yt = ticks(...panel.ylim, Math.max(3.5, h / 45));
  const line = (x0, y0, x1, y1) => { ctx.beginPath(); ctx.moveTo(x0, y0); ctx.lineTo(x1, y1); ctx.stroke(); };
  const crisp = (v) => Math.round(v) + 0.5;
  ctx.lineWidth = 1;
  ctx.strokeStyle = theme.edge;
  ctx.globalAlpha = 0.35; // a faint grid
  if (!bars) for (const [v] of xt) line(crisp(panel.x(v)), top, crisp(panel.x(v)), bottom);
  for (const [v] of yt) line(left, crisp(panel.y(v)), right, crisp(panel.y(v)));
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.dim;
  ctx.textBaseline = "top";
  for (const [v, s] of xt) label(ctx, s, panel.x(v), bottom + 6, 11, "center");
  ctx.textBaseline = "middle";
  for (const [v, s] of yt) label(ctx, s, left - 6, panel.y(v), 11, "right");
  ctx.fillStyle = theme.fg;
  ctx.textBaseline = "alphabetic";
  if (panel.xlabel) label(ctx, panel.xlabel, left + w / 2, bottom + 33, 12, "center");
  if (panel.ylabel) label(ctx, panel.ylabel, Math.max(2, left - 24), top - 9, 12);
}

// The two axis lines, over the layers: a heat map would hide them.
function spines(ctx, { left, top, w, h, edge }) {
  ctx.fillStyle = edge;
  ctx.fillRect(Math.round(left), top, 1, h);
  ctx.fillRect(left, Math.round(top + h), w, 1);
}

// The dot on a curve at the current time; not clipped, so that it is whole at the ends.
function here(ctx, layer, panel, i) {
  const x = panel.x(layer.x[i]), y = panel.y(layer.y[i]);
  if (x >= panel.left - 1 && x <= panel.left + panel.w + 1 && y >= panel.top - 1 && y <= panel.top + panel.h + 1) disc(ctx, x, y, 5.5, layer.ink, panel.bg);
}

// Every bar's label if they fit, else every second, third, ...
function barTicks(ctx, panel, bars) {
  ctx.font = `11px ${ctx.canvas.family}`;
  const widest = Math.max(...bars.labels.map((s) => ctx.measureText(s).width)) + 6;
  const every = Math.max(1, Math.ceil(widest / (panel.x(1) - panel.x(0))));
  return bars.labels.map((s, k) => [k, s]).filter(([k]) => k % every === 0);
}

// ---------------------------------------------------------------- the scene on the page

function element(parent, tag, attributes = {}, html = "") {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.innerHTML = html;
  parent.append(e);
  return e;
}

const PLAY = '<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d="M2 0 11 6 2 12z"/></svg>';
const PAUSE = '<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d="M1 0h4v12H1zM7 0h4v12H7z"/></svg>';

// Build a scene in `host`. `options`: t, revealed, still, onTime(t), onHandles([[x, y], ...]).
function mount(host, spec, buffer, options) {
  const root = element(host, "div", { class: "scene", "data-look": LOOK });
  element(root, "style", {}, STYLE);
  const titleBar = element(root, "div", { class: "scene-title" });
  const panelBox = element(root, "div", { class: "scene-panels" });
  const formulaBox = element(root, "div");
  const showBox = element(root, "div", { class: "scene-show" });
  const bar = element(root, "div", { class: "scene-bar" });
  const quiet = { "data-lm-suppress-shortcuts": "true" }; // else JupyterLab takes the arrow keys
  const play = element(bar, "button", { type: "button", class: "scene-play", ...quiet });
  const slider = element(bar, "input", { type: "range", min: 0, step: 1, ...quiet });
  const readout = element(bar, "output", { "aria-hidden": "true" });

  let scene, panels = [], formulas = [], theme = {}, t = options.t ?? 0;
  let revealed = new Set(options.revealed ?? []), handles = options.handles ?? [];
  let pending = 0, playing = 0, width = 0, told = 0, held = false;

  const shown = (layer) => !layer.hidden || revealed.has(layer.name);
  const numbers = (i) => {
    const out = { t: scene.times[i], T: scene.times[scene.n - 1], i };
    for (const name in scene.values) out[name] = scene.values[name][i];
    return out;
  };

  // --- new data: build the panels
  function load(next, bytes) {
    const read = reader(bytes);
    scene = { ...next, times: read(next.times), values: {} };
    scene.n = scene.times.length;
    for (const name in next.values) scene.values[name] = read(next.values[name]);
    scene.handles = handles;
    titleBar.innerHTML = marked(next.title);
    titleBar.hidden = !next.title;
    slider.max = scene.n - 1;
    slider.setAttribute("aria-label", next.slider);
    // The same kinds of panels and layers as before: keep the elements (one may be under the learner's hand).
    const shape = JSON.stringify(next.panels.map((p) => p.layers?.map((l) => l.type)));
    if (shape !== root.shape) {
      root.shape = shape;
      panelBox.replaceChildren();
      formulaBox.replaceChildren();
      panels = next.panels.filter((p) => p.layers).map(blank);
      formulas = next.panels.filter((p) => !p.layers).map(() => ({ box: element(formulaBox, "div", { class: "scene-formula" }) }));
    }
    next.panels.filter((p) => !p.layers).forEach((p, k) => { formulas[k].template = p.formula; });
    next.panels.filter((p) => p.layers).forEach((p, k) => {
      const layers = p.layers.map((l) => decode(l, read));
      layers.filter((l) => l.colour == null && !["heat", "image", "links"].includes(l.type)).forEach((l, rank) => { l.rank = rank; });
      layers.filter((l) => "dash" in l).forEach((l, rank) => { l.dashes = DASHES[l.dash === null ? rank % 4 : +l.dash]; });
      Object.assign(panels[k], p, { layers });
      panels[k].caption.innerHTML = marked(p.title);
      panels[k].caption.hidden = !p.title;
    });
    const longest = Math.max(...Array.from({ length: Math.min(scene.n, 64) }, (_, k) => fill(next.status, numbers(Math.round((k * (scene.n - 1)) / Math.max(1, Math.min(scene.n, 64) - 1)))).length));
    readout.style.minWidth = `min(100%, ${Math.ceil(longest * 0.92)}ch)`; // so that the slider does not shrink as digits come
    t = Math.min(t, scene.n - 1);
    showButtons();
    layout(true);
  }

  function blank() {
    const figure = element(panelBox, "figure", { class: "scene-panel" });
    const caption = element(figure, "figcaption"), legend = element(figure, "div", { class: "scene-legend" });
    const stage = element(figure, "div", { class: "scene-stage" }), canvas = element(stage, "canvas", { role: "img" });
    const panel = { figure, caption, legend, stage, canvas, ctx: canvas.getContext("2d", { alpha: false }) };
    panel.placeHandles = placer(panel);
    return panel;
  }

  // --- size and colours
  function layout(force) {
    const room = Math.floor(root.clientWidth - 4), dpr = window.devicePixelRatio || 1;
    const style = getComputedStyle(root), variable = (name) => style.getPropertyValue(name).trim();
    const [fg, bg] = [variable("--fg"), variable("--bg")], key = `${room} ${dpr} ${fg} ${bg}`;
    if (room < 40 || (!force && key === layout.key)) return;
    layout.key = key;
    width = room;
    const [r, g, b] = new Uint8Array(Uint32Array.of(rgb(bg)).buffer), dark = r + g + b < 380;
    theme = { dpr, family: style.fontFamily, fg, bg, dim: variable("--dim"), edge: variable("--edge"), ramp: ramp(dark) };
    theme.ink = (c) => (dark && c === 5 ? "#3A94D6" : COLOURS[c]) || theme.fg; // plain blue is too dark on black
    root.style.setProperty("--num", dark ? "#56B4E9" : "#0072B2");
    root.style.setProperty("--accent", dark ? "#56B4E9" : "#0072B2");
    panels.forEach((p) => prepare(p, theme.family));
    if (panels.length) arrange(panels, width).forEach((plan, k) => frame(panels[k], plan, theme));
    panels.forEach(drawLegend);
    draw();
  }

  function drawLegend(panel) {
    const swatch = { points: '<circle cx="9" cy="6" r="4"/>', bars: '<path d="M4 1h10v10H4z"/>', handles: '<circle cx="9" cy="6" r="5"/>' };
    panel.legend.innerHTML = panel.layers.filter((l) => l.label && shown(l) && l.type !== "heat" && l.type !== "image").map((l) => {
      const line = `<path d="M0 6h18" stroke="${l.ink}" stroke-width="2.5" stroke-dasharray="${(l.dashes ?? []).map((d) => d * 0.8)}"/>`;
      const outline = l.outline ? 'fill="none" stroke="currentColor" stroke-width="2"' : "";
      return `<span><svg width="18" height="12" ${outline || `fill="${l.classes ? "currentColor" : l.ink}"`} aria-hidden="true">${swatch[l.type] ?? line}</svg>${marked(l.label)}</span>`;
    }).join("");
  }

  // --- one frame
  function draw() {
    pending = 0;
    if (!width) return;
    if (theme.dpr !== (window.devicePixelRatio || 1)) return layout();
    for (const panel of panels) {
      const { ctx } = panel;
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.drawImage(panel.back, 0, 0);
      ctx.setTransform(theme.dpr, 0, 0, theme.dpr, 0, 0);
      ctx.save();
      ctx.beginPath();
      ctx.rect(panel.left - (panel.axes ? 1 : 0), panel.top - 1, panel.w + 2, panel.h + 2);
      ctx.clip();
      const visible = panel.layers.filter(shown);
      for (const layer of visible) DRAW[layer.type](ctx, layer, panel, t, scene);
      ctx.restore();
      if (panel.axes) spines(ctx, panel);
      for (const layer of visible) if (layer.type === "curve") here(ctx, layer, panel, t);
    }
    const now = numbers(t);
    for (const { template, box } of formulas) box.innerHTML = marked(fill(template, now, "\u0001", "\u0002"));
    root.dataset.drawnT = t;
    clearTimeout(told);
    told = setTimeout(describe, told ? 200 : 0);
  }

  // What a screen reader says of each canvas; not needed at every frame of a drag.
  function describe() {
    for (const p of panels) {
      const more = p.layers.filter((l) => l.hidden && shown(l)).map((l) => `, now also ${l.label || l.name}`).join("");
      p.canvas.setAttribute("aria-label", `${p.alt}${more}. ${fill(scene.status, numbers(t))}.`);
    }
  }

  function go(next) {
    t = Math.max(0, Math.min(scene.n - 1, Math.round(next)));
    const text = fill(scene.status, numbers(t));
    slider.value = t;
    slider.setAttribute("aria-valuetext", text);
    readout.textContent = text;
    request();
  }
  const request = () => { pending ||= requestAnimationFrame(draw); };

  // --- time to Python: only when the learner pauses
  let waiting = 0;
  const tell = () => { clearTimeout(waiting); waiting = setTimeout(() => options.onTime?.(t), 100); };

  // --- playing
  function button() {
    play.innerHTML = playing ? PAUSE : PLAY;
    play.setAttribute("aria-label", playing ? "Pause" : "Play");
    play.title = playing ? "Pause (space)" : "Play (space)";
  }
  function stop() {
    if (!playing) return;
    cancelAnimationFrame(playing);
    playing = 0;
    button();
    tell();
  }
  function start() {
    if (t >= scene.n - 1) go(0);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches; // ten still pictures, not a film
    const rate = calm ? 1.5 : Math.max(scene.fps, (scene.n - 1) / 10), jump = calm ? Math.max(1, Math.round((scene.n - 1) / 10)) : 1;
    const from = t, began = performance.now();
    const step = (now) => {
      const next = from + Math.max(0, Math.floor(((now - began) / 1000) * rate)) * jump;
      if (next !== t) go(next);
      if (next >= scene.n - 1) return stop();
      playing = requestAnimationFrame(step);
    };
    playing = requestAnimationFrame(step);
    button();
  }
  const toggle = () => (playing ? stop() : start());

  play.addEventListener("click", toggle);
  slider.addEventListener("input", () => { stop(); go(+slider.value); });
  slider.addEventListener("change", tell);
  slider.addEventListener("keydown", (e) => {
    const page = Math.max(1, Math.round((scene.n - 1) / 10));
    const jump = { PageUp: page, PageDown: -page }[e.key];
    if (e.key === " ") toggle();
    else if (jump) { stop(); go(t + jump); tell(); }
    else return;
    e.preventDefault();
  });

  // --- layers waiting to be revealed: a saved page has no Python to do it, so it offers buttons
  function showButtons() {
    showBox.replaceChildren();
    if (!options.still) return;
    for (const layer of panels.flatMap((p) => p.layers).filter((l) => l.hidden)) {
      const b = element(showBox, "button", { type: "button", "aria-pressed": revealed.has(layer.name) }, marked("Show " + (layer.label || layer.name)));
      b.addEventListener("click", () => {
        revealed.has(layer.name) ? revealed.delete(layer.name) : revealed.add(layer.name);
        b.setAttribute("aria-pressed", revealed.has(layer.name));
        panels.forEach(drawLegend);
        draw();
      });
    }
  }

  // --- draggable control points: real buttons, so that keyboard and screen readers reach them
  function placer(panel) {
    const buttons = [];
    let last = 0;
    const send = (now) => {
      if (!now && performance.now() - last < 100) return;
      last = performance.now();
      options.onHandles?.(handles.map((p) => [...p]));
    };
    const move = (k, x, y, now) => {
      const [xl, xh] = panel.xlim, [yl, yh] = panel.ylim;
      const way = panel.layers.find((l) => l.type === "handles").move;
      if (way.includes("x")) handles[k][0] = Math.max(xl, Math.min(xh, x));
      if (way.includes("y")) handles[k][1] = Math.max(yl, Math.min(yh, y));
      request();
      send(now);
    };
    const place = () => {
      while (buttons.length > handles.length) buttons.pop().remove();
      handles.forEach(([x, y], k) => {
      const b = (buttons[k] ??= make(k));
      b.style.setProperty("--ink", panel.layers.find((l) => l.type === "handles").ink);
      b.style.left = `${panel.x(x)}px`;
      b.style.top = `${panel.y(y)}px`;
      b.setAttribute("aria-label", `Control point ${k + 1}: x ${general(x, 3)}, y ${general(y, 3)}`);
      });
    };
    const make = (k) => {
      const b = element(panel.stage, "button", { type: "button", class: "scene-handle", ...quiet });
      b.disabled = !!options.still;
      b.addEventListener("pointerdown", (e) => { b.setPointerCapture(e.pointerId); held = true; });
      b.addEventListener("pointermove", (e) => {
        if (!b.hasPointerCapture(e.pointerId)) return;
        const box = panel.canvas.getBoundingClientRect();
        move(k, (e.clientX - box.left - panel.x0) / panel.xk, (e.clientY - box.top - panel.y0) / panel.yk);
      });
      b.addEventListener("lostpointercapture", () => { held = false; send(true); });
      b.addEventListener("keydown", (e) => {
        const d = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[e.key];
        if (!d) return;
        e.preventDefault();
        const s = e.shiftKey ? 0.1 : 0.02;
        move(k, handles[k][0] + d[0] * s * (panel.xlim[1] - panel.xlim[0]), handles[k][1] + d[1] * s * (panel.ylim[1] - panel.ylim[0]), true);
      });
      return b;
    };
    return place;
  }

  const watch = new ResizeObserver(() => layout());
  watch.observe(root);
  const recolour = () => setTimeout(layout, 50); // layout looks whether colours have changed
  const themes = new MutationObserver(recolour), system = matchMedia("(prefers-color-scheme: dark)");
  themes.observe(document.body, { attributes: true }); // JupyterLab names its theme there
  system.addEventListener("change", recolour);
  load(spec, buffer);
  go(t);
  button();

  return {
    get t() { return t; },
    go(next) { if (next !== t) { stop(); go(next); } },
    load(next, bytes) { stop(); load(next, bytes); go(t); },
    reveal(names) { revealed = new Set(names); panels.forEach(drawLegend); draw(); },
    handles(places) { if (!held) { scene.handles = handles = places.map((p) => [...p]); request(); } },
    remove() { stop(); watch.disconnect(); themes.disconnect(); system.removeEventListener("change", recolour); cancelAnimationFrame(pending); clearTimeout(told); clearTimeout(waiting); root.remove(); },
  };
}

// ---------------------------------------------------------------- host 1: a live widget

const bytesOf = (view) => view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);

function render({ model, el }) {
  const save = (name, value) => {
    model.set(name, value);
    try { model.save_changes(); } catch { /* no kernel: the picture goes on without it */ }
  };
  const { spec, data } = model.get("_payload");
  const view = mount(el, spec, bytesOf(data), {
    t: model.get("t"), revealed: model.get("revealed"), handles: model.get("handles").map((p) => [...p]),
    onTime: (t) => save("t", t), onHandles: (places) => save("handles", places),
  });
  const events = {
    "change:_payload": () => { const p = model.get("_payload"); view.load(p.spec, bytesOf(p.data)); view.go(model.get("t")); },
    "change:t": () => view.go(model.get("t")),
    "change:revealed": () => view.reveal(model.get("revealed")),
    "change:handles": () => view.handles(model.get("handles")),
  };
  for (const [name, act] of Object.entries(events)) model.on(name, act);
  return () => { for (const [name, act] of Object.entries(events)) model.off(name, act); view.remove(); };
}

// ---------------------------------------------------------------- host 2: a saved page

// Replaces the poster by the scene, in every copy on the page that has not been replaced yet.
function mountStill(id, spec, base64, options) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer;
  for (const host of document.querySelectorAll(`[data-scene="${id}"]:not([data-mounted])`)) {
    host.dataset.mounted = "true";
    host.replaceChildren();
    mount(host, spec, bytes, { ...options, still: true });
  }
}

export default { render };
