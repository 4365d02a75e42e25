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
  let claims = [], // those that are held against the statements
    removed = []; // those that are withdrawn, with the stances that were given to them
  let st = 0,
    segment = "",
    claim = "",
    chosen = null,
    making = "", // the candidate that the form is about
    editing = ""; // the claim that the form is about
  const statement = () => about.statements[st];
  const own = () => about.segments.filter((s) => s.statement === statement().id);
  const cell = (c = claim, id = statement().id) => `stance|${id}|${c}`;
  const complete = (v) => v.stance === "silent" || Boolean(v.stance && v.quote);
  const toAdd = () => tell("There is no claim yet; add one (a), or make one of a candidate");
  const doneIn = (id) => claims.filter((c) => complete(store.get(cell(c.proposition, id)))).length;

  function set(stance) {
    if (!claims.length) return toAdd();
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
    if (!claims.length) return toAdd();
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
    if (!claims.length) return toAdd();
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
    if (!claims.length) return toAdd();
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
    if (!claims.length) return toAdd();
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
    chosen = spanOf(hit);
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
  const lost = h("div", {
    class: "lost",
    role: "note",
    hidden: !about.lost.length
  }, ...about.lost.map((line) => h("p", {
    text: line
  })));
  const listed = h("div");

  function makeRow(c) {
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
    return h("div", {
      class: "claim",
      "data-claim": c.proposition,
      hue: c.hue
    }, head, five, h("p", {
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
    }), h("dd", {
      class: "actions"
    }, button("e", "Other words", () => openEdit(c.proposition)), button("r", "Remove", () => removeClaim(c.proposition)))));
  }

  // ---- claims are cells: their order is the file's, then that in which they were added
  function readClaims() {
    const there = store.list("claim").filter(([, fields]) => fields.claim).map(([cell, fields]) => ({
      ...fields,
      proposition: cell.split("|")[2]
    }));
    const place = (c) => about.claims.includes(c.proposition) ? about.claims.indexOf(c.proposition) : about.claims.length;
    there.sort((p, q) => place(p) - place(q));
    const numbered = there.map((c, i) => ({
      ...c,
      n: i + 1,
      hue: Math.round(i * 137.5 + 20) % 360 // far from the one before, and the same when claims are added
    }));
    const sig = JSON.stringify(numbered);
    if (panel.dataset.sig === sig) return;
    panel.dataset.sig = sig;
    claims = numbered.filter((c) => !c.withdrawn);
    removed = numbered.filter((c) => c.withdrawn);
    rows.clear();
    for (const c of claims) rows.set(c.proposition, makeRow(c));
    listed.replaceChildren(...rows.values());
    if (!rows.has(claim)) { // the one after it, where it was removed
      const n = numbered.find((c) => c.proposition === claim)?.n || 0;
      claim = (claims.find((c) => c.n > n) || claims.at(-1))?.proposition || "";
    }
    away.hidden = !removed.length;
    away.replaceChildren(h("summary", {
      text: `Removed claims: ${removed.length}`
    }), h("ol", {}, ...removed.map((c) => h("li", {}, h("p", {
      text: `${c.n}. ${c.claim}`
    }), h("p", {
      class: "soft",
      text: tellKept(c.proposition)
    }), h("div", {
      class: "actions"
    }, button("", "Bring back", () => bringBack(c)))))));
  }
  const numberOf = (id) => claims.find((c) => c.proposition === id)?.n;
  const countOwn = (id) => about.statements.filter((s) => complete(store.get(cell(id, s.id)))).length;
  const rest = (id) => { // the stances that a claim has, in words; empty where it has none
    const own = countOwn(id),
      others = about.others[id] || 0;
    return [own ? `${own} of your stances` : "", others ? `stances of ${others} other coder${others > 1 ? "s" : ""}` : ""]
      .filter(Boolean).join(" and ");
  };
  const tellKept = (id) => rest(id) ? `Kept with it and counted nowhere: ${rest(id)}` : "Nobody has a stance on it";
  const putClaim = (label, id, set) => store.put(label, statement().id, [{
    cell: `claim|-|${id}`,
    set
  }]);

  // ---- claims are added and changed by a person: from nothing, or from a candidate
  const field = (label) => {
    const input = h("textarea", {
      rows: 2,
      maxlength: 500,
      "aria-label": label
    });
    return [input, h("label", {}, h("span", {
      text: label
    }), input)];
  };
  const SAYS = "The expert says so, in these or other words, as his or her own view.";
  const DENIES = "The expert says that it does not hold.";
  const [claimField, claimLabel] = field("The claim, as one sentence");
  const [saysField, saysLabel] = field("An expert asserts it when");
  const [deniesField, deniesLabel] = field("An expert denies it when");
  const formTitle = h("h4"),
    formNote = h("p", {
      class: "soft"
    });
  const form = h("div", {
    class: "new-claim",
    role: "group",
    "aria-label": "The claim's words",
    hidden: true
  }, formTitle, claimLabel, saysLabel, deniesLabel, formNote, h("div", {
    class: "actions"
  }, button("Enter", "Keep the claim", () => keepClaim(), {
    class: "main"
  }), button("Esc", "Close", () => openForm(null))));

  function openForm(words, {
    candidate = "",
    of = ""
  } = {}) {
    form.hidden = !words;
    making = candidate;
    editing = of;
    if (!words) return home();
    formTitle.textContent = of ? `Claim ${numberOf(of)} in other words` : "A new claim";
    formNote.textContent = of && rest(of) ? `Given to the words as they are, and following the new ones: ${rest(of)}.` : "";
    claimField.value = words.claim;
    saysField.value = words.asserts_when;
    deniesField.value = words.denies_when;
    panel.scrollTop = 0;
    write(claimField);
  }
  const openNew = (text = "", candidate = "") => openForm({
    claim: text,
    asserts_when: SAYS,
    denies_when: DENIES
  }, {
    candidate
  });
  const openEdit = (id = claim) => {
    const c = claims.find((one) => one.proposition === id);
    if (!c) return toAdd();
    claim = id;
    openForm(c, {
      of: id
    });
    draw();
  };
  const plain = (input) => input.value.split(/\s+/).filter(Boolean).join(" ");
  let asked = null; // what waits for its name

  function keepClaim() {
    const set = {
      claim: plain(claimField),
      asserts_when: plain(saysField),
      denies_when: plain(deniesField)
    };
    if (!Object.values(set).every(Boolean)) return tell("Write the claim, and when an expert asserts and denies it, first");
    if (!editing) {
      asked = {
        set,
        from: making || null
      };
      store.say({
        do: "name",
        claim: set.claim
      });
      return tell("Adding the claim…");
    }
    const n = numberOf(editing),
      id = editing;
    putClaim(`claim ${n} in other words`, id, set);
    openForm(null);
    draw();
    tell(rest(id) ? `Claim ${n} has its new words. They are followed by ${rest(id)}` : `Claim ${n} has its new words`);
  }
  store.hear((message) => {
    if (message.is !== "named" || message.claim !== asked?.set.claim) return;
    const {
      set,
      from
    } = asked;
    asked = null;
    if (message.known && !store.get(`claim|-|${message.name}`).withdrawn) {
      claim = message.name;
      openForm(null);
      draw();
      return tell(`This claim is there already: claim ${numberOf(claim)}`);
    }
    putClaim("a claim added", message.name, message.known ? {
      withdrawn: null
    } : {
      ...set,
      from
    });
    openForm(null);
    claim = message.name;
    draw();
    reveal(rows.get(claim), sticky());
    tell(message.known ? "This claim had been removed; it is back with its stances" :
      `Claim ${numberOf(claim)} is added; nobody has a stance on it yet`);
  });
  const removeClaim = (id = claim) => {
    const n = numberOf(id);
    if (!n) return toAdd();
    putClaim(`claim ${n} removed`, id, {
      withdrawn: true
    });
    draw();
    tell(`Claim ${n} is removed; z brings it back. ${tellKept(id)}`);
    home();
  };
  const bringBack = (c) => {
    putClaim(`claim ${c.n} brought back`, c.proposition, {
      withdrawn: null
    });
    claim = c.proposition;
    draw();
    reveal(rows.get(claim), sticky());
    tell(`Claim ${c.n} is back`);
    home();
  };

  // ---- candidates: sentences, never stances; each goes when a person has decided about it
  const proposed = h("details", {
    class: "proposed"
  });

  function showCandidate(candidate) {
    const first = segments.get(candidate.segments[0]);
    return h("li", {
      "data-candidate": candidate.id
    }, ...candidate.segments.map((id) => {
      const s = segments.get(id);
      return button("", `Statement ${about.statements.findIndex((x) => x.id === s.statement) + 1}: “${s.text}”`, () => {
        goStatement(about.statements.findIndex((x) => x.id === s.statement));
        segment = id;
        chosen = {
          segment: id,
          start: 0,
          end: size(s.text)
        };
        draw();
      }, {
        class: "quiet said-so",
        title: "Go there, with its words chosen"
      });
    }), h("p", {
      class: "soft",
      text: candidate.marks.length ? `how sure: ${candidate.marks.join("; ")}` : ""
    }), h("div", {
      class: "actions"
    }, button("", "Make a claim of it", () => openNew(first.text, candidate.id)), button("", "No claim", () => {
      store.put("candidate: no claim", statement().id, [{
        cell: `cand|-|${candidate.id}`,
        set: {
          refused: true
        }
      }]);
      tell("Put away; z brings it back");
      draw();
    })));
  }

  function drawCandidates() {
    const made = new Set(store.list("claim").map(([, fields]) => fields.from));
    const left = about.candidates.filter((c) => !made.has(c.id) && !Object.keys(store.get(`cand|-|${c.id}`)).length);
    const sig = left.map((c) => c.id).join();
    if (proposed.dataset.sig === sig) return;
    proposed.dataset.sig = sig;
    proposed.replaceChildren(h("summary", {
      text: `Candidates for claims: ${left.length}`
    }), h("p", {
      class: "soft",
      text: about.found_how
    }), h("ol", {}, ...left.map(showCandidate)));
  }
  const away = h("details", {
    class: "proposed"
  });
  panel.append(lost, form, listed, away, proposed);
  const draw = (keepScroll) => {
    if (!store.ready) return;
    segment ||= own()[0].id;
    readClaims();
    const marks = claims.flatMap((c) => {
      const q = store.get(cell(c.proposition)).quote;
      return q ? [markAt(q[0], q.slice(1), {
        hue: c.hue,
        tag: String(c.n),
        code: c.proposition,
        title: `${c.n} ${store.get(cell(c.proposition)).stance}: ${c.claim}`
      })] : [];
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
      `Chosen: “${cut(segments.get(chosen.segment).text, chosen.start, chosen.end)}”${claims.length ? `: 1 to 4 gives them to claim ${claims.find((c) => c.proposition === claim).n}` : ""}` :
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
    drawCandidates();
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
    }), button("Space", "Keep the words", quote), button("n", "Next open", nextOpen), button("a",
      "Add a claim", () => openNew()), button("PgUp",
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
      ["a · e", "add a claim; other words for the focused one; Enter keeps it, Esc closes the form"],
      ["r", "remove the focused claim; its stances are kept with it, and z brings both back"],
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
      readClaims();
      if (!claims.length) proposed.open = true;
      const open = about.statements.findIndex((s) => doneIn(s.id) < claims.length);
      goStatement(Math.max(0, open));
      claim = claims.find((c) => !complete(store.get(cell(c.proposition))))?.proposition || claim;
      draw();
      reveal(rows.get(claim), sticky());
    },
    visit(e) {
      const [kind, id, c] = e.cells[0].cell.split("|");
      if (kind === "claim") {
        if (rows.has(c)) claim = c; // what was undone may be that it is there
        draw();
        return reveal(rows.get(claim), sticky());
      }
      if (kind !== "stance") return draw();
      const i = about.statements.findIndex((s) => s.id === id);
      if (i >= 0 && i !== st) goStatement(i);
      if (rows.has(c)) claim = c;
      draw();
    },
    typed(event) {
      if (!form.contains(event.target)) return false;
      if (event.key === "Enter" && !event.shiftKey) keepClaim();
      else if (event.key === "Escape") openForm(null);
      else return false;
      return true;
    },
    key(event, letter) {
      const words = chooseByKey(event, segments.get(segment).text, segment, chosen);
      if (words) {
        chosen = words;
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
        a: () => openNew(),
        e: () => openEdit(),
        r: () => removeClaim(),
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
