// Stances: every claim × this expert's statement.
const STANCES = [
  ["1", "asserts"],
  ["2", "hedges"],
  ["3", "denies"],
  ["4", "attributes"],
  ["5", "silent"]
];

function stanceMode({
  about,
  store,
  root,
  button,
  tell,
  home
}) {
  const segments = new Map(about.segments.map((s) => [s.id, s]));
  const claims = about.propositions.map((p, i) => ({
    ...p,
    n: i + 1,
    hue: Math.round((i * 360) / about.propositions.length + 20) % 360
  }));
  let st = 0,
    segment = "",
    claim = claims[0].proposition,
    chosen = null;
  const statement = () => about.statements[st];
  const own = () => about.segments.filter((s) => s.statement === statement().id);
  const cell = (c = claim, id = statement().id) => `stance|${id}|${c}`;
  const complete = (v) => v.stance === "silent" || Boolean(v.stance && v.quote);
  const doneIn = (id) => claims.filter((c) => complete(store.get(cell(c.proposition, id)))).length;

  function set(stance) {
    const v = store.get(cell());
    const next = {
      stance
    };
    if (stance === "silent") next.quote = null;
    else if (chosen) next.quote = [chosen.segment, chosen.start, chosen.end];
    chosen = null;
    store.put(`${claim}: ${stance}`, statement().id, [{
      cell: cell(),
      set: next
    }]);
    const has = stance === "silent" || next.quote || v.quote;
    tell(has ? `Claim ${claims.find((c) => c.proposition === claim).n}: ${stance}` :
      `${stance}: now choose its deciding words in the text, then Space; without words it is not written`);
    draw();
  }

  function quote() { // the words chosen become the quotation of the focused claim
    if (!chosen) return tell("Choose words first");
    const v = store.get(cell());
    if (!v.stance || v.stance === "silent") return tell("Choose a stance first (1 to 4)");
    store.put(`${claim}: quotation`, statement().id, [{
      cell: cell(),
      set: {
        quote: [chosen.segment, chosen.start, chosen.end]
      }
    }]);
    tell("Quotation kept");
    chosen = null;
    draw();
  }
  const sticky = () => (root.clientWidth < 760 ? textColumn.offsetHeight : 0);
  const move = (step) => {
    const i = claims.findIndex((c) => c.proposition === claim);
    claim = claims[(i + step + claims.length) % claims.length].proposition;
    draw();
    reveal(rows.get(claim), sticky());
  };
  const goStatement = (to) => {
    st = Math.min(Math.max(to, 0), about.statements.length - 1);
    segment = own()[0].id;
    chosen = null;
    draw();
  };
  const goSegment = (step) => {
    const list = own();
    const i = list.findIndex((s) => s.id === segment);
    segment = list[Math.min(Math.max(i + step, 0), list.length - 1)].id;
    chosen = null;
    draw();
  };
  const nextOpen = () => {
    for (let k = 0; k < about.statements.length; k++) {
      const at = (st + k) % about.statements.length,
        id = about.statements[at].id,
        from = k ? -1 : claims.findIndex((c) => c.proposition === claim);
      const open = claims.find((c, i) => i > from && !complete(store.get(cell(c.proposition, id)))) || (k ? null :
        claims.find((c) => !complete(store.get(cell(c.proposition, id)))));
      if (open) {
        if (at !== st) goStatement(at);
        claim = open.proposition;
        draw();
        reveal(rows.get(claim), sticky());
        return;
      }
    }
    tell("Every claim is judged for every statement.");
  };
  const restSilent = () => {
    const cells = claims.filter((c) => !store.get(cell(c.proposition)).stance).map((c) => ({
      cell: cell(c.proposition),
      set: {
        stance: "silent"
      }
    }));
    store.put("the rest silent", statement().id, cells);
    tell(`${cells.length} silent`);
    if (doneIn(statement().id) === claims.length) nextOpen();
    draw();
  };

  const text = makeText((got, quiet) => {
    chosen = got;
    if (got) segment = got.segment;
    if (!quiet) home();
    draw(quiet);
  }, (hit) => {
    claim = hit.code;
    chosen = {
      segment: hit.segment,
      start: hit.start,
      end: hit.end
    };
    segment = hit.segment;
    home();
    draw();
  });
  const where = h("div", {
      class: "where"
    }),
    chosenLine = h("div", {
      class: "chosen-line",
      "aria-live": "polite"
    });
  const rows = new Map();
  const tabs = h("div", {
    class: "chips"
  });
  const textColumn = h("div", {
    class: "column"
  }, where, tabs, text.panel, chosenLine);
  const panel = h("div", {
    class: "claims",
    role: "group",
    "aria-label": "Claims"
  });
  if (about.lost.length) panel.append(h("div", {
    class: "lost",
    role: "note"
  }, ...about.lost.map((line) => h("p", {
    text: line
  }))));
  for (const c of claims) {
    const row = h("div", {
      class: "claim",
      "data-claim": c.proposition,
      hue: c.hue
    });
    const head = h("button", {
      type: "button",
      class: "claim-head"
    }, h("span", {
      class: "no",
      text: `${c.n}.`
    }), h("span", {
      text: c.claim
    }));
    head.addEventListener("pointerdown", (e) => e.preventDefault());
    head.addEventListener("click", () => {
      claim = c.proposition;
      home();
      draw();
    });
    const five = h("div", {
      class: "five"
    }, ...STANCES.map(([k, name]) => button(k, name, () => {
      claim = c.proposition;
      set(name);
      home();
    }, {
      "data-stance": name,
      class: "stance"
    })));
    row.append(head, five, h("p", {
      class: "quote"
    }), h("dl", {
      class: "when"
    }, h("dt", {
      text: "asserts when"
    }), h("dd", {
      text: c.asserts_when
    }), h("dt", {
      text: "denies when"
    }), h("dd", {
      text: c.denies_when
    })));
    rows.set(c.proposition, row);
    panel.append(row);
  }
  const draw = (keepScroll) => {
    if (!store.ready) return;
    segment ||= own()[0].id;
    const marks = claims.flatMap((c) => {
      const q = store.get(cell(c.proposition)).quote;
      return q ? [{
        segment: q[0],
        start: q[1],
        end: q[2],
        hue: c.hue,
        tag: String(c.n),
        code: c.proposition,
        title: `${c.n} ${store.get(cell(c.proposition)).stance}: ${c.claim}`
      }] : [];
    });
    text.show({
      statement: statement(),
      segments: own(),
      segment,
      marks,
      chosen,
      any: true,
      scroll: !keepScroll
    });
    where.replaceChildren(h("b", {
        text: `Statement ${st + 1}`
      }),
      ` of ${about.statements.length} · name hidden · ${doneIn(statement().id)} of ${claims.length} claims judged`
      );
    chosenLine.textContent = chosen ?
      `Chosen: “${cut(segments.get(chosen.segment).text, chosen.start, chosen.end)}”: 1 to 4 gives them to claim ${claims.find((c) => c.proposition === claim).n}` :
      "Choose the deciding words, then a stance; silence needs no words.";
    chosenLine.classList.toggle("on", Boolean(chosen));
    tabs.replaceChildren(...about.statements.map((s, i) => button("",
      `Statement ${i + 1}: ${doneIn(s.id)}/${claims.length}`, () => goStatement(i), {
        class: "chip",
        "aria-pressed": i === st
      })));
    for (const c of claims) {
      const v = store.get(cell(c.proposition)),
        row = rows.get(c.proposition);
      row.classList.toggle("focused", c.proposition === claim);
      row.classList.toggle("lacks", Boolean(v.stance && !complete(v)));
      for (const b of row.querySelectorAll(".stance")) b.setAttribute("aria-pressed", b.dataset.stance === v
      .stance);
      row.querySelector(".quote").textContent = v.quote ?
        `“${cut(segments.get(v.quote[0]).text, v.quote[1], v.quote[2])}”` : v.stance && v.stance !== "silent" ?
        "needs its deciding words; not written yet" : "";
    }
  };
  return {
    instructions: about.stance_instructions,
    body: h("div", {
      class: "body stance-body"
    }, textColumn, panel),
    actions: h("div", {
      class: "actions"
    }, button("Enter", "Rest silent", restSilent, {
      class: "main"
    }), button("Space", "Keep the words", quote), button("n", "Next open", nextOpen), button("PgUp",
      "Statement before", () => goStatement(st - 1)), button("PgDn", "Next statement", () => goStatement(st + 1))),
    draw,
    keys: [
      ["1 · 2 · 3 · 4 · 5",
        "asserts, hedges, denies, attributes, silent: the focused claim, with the chosen words as its quotation"
      ],
      ["↑ · ↓", "claim before, after; asserts when and denies when stand under it"],
      ["← · →", "sentence, from which Shift+→ chooses words"],
      ["Shift+→ · Shift+←", "last word on, back"],
      ["Shift+↓ · Shift+↑", "first word on, back"],
      ["Space", "give the chosen words to the focused claim"],
      ["Enter", "claims without a stance are silent"],
      ["n", "next open claim"],
      ["PgUp · PgDn", "statement before, after"]
    ],
    left() {
      const total = claims.length * about.statements.length;
      const done = about.statements.reduce((n, s) => n + doneIn(s.id), 0);
      return [{
        done,
        of: total
      }, `${done} of ${total} stances`];
    },
    open() {
      goStatement(0);
      nextOpen();
    },
    visit(e) {
      const [, id, c] = e.cells[0].cell.split("|");
      const i = about.statements.findIndex((s) => s.id === id);
      if (i >= 0 && i !== st) goStatement(i);
      claim = c;
      draw();
    },
    key(event, letter) {
      if (event.key.startsWith("Arrow") && event.shiftKey) {
        const side = event.key === "ArrowRight" || event.key === "ArrowLeft" ? 1 : 0;
        chosen = moveWords(segments.get(segment).text, segment, chosen, side, event.key === "ArrowRight" || event
          .key === "ArrowDown" ? 1 : -1);
        draw();
        return true;
      }
      const act = {
        ArrowRight: () => goSegment(1),
        ArrowLeft: () => goSegment(-1),
        ArrowDown: () => move(1),
        ArrowUp: () => move(-1),
        PageDown: () => goStatement(st + 1),
        PageUp: () => goStatement(st - 1),
        Enter: restSilent,
        " ": quote,
        n: nextOpen,
        Escape: () => {
          chosen = null;
          draw();
        }
      } [event.key];
      if (act) {
        act();
        return true;
      }
      const stance = STANCES.find(([k]) => k === letter);
      if (stance) {
        set(stance[1]);
        return true;
      }
      return false;
    },
    recentre: text.recentre,
    close: () => text.close(),
    test: {
      get claim() {
        return claim;
      },
      get chosen() {
        return chosen;
      }
    },
  };
}
