// @ts-check
// A scene on the page: its elements, new data, size, and one frame after another.
import { drawPanel, forget, place } from "./canvas.js";
import { decode, reader } from "./data.js";
import { makePlacer } from "./handles.js";
import { arrange, prepare } from "./layout.js";
import { drawLegend } from "./legend.js";
import { LOOK, STYLE, element, pen } from "./page.js";
import { makePicker } from "./picks.js";
import { makePlayer } from "./player.js";
import { makeRevealer } from "./reveal.js";
import { fill, marked, tidy } from "./text.js";
import { readTheme, watchTheme } from "./theme.js";

/** Build a scene in `host`; see hosts.js for who does.
 * @param {HTMLElement} host @param {SceneSpec} spec @param {ArrayBuffer} buffer @param {Options} options */
export function mount(host, spec, buffer, options) {
  const root = element(host, "div", { class: "scene", "data-look": LOOK });
  element(root, "style", {}, STYLE);
  const titleBar = element(root, "div", { class: "scene-title" });
  const panelBox = element(root, "div", { class: "scene-panels" });
  const answer = element(root, "div", { class: "scene-answer" });
  const note = element(root, "div", { class: "scene-note" }), formulaBox = element(root, "div");
  const showBox = element(root, "div", { class: "scene-show" }), bar = element(root, "div", { class: "scene-bar" });
  /** @type {Scene} */
  const scene = Object.assign(/** @type {any} */ ({}), {
    t: options.t ?? 0, panels: [], handles: options.handles ?? [], held: false,
    picked: options.picked ?? [], run: 0, revealed: new Set(options.revealed),
  });
  /** @type {{ box: HTMLElement, template: string }[]} */
  let formulas = [];
  let pending = 0, width = 0, telling = 0, kinds = "", theme = "", inSight = false;
  const player = makePlayer(bar, scene, go, () => options.onTime?.(scene.t));
  const showButtons = makeRevealer(showBox, scene, options, redraw);

  /** @param {number} i @returns {Record<string, number>} */
  const numbers = (i) => {
    /** @type {Record<string, number>} */
    const out = { t: tidy(scene.times[i]), T: tidy(scene.times[scene.n - 1]), i };
    for (const name in scene.values) out[name] = tidy(scene.values[name][i]);
    return out;
  };

  // --- new data
  /** @param {SceneSpec} next @param {ArrayBuffer} bytes */
  function load(next, bytes) {
    const read = reader(bytes), { title, fps, status, slider, n } = next;
    const values = Object.fromEntries(Object.entries(next.values).map(([name, ref]) => [name, read(ref)]));
    Object.assign(scene, { title, fps, status, slider, n, times: read(next.times), values });
    scene.t = Math.min(scene.t, n - 1);
    titleBar.innerHTML = marked(title);
    titleBar.hidden = !title;
    /** @type {PanelSpec[]} */
    const specs = [];
    /** @type {string[]} */
    const templates = [];
    for (const p of next.panels) p.layers ? specs.push(p) : templates.push(p.formula);
    // The same kinds of panels and layers as before: keep the elements (one may be under the learner's hand).
    const now = JSON.stringify([specs.map((p) => p.layers.map((l) => l.type)), templates.length]);
    if (now !== kinds) {
      kinds = now;
      panelBox.replaceChildren();
      formulaBox.replaceChildren();
      answer.replaceChildren();
      scene.panels = specs.map(blank);
      const box = () => element(formulaBox, "div", { class: "scene-formula" });
      formulas = templates.map((template) => ({ template, box: box() }));
    }
    templates.forEach((template, k) => { formulas[k].template = template; });
    specs.forEach((p, k) => {
      const panel = Object.assign(scene.panels[k], p, { layers: decode(p.layers, read) });
      panel.caption.innerHTML = marked(p.title);
      panel.caption.hidden = !p.title;
    });
    const looks = Math.min(n, 64), step = (n - 1) / (looks - 1 || 1);
    const some = Array.from({ length: looks }, (_, k) => Math.round(k * step));
    player.fit(Math.max(...some.map((i) => fill(status, numbers(i)).length)));
    note.textContent = options.note ?? "";
    showButtons();
    layout(true);
  }

  /** @param {PanelSpec} spec @returns {Panel} */
  function blank({ layers }) {
    const figure = element(panelBox, "figure", { class: "scene-panel" });
    const caption = element(figure, "figcaption"), legend = element(figure, "div", { class: "scene-legend" });
    const stage = element(figure, "div", { class: "scene-stage" }), canvas = element(stage, "canvas", { role: "img" });
    const parts = { figure, caption, legend, stage, canvas, ctx: pen(canvas, false) };
    const panel = /** @type {Panel} */ (/** @type {unknown} */ (parts));
    const changed = () => { showButtons(); request(); };
    panel.buttons = { handles: makePlacer(panel, scene, options, request) };
    if (layers.some((l) => l.type === "picks")) panel.buttons.picks = makePicker(panel, scene, options, answer, changed);
    return panel;
  }

  // --- size and colours
  function layout(force = false) {
    const room = Math.floor(root.clientWidth - 4), look = readTheme(root), { panels } = scene;
    if (room < 40 || (!force && room === width && look.key === theme)) return;
    width = room;
    theme = look.key;
    panels.forEach((p) => prepare(p, look.family));
    if (panels.length) arrange(panels, width).forEach((plan, k) => place(panels[k], plan, look));
    redraw();
  }

  function redraw() {
    for (const p of scene.panels) { forget(p); drawLegend(p, scene); }
    draw();
  }

  // --- one frame
  function draw() {
    pending = 0;
    if (!width) return;
    if (scene.panels.some((p) => p.dpr !== (window.devicePixelRatio || 1))) return layout(true); // another screen
    for (const p of scene.panels) {
      if (inSight) drawPanel(p, scene);
      for (const { type } of p.layers) p.buttons[type]?.();
    }
    const now = numbers(scene.t);
    for (const { template, box } of formulas) box.innerHTML = marked(fill(template, now, "\u0001", "\u0002"));
    root.dataset.drawnT = String(scene.t);
    if (!telling) telling = setTimeout(describe, 200);
  }

  // What a screen reader says of each canvas; not needed at every frame of a drag.
  function describe() {
    telling = 0;
    const words = fill(scene.status, numbers(scene.t));
    for (const p of scene.panels) {
      const open = p.layers.filter((l) => l.hidden && scene.revealed.has(l.name));
      const more = open.map((l) => `, now also ${l.label || l.name}`);
      p.canvas.setAttribute("aria-label", `${p.alt}${more.join("")}. ${words}.`);
    }
  }

  /** @param {number} next */
  function go(next) {
    scene.t = Math.max(0, Math.min(scene.n - 1, Math.round(next)));
    player.show(fill(scene.status, numbers(scene.t)));
    request();
  }
  function request() { pending ||= requestAnimationFrame(draw); }

  const size = new ResizeObserver(() => layout()), unwatch = watchTheme(layout);
  const sight = new IntersectionObserver((entries) => { // pixels only for what is in sight, or soon will be
    // Kept once drawn: JupyterLab takes cells out of the page and puts them back, and a busy machine tells us late.
    inSight ||= entries[entries.length - 1].isIntersecting;
    if (inSight) draw();
    else scene.panels.forEach(forget);
  }, /** @type {any} */ ({ rootMargin: "50%", scrollMargin: "50%" }));
  const print = () => { inSight = true; draw(); };
  window.addEventListener("beforeprint", print);
  load(spec, buffer);
  go(scene.t);
  size.observe(root);
  sight.observe(root);

  return {
    get t() { return scene.t; },
    /** @param {number} next */
    go(next) { if (next !== scene.t) { player.stop(); go(next); } },
    /** @param {SceneSpec} next @param {ArrayBuffer} bytes */
    load(next, bytes) { player.stop(); load(next, bytes); go(scene.t); },
    /** @param {string[]} names */
    reveal(names) {
      if (names.join() === [...scene.revealed].join()) return; // by a button of ours
      scene.revealed = new Set(names);
      showButtons();
      redraw();
    },
    /** @param {number[]} picked */
    picked(picked) { scene.picked = picked; showButtons(); request(); },
    /** @param {Place[]} places */
    handles(places) { if (!scene.held) { scene.handles = places.map(([x, y]) => [x, y]); request(); } },
    remove() {
      player.remove();
      size.disconnect();
      sight.disconnect();
      unwatch();
      window.removeEventListener("beforeprint", print);
      cancelAnimationFrame(pending);
      clearTimeout(telling);
      root.remove();
    },
  };
}
