// A page beside its statements, doubts first. Changes are kept here until Save; Python writes the transcript.

function make(tag, given = {}, ...inside) {
  const node = Object.assign(document.createElement(tag), given);
  node.append(...inside);
  return node;
}

export default {
  render({ model, el }) {
    const root = make("section", { className: "start transcript" });
    root.setAttribute("aria-label", "Who says what");
    root.dataset.lmSuppressShortcuts = "true";
    el.append(root);
    let changes = {};
    const said = make("div", { className: "said" });
    said.setAttribute("role", "status");

    function published(page) {
      if (page.html) {
        const frame = make("iframe", { title: "The page as published", srcdoc: page.html });
        frame.setAttribute("sandbox", "");
        return frame;
      }
      const node = make("pre", { className: "plain", textContent: page.plain || page.why });
      node.tabIndex = 0;
      return node;
    }

    function edit(block, at) {
      const experts = [...new Set(model.get("page").blocks.map((one) => one.expert).filter(Boolean))];
      const owner = make("select", { name: "owner" }, ...["expert", "host", "left out"].map((name) => new Option(name, name, false, name === block.owner)));
      const inputs = Object.fromEntries(["expert", "role", "affiliation"].map((key) => [key, make("input", { type: "text", name: key, value: block[key] })]));
      const names = make("datalist", { id: `experts-${at}-${Math.random().toString(36).slice(2)}` }, ...experts.map((name) => new Option(name)));
      inputs.expert.setAttribute("list", names.id);
      const checked = make("button", { type: "button", name: "right", textContent: "This is right" });
      const state = make("span", { className: "soft" });
      const label = (text, node) => make("label", {}, make("span", { textContent: text }), node);
      const keep = () => {
        changes[at] = { block: at, owner: owner.value, ...Object.fromEntries(Object.entries(inputs).map(([key, node]) => [key, node.value])) };
        state.textContent = " to be saved";
        count();
      };
      for (const node of [owner, ...Object.values(inputs)]) node.addEventListener("change", keep);
      checked.addEventListener("click", keep);
      const doubt = block.doubtful ? `doubtful, sure ${block.confidence.toFixed(2)}: ${block.reason}` : block.reason;
      const words = block.text.split(/\s+/);
      const short = words.length > 60 ? make("details", {}, make("summary", { textContent: `${words.slice(0, 40).join(" ")} … (${words.length} words)` }), make("p", { className: "whole", textContent: block.text })) : make("p", { className: "whole", textContent: block.text });
      return make("li", { className: block.doubtful ? "doubtful" : "" }, make("p", { className: "why", textContent: doubt }), make("div", { className: "fields" }, label("whose", owner), label("name", inputs.expert), label("role", inputs.role), label("affiliation", inputs.affiliation), names, checked, state), short);
    }

    const save = make("button", { type: "button", className: "main save", textContent: "Save" });
    const count = () => { save.textContent = Object.keys(changes).length ? `Save ${Object.keys(changes).length} changed` : "Save"; };
    save.addEventListener("click", () => model.send({ do: "save", changes: Object.values(changes) }));

    function build() {
      const page = model.get("page");
      changes = {};
      count();
      const numbered = page.blocks.map((block, at) => [block, at]);
      const statements = numbered.filter(([block]) => block.owner === "expert").sort(([a, i], [b, j]) => (b.doubtful - a.doubtful) || (a.doubtful ? a.confidence - b.confidence : 0) || i - j);
      const others = numbered.filter(([block]) => block.owner !== "expert");
      const text = make("textarea", { name: "text", rows: 24, value: page.text, spellcheck: false });
      text.setAttribute("aria-label", "The transcript");
      const whole = make("button", { type: "button", className: "save-text", textContent: "Save the text" });
      whole.addEventListener("click", () => model.send({ do: "save text", text: text.value }));
      const n = statements.filter(([block]) => block.doubtful).length;
      root.replaceChildren(
        make("header", {}, make("strong", { textContent: page.title }), make("span", { className: "soft", textContent: `${page.file} · ${statements.length} statements, ${n} doubtful` }), save), said,
        make("div", { className: "columns" },
          make("div", { className: "published" }, make("p", { className: "soft", textContent: "The page as published" }), published(page)),
          make("div", { className: "read" }, make("p", { className: "soft", textContent: "As it was read, doubts first" }), make("ol", { className: "statements" }, ...statements.map(([block, at]) => edit(block, at))),
            make("details", { className: "others" }, make("summary", { textContent: `The host’s words, and what was left out: ${others.length}` }), make("ol", {}, ...others.map(([block, at]) => edit(block, at)))))),
        make("details", { className: "as-text" }, make("summary", { textContent: "Edit as text: move, split or join statements" }), text, whole));
    }

    const listen = (answer) => {
      if (answer.is === "saved") build();
      said.classList.toggle("bad", answer.is === "failed");
      said.textContent = [answer.said, ...(answer.lost ?? [])].join("\n");
    };
    model.on("msg:custom", listen);
    build();
    return () => model.off("msg:custom", listen);
  },
};
