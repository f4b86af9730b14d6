// Time from a key event to the frame that shows the right pixels.
//
// A frame counts at the first task after its animation callbacks, that is,
// once it has been handed to the compositor.  What is shown is read from the
// pixels themselves (a hash of the canvas, or the decoded picture), after the
// clock, so that reading costs the variant nothing.
window.probe = {
  views: {}, result: null, stop: null,
  hash(words) {
    let h = 0x811c9dc5;
    for (let i = 0; i < words.length; i++) h = Math.imul(h ^ words[i], 0x01000193);
    return h >>> 0;
  },
  // What the variant shows now; null while a picture is not decoded.
  shown(view) {
    if (view.kind === 'image') {
      const image = view.root.querySelector('img');
      if (!image || !image.complete || !image.naturalWidth) return null;
      return image.src;
    }
    let h = 0;
    for (const c of view.canvases) {
      const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
      h = Math.imul(h, 31) ^ this.hash(new Uint32Array(data.buffer));
    }
    return h >>> 0;
  },
  // Every pixel of a band across the middle: enough to tell two frames apart, and
  // cheap enough not to slow the frames that are counted.
  band(view) {
    const c = view.canvases[0];
    return this.hash(new Uint32Array(c.getContext('2d').getImageData(0, c.height >> 1, c.width, 12).data.buffer));
  },
  // Wait for the next frame; `begin` runs among its animation callbacks, and the
  // answer is the time of the first task after it.
  frame(begin = () => {}) {
    return new Promise(resolve => requestAnimationFrame(() => {
      begin();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(0);
    }));
  },
  // Arm before the key press.  The result is the milliseconds from the event to
  // the first frame, begun after the event was handled, that shows `expected`.
  arm(view, expected, timeout) {
    let key = null;
    const listen = e => { key = e.timeStamp; };
    window.addEventListener('keydown', listen, { capture: true, once: true });
    this.result = (async () => {
      const limit = performance.now() + timeout;
      let end = 0;
      while (end < limit) {
        let handled = false;
        end = await this.frame(() => { handled = key !== null; });
        if (handled && this.shown(view) === expected) return end - key;
      }
      window.removeEventListener('keydown', listen, { capture: true });
      return null;
    })();
  },
  // The picture once it has stayed the same for `frames` frames.
  async settled(view, frames) {
    let last = null, same = 0;
    while (same < frames) {
      await this.frame();
      const now = this.shown(view);
      same = now !== null && now === last ? same + 1 : 0;
      last = now;
    }
    return last;
  },
  // Note at each frame whether the picture changed, until stop() is called.
  watch(view) {
    let running = true;
    const frames = [];
    const loop = (async () => {
      let last = this.band(view);
      while (running) {
        const end = await this.frame();
        const now = this.band(view);
        frames.push([end, now !== last]);
        last = now;
      }
      return frames;
    })();
    this.stop = () => { running = false; return loop; };
  },
};
