// Adjudication: only where two coders differ.
function krippendorff(pairs) { // nominal, two coders, no gaps: [a, b] of true or false
  const n = pairs.length * 2;
  if (!n) return NaN;
  const ones = pairs.flat().filter(Boolean).length,
    zeros = n - ones;
  const observed = pairs.filter(([a, b]) => a !== b).length / pairs.length,
    expected = (2 * ones * zeros) / (n * (n - 1));
  return expected ? 1 - observed / expected : NaN;
}
const round = (x) => (Number.isFinite(x) ? x.toFixed(2).replace("-0.00", "0.00") : "not defined");

function adjudicateMode({
  about,
  store,
  root,
  button,
  tell,
  home
}) {
  const codes = about.frames.flatMap((f) => f.codes);
  const byName = new Map(codes.map((c) => [c.code, c]));
  const segments = new Map(about.segments.map((s) => [s.id, s]));
  const names = Object.keys(about.codings);
  let pair = names.slice(0, 2),
    items = [],
    place = 0,
    filter = "all",
    chosen = null;
  const SIDE = [250, 35];
  const cellOf = (i) => `adj|${i.segment}|${i.code}`;
  const collect = () => {
    const [a, b] = pair.map((n) => about.codings[n]);
    items = about.segments.flatMap((s) => codes.map((c) => ({
      segment: s.id,
      code: c.code,
      a: a[`${s.id}|${c.code}`],
      b: b[`${s.id}|${c.code}`]
    }))).filter((i) => i.a && i.b && i.a.value !== i.b.value);
    place = Math.max(0, items.findIndex((i) => !store.get(cellOf(i)).decided));
  };
  const item = () => items[place];
  const shownItems = () => items.map((i, n) => [i, n]).filter(([i]) => filter === "all" || (filter === "open" ? !store
    .get(cellOf(i)).decided : store.get(cellOf(i)).decided === "discuss"));
  const go = (step) => {
    saveReason();
    const list = shownItems().map(([, n]) => n);
    if (!list.length) return tell("Nothing in this filter");
    const next = step > 0 ? list.find((n) => n > place) : list.findLast((n) => n < place);
    if (next === undefined) return tell(step > 0 ? "This is the last" : "This is the first");
    place = next;
    chosen = null;
    draw();
  };
  const nextOpen = () => {
    saveReason();
    const n = items.length;
    for (let k = 1; k <= n; k++) {
      const i = (place + k) % n;
      if (!store.get(cellOf(items[i])).decided) {
        place = i;
        chosen = null;
        draw();
        return;
      }
    }
    tell("Everything is decided or marked for discussion.");
  };

  function decide(choice) {
    const i = item();
    if (!i) return;
    const side = choice === "a" ? i.a : choice === "b" ? i.b : null;
    const set = side ? {
      decided: side.value,
      by: pair[choice === "a" ? 0 : 1],
      spans: side.spans.length ? side.spans : null
    } : choice === "discuss" ? {
      decided: "discuss",
      by: null,
      spans: null
    } : {
      decided: "present",
      by: "other words",
      spans: chosen ? [
        [chosen.start, chosen.end]
      ] : null
    };
    if (choice === "other" && !chosen) {
      tell("Other: choose the words in the sentence that bear the code, then 3");
      return;
    }
    store.put(`${i.code}: ${set.decided}`, i.segment, [{
      cell: cellOf(i),
      set
    }]);
    tell(choice === "discuss" ? "Marked for discussion; say why (r)" :
      `${i.code}: ${set.decided}. Say why (r), or Enter for the next`);
    chosen = null;
    draw();
  }
  const reason = h("textarea", {
    rows: "2",
    class: "reason",
    placeholder: "Reason (r)",
    "aria-label": "Reason for the decision"
  });
  let reasonFor = "",
    timer;

  function saveReason() {
    clearTimeout(timer);
    if (reasonFor && (store.get(reasonFor).reason || "") !== reason.value) store.put("reason", reasonFor.split("|")[
      1], [{
        cell: reasonFor,
        set: {
          reason: reason.value || null
        }
      }]);
  }
  reason.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(saveReason, 700);
  });
  reason.addEventListener("blur", saveReason);
  const text = makeText((got, quiet) => {
    chosen = got;
    if (!quiet) home();
    draw(quiet);
  });
  const where = h("div", {
      class: "where"
    }),
    sides = h("div", {
      class: "sides"
    }),
    verdict = h("div", {
      class: "verdict",
      "aria-live": "polite"
    });
  const stats = h("div", {
      class: "stats about",
      tabindex: "0",
      role: "region",
      "aria-label": "Agreement and the code"
    }),
    listEl = h("ol", {
      class: "items"
    }),
    chips = h("div", {
      class: "chips"
    });
  const pick = (n) => {
    const s = h("select", {
      "aria-label": `Coder ${"AB"[n]}`,
      onchange: () => {
        if (s.value === pair[1 - n]) {
          s.value = pair[n];
          return;
        }
        pair[n] = s.value;
        collect();
        draw();
        home();
      }
    }, ...names.map((x) => h("option", {
      value: x,
      text: x,
      selected: x === pair[n]
    })));
    return s;
  };
  const pickers = h("div", {
    class: "pickers"
  }, pick(0), " and ", pick(1));
  const draw = (keepScroll) => {
    if (!store.ready) return;
    if (!items.length && !draw.tried) {
      draw.tried = true;
      collect();
    }
    chips.replaceChildren(...[
      ["all", "all"],
      ["open", "undecided"],
      ["discuss", "to discuss"]
    ].map(([n, t]) => button("", t, () => {
      filter = n;
      draw();
    }, {
      class: "chip",
      "aria-pressed": filter === n
    })));
    listEl.replaceChildren(...shownItems().map(([i, n]) => {
      const d = store.get(cellOf(i));
      const b = button("", "", () => {
        saveReason();
        place = n;
        chosen = null;
        draw();
      }, {
        class: `item${n === place ? " here" : ""}`
      });
      b.append(h("span", {
        class: "mark",
        text: d.decided ? (d.decided === "discuss" ? "⚑" : "✓") : " "
      }), h("span", {
        class: "snip",
        text: `${i.code}: ${segments.get(i.segment).text}`
      }));
      return h("li", {}, b);
    }));
    reveal(listEl.querySelector(".here"));
    drawStats();
    const i = item();
    if (!i) {
      where.textContent = "These two do not differ anywhere.";
      sides.replaceChildren();
      verdict.textContent = "";
      return;
    }
    const s = segments.get(i.segment),
      d = store.get(cellOf(i)),
      c = byName.get(i.code);
    const marks = [
      [i.a, 0],
      [i.b, 1]
    ].flatMap(([g, n]) => g.spans.map(([a, b]) => ({
      segment: s.id,
      start: a,
      end: b,
      hue: SIDE[n],
      tag: "AB" [n],
      title: `${pair[n]}: ${cut(s.text, a, b)}`
    })));
    if (d.by === "other words")
      for (const [a, b] of d.spans || []) marks.push({
        segment: s.id,
        start: a,
        end: b,
        hue: 145,
        tag: "=",
        title: "decided"
      });
    text.show({
      statement: about.statements.find((x) => x.id === s.statement),
      segments: about.segments.filter((x) => x.statement === s.statement),
      segment: s.id,
      marks,
      chosen,
      any: false,
      scroll: !keepScroll
    });
    where.replaceChildren(h("b", {
      text: `Difference ${place + 1}`
    }), ` of ${items.length} · is `, h("b", {
      text: i.code
    }), " present in this sentence?");
    sides.replaceChildren(...[
      [i.a, 0],
      [i.b, 1]
    ].map(([g, n]) => h("section", {
      class: `side${d.by === pair[n] ? " taken" : ""}`,
      hue: SIDE[n],
      "aria-label": pair[n]
    }, h("h4", {}, h("kbd", {
      text: n + 1
    }), ` ${"AB"[n]} · ${pair[n]}`), h("p", {
      class: "big",
      text: g.value
    }), ...g.spans.map(([a, b]) => h("p", {
      class: "quote",
      text: `“${cut(s.text, a, b)}”`
    })), h("p", {
      class: "soft",
      text: g.memo || "no memo"
    }), button("", `Take ${"AB"[n]}`, () => decide("ab" [n])))));
    verdict.textContent = d.decided ? (d.decided === "discuss" ? "To be discussed" :
        `Decided: ${d.decided}${d.by ? `, with ${d.by}` : ""}`) : chosen ?
      `Words chosen: “${cut(s.text, chosen.start, chosen.end)}”: 3 decides for them` : "Not decided";
    verdict.classList.toggle("on", Boolean(d.decided && d.decided !== "discuss"));
    if (reasonFor !== cellOf(i)) {
      reasonFor = cellOf(i);
      reason.value = d.reason || "";
    } else if (document.activeElement !== reason) reason.value = d.reason || "";
  };
  const drawStats = () => {
    const [a, b] = pair.map((n) => about.codings[n]);
    const all = Object.keys(a).filter((k) => b[k]).map((k) => [k, a[k].value === "present", b[k].value ===
      "present"]);
    const by = {
      a: 0,
      b: 0,
      other: 0,
      discuss: 0,
      open: 0
    };
    for (const i of items) {
      const d = store.get(cellOf(i));
      by[!d.decided ? "open" : d.decided === "discuss" ? "discuss" : d.by === pair[0] ? "a" : d.by === pair[1] ?
        "b" : "other"] += 1;
    }
    const perCode = codes.map((c) => {
      const own = all.filter(([k]) => k.endsWith(`|${c.code}`));
      return [c.code, own.filter(([, x, y]) => x !== y).length, krippendorff(own.map(([, x, y]) => [x, y]))];
    }).filter(([, n]) => n).sort((x, y) => y[1] - x[1]);
    const c = item() && byName.get(item().code);
    stats.replaceChildren(h("h4", {
        text: "Agreement so far"
      }), h("p", {
        text: `They agree on ${all.filter(([, x, y]) => x === y).length} of ${all.length} judgements; Krippendorff’s α ${round(krippendorff(all.map(([, x, y]) => [x, y])))} before talking. α is never computed after it.`
      }),
      h("p", {
        text: `Of ${items.length} differences: A followed ${by.a}, B ${by.b}, other words ${by.other}, to discuss ${by.discuss}, undecided ${by.open}.`
      }),
      h("table", {}, h("thead", {}, h("tr", {}, ...["code", "differ", "α"].map((t) => h("th", {
        text: t
      })))), h("tbody", {}, ...perCode.map(([n, k, al]) => h("tr", {
        class: n === c?.code ? "here" : null
      }, h("td", {
        text: n
      }), h("td", {
        text: k
      }), h("td", {
        text: round(al)
      }))))),
      ...(c ? [h("h4", {
        text: c.code
      }), h("p", {
        text: c.definition
      }), h("dl", {}, h("dt", {
        text: "When"
      }), h("dd", {
        text: c.when
      }), h("dt", {
        text: "When not"
      }), h("dd", {
        text: c.when_not
      }), h("dt", {
        text: "Borderline (present)"
      }), h("dd", {
        text: c.borderline
      }), h("dt", {
        text: "Near miss (absent)"
      }), h("dd", {
        text: c.near_miss
      }))] : []));
  };
  return {
    body: h("div", {
      class: "body adjudicate-body"
    }, h("div", {
      class: "list"
    }, pickers, chips, listEl), h("div", {
      class: "column"
    }, where, text.panel, sides, verdict, reason), stats),
    actions: h("div", {
      class: "actions"
    }, button("1", "Take A", () => decide("a")), button("2", "Take B", () => decide("b")), button("3",
      "Other words", () => decide("other")), button("d", "Discuss", () => decide("discuss")), button("r",
      "Reason", () => write(reason)), button("←", "Back", () => go(-1)), button("→", "Next", () => go(1)), button(
      "Enter", "Next undecided", nextOpen, {
        class: "main"
      })),
    draw,
    keys: [
      ["1 · 2", "as A judged; as B judged"],
      ["3", "present, but on the words chosen now"],
      ["d", "to be discussed"],
      ["r", "reason; Esc or Ctrl+Enter back"],
      ["← · →", "difference before, after, within the filter"],
      ["Enter", "next undecided"],
      ["Shift+→ · Shift+↓", "choose words, as in coding"]
    ],
    left() {
      const done = items.filter((i) => ["present", "absent"].includes(store.get(cellOf(i)).decided)).length;
      const talk = items.filter((i) => store.get(cellOf(i)).decided === "discuss").length;
      return [{
        done,
        of: items.length
      }, `${done} of ${items.length} decided`, ...(talk ? [`${talk} to discuss`] : [])];
    },
    open() {
      collect();
      draw();
    },
    visit(e) {
      const c = e.cells[0].cell;
      const i = items.findIndex((x) => cellOf(x) === c);
      if (i >= 0) place = i;
      draw();
    },
    typed(event) {
      if (event.target === reason && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        saveReason();
        home();
        nextOpen();
        return true;
      }
      return false;
    },
    key(event, letter) {
      if (event.key.startsWith("Arrow") && event.shiftKey && item()) {
        const side = event.key === "ArrowRight" || event.key === "ArrowLeft" ? 1 : 0;
        chosen = moveWords(segments.get(item().segment).text, item().segment, chosen, side, event.key ===
          "ArrowRight" || event.key === "ArrowDown" ? 1 : -1);
        draw();
        return true;
      }
      const act = {
        1: () => decide("a"),
        2: () => decide("b"),
        3: () => decide("other"),
        d: () => decide("discuss"),
        r: () => write(reason),
        ArrowLeft: () => go(-1),
        ArrowRight: () => go(1),
        Enter: nextOpen,
        Escape: () => {
          chosen = null;
          draw();
        }
      } [letter];
      if (act) {
        act();
        return true;
      }
      return false;
    },
    recentre: text.recentre,
    close() {
      saveReason();
      text.close();
    },
    test: {
      get item() {
        return item();
      },
      get items() {
        return items;
      }
    },
  };
}
