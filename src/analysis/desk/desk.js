// The coding desk: draws what Python says is saved, and sends every click and key to it. No network, no build step.
const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
};
const points = (text) => Array.from(text); // Python counts code points, JavaScript counts UTF-16 units
const WAIT = 4000; // milliseconds until an unanswered click is called not saved

function render({ model, el }) {
  const desk = make("div", { class: "desk", role: "group", tabindex: "0", "aria-label": "Coding desk", "data-lm-suppress-shortcuts": "true" });
  const status = make("p", { class: "status", role: "status", "aria-live": "polite" });
  const bar = make("progress", { "aria-label": "Segments judged" });
  const where = make("p", { class: "where" });
  const statement = make("p", { class: "statement", tabindex: "0", "aria-label": "The sentence in its statement" });
  const chosen = make("p", { class: "chosen", "aria-live": "polite" });
  const work = make("div", { class: "work" });
  const codes = make("div", { class: "codes", role: "group", "aria-label": "Codes" });
  const memo = make("textarea", { rows: "2", "aria-label": "Memo on the code pressed last" });
  const memoFor = make("p", { class: "memo-for", text: "Press a code to write a memo on it." });
  let words = null; // [first, last] word chosen by keyboard
  let current = ""; // the code pressed last
  let number = 0, waiting = 0, timer = null, drawn = "";

  const send = (message) => {
    number += 1;
    waiting = number;
    model.send({ ...message, number });
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (waiting) { status.textContent = "NOT SAVED: the kernel does not answer. Run the cell again; what was saved before is kept."; status.className = "status failed"; }
    }, WAIT);
  };
  const button = (text, act, attributes = {}) => {
    const node = make("button", { type: "button", text, ...attributes });
    node.addEventListener("click", act);
    return node;
  };
  const view = () => model.get("view");
  const allCodes = () => model.get("codebook").frames.flatMap((frame) => frame.codes);

  const findWords = (text) => [...text.matchAll(/\S+/gu)].map((m) => [m.index, m.index + m[0].length]);
  const findEvidence = () => { // the words selected in the sentence, by mouse or by keyboard
    const text = view().text;
    const mark = statement.querySelector("mark");
    const selection = document.getSelection();
    let first = 0, last = 0;
    if (words) {
      const spans = findWords(text);
      [first, last] = [spans[words[0]][0], spans[words[1]][1]];
    } else if (mark && selection.rangeCount && !selection.isCollapsed) {
      const range = selection.getRangeAt(0);
      const inside = document.createRange();
      inside.selectNodeContents(mark);
      if (!inside.intersectsNode(range.startContainer) && !inside.intersectsNode(range.endContainer)) return {};
      const before = document.createRange();
      before.setStart(mark, 0);
      if (mark.contains(range.startContainer)) before.setEnd(range.startContainer, range.startOffset);
      first = mark.contains(range.startContainer) ? before.toString().length : 0;
      const until = document.createRange();
      until.setStart(mark, 0);
      if (mark.contains(range.endContainer)) until.setEnd(range.endContainer, range.endOffset);
      last = mark.contains(range.endContainer) ? until.toString().length : text.length;
    }
    const evidence = text.slice(first, last);
    if (!evidence.trim()) return {};
    const lead = evidence.length - evidence.trimStart().length;
    return { evidence: evidence.trim(), evidence_start: points(text.slice(0, first + lead)).length };
  };

  const press = (code) => {
    const state = view().judged[code];
    const evidence = findEvidence();
    const present = evidence.evidence ? true : !state.present;
    current = code;
    send({ do: "judge", code, present, memo: state.memo, ...evidence });
    words = null;
    document.getSelection().removeAllRanges();
  };
  const saveMemo = () => {
    const state = current && view().judged && view().judged[current];
    if (state && state.memo !== memo.value) {
      const start = state.evidence ? view().text.indexOf(state.evidence) : 0;
      send({ do: "judge", code: current, present: state.present, memo: memo.value, evidence: state.evidence, evidence_start: points(view().text.slice(0, start)).length });
    }
  };
  memo.addEventListener("change", saveMemo);

  const go = (step) => { words = null; current = ""; send({ do: "go", place: view().place + step }); };
  const finish = () => { words = null; current = ""; send({ do: "finish" }); };
  const undo = () => send({ do: "undo" });
  const choose = (side, step) => { // words by keyboard: side 0 moves the first, 1 the last
    const count = findWords(view().text).length;
    words = words || [0, 0];
    words[side] = Math.min(Math.max(words[side] + step, 0), count - 1);
    if (words[0] > words[1]) words[1 - side] = words[side];
    drawStatement();
    const evidence = findEvidence();
    chosen.textContent = evidence.evidence ? `Words chosen: ${evidence.evidence}` : "";
  };

  desk.addEventListener("keydown", (event) => {
    event.stopPropagation(); // JupyterLab gives keys 1 to 6 and others a meaning of its own
    if (event.target === memo) { if (event.key === "Escape") desk.focus(); return; }
    if (event.ctrlKey && event.key === "z") { event.preventDefault(); undo(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const v = view();
    const code = allCodes().find((c) => c.key === event.key);
    const pressed = event.target.tagName === "BUTTON" || event.target.tagName === "SUMMARY";
    const decide = v.phase === "adjudication" && v.item && v.item.code && { y: true, n: false }[event.key];
    if (v.phase === "adjudication" ? typeof decide === "boolean" : code) {
      event.preventDefault();
      if (v.phase === "adjudication") send({ do: "judge", code: v.item.code, present: decide });
      else press(code.code);
    } else if ((event.key === "Enter" && !pressed) || event.key === "0") { event.preventDefault(); if (v.phase === "blind") finish(); else go(1); }
    else if (event.key === "ArrowRight" && !event.shiftKey) { event.preventDefault(); go(1); }
    else if (event.key === "ArrowLeft" && !event.shiftKey) { event.preventDefault(); go(-1); }
    else if (event.key === "ArrowRight" && v.phase !== "adjudication") { event.preventDefault(); choose(1, 1); }
    else if (event.key === "ArrowLeft" && v.phase !== "adjudication") { event.preventDefault(); choose(1, -1); }
    else if (event.key === "." && v.phase !== "adjudication") { event.preventDefault(); choose(0, 1); }
    else if (event.key === "," && v.phase !== "adjudication") { event.preventDefault(); choose(0, -1); }
    else if (event.key === "m") { event.preventDefault(); memo.focus(); }
    else if (event.key === "z") { event.preventDefault(); undo(); }
    else if (event.key === "Escape") { words = null; drawStatement(); chosen.textContent = ""; }
  });

  const drawStatement = () => {
    const v = view();
    const shown = v.phase === "adjudication" ? v.item : v;
    const mark = make("mark", { text: shown.text || "" });
    if (words) {
      const spans = findWords(shown.text);
      const [first, last] = [spans[words[0]][0], spans[words[1]][1]];
      mark.replaceChildren(shown.text.slice(0, first), make("b", { text: shown.text.slice(first, last) }), shown.text.slice(last));
    }
    statement.replaceChildren(shown.before || "", mark, shown.after || "");
  };
  const drawCodes = () => {
    codes.replaceChildren();
    for (const frame of model.get("codebook").frames) {
      const group = make("section", { "aria-label": frame.frame }, make("h4", { text: frame.frame }));
      for (const code of frame.codes) {
        const key = button(`${code.key}  ${code.code}`, () => press(code.code), { class: "code", "data-code": code.code, "aria-pressed": "false", "aria-keyshortcuts": code.key });
        const about = make("details", {}, make("summary", { text: `What ${code.code} means` }), make("dl"));
        for (const [name, field] of [["Definition", "definition"], ["When to use", "when"], ["When not", "when_not"], ["Typical", "typical"], ["Borderline (present)", "borderline"], ["Near miss (absent)", "near_miss"]])
          about.lastChild.append(make("dt", { text: name }), make("dd", { text: code[field] }));
        group.append(make("div", { class: "row" }, key, about));
      }
      codes.append(group);
    }
  };
  const drawSuggestions = (v) => {
    const list = make("ul", { class: "suggestions", "aria-label": "The dictionary's matches" });
    for (const s of v.suggestions) {
      const item = make("li", { text: `${s.code}: “${s.match}” ` });
      item.append(
        button("accept", () => { current = s.code; send({ do: "judge", code: s.code, present: true, evidence: s.match, evidence_start: points(v.text.slice(0, v.text.indexOf(s.match))).length }); }, { "aria-label": `accept ${s.code}` }),
        button("reject", () => { current = s.code; send({ do: "judge", code: s.code, present: false }); }, { "aria-label": `reject ${s.code}` }),
      );
      list.append(item);
    }
    return v.suggestions.length ? list : make("p", { text: "The dictionary has no match here." });
  };
  const drawSides = (v) => {
    const row = make("div", { class: "sides" });
    for (const side of v.item.sides || [])
      row.append(make("section", { "aria-label": side.coder }, make("h4", { text: side.coder }), make("p", { text: side.present ? "present" : "absent" }), make("p", { text: side.evidence ? `“${side.evidence}”` : "" }), make("p", { text: side.memo })));
    return row;
  };
  const draw = () => {
    const v = view();
    const book = model.get("codebook");
    if (v.number && v.number >= waiting) { waiting = 0; clearTimeout(timer); }
    bar.max = Math.max(v.total, 1);
    bar.value = v.done;
    bar.textContent = `${v.done} of ${v.total}`;
    status.textContent = v.said;
    status.className = v.failed ? "status failed" : "status";
    const unit = v.phase === "adjudication" ? "Disagreement" : "Segment";
    where.textContent = v.total ? `${unit} ${v.place + 1} of ${v.total} · ${v.done} judged · pass: ${v.phase} · coder: ${book.coder}` : "The coders do not disagree anywhere.";
    chosen.textContent = "";
    drawStatement();
    if (v.phase === "adjudication") {
      const code = allCodes().find((c) => c.code === v.item.code);
      work.replaceChildren();
      if (code) work.append(make("h4", { text: `${code.code}: ${v.item.decided === null ? "not decided" : v.item.decided ? "decided present" : "decided absent"}` }), make("p", { text: code.definition }), drawSides(v),
        button("y  present", () => send({ do: "judge", code: code.code, present: true })), button("n  absent", () => send({ do: "judge", code: code.code, present: false })));
      return;
    }
    if (drawn !== "codes") { drawCodes(); drawn = "codes"; }
    for (const node of codes.querySelectorAll("button.code")) {
      const state = v.judged[node.dataset.code];
      node.setAttribute("aria-pressed", String(state.present));
      node.classList.toggle("absent", state.judged && !state.present);
      node.title = state.judged ? (state.present ? `present ${state.evidence ? `“${state.evidence}”` : ""}` : "absent") : "not judged";
    }
    memoFor.textContent = current ? `Memo on ${current}` : "Press a code to write a memo on it.";
    memo.disabled = !current;
    if (document.activeElement !== memo) memo.value = current ? v.judged[current].memo : "";
    const actions = make("div", { class: "actions" });
    if (v.phase === "blind") actions.append(button(Object.values(v.judged).some((s) => s.present) ? "Enter  The rest is absent" : "Enter  None applies", finish, { class: "finish" }));
    actions.append(button("←  Back", () => go(-1)), button("→  Next", () => go(1)), button("z  Take back", undo));
    if (v.done === v.total) actions.append(v.phase === "blind" ? button("Show the dictionary's matches", () => send({ do: "phase", phase: "after suggestions" })) : button("Hide the dictionary's matches", () => send({ do: "phase", phase: "blind" })));
    work.replaceChildren(actions, ...(v.phase === "after suggestions" ? [drawSuggestions(v)] : []));
  };

  const book = model.get("codebook");
  const help = make("details", { class: "help" }, make("summary", { text: "Instructions and keys" }), make("p", { text: book.instructions }),
    make("p", { text: "A code's key gives or takes it; Enter or 0: the rest is absent, next segment; arrows: back and next; Shift with arrows, comma and full stop: choose words as evidence (or select them), then press the code; m: memo, Escape leaves it; z: take back. Everything is saved at once." }));
  const adjudicating = view().phase === "adjudication";
  desk.append(where, bar, statement, chosen, work, ...(adjudicating ? [] : [memoFor, memo, codes]), status, help);
  el.append(desk);
  draw();
  model.on("change:view", draw);
  return () => { clearTimeout(timer); model.off("change:view", draw); };
}

export default { render };
