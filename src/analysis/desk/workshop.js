// The codebook workshop: what is typed goes to Python at once, and what it does comes back; only Save writes.

const FIELDS = { definition: "Definition", when: "When it is present", when_not: "When it is not", typical: "Typical example", borderline: "Borderline example", near_miss: "Near miss" };
const ORDERS = { useful: "most useful to judge first", likely: "most likely to have the code first", surprising: "most surprising for the code first" };
const LISTS = { gained: "Gained", lost: "Lost", missed: "People coded it, the dictionary does not find it", alarms: "Alarms in texts on other topics", kept: "Found before and now" };

function make(tag, given = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(given)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null) node.setAttribute(key, value);
  }
  node.append(...inside.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const count = (n, thing) => `${n} ${thing}${n === 1 ? "" : "s"}`;

function sentence(hit) {
  const words = hit.pieces.map((piece, at) => (at % 2 ? make("mark", {}, piece) : piece));
  const notes = [hit.who, hit.others?.length ? `also: ${hit.others.join(", ")}` : null, hit.human ? `people: ${hit.human[0]} of ${hit.human[1]}` : null];
  return make("li", {}, make("span", { class: "words" }, words), make("span", { class: "soft" }, notes.filter(Boolean).join(" · ")));
}

class Shop {
  constructor(model, el) {
    Object.assign(this, { model, typed: {}, fresh: [], n: 0, busy: false, again: false, unsaved: [] });
    this.root = make("section", { class: "shop", "aria-label": "Codebook workshop", "data-lm-suppress-shortcuts": "true" });
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
    this.listen = (answer) => this.take(answer);
    model.on("msg:custom", this.listen);
    el.append(this.root);
    this.build();
  }
  get shop() { return this.model.get("shop"); }
  get codes() { return [...this.shop.codes, ...this.fresh]; }
  send(message) { this.n += 1; this.model.send({ n: this.n, ...message }); return this.n; }

  build() {
    const button = (text, act, kind = "") => make("button", { type: "button", class: kind, onclick: act }, text);
    const events = (id) => make("select", { id, class: id }, ...(id === "of" ? [make("option", { value: "" }, "all events with this codebook")] : []), ...this.shop.events.map((slug) => make("option", { value: slug }, slug)));
    this.counted = make("span", { class: "soft unsaved", role: "status" });
    this.nav = make("nav", { "aria-label": "Codes" });
    this.heading = make("h3", { tabindex: "-1" });
    this.box = make("textarea", { class: "indicators", id: "shop-indicators", rows: "10", spellcheck: "false", oninput: () => this.type() });
    this.problem = make("p", { class: "problem", role: "alert" });
    this.texts = Object.fromEntries(Object.keys(FIELDS).map((key) => [key, make("textarea", { rows: "2", id: `shop-${key}`, class: key, oninput: () => this.type() })]));
    this.role = make("select", { id: "shop-function", onchange: () => this.type() }, ...["", ...this.shop.functions].map((name) => make("option", { value: name }, name || "not said")));
    this.stale = make("p", { class: "stale" });
    this.offers = make("ul", { class: "offers" });
    this.words = make("div", { class: "words-of-text" });
    this.sum = make("p", { class: "sum", role: "status" });
    this.lists = make("div", { class: "lists" });
    this.next = make("ol", { class: "next" });
    this.orderedBy = make("p", { class: "soft ordered-by", role: "status" });
    this.order = make("select", { class: "order", "aria-label": "Order" }, ...Object.entries(ORDERS).map(([value, text]) => make("option", { value }, text)));
    this.name = make("input", { id: "shop-name", class: "name" });
    this.frame = make("input", { id: "shop-frame", class: "frame-name", list: "shop-frames" });
    this.said = make("pre", { class: "difference", hidden: true });
    const label = (text, node) => make("label", { for: node.id }, make("span", {}, text), node);
    const of = events("of"), at = events("at");
    at.value = this.shop.own[0] ?? at.value; // what to code next is asked of an event that is coded with this codebook
    for (const [node, text] of [[of, "Words of"], [at, "Event"]]) node.setAttribute("aria-label", text);
    this.root.replaceChildren(
      make("header", {}, make("strong", {}, this.shop.title), make("span", { class: "soft" }, `${this.shop.file} · ${count(this.shop.n_segments, "sentence")} of ${count(this.shop.events.length, "event")}`), this.counted,
        make("span", { class: "tools" }, button("Show changes", () => this.send({ do: "changes" }), "changes"), button("Save", () => this.send({ do: "save" }), "save main"))),
      ...this.shop.notes.map((note) => make("p", { class: "problem" }, note)),
      this.said,
      make("div", { class: "columns" },
        make("div", { class: "codes" }, this.nav,
          make("details", { class: "new-code" }, make("summary", {}, "New code"), label("Code", this.name), label("Frame", this.frame), make("datalist", { id: "shop-frames" }, this.shop.frames.map((f) => make("option", { value: f }))),
            button("Start it", () => this.send({ do: "new", code: this.name.value, frame: this.frame.value }), "start"))),
        make("div", { class: "editor" }, this.heading, label("Indicators, one a line", this.box), this.problem,
          make("p", { class: "soft" }, "* any ending · (one | another) · (0-3) words between · nothing is added by itself"),
          make("span", { class: "tools" }, button("Suggest words", () => this.send({ do: "suggest", code: this.code }), "suggest"), button("Put back as saved", () => this.putBack(), "back")), this.offers,
          make("details", { class: "texts" }, make("summary", {}, "Definition and examples"), label("What it says about the issue", this.role), ...Object.entries(this.texts).map(([key, node]) => label(FIELDS[key], node))), this.stale,
          make("details", { class: "from-text" }, make("summary", {}, "Words of the text"), make("span", { class: "tools" }, of, button("List them", () => this.send({ do: "candidates", event: of.value }), "list")), this.words)),
        make("div", { class: "results", tabindex: "0", "aria-label": "What the change does" }, this.sum, this.lists)),
      make("details", { class: "what-next" }, make("summary", {}, "What to code next"), make("p", { class: "soft" }, "Sentences that nobody has judged. They are chosen and not drawn at random, so no share may be estimated from them."),
        make("span", { class: "tools" }, at, this.order, button("Rank them", () => { this.orderedBy.textContent = "Ranking…"; this.send({ do: "next", event: at.value, order: this.order.value, code: this.code }); }, "rank")), this.orderedBy, this.next));
    this.open(this.code && this.codes.some((c) => c.code === this.code) ? this.code : this.shop.codes[0].code);
  }

  list() {
    const counts = this.counts ?? this.shop.counts;
    const frames = [...new Set(this.codes.map((c) => c.frame))];
    this.nav.replaceChildren(...frames.flatMap((frame) => [make("p", { class: "group" }, frame), ...this.codes.filter((c) => c.frame === frame).map((c) =>
      make("button", { type: "button", "data-code": c.code, "aria-pressed": String(c.code === this.code), onclick: () => this.open(c.code) }, make("span", {}, c.code), make("span", { class: "soft" }, `${this.unsaved.includes(c.code) ? "changed · " : ""}${counts[c.code] ?? 0}`)))]));
    this.counted.textContent = this.unsaved.length ? `${count(this.unsaved.length, "code")} changed, not saved` : "nothing to save";
  }

  open(code) {
    this.code = code;
    const own = this.codes.find((c) => c.code === code);
    const typed = this.typed[code] ?? own;
    this.heading.textContent = code;
    this.box.value = typed.indicators;
    this.role.value = typed.texts.function ?? "";
    for (const [key, node] of Object.entries(this.texts)) node.value = typed.texts[key] ?? "";
    this.offers.replaceChildren();
    this.lists.replaceChildren();
    this.sum.textContent = "";
    this.list();
    this.type();
  }

  type() {
    const texts = { function: this.role.value, ...Object.fromEntries(Object.entries(this.texts).map(([key, node]) => [key, node.value])) };
    this.typed[this.code] = { indicators: this.box.value, texts };
    if (this.busy) { this.again = true; return; }
    this.busy = true;
    this.waiting = this.send({ do: "try", code: this.code, indicators: this.box.value, texts });
  }

  add(line) {
    const lines = this.box.value.split("\n").filter((text) => text.trim());
    if (!lines.includes(line)) { this.box.value = [...lines, line].join("\n"); this.type(); }
  }

  putBack() {
    delete this.typed[this.code];
    this.send({ do: "drop", code: this.code });
    this.fresh = this.fresh.filter((c) => c.code !== this.code);
    this.open(this.codes.some((c) => c.code === this.code) ? this.code : this.shop.codes[0].code);
  }

  showNext(answer) {
    this.orderedBy.textContent = answer.by;
    this.next.replaceChildren(...answer.next.map((one) => make("li", {}, make("span", { class: "words" }, one.text), make("span", { class: "soft" }, `${one.segment_id} · ${one.why}`))));
  }

  take(answer) {
    this.unsaved = answer.unsaved ?? this.unsaved;
    this.counts = answer.counts ?? this.counts;
    if (answer.is === "try") this.taken(answer);
    else if (answer.failed) this.tell(answer.failed, true);
    else if (answer.is === "suggest" && answer.code === this.code) this.offer(answer.suggested, answer.without);
    else if (answer.is === "candidates") this.showWords(answer);
    else if (answer.is === "next") this.showNext(answer);
    else if (answer.is === "new") { this.fresh.push({ code: answer.code.trim(), frame: answer.frame, indicators: "", texts: {} }); this.name.value = ""; this.open(answer.code.trim()); }
    else if (answer.is === "changes") this.tell(answer.difference || "Nothing was changed.");
    else if (answer.is === "save") {
      this.typed = {}; this.fresh = [];
      this.build();
      this.tell(answer.saved ? `Saved in ${this.shop.file}:\n${answer.difference}` : "Nothing was changed, nothing was saved.");
    }
    this.list();
  }

  tell(text, bad = false) {
    this.said.hidden = false;
    this.said.classList.toggle("bad", bad);
    this.said.setAttribute("role", bad ? "alert" : "status");
    this.said.textContent = text;
  }

  taken(answer) {
    if (answer.n !== this.waiting) return;
    this.busy = false;
    if (this.again) { this.again = false; this.type(); return; }
    if (answer.code !== this.code) return;
    this.problem.textContent = answer.failed ?? "";
    this.root.dataset.tried = answer.n;
    if (answer.failed) return;
    const { totals, agreement } = answer;
    const people = agreement ? `${agreement.after} of ${count(agreement.n, "judgement")} by people are the dictionary's too (saved: ${agreement.before})` : "nobody has judged this code";
    const alarms = this.shop.n_off_topic ? `${totals.alarms} of ${this.shop.n_off_topic} texts on other topics (saved: ${answer.alarms_before})` : "no texts on other topics in this language";
    this.sum.replaceChildren(make("b", {}, `${totals.gained} gained, ${totals.lost} lost, ${totals.kept} kept`), ` · alarms: ${alarms} · ${people}`);
    this.stale.textContent = answer.stale.length ? `A new definition makes judgements older than the codebook: ${answer.stale.join(", ")}. They would have to judge the changed code again.` : "";
    this.lists.replaceChildren(...Object.entries(LISTS).filter(([key]) => totals[key]).map(([key, title]) =>
      make("details", { class: key, open: key !== "kept" || !(totals.gained + totals.lost) }, make("summary", {}, `${title}: ${totals[key]}`), make("ul", {}, answer[key].map(sentence)), totals[key] > answer[key].length ? make("p", { class: "soft" }, `and ${totals[key] - answer[key].length} more`) : null)));
  }

  offer(suggested, without) {
    this.offers.replaceChildren(
      ...(suggested.length ? suggested.map((one) => make("li", {}, make("button", { type: "button", "data-offer": one.indicator, onclick: () => this.add(one.indicator) }, `+ ${one.indicator}`),
      make("span", { class: "soft" }, ` ${one.why}: gains ${count(one.gained, "sentence")}${one.missed ? `, ${one.missed} that people coded` : ""}, ${count(one.alarms, "alarm")} more`))) : [make("li", { class: "soft" }, "No other form and no other word to suggest.")]),
      ...(without ? [make("li", { class: "soft without" }, without)] : []));
  }

  showWords({ candidates, alike }) {
    this.words.replaceChildren(
      make("ul", {}, candidates.map((one) => make("li", {}, make("button", { type: "button", "data-candidate": one.indicator, onclick: () => this.add(one.indicator) }, `+ ${one.indicator}`),
        make("span", { class: "soft" }, ` ${one.n} in ${count(one.n_segments, "sentence")}${one.expert ? `, mostly ${one.expert}` : ""}`), make("ul", {}, one.places.map((text) => make("li", {}, text)))))),
      ...alike.map((group, at) => make("details", {}, make("summary", {}, `Sentences alike ${at + 1}: ${group.length}`), make("ul", {}, group.map((text) => make("li", {}, text))))));
  }
}

export default {
  render({ model, el }) {
    const shop = new Shop(model, el);
    return () => model.off("msg:custom", shop.listen);
  },
};
