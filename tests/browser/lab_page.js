// Small questions to ask a JupyterLab page; installed before the page's own scripts.
window.lab = {
  panel() {
    const app = window.jupyterapp;
    const panel = app && app.shell.currentWidget;
    return panel && panel.context && panel.content && panel.content.widgets ? panel : null;
  },
  opened(path) {
    const panel = this.panel();
    return !!panel && panel.context.path === path && panel.context.isReady && panel.content.widgets.length > 0;
  },
  async kernelReady() {
    const session = this.panel().context.sessionContext;
    await session.ready;
    await session.session.kernel.info;
    return session.session.kernel.status;
  },
  // One record a code cell: has it run, does it run now, and the errors it shows.
  cells() {
    return this.panel().content.widgets.map((cell, index) => ({ cell, index }))
      .filter(({ cell }) => cell.model.type === 'code' && cell.model.sharedModel.source.trim())
      .map(({ cell, index }) => {
        const expected = (cell.model.getMetadata('tags') || []).includes('raises-exception');
        const outputs = cell.model.outputs.toJSON();
        const errors = outputs.filter(o => o.output_type === 'error').map(o => `${o.ename}: ${o.evalue}`);
        return {
          index, ran: cell.model.executionCount !== null && cell.model.executionState !== 'running',
          errors: expected ? [] : errors, source: cell.model.sharedModel.source,
        };
      });
  },
  settled(until = Infinity) {
    const kernel = this.panel().context.sessionContext.session.kernel;
    const cells = this.cells().filter(c => c.index <= until);
    return cells.some(c => c.errors.length) || (cells.every(c => c.ran) && kernel.status === 'idle');
  },
  async evaluate(expression) {
    const kernel = this.panel().context.sessionContext.session.kernel;
    const future = kernel.requestExecute({
      code: '', silent: true, store_history: false, user_expressions: { answer: expression },
    });
    const answer = (await future.done).content.user_expressions.answer;
    if (answer.status !== 'ok') throw new Error(`${answer.ename}: ${answer.evalue}`);
    return answer.data['text/plain'];
  },
  // The widget shown by the output that holds this slider.
  modelId(slider) {
    const cell = this.panel().content.widgets.find(c => c.node.contains(slider));
    for (const output of cell.model.outputs.toJSON()) {
      const view = (output.data || {})['application/vnd.jupyter.widget-view+json'];
      if (view) return view.model_id;
    }
    throw new Error('no widget in this cell');
  },
  // Start code in the kernel; resolves when it has begun to run.
  start(code) {
    const kernel = this.panel().context.sessionContext.session.kernel;
    return new Promise(resolve => {
      const future = kernel.requestExecute({ code, store_history: false, stop_on_error: false });
      future.onIOPub = m => { if (m.header.msg_type === 'status' && m.content.execution_state === 'busy') resolve(true); };
      window.lab.running = future.done.then(() => { window.lab.finished = true; });
      window.lab.finished = false;
    });
  },
};

// What a scene shows, seen from its slider.
window.scene = {
  root(slider) {
    let node = slider;
    while (node && !node.querySelector('canvas')) node = node.parentElement;
    return node;
  },
  canvases(slider) { return [...this.root(slider).querySelectorAll('canvas')].filter(c => c.width && c.height); },
  // A hash of every pixel of the scene's canvases.
  pixels(slider) {
    let hash = 0x811c9dc5;
    for (const canvas of this.canvases(slider)) {
      const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      const words = new Uint32Array(data.buffer);
      for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
    }
    return hash >>> 0;
  },
  colours(slider) {
    const seen = new Set();
    for (const canvas of this.canvases(slider)) {
      const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      for (const word of new Uint32Array(data.buffer)) seen.add(word);
    }
    return seen.size;
  },
  value(slider) { return Number(slider.getAttribute('aria-valuenow') ?? slider.value); },
  text(slider) { return slider.getAttribute('aria-valuetext') || ''; },
};
