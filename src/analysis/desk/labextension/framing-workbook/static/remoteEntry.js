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

  const read = (node) => (node.type === "checkbox" ? String(node.checked) : node.value);

  function show(node, value) { // in the node, which stays: its focus and the place in it do too
    if (node.type === "checkbox") node.checked = Boolean(value);
    else node.value = value ?? "";
    node.known = read(node);
  }

  // What somebody types or has chosen and Python has not answered yet is never written over: a field whose content is
  // not what was last `known` of it keeps it. The fields' nodes stay from answer to answer.
  class Form {
    constructor(panel, actions, widget) {
      Object.assign(this, { panel, actions, widget, node: widget.node, drawn: new Map(), writing: Promise.resolve() });
      this.node.classList.add("workbook-form");
      this.node.setAttribute("role", "form");
      this.node.setAttribute("aria-label", "Parameters");
      this.node.dataset.lmSuppressShortcuts = "true";
      this.button = Object.assign(document.createElement("button"), { type: "button", textContent: "Run the cells below" });
      this.button.addEventListener("click", () => this.apply(true));
      this.problem = Object.assign(document.createElement("span"), { className: "problem" });
      this.problem.setAttribute("role", "alert");
      panel.sessionContext.kernelChanged.connect(() => this.ask(), this);
      new ResizeObserver(() => this.fit()).observe(panel.node);
      this.ask();
    }
    get cell() { return this.panel.content.widgets.find((cell) => cell.model.type === "code" && (cell.model.getMetadata("tags") ?? []).includes("parameters")); }
    get fields() { return [...this.drawn.values()].map((one) => one.node); }

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
      if (said?.fields) this.draw(said.fields); else if (said) this.tell(said.problem);
    }

    draw(fields) {
      const labels = fields.map((field) => this.drawField(field));
      const wanted = [...labels, this.button, this.problem];
      const there = [...this.node.children];
      if (wanted.length !== there.length || wanted.some((child, at) => child !== there[at])) this.node.replaceChildren(...wanted);
      this.node.dataset.ready = "true";
      this.fit();
    }

    fit() { // JupyterLab lays its header out by minimal heights
      const ends = [...this.node.children].map((child) => child.offsetTop + child.offsetHeight);
      this.node.style.minHeight = `${ends.length ? Math.max(...ends) + 7 : 0}px`;
      this.widget.parent?.fit();
    }

    drawField(field) {
      const kind = field.choices.length ? "select" : field.kind === "bool" ? "checkbox" : "text";
      let one = this.drawn.get(field.name);
      if (one?.kind !== kind) this.drawn.set(field.name, (one = this.makeField(field.name, kind)));
      one.label.title = field.comment;
      const typed = "known" in one.node && read(one.node) !== one.node.known;
      if (kind === "select") this.offer(one.node, field);
      if (!typed) show(one.node, field.value);
      return one.label;
    }

    makeField(name, kind) {
      const node = document.createElement(kind === "select" ? "select" : "input");
      if (kind !== "select") node.type = kind;
      node.name = name;
      node.addEventListener("change", () => this.apply(kind !== "text"));
      node.addEventListener("keydown", (event) => event.key === "Enter" && this.apply(true));
      const label = document.createElement("label");
      label.append(Object.assign(document.createElement("span"), { textContent: name }), node);
      return { kind, node, label };
    }

    offer(node, { choices, empty }) { // only where they are others: else the choice and an open list stay
      const offered = JSON.stringify([choices, empty]);
      if (node.offered === offered) return;
      const value = node.value;
      node.offered = offered;
      node.replaceChildren(...choices.map((choice) => new Option(choice || empty, choice)));
      if (choices.includes(value)) node.value = value;
    }

    tell(problem) {
      this.problem.textContent = problem;
      this.fit();
    }

    // What was changed since it was last known, one writing after the other: a later one reads what an earlier one wrote.
    apply(run) {
      const values = Object.fromEntries(this.fields.filter((node) => read(node) !== node.known).map((node) => [node.name, read(node)]));
      this.writing = this.writing.then(() => this.write(values)).then((written) => { if (written && run) this.run(); }).catch((error) => this.tell(String(error)));
      return this.writing;
    }

    async write(values) {
      const said = await this.call(`fill_form(${quote({ source: this.cell.model.sharedModel.getSource(), values })})`);
      this.tell(said?.problem ?? "");
      if (said?.source === undefined) return false;
      if (Object.keys(values).length) this.cell.model.sharedModel.setSource(said.source);
      for (const node of this.fields) if (node.name in values) node.known = values[node.name];
      await this.ask();
      return true;
    }

    async run() {
      const { content, sessionContext } = this.panel;
      const at = content.widgets.indexOf(this.cell);
      const fresh = content.widgets.slice(0, at).some((cell) => cell.model.type === "code" && cell.model.executionCount === null);
      content.activeCellIndex = at;
      await (fresh ? this.actions.runAll(content, sessionContext) : this.actions.runAllBelow(content, sessionContext));
      await this.ask();
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
