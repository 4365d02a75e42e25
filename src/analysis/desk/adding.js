// Add a page: a file, a path or an address goes to Python, which answers with who said what.

export default {
  render({ model, el }) {
    const make = (tag, given = {}, ...inside) => { const node = Object.assign(document.createElement(tag), given); node.append(...inside); return node; };
    const field = (text, node) => make("label", {}, make("span", { textContent: text }), node);
    const file = make("input", { type: "file", name: "file", accept: ".html,.htm,.md,.txt,.docx,.odt,.rtf,.pdf,.mhtml,.mht,.webarchive,.epub" });
    const source = make("input", { type: "text", name: "source", placeholder: "page.html or https://…" });
    const slug = make("input", { type: "text", name: "slug", placeholder: "2024-05-road-pricing" });
    const codebook = make("select", { name: "codebook" }, new Option("the default one", ""), ...model.get("codebooks").map((name) => new Option(name, name)));
    const forget = make("button", { type: "button", name: "forget", textContent: "×", title: "Choose no file", hidden: true, ariaLabel: "Choose no file" });
    const button = make("button", { type: "button", className: "main", textContent: "Add the page" });
    const said = make("div", { className: "said" });
    said.setAttribute("role", "status");
    const root = make("section", { className: "start add-page" }, field("File", file), forget, field("or path or address", source), field("Name of the event", slug), field("Codebook", codebook), button, said);
    root.setAttribute("aria-label", "Add a page");
    root.dataset.lmSuppressShortcuts = "true";
    const noteFile = () => { forget.hidden = !file.files.length; };
    const clear = (...nodes) => { for (const node of nodes) node.value = ""; noteFile(); };
    file.addEventListener("change", noteFile);
    forget.addEventListener("click", () => { clear(file); file.focus(); });
    button.addEventListener("click", async () => {
      const chosen = file.files[0];
      button.disabled = true;
      said.textContent = "Reading the page …";
      const about = { do: "add", source: source.value, slug: slug.value, codebook: codebook.value, name: chosen?.name ?? "" };
      model.send(about, undefined, chosen ? [await chosen.arrayBuffer()] : []);
    });
    const cell = (tag, text) => make(tag, { textContent: text });
    const listen = (answer) => {
      button.disabled = false;
      said.classList.toggle("bad", answer.is === "failed");
      if (answer.is === "failed") { said.textContent = answer.said; return; }
      clear(file, source, slug); // else the old page is added again under the next name
      const head = ["expert", "role", "affiliation", "words", "sure"];
      said.replaceChildren(
        make("p", { textContent: `${answer.slug} is added. Run the cell above again to see it among the events; correct who says what below.` }),
        make("table", {}, make("thead", {}, make("tr", {}, ...head.map((name) => cell("th", name)))), make("tbody", {}, ...answer.statements.map((row) => make("tr", { className: row.doubtful ? "doubtful" : "" }, ...head.map((name) => cell("td", row[name])))))),
        ...answer.notes.map((note) => make("p", { textContent: `note: ${note}` })));
    };
    model.on("msg:custom", listen);
    el.append(root);
    return () => model.off("msg:custom", listen);
  },
};
