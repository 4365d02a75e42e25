// Adjudication: only where coders differ.
function krippendorff(units) { // nominal; each unit the judgements (true or false) of those who judged it, two or more
  let n = 0,
    ones = 0,
    observed = 0;
  for (const unit of units) {
    const present = unit.filter(Boolean).length;
    n += unit.length;
    ones += present;
    observed += (2 * present * (unit.length - present)) / (unit.length - 1);
  }
  const expected = (2 * ones * (n - ones)) / (n - 1);
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
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const letterOf = (n) => LETTERS[n] || String(n + 1);
  const hueOf = (n) => Math.round(250 + n * 137.5) % 360;
  const otherKey = names.length < 9 ? String(names.length + 1) : "o";
  let items = [],
    place = 0,
    filter = "all",
    chosen = null;
  const cellOf = (i) => `adj|${i.segment}|${i.code}`;
  const collect = () => {
    items = about.segments.flatMap((s) => codes.map((c) => ({
      segment: s.id,
      code: c.code,
      sides: names.map((n) => about.codings[n][`${s.id}|${c.code}`])
    }))).filter((i) => new Set(i.sides.filter(Boolean).map((side) => side.value)).size > 1);
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

  function decide(choice) { // the number of a coder, "other" or "discuss"
    const i = item();
    if (!i) return;
    const side = i.sides[choice];
    if (typeof choice === "number" && !side) return tell(`${names[choice]} did not judge it`);
    const set = side ? {
      decided: side.value,
      by: names[choice],
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
      tell(`Other: choose the words in the sentence that bear the code, then ${otherKey}`);
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
  let reasonFor = "";

  function saveReason() {
    forgetPause();
    if (reasonFor && (store.get(reasonFor).reason || "") !== reason.value) store.put("reason", reasonFor.split("|")[
      1], [{
        cell: reasonFor,
        set: {
          reason: reason.value || null
        }
      }]);
  }
  const forgetPause = saveWhileWriting(reason, saveReason);
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
  const sources = h("p", {
    class: "soft",
    text: `between ${names.join(", ")}`
  });
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
      const mark = d.decided ? (d.decided === "discuss" ? "⚑" : "✓") : " ";
      return listItem(b, mark, `${i.code}: ${segments.get(i.segment).text}`);
    }));
    reveal(listEl.querySelector(".here"));
    drawStats();
    const i = item();
    if (!i) {
      where.textContent = "They do not differ anywhere.";
      sides.replaceChildren();
      verdict.textContent = "";
      return;
    }
    const s = segments.get(i.segment),
      d = store.get(cellOf(i)),
      c = byName.get(i.code);
    const marks = i.sides.flatMap((g, n) => (g?.spans || []).map((span) => markAt(s.id, span, {
      hue: hueOf(n),
      tag: letterOf(n),
      title: `${names[n]}: ${cut(s.text, ...span)}`
    })));
    if (d.by === "other words")
      for (const span of d.spans || []) marks.push(markAt(s.id, span, {
        hue: 145,
        tag: "=",
        title: "decided"
      }));
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
    sides.replaceChildren(...i.sides.map((g, n) => h("section", {
      class: `side${d.by === names[n] ? " taken" : ""}`,
      hue: hueOf(n),
      "aria-label": names[n]
    }, h("h4", {}, n < 9 ? h("kbd", {
      text: n + 1
    }) : null, ` ${letterOf(n)} · ${names[n]}`), h("p", {
      class: "big",
      text: g ? g.value : "not judged"
    }), ...(g?.spans || []).map(([a, b]) => h("p", {
      class: "quote",
      text: `“${cut(s.text, a, b)}”`
    })), g ? h("p", {
      class: "soft",
      text: g.memo || "no memo"
    }) : null, g ? button("", `Take ${letterOf(n)}`, () => decide(n)) : null)));
    verdict.textContent = d.decided ? (d.decided === "discuss" ? "To be discussed" :
        `Decided: ${d.decided}${d.by ? `, with ${d.by}` : ""}`) : chosen ?
      `Words chosen: “${cut(s.text, chosen.start, chosen.end)}”: ${otherKey} decides for them` : "Not decided";
    verdict.classList.toggle("on", Boolean(d.decided && d.decided !== "discuss"));
    if (reasonFor !== cellOf(i)) {
      reasonFor = cellOf(i);
      reason.value = d.reason || "";
    } else if (document.activeElement !== reason) reason.value = d.reason || "";
  };
  const drawStats = () => {
    const units = about.segments.flatMap((s) => codes.map((c) => [c.code, names.map((n) => about.codings[n][
      `${s.id}|${c.code}`
    ]).filter(Boolean).map((side) => side.value === "present")])).filter(([, unit]) => unit.length > 1);
    const alike = (unit) => unit.every((value) => value === unit[0]);
    const followed = names.map(() => 0);
    const by = {
      other: 0,
      discuss: 0,
      open: 0
    };
    for (const i of items) {
      const d = store.get(cellOf(i));
      if (names.includes(d.by)) followed[names.indexOf(d.by)] += 1;
      else by[!d.decided ? "open" : d.decided === "discuss" ? "discuss" : "other"] += 1;
    }
    const perCode = codes.map((c) => {
      const own = units.filter(([code]) => code === c.code).map(([, unit]) => unit);
      return [c.code, own.filter((unit) => !alike(unit)).length, krippendorff(own)];
    }).filter(([, n]) => n).sort((x, y) => y[1] - x[1]);
    const c = item() && byName.get(item().code);
    stats.replaceChildren(h("h4", {
        text: "Agreement so far"
      }), h("p", {
        text: `They agree on ${units.filter(([, unit]) => alike(unit)).length} of ${units.length} judgements; Krippendorff’s α ${round(krippendorff(units.map(([, unit]) => unit)))} before talking. α is never computed after it.`
      }),
      h("p", {
        text: `Of ${items.length} differences: ${followed.map((n, i) => `${letterOf(i)} followed ${n}`).join(", ")}, other words ${by.other}, to discuss ${by.discuss}, undecided ${by.open}.`
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
      }), describeCode(c)] : []));
  };
  return {
    body: h("div", {
      class: "body adjudicate-body"
    }, h("div", {
      class: "list"
    }, sources, chips, listEl), h("div", {
      class: "column"
    }, where, text.panel, sides, verdict, reason), stats),
    actions: h("div", {
      class: "actions"
    }, ...names.slice(0, 4).map((_, n) => button(n + 1, `Take ${letterOf(n)}`, () => decide(n))), button(otherKey,
      "Other words", () => decide("other")), button("d", "Discuss", () => decide("discuss")), button("r",
      "Reason", () => write(reason)), button("←", "Back", () => go(-1)), button("→", "Next", () => go(1)), button(
      "Enter", "Next undecided", nextOpen, {
        class: "main"
      })),
    draw,
    keys: [
      ["1 · 2 · …", "as A judged; as B judged; and so on"],
      [otherKey, "present, but on the words chosen now"],
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
      const words = item() && chooseByKey(event, segments.get(item().segment).text, item().segment, chosen);
      if (words) {
        chosen = words;
        draw();
        return true;
      }
      if (letter === otherKey) {
        decide("other");
        return true;
      }
      if (/^[1-9]$/.test(letter) && Number(letter) <= names.length) {
        decide(Number(letter) - 1);
        return true;
      }
      const act = {
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
