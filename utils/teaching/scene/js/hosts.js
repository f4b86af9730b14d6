// @ts-check
// Two hosts show a scene: a live Jupyter widget (anywidget calls render), and a saved page (it calls mountStill).
import { mendKnobs } from "./knobs.js";
import { mount } from "./view.js";

/** @param {DataView<ArrayBuffer>} view */
const bytesOf = (view) => view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);

/** @param {{ model: any, el: HTMLElement }} widget */
function render({ model, el }) {
  const save = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    model.set(name, value);
    try { model.save_changes(); } catch { /* no kernel: the picture goes on without it */ }
  };
  const { spec, data } = model.get("_payload");
  const view = mount(el, spec, bytesOf(data), {
    t: model.get("t"), revealed: model.get("revealed"), handles: structuredClone(model.get("handles")),
    picked: model.get("picked"),
    onTime: (t) => save("t", t), onHandles: (places) => save("handles", places),
    onPicked: (picked) => save("picked", picked), onRevealed: (names) => save("revealed", names),
  });
  const letGo = mendKnobs(el);
  const events = {
    "change:_payload": () => {
      const next = model.get("_payload");
      view.load(next.spec, bytesOf(next.data));
      view.go(model.get("t"));
    },
    "change:t": () => view.go(model.get("t")),
    "change:revealed": () => view.reveal(model.get("revealed")),
    "change:picked": () => view.picked(model.get("picked")),
    "change:handles": () => view.handles(model.get("handles")),
  };
  for (const [name, act] of Object.entries(events)) model.on(name, act);
  return () => {
    for (const [name, act] of Object.entries(events)) model.off(name, act);
    letGo();
    view.remove();
  };
}

/** Replaces the poster by the scene, in every copy on the page that has not been replaced yet.
 * @param {string} id @param {SceneSpec} spec @param {string} base64 @param {Options} options */
export function mountStill(id, spec, base64, options) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer;
  for (const host of document.querySelectorAll(`[data-scene="${id}"]:not([data-mounted])`)) {
    const box = /** @type {HTMLElement} */ (host);
    box.dataset.mounted = "true";
    box.replaceChildren();
    mount(box, spec, bytes, { ...structuredClone(options), still: true });
  }
}

export default { render };
