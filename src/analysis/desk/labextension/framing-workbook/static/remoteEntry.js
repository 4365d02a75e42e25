// A form for a notebook's parameters, above its cells in JupyterLab. What is chosen goes into a cell behind the
// parameters cell, as papermill does it, and the cells from there on are run. What the parameters and their choices are,
// and why the parameters cell stays as it is, Python says (analysis.desk.form). The file is a module-federation container written by hand: nothing has to be built.
(() => {
  const STYLE = `
    .workbook-form { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; padding: 6px 12px; box-sizing: border-box; background: var(--jp-layout-color1); color: var(--jp-ui-font-color1); border-bottom: 1px solid var(--jp-border-color1); font: 13px/1.4 var(--jp-ui-font-family); overflow: visible; }
    .workbook-form label, .workbook-form .field, .workbook-form .field > span { display: inline-flex; gap: 6px; align-items: center; }
    .workbook-form .field > span { gap: 10px; }
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

  const TRIED = "injected-parameters";
  const read = (node) => (node.boxes ? node.boxes().filter((box) => box.checked).map((box) => box.value).join(" ") : node.type === "checkbox" ? String(node.checked) : node.value);

  function show(node, value) { // in the node, which stays: its focus and the place in it do too
    if (node.boxes) for (const box of node.boxes()) box.checked = (value ?? "").split(/\s+/).includes(box.value);
    else if (node.type === "checkbox") node.checked = Boolean(value);
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
      this.button.addEventListener("click", () => this.apply("asked"));
      this.problem = Object.assign(document.createElement("span"), { className: "problem" });
      this.problem.setAttribute("role", "alert");
      panel.sessionContext.kernelChanged.connect(() => this.ask(), this);
      new ResizeObserver(() => this.fit()).observe(panel.node);
      this.forget().then(() => this.ask());
    }
    find(tag) { return this.panel.content.widgets.find((cell) => cell.model.type === "code" && (cell.model.getMetadata("tags") ?? []).includes(tag)); }
    get cell() { return this.find("parameters"); }
    get source() { return this.cell.model.sharedModel.getSource(); }
    get tried() { return this.find(TRIED)?.model.sharedModel.getSource() ?? ""; }
    get fields() { return [...this.drawn.values()].map((one) => one.node); }

    async findKernel() {
      await this.panel.sessionContext.ready;
      return this.panel.sessionContext.session?.kernel;
    }

    async forget() { // what was chosen with another kernel was another sitting's
      const kernel = await this.findKernel();
      const before = this.find(TRIED)?.model.getMetadata("workbook")?.kernel;
      if (before && before !== kernel?.id) this.keep("", kernel);
    }

    keep(source, kernel) { // what was chosen, in the cell behind the parameters cell; nothing: no cell
      const { widgets, model } = this.panel.content;
      const there = this.find(TRIED);
      const about = { kernel: kernel?.id ?? "" };
      if (there && !source) model.sharedModel.deleteCell(widgets.indexOf(there));
      else if (there) {
        there.model.sharedModel.setSource(source);
        there.model.setMetadata("workbook", about);
      } else if (source) model.sharedModel.insertCell(widgets.indexOf(this.cell) + 1, { cell_type: "code", source, metadata: { tags: [TRIED], trusted: true, workbook: about } });
    }

    async call(expression) {
      const kernel = await this.findKernel();
      if (!kernel) return null;
      const code = `__import__("analysis.desk.form", fromlist=["form"]).${expression}`;
      const reply = await kernel.requestExecute({ code: "", silent: true, store_history: false, user_expressions: { form: code } }).done;
      const found = reply.content.user_expressions?.form;
      return found?.data?.["application/json"] ?? { problem: found?.evalue ?? "" };
    }

    async ask() {
      const about = { source: this.source, tried: this.tried, choices: this.panel.content.model.getMetadata("workbook")?.choices ?? {} };
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
      const kind = field.several ? "several" : field.choices.length ? "select" : field.kind === "bool" ? "checkbox" : "text";
      let one = this.drawn.get(field.name);
      if (one?.kind !== kind) this.drawn.set(field.name, (one = this.makeField(field.name, kind)));
      one.label.title = field.comment;
      const typed = "known" in one.node && read(one.node) !== one.node.known;
      if (kind === "select") this.offer(one.node, field);
      if (kind === "several") this.offerBoxes(one.node, field);
      if (!typed) show(one.node, field.value);
      return one.label;
    }

    makeField(name, kind) {
      const several = kind === "several";
      const node = document.createElement(several ? "span" : kind === "select" ? "select" : "input");
      if (kind === "text" || kind === "checkbox") node.type = kind;
      node.name = name;
      node.addEventListener("change", () => this.apply(!several && kind !== "text"));
      node.addEventListener("keydown", (event) => event.key === "Enter" && this.apply("asked"));
      const label = document.createElement(several ? "span" : "label");
      label.className = "field";
      if (several) {
        node.boxes = () => [...node.querySelectorAll("input")];
        label.setAttribute("role", "group");
        label.setAttribute("aria-label", name);
      }
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

    offerBoxes(node, { choices }) {
      const offered = JSON.stringify(choices);
      if (node.offered === offered) return;
      const value = read(node);
      node.offered = offered;
      node.replaceChildren(...choices.map((choice) => {
        const label = document.createElement("label");
        label.append(Object.assign(document.createElement("input"), { type: "checkbox", value: choice }), choice);
        return label;
      }));
      if (!choices.length) node.textContent = "nobody has coded this event yet";
      if ("known" in node) show(node, value);
    }

    tell(problem) {
      this.problem.textContent = problem;
      this.fit();
    }

    // What was changed since it was last known, one writing after the other: a later one reads what an earlier one wrote.
    apply(run) {
      const values = Object.fromEntries(this.fields.filter((node) => read(node) !== node.known).map((node) => [node.name, read(node)]));
      this.writing = this.writing.then(() => this.write(values)).then((written) => { if (written && run) this.run(run === "asked"); }).catch((error) => this.tell(String(error)));
      return this.writing;
    }

    async write(values) {
      const said = await this.call(`fill_form(${quote({ source: this.source, tried: this.tried, values })})`);
      this.tell(said?.problem ?? "");
      if (said?.tried === undefined) return false;
      if (said.tried !== this.tried) this.keep(said.tried, await this.findKernel());
      for (const node of this.fields) if (node.name in values) node.known = values[node.name];
      await this.ask();
      return true;
    }

    async run(asked) {
      const { content, sessionContext } = this.panel;
      const at = content.widgets.indexOf(this.cell);
      const fresh = content.widgets.slice(0, at).some((cell) => cell.model.type === "code" && cell.model.executionCount === null);
      content.activeCellIndex = at;
      const place = content.outerNode ?? content.node, top = place.scrollTop;
      const done = this.actions.runCells(content, content.widgets.slice(fresh ? 0 : at), sessionContext);
      requestAnimationFrame(() => { place.scrollTop = top; });
      await done;
      await this.ask();
      if (asked) this.reveal(place);
      else place.scrollTop = top;
    }

    // The first thing that is shown below the parameters is brought into view, as far as it is not and as long as it
    // grows; until somebody does something. JupyterLab itself would go to the last cell.
    reveal(place) {
      const shown = this.panel.content.widgets.slice(this.panel.content.widgets.indexOf(this.cell) + 1).map((cell) => cell.node.querySelector(".jp-OutputArea-output")).find((output) => output?.offsetHeight);
      if (!shown) return;
      const ends = ["wheel", "pointerdown", "keydown", "touchstart"];
      const bring = () => {
        const box = place.getBoundingClientRect(), output = shown.getBoundingClientRect();
        const above = output.top - box.top, below = output.bottom - box.bottom;
        if (above < 0 || below > 0) place.scrollTop += above < 0 ? above : Math.min(above, below);
      };
      const grows = new ResizeObserver(bring);
      const end = () => { grows.disconnect(); for (const name of ends) this.panel.node.removeEventListener(name, end, true); };
      for (const name of ends) this.panel.node.addEventListener(name, end, true);
      grows.observe(shown);
      setTimeout(end, 3000);
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
