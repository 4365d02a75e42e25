// Blind coding.
function codeMode({
  about,
  store,
  root,
  button,
  tell,
  home
}) {
  const codes = about.frames.flatMap((f) => f.codes.map((c) => ({
    ...c,
    frame: f.frame
  })));
  const N = codes.length;
  codes.forEach((c, i) => {
    c.key = KEYS[i] || "";
    c.hue = Math.round((i * 360) / N + 20) % 360;
  });
  const byName = new Map(codes.map((c) => [c.code, c]));
  const segments = new Map(about.segments.map((s) => [s.id, s]));
  const statements = new Map(about.statements.map((s) => [s.id, s]));
  const order = about.order;
  let place = 0,
    chosen = null,
    focused = codes[0].code,
    since = Date.now(),
    filter = "all",
    query = "",
    codeQuery = "";
  const now = () => order[place];
  const cell = (code, seg = now()) => `code|${seg}|${code}`;
  const segCell = (seg = now()) => `seg|${seg}`;
  const sha = () => segments.get(now()).sha;

  const tally = keepTally(store, codes, order);
  const median = keepMedian(store);
  const stateOf = tally.of;
  const segmentsOf = new Map(about.statements.map((s) => [s.id, []]));
  for (const s of about.segments) segmentsOf.get(s.statement).push(s);
  const nextOpen = (from) => { // the next open one, else a skipped one, else one in doubt
    let skipped, unsure;
    for (let step = 1; step < order.length; step++) {
      const i = (from + step) % order.length,
        s = stateOf(order[i]);
      if (s.open && !s.skip) return i;
      if (s.open) skipped ??= i;
      if (s.unsure) unsure ??= i;
    }
    return skipped ?? unsure ?? from;
  };
  let acting = 0;
  const once = (act) => { // several changes of the store are drawn once, when all are made
    acting += 1;
    try {
      act();
    } finally {
      acting -= 1;
    }
    draw();
  };

  // ---- what can be done; each reads the store and says what it wants
  const go = (to) => {
    saveMemos();
    const at = Math.min(Math.max(to, 0), order.length - 1);
    if (at !== place) {
      place = at;
      chosen = null;
      since = Date.now();
    }
    draw();
  };
  const merge = (spans, [a, b]) => { // two pieces of evidence that overlap are one
    const apart = spans.filter(([x, y]) => y <= a || x >= b),
      touching = spans.filter(([x, y]) => y > a && x < b);
    return [...apart, [Math.min(a, ...touching.map((t) => t[0])), Math.max(b, ...touching.map((t) => t[1]))]].sort((
      p, q) => p[0] - q[0]);
  };

  function judge(code, want) { // want: present, absent, unsure, null; nothing: what the code's key means
    focused = code;
    const c = cell(code),
      v = store.get(c),
      spans = v.spans || [];
    let set;
    if (chosen && want !== "absent" && want !== null) {
      const there = spans.some(([a, b]) => a === chosen.start && b === chosen.end);
      const after = there ? spans.filter(([a, b]) => a !== chosen.start || b !== chosen.end) : merge(spans, [chosen
        .start, chosen.end
      ]);
      set = {
        value: want || "present",
        spans: after
      };
    } else {
      const value = want === undefined ? (v.value === "present" ? "absent" : "present") : want;
      set = {
        value
      };
      if ((value === "absent" || value === null) && spans.length) set.spans = [];
    }
    const words = chosen ? ` “${cut(segments.get(now()).text, chosen.start, chosen.end)}”` : set.spans && !set.spans
      .length ? `; ${spans.length} pieces of evidence went with it, z brings them back` : "";
    chosen = null;
    once(() => store.put(`${code} ${nameValue(set.value)}`, now(), [{
      cell: c,
      set,
      sha: sha()
    }]));
    tell(`${code}: ${nameValue(set.value)}${words}`);
  }

  const finish = (none) => once(() => {
    saveMemos();
    chosen = null;
    const cells = [];
    let taken = 0;
    for (const c of codes) {
      const v = store.get(cell(c.code));
      if (!v.value || (none && v.value !== "absent")) {
        if (v.value === "present") taken += 1;
        cells.push({
          cell: cell(c.code),
          set: {
            value: "absent",
            ...(v.spans?.length ? {
              spans: []
            } : {})
          },
          sha: sha()
        });
      }
    }
    if (store.get(segCell()).skip) cells.push({
      cell: segCell(),
      set: {
        skip: null
      }
    });
    const n = codes.filter((c) => store.get(cell(c.code)).value === "present").length;
    store.put(none ? "none of these" : "the rest absent", now(), cells, {
      ms: Math.min(Date.now() - since, 180000)
    });
    const to = nextOpen(place);
    go(to);
    const all = tally.sums.done === order.length;
    tell(all ? "All segments are judged." : none ? `None applies${taken ? `; ${taken} taken back` : ""}` : n ?
      `${n} present, the rest absent` : "None applies");
  });
  const skip = () => once(() => {
    saveMemos();
    chosen = null;
    if (stateOf(now()).open) store.put("skip", now(), [{
      cell: segCell(),
      set: {
        skip: true
      }
    }]);
    go(nextOpen(place));
    tell("Skipped; it comes again at the end");
  });
  const flag = () => {
    const on = !store.get(segCell()).flag;
    store.put(on ? "flag" : "flag taken off", now(), [{
      cell: segCell(),
      set: {
        flag: on || null
      }
    }]);
    tell(on ? "Flagged" : "Flag taken off");
    draw();
  };
  const move = (step) => {
    const seen = visibleCodes();
    const i = seen.findIndex((c) => c.code === focused);
    focused = seen[(i + step + seen.length) % seen.length]?.code || focused;
    draw();
    reveal(codesPanel.querySelector(`[data-code="${CSS.escape(focused)}"]`), sticky());
  };
  const visibleCodes = () => {
    const q = codeQuery.trim().toLowerCase();
    if (!q) return codes;
    const starts = codes.filter((c) => c.code.toLowerCase().startsWith(q));
    return [...starts, ...codes.filter((c) => !starts.includes(c) && (c.code.toLowerCase().includes(q) || c.frame
      .toLowerCase().includes(q)))];
  };

  // ---- memos: saved while writing, on leaving, and before anything else moves
  const memo = h("textarea", {
    rows: "1",
    class: "memo",
    placeholder: "Memo on this sentence (m)",
    "aria-label": "Memo on this sentence"
  });
  const codeMemo = h("textarea", {
    rows: "2",
    class: "code-memo",
    "aria-label": "Memo on the code"
  });
  let memoFor = "",
    codeMemoFor = "";

  function saveMemos() {
    forgetPauses.forEach((forget) => forget());
    if (memoFor && (store.get(segCell(memoFor)).memo || "") !== memo.value) store.put("memo", memoFor, [{
      cell: segCell(memoFor),
      set: {
        memo: memo.value || null
      }
    }]);
    if (codeMemoFor) {
      const seg = codeMemoFor.split("|")[1];
      if ((store.get(codeMemoFor).memo || "") !== codeMemo.value) store.put("memo on a code", seg, [{
        cell: codeMemoFor,
        set: {
          memo: codeMemo.value || null
        }
      }]);
    }
  }
  const forgetPauses = [memo, codeMemo].map((field) => saveWhileWriting(field, saveMemos));

  // ---- the parts
  const text = makeText((got, quiet) => {
    chosen = got;
    if (!quiet) home();
    draw(quiet);
  }, (hit) => {
    chosen = spanOf(hit);
    focused = hit.code;
    home();
    draw();
  });
  const where = h("div", {
    class: "where"
  });
  const chosenLine = h("div", {
    class: "chosen-line",
    "aria-live": "polite"
  });
  const search = h("input", {
    type: "search",
    class: "code-search",
    placeholder: "Find a code (k)",
    "aria-label": "Find a code",
    oninput: () => {
      codeQuery = search.value;
      const seen = visibleCodes();
      if (codeQuery && seen.length) focused = seen[0].code;
      drawCodes();
      drawAbout();
    }
  });
  search.addEventListener("blur", () => root.classList.remove("searching"));
  const codesPanel = h("div", {
    class: "codes",
    role: "group",
    "aria-label": "Codes"
  });
  const aboutPanel = h("div", {
    class: "about"
  });
  const rows = new Map();
  for (const f of about.frames) {
    const group = h("section", {
      class: "group",
      "aria-label": f.frame
    }, h("h4", {
      text: f.frame,
      title: f.definition
    }));
    for (const given of f.codes) {
      const c = byName.get(given.code);
      const row = h("button", {
        type: "button",
        class: "code",
        "data-code": c.code,
        hue: c.hue,
        "aria-keyshortcuts": c.key || null,
        tabindex: "-1"
      }, h("kbd", {
        "aria-hidden": "true",
        text: c.key || "·"
      }), h("span", {
        class: "name",
        text: c.code
      }), h("span", {
        class: "n",
        "aria-hidden": "true"
      }), h("span", {
        class: "state",
        "aria-hidden": "true"
      }));
      row.addEventListener("pointerdown", (e) => e.preventDefault());
      row.addEventListener("click", (e) => {
        judge(c.code, e.shiftKey ? "unsure" : undefined);
        home();
      });
      row.addEventListener("pointerenter", (e) => {
        if (e.pointerType === "mouse") {
          hovered = c.code;
          drawAbout();
        }
      });
      row.addEventListener("pointerleave", () => {
        hovered = "";
        drawAbout();
      });
      rows.set(c.code, row);
      group.append(row);
    }
    codesPanel.append(group);
  }
  let hovered = "";
  const aboutBody = h("div", { // the buttons below it stay where they are whatever it shows
    class: "about-body",
    tabindex: "0",
    role: "region",
    "aria-label": "The code"
  });
  const evidenceList = h("ul", {
    class: "evidence"
  });
  const three = h("div", {
    class: "three"
  }, button("Space", "present", () => judge(focused, "present")), button("a", "absent", () => judge(focused,
    "absent")), button("d", "in doubt", () => judge(focused, "unsure")), button("x", "clear", () => judge(focused,
    null)));
  aboutPanel.append(aboutBody, three, evidenceList, h("label", {
    class: "memo-label"
  }, h("span", {
    text: "Memo on the code (c)"
  }), codeMemo));

  const list = h("div", {
    class: "list",
    role: "region",
    "aria-label": "Segments"
  });
  const find = h("input", {
    type: "search",
    placeholder: "Search sentences (g)",
    "aria-label": "Search sentences and memos",
    oninput: () => {
      query = find.value;
      drawList();
    }
  });
  const FILTERS = [
    ["all", "all"],
    ["open", "unjudged"],
    ["unsure", "in doubt"],
    ["flag", "flagged"],
    ["memo", "has memo"],
    ["skip", "skipped"],
    ["hasty", "under 1 s"]
  ];
  const chips = h("div", {
    class: "chips"
  }, ...FILTERS.map(([name, label]) => button("", label, () => {
    filter = name;
    drawList();
  }, {
    "data-filter": name,
    class: "chip"
  })));
  const items = h("ol", {
    class: "items"
  });
  list.append(find, chips, items);
  const hasty = () => new Set(store.entries.filter((e) => e.ms !== undefined && e.ms < 1000).map((e) => e.segment));
  const listed = () => {
    const quick = filter === "hasty" ? hasty() : null;
    const q = query.trim().toLowerCase();
    return order.map((id, i) => [id, i, stateOf(id)]).filter(([id, , s]) => (filter === "all" || (filter ===
      "open" ? s.open : filter === "hasty" ? quick.has(id) : s[filter])) && (!q || segments.get(id).text
      .toLowerCase().includes(q) || (store.get(segCell(id)).memo || "").toLowerCase().includes(q)));
  };
  const toggleList = (open) => {
    const on = open ?? !root.classList.contains("list-open");
    root.classList.toggle("list-open", on);
    root.classList.toggle("list-shut", !on);
  };

  // ---- drawing
  const drawText = (keepScroll) => {
    const s = segments.get(now()),
      st = statements.get(s.statement);
    const marks = [];
    for (const c of codes)
      for (const span of store.get(cell(c.code)).spans || []) marks.push(markAt(s.id, span, {
        hue: c.hue,
        tag: c.key || c.code.slice(0, 3),
        code: c.code,
        title: `${c.code}: ${cut(s.text, ...span)}`
      }));
    text.show({
      statement: st,
      segments: segmentsOf.get(st.id),
      segment: s.id,
      marks,
      chosen,
      any: false,
      scroll: !keepScroll
    });
    const here = stateOf(s.id);
    const said = [`Sentence ${place + 1}`,
      ` of ${order.length} · statement ${about.statements.indexOf(st) + 1}, paragraph ${s.paragraph} · name hidden`,
      `${here.done ? " ✓ judged" : here.unsure ? ` ? ${here.unsure} in doubt` : ""}${here.flag ? " ⚑ flagged" : ""}${here.skip ? " ↷ skipped" : ""}`
    ];
    if (isNew(where, said)) where.replaceChildren(h("b", {
      text: said[0]
    }), said[1], h("span", {
      class: "badges",
      text: said[2]
    }));
    const asked = chosen ? `Chosen: “${cut(s.text, chosen.start, chosen.end)}”: now press a code` :
      "Choose words (mouse, or Shift+→) to give evidence, or just press a code.";
    if (isNew(chosenLine, asked)) chosenLine.textContent = asked;
    chosenLine.classList.toggle("on", Boolean(chosen));
  };
  const drawCodes = () => {
    const seen = new Set(visibleCodes().map((c) => c.code));
    for (const c of codes) {
      const v = store.get(cell(c.code)),
        row = rows.get(c.code);
      const hidden = !seen.has(c.code);
      const n = `${v.spans?.length ? `“${v.spans.length > 1 ? v.spans.length : ""}”` : ""}${v.memo ? "✎" : ""}`;
      if (!isNew(row, [v.value, v.spans?.length, n, hidden, c.code === focused])) continue;
      row.hidden = hidden;
      row.dataset.value = v.value || "";
      row.setAttribute("aria-pressed", v.value === "present" ? "true" : v.value === "unsure" ? "mixed" : "false");
      row.setAttribute("title",
        `${c.code}: ${nameValue(v.value)}${v.spans?.length ? `, ${v.spans.length} pieces of evidence` : ""}`
        );
      row.classList.toggle("focused", c.code === focused);
      row.tabIndex = c.code === focused ? 0 : -1;
      row.querySelector(".state").textContent = MARK[v.value] || " ";
      row.querySelector(".n").textContent = n;
    }
    if (!isNew(codesPanel, [...seen])) return;
    for (const g of codesPanel.querySelectorAll(".group")) g.hidden = ![...g.querySelectorAll(".code")].some((r) =>
      !r.hidden);
  };
  let aboutSig = "";
  const drawAbout = () => {
    const c = byName.get(hovered || focused);
    if (aboutSig !== c.code) {
      aboutSig = c.code;
      aboutBody.replaceChildren(h("h4", {
          hue: c.hue,
          class: "about-title"
        }, h("kbd", {
          text: c.key || "·"
        }), ` ${c.code}`), h("p", {
          class: "soft",
          text: [c.frame, c.function].filter(Boolean).join(" · ")
        }), h("p", {
          class: "definition",
          text: c.definition
        }),
        describeCode(c));
      aboutBody.scrollTop = 0;
    }
    const v = store.get(cell(focused)),
      t = segments.get(now()).text;
    if (isNew(evidenceList, [now(), focused, v.spans])) {
      evidenceList.replaceChildren(...(v.spans || []).map(([a, b]) => h("li", {
        hue: byName.get(focused).hue
      }, h("span", {
        text: `“${cut(t, a, b)}”`
      }), button("", "×", () => {
        store.put(`${focused}: evidence taken away`, now(), [{
          cell: cell(focused),
          set: {
            spans: v.spans.filter(([x, y]) => x !== a || y !== b)
          },
          sha: sha()
        }]);
        draw();
      }, {
        class: "quiet",
        "aria-label": `Take the evidence “${cut(t, a, b)}” away`
      }))));
    }
    if (memoFor !== now() || document.activeElement !== memo) fill(memo, store.get(segCell()).memo);
    if (codeMemoFor !== cell(focused) || document.activeElement !== codeMemo) fill(codeMemo, v.memo);
    memoFor = now();
    codeMemoFor = cell(focused);
  };
  const lines = new Map(); // each segment's line in the list is made once
  const lineOf = (id, i) => {
    if (!lines.has(id)) {
      const item = button("", `${i + 1}`.padStart(2, "\u2007"), () => {
        go(i);
        if (!wide()) toggleList(false);
      }, {
        class: "item",
        title: segments.get(id).text
      });
      lines.set(id, [listItem(item, " ", segments.get(id).text), item]);
    }
    return lines.get(id);
  };
  const drawLine = ([id, i, s]) => {
    const [line, item] = lineOf(id, i);
    if (!isNew(line, [i === place, s])) return line;
    const mark = s.done ? "✓" : s.unsure ? "?" : s.open < N ? "…" : " ";
    item.querySelector(".mark").textContent = `${mark}${s.flag ? "⚑" : ""}${s.memo ? "✎" : ""}${s.skip ? "↷" : ""}`;
    item.classList.toggle("here", i === place);
    if (i === place) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
    return line;
  };
  const drawList = () => {
    const seen = listed().slice(0, 400);
    for (const chip of chips.children) {
      if (isNew(chip, filter)) chip.setAttribute("aria-pressed", chip.dataset.filter === filter);
    }
    const drawn = seen.map(drawLine);
    const others = isNew(items, seen.map(([, i]) => i));
    if (others) items.replaceChildren(...drawn, ...(seen.length ? [] : [h("li", {
      class: "soft",
      text: "none"
    })]));
    const here = lines.get(now());
    if (!isNew(list, place) && !others) return;
    if (here?.[0].isConnected) items.scrollTop = here[1].offsetTop - items.clientHeight / 2;
  };
  const wide = () => root.clientWidth >= 1100;
  const rest = button("Enter", "Rest absent, next", () => finish(false), {
    class: "main"
  });
  const actions = h("div", {
    class: "actions"
  }, rest, button("0", "None of these", () => finish(true)), button("s", "Skip", skip), button("f", "Flag",
  flag, {
    class: "flag"
  }), button("m", "Memo", () => write(memo), {
    class: "memo-button"
  }), button("", "←", () => go(place - 1), {
    "aria-label": "Back",
    title: "Back (←)"
  }), button("", "→", () => go(place + 1), {
    "aria-label": "Next",
    title: "Next (→)"
  }), button("g", "Go to", () => {
    toggleList();
  }, {
    class: "list-button"
  }), button("h", "Code help", () => root.classList.toggle("about-open"), {
    class: "about-button"
  }));
  const draw = (keepScroll) => {
    if (!store.ready || acting) return;
    drawText(keepScroll);
    drawCodes();
    drawAbout();
    drawList();
    const { present, flag: flagged } = stateOf(now());
    if (!isNew(actions, [present > 0, flagged])) return;
    rest.lastChild.textContent = present ? "Rest absent, next" : "None applies, next";
    actions.querySelector(".flag").setAttribute("aria-pressed", flagged);
  };
  const textColumn = h("div", {
    class: "column"
  }, where, text.panel, chosenLine, memo);
  const sticky = () => (root.clientWidth < 760 ? textColumn.offsetHeight : 0);
  const codesColumn = h("div", {
    class: "codes-column"
  }, search, codesPanel);
  return {
    body: h("div", {
      class: "body code-body"
    }, list, textColumn, codesColumn, aboutPanel),
    actions,
    draw,
    keys: [
      ["1–9 q–p",
        "the code: present, pressed again absent; with words chosen they become its evidence (the same words again: taken away)"
      ],
      ["Shift+code", "the code is in doubt"],
      ["Space · a · d · x", "focused code present, absent, in doubt, not judged"],
      ["↑ · ↓", "focus a code; its definition stands beside it"],
      ["k · /", "find a code by name; Enter present, Shift+Enter in doubt"],
      ["h", "definition (where it has no room of its own)"],
      ["Enter", "the rest is absent, next open sentence"],
      ["0", "none of these: every code absent, next"],
      ["s · f", "skip; flag"],
      ["m · c", "memo on the sentence; on the focused code"],
      ["← · →", "sentence before, after"],
      ["n", "next open sentence"],
      ["g", "go to: search and filters"],
      ["Shift+→ · Shift+←", "choose words: last word on, back"],
      ["Shift+↑ · Shift+↓", "choose words: first word back, on"],
      ["Delete", "take the chosen evidence away"]
    ],
    left() {
      const { done, unsure, flag: flagged } = tally.sums;
      const each = median();
      const minutes = Math.ceil((each * (order.length - done)) / 60000);
      return [{
        done,
        of: order.length
      }, `${done} of ${order.length} judged`, ...(unsure ? [`${unsure} in doubt`] : []), ...(flagged ? [
        `${flagged} flagged`
      ] : []), ...(done === order.length ? [] : [each ? `about ${minutes} min left` :
        "time left: after 3 sentences"
      ])];
    },
    open() {
      const first = order.findIndex((s) => stateOf(s).open);
      place = first < 0 ? 0 : first;
      since = Date.now();
      if (N > KEYS.length) root.classList.add("many");
      draw();
    },
    visit(entry) {
      const i = order.indexOf(entry.segment);
      if (i >= 0 && i !== place) go(i);
      else draw();
      const c = entry.cells[0]?.cell.split("|");
      if (c?.[0] === "code" && entry.cells.length === 1 && entry.ms === undefined) {
        focused = c[2];
        draw();
      }
    },
    typed(event) {
      if (event.target === search) {
        if (event.key === "Enter") {
          if (visibleCodes().length) {
            const c = focused;
            search.value = codeQuery = "";
            judge(c, event.shiftKey ? "unsure" : undefined);
          }
          home();
          return true;
        }
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          move(event.key === "ArrowDown" ? 1 : -1);
          return true;
        }
        if (event.key === "Escape") {
          search.value = codeQuery = "";
          draw();
          home();
          return true;
        }
      }
      if (event.target === find) {
        if (event.key === "Enter") {
          const first = listed()[0];
          if (first) go(first[1]);
          home();
          return true;
        }
        if (event.key === "Escape") {
          find.value = query = "";
          if (!wide()) toggleList(false);
          draw();
          home();
          return true;
        }
      }
      if (event.target === memo && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        saveMemos();
        home();
        return true;
      }
      return false;
    },
    key(event, letter) {
      const t = segments.get(now()).text;
      const words = chooseByKey(event, t, now(), chosen);
      if (words) {
        chosen = words;
        draw();
        return true;
      }
      const step = {
        ArrowRight: () => go(place + 1),
        ArrowLeft: () => go(place - 1),
        ArrowDown: () => move(1),
        ArrowUp: () => move(-1)
      } [event.key];
      if (step) {
        step();
        return true;
      }
      if (event.key === "Enter") {
        finish(false);
        return true;
      }
      if (event.key === " ") {
        judge(focused, "present");
        return true;
      }
      if (event.key === "Escape") {
        chosen = null;
        root.classList.remove("about-open");
        if (!wide()) toggleList(false);
        draw();
        return true;
      }
      if (event.key === "Home") {
        go(0);
        return true;
      }
      if (event.key === "End") {
        go(order.length - 1);
        return true;
      }
      if (event.key === "Delete" && chosen) {
        const v = store.get(cell(focused));
        const spans = (v.spans || []).filter(([a, b]) => a !== chosen.start || b !== chosen.end);
        store.put(`${focused}: evidence taken away`, now(), [{
          cell: cell(focused),
          set: {
            spans
          },
          sha: sha()
        }]);
        chosen = null;
        draw();
        return true;
      }
      if (letter.length !== 1) return false;
      if (letter === "0") {
        finish(true);
        return true;
      }
      const digit = /^[1-9]$/.test(letter) ? letter : event.shiftKey && /^Digit[1-9]$/.test(event.code) ? event.code
        .slice(5) : ""; // keyboards that have / or & there
      const code = codes.find((c) => c.key && c.key === (digit || letter));
      if (code) {
        judge(code.code, event.shiftKey && letter !== digit ? "unsure" : undefined);
        return true;
      }
      switch (letter) {
        case "a":
          judge(focused, "absent");
          return true;
        case "d":
          judge(focused, "unsure");
          return true;
        case "x":
          judge(focused, null);
          return true;
        case "s":
          skip();
          return true;
        case "f":
          flag();
          return true;
        case "n":
          go(nextOpen(place));
          return true;
        case "m":
          write(memo);
          return true;
        case "c":
          root.classList.add("about-open");
          write(codeMemo);
          return true;
        case "k":
        case "/":
          root.classList.add("searching");
          search.focus();
          search.select();
          return true;
        case "g":
          toggleList(true);
          find.focus();
          find.select();
          return true;
        case "h":
          root.classList.toggle("about-open");
          return true;
        default:
          return false;
      }
    },
    recentre: text.recentre,
    close() {
      saveMemos();
      text.close();
    },
    test: {
      get now() {
        return now();
      },
      get chosen() {
        return chosen;
      },
      get focused() {
        return focused;
      }
    },
  };
}
