// A form for a notebook's parameters, above its cells in JupyterLab. It writes into the parameters cell, which papermill
// fills in too, and runs the cells from there on. What the parameters and their choices are, Python says
// (analysis.desk.form). The file is a module-federation container written by hand: nothing has to be built.
(() => {
  const STYLE = `
    .workbook-form { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; padding: 6px 12px; box-sizing: border-box; background: var(--jp-layout-color1); color: var(--jp-ui-font-color1); border-bottom: 1px solid var(--jp-border-color1); font: 13px/1.4 var(--jp-ui-font-family); overflow: visible; }
    .workbook-form label { display: inline-flex; gap: 6px; align-items: center; }
    .workbook-form input, .workbook-form select, .workbook-form button { font: inherit; color: inherit; background: var(--jp-layout-color0); border: 1px solid var(--jp-border-color1); border-radius: 3px; min-height: 26px; padding: 1px 7px; max-width: 18em; }
    .workbook-form button { cursor: pointer; font-weight: 600; }
    .workbook-form :focus-visible { outline: 2px solid var(--jp-brand-color1); outline-offset: 1px; }
    .workbook-form .problem { color: var(--jp-error-color0); flex-basis: 100%; }
    .workbook-form .problem:empty { display: none; }`;
  let shared;

  async function load(name) {
    const [newest] = Object.values(shared[name]);
    return (await newest.get())();
  }

  const quote = (value) => JSON.stringify(JSON.stringify(value)); // a JSON text as a Python literal

  class Form {
    constructor(panel, actions, widget) {
      Object.assign(this, { panel, actions, widget, node: widget.node, fields: [] });
      this.node.classList.add("workbook-form");
      this.node.setAttribute("role", "form");
      this.node.setAttribute("aria-label", "Parameters");
      this.node.dataset.lmSuppressShortcuts = "true";
      panel.sessionContext.kernelChanged.connect(() => this.ask(), this);
      new ResizeObserver(() => this.fit()).observe(panel.node);
      this.ask();
    }
    get cell() { return this.panel.content.widgets.find((cell) => cell.model.type === "code" && (cell.model.getMetadata("tags") ?? []).includes("parameters")); }

    async call(expression) {
      await this.panel.sessionContext.ready;
      const kernel = this.panel.sessionContext.session?.kernel;
      if (!kernel) return null;
      const code = `__import__("analysis.desk.form", fromlist=["form"]).${expression}`;
      const reply = await kernel.requestExecute({ code: "", silent: true, store_history: false, user_expressions: { form: code } }).done;
      const found = reply.content.user_expressions?.form;
      return found?.data?.["application/json"] ?? { problem: found?.evalue ?? "" };
    }

    async ask() {
      const about = { source: this.cell.model.sharedModel.getSource(), choices: this.panel.content.model.getMetadata("workbook")?.choices ?? {} };
      const said = await this.call(`describe_form(${quote(about)})`);
      if (said?.fields) { this.fields = said.fields; this.draw(); } else if (said) this.tell(said.problem);
    }

    draw() {
      this.problem ??= Object.assign(document.createElement("span"), { className: "problem" });
      this.problem.setAttribute("role", "alert");
      const run = document.createElement("button");
      run.type = "button";
      run.textContent = "Run the cells below";
      run.addEventListener("click", () => this.apply(true));
      this.node.replaceChildren(...this.fields.map((field) => this.drawField(field)), run, this.problem);
      this.node.dataset.ready = "true";
      this.fit();
    }

    fit() { // JupyterLab lays its header out by minimal heights
      const ends = [...this.node.children].map((child) => child.offsetTop + child.offsetHeight);
      this.node.style.minHeight = `${ends.length ? Math.max(...ends) + 7 : 0}px`;
      this.widget.parent?.fit();
    }

    drawField(field) {
      const label = document.createElement("label");
      label.title = field.comment;
      const node = document.createElement(field.choices.length ? "select" : "input");
      node.name = field.name;
      for (const choice of field.choices) node.add(new Option(choice || field.empty, choice, false, choice === field.value));
      if (field.kind === "bool") Object.assign(node, { type: "checkbox", checked: field.value });
      else if (!field.choices.length) node.value = field.value ?? "";
      const chosen = field.choices.length || field.kind === "bool";
      node.addEventListener("change", () => this.apply(chosen));
      node.addEventListener("keydown", (event) => event.key === "Enter" && this.apply(true));
      label.append(Object.assign(document.createElement("span"), { textContent: field.name }), node);
      return label;
    }

    tell(problem) {
      if (!this.problem) return;
      this.problem.textContent = problem;
      this.fit();
    }

    async apply(run) {
      const nodes = [...this.node.querySelectorAll("input, select")];
      const values = Object.fromEntries(nodes.map((node) => [node.name, node.type === "checkbox" ? String(node.checked) : node.value]));
      const said = await this.call(`fill_form(${quote({ source: this.cell.model.sharedModel.getSource(), values })})`);
      this.tell(said?.problem ?? "");
      if (!said?.source) return;
      this.cell.model.sharedModel.setSource(said.source);
      if (run) await this.run();
      await this.ask();
    }

    async run() {
      const { content, sessionContext } = this.panel;
      const at = content.widgets.indexOf(this.cell);
      const fresh = content.widgets.slice(0, at).some((cell) => cell.model.type === "code" && cell.model.executionCount === null);
      content.activeCellIndex = at;
      await (fresh ? this.actions.runAll(content, sessionContext) : this.actions.runAllBelow(content, sessionContext));
    }
  }

  function makePlugin({ INotebookTracker, NotebookActions }, { Widget }) {
    const add = async (panel) => {
      await panel.context.ready;
      if (!panel.content.model.getMetadata("workbook") || !panel.content.widgets.some((cell) => (cell.model.getMetadata("tags") ?? []).includes("parameters"))) return;
      const widget = new Widget();
      panel.contentHeader.insertWidget(0, widget);
      new Form(panel, NotebookActions, widget);
    };
    return {
      id: "framing-workbook:form",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (app, tracker) => {
        document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
        tracker.forEach(add);
        tracker.widgetAdded.connect((_, panel) => add(panel));
      },
    };
  }

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB["framing-workbook"] = {
    init: (scope) => { shared = scope; },
    get: async () => {
      const plugin = makePlugin(await load("@jupyterlab/notebook"), await load("@lumino/widgets"));
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
