// The statement, with marks and words to choose.
function makeText(onChoose, onHit) {
  const panel = h("div", {
    class: "text",
    tabindex: "0",
    role: "region",
    "aria-label": "The sentence in its statement"
  });
  let shown = {},
    signature = "",
    statement = "",
    drawing = new Map(),
    nodes = new Map(); // of the statement's segments
  const segmentOf = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest?.(".seg");

  function offsetIn(seg, node, offset) { // a DOM place as code points from the segment's start
    const range = document.createRange();
    range.selectNodeContents(seg);
    const side = range.comparePoint(node, offset);
    const length = size(seg.dataset.text);
    if (side !== 0) return side < 0 ? 0 : length;
    if (node.nodeType === 3 && node.parentElement.dataset.at !== undefined) return Number(node.parentElement.dataset
      .at) + size(node.data.slice(0, offset));
    const pieces = [...seg.querySelectorAll("[data-at]")];
    const next = pieces.find((p) => {
      const r = document.createRange();
      r.setStart(node, offset);
      r.collapse(true);
      return r.comparePoint(p, 0) >= 0;
    });
    return next ? Number(next.dataset.at) : length;
  }
  const snap = (text, a, b, exact) => {
    if (exact) return [a, b];
    const words = findWords(text).filter(([x, y]) => y > a && x < b);
    return words.length ? [words[0][0], words.at(-1)[1]] : null;
  };

  function readSelection(exact) {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!panel.contains(range.commonAncestorContainer)) return null;
    const allowed = [...panel.querySelectorAll(".seg")].filter((s) => (shown.any || s.dataset.seg === shown
      .segment) && range.intersectsNode(s));
    const seg = allowed[0];
    if (!seg) return null;
    const a = offsetIn(seg, range.startContainer, range.startOffset),
      b = offsetIn(seg, range.endContainer, range.endOffset);
    const got = a < b && snap(seg.dataset.text, a, b, exact);
    return got ? {
      segment: seg.dataset.seg,
      start: got[0],
      end: got[1]
    } : null;
  }
  panel.addEventListener("pointerup", (event) => {
    if (event.target.closest("a,button")) return;
    const got = readSelection(event.altKey);
    if (got) {
      document.getSelection().removeAllRanges();
      onChoose(got);
      return;
    }
    const seg = segmentOf(event.target);
    if (!seg || (!shown.any && seg.dataset.seg !== shown.segment)) return;
    const at = document.caretPositionFromPoint ? document.caretPositionFromPoint(event.clientX, event.clientY) :
      null;
    const place = at ? [at.offsetNode, at.offset] : (() => {
      const r = document.caretRangeFromPoint(event.clientX, event.clientY);
      return [r.startContainer, r.startOffset];
    })();
    if (!seg.contains(place[0])) return;
    const offset = offsetIn(seg, place[0], place[1]);
    const word = findWords(seg.dataset.text).find(([x, y]) => offset >= x && offset <= y);
    if (!word) {
      onChoose(null);
      return;
    }
    if (event.shiftKey && shown.chosen?.segment === seg.dataset.seg) {
      onChoose({
        segment: seg.dataset.seg,
        start: Math.min(shown.chosen.start, word[0]),
        end: Math.max(shown.chosen.end, word[1])
      });
      return;
    }
    const hit = shown.marks.find((m) => m.segment === seg.dataset.seg && offset >= m.start && offset < m.end);
    if (hit && onHit) onHit(hit);
    else onChoose({
      segment: seg.dataset.seg,
      start: word[0],
      end: word[1]
    });
  });
  const bySelection = () => {
    const got = readSelection(false);
    if (got && !panel.matches(":active")) onChoose(got, true);
  }; // fingers and Shift+arrows of the browser
  document.addEventListener("selectionchange", bySelection);

  function pieces(seg) { // text cut where a mark begins or ends
    const marks = shown.marks.filter((m) => m.segment === seg.id);
    const chosen = shown.chosen?.segment === seg.id ? shown.chosen : null;
    const cps = points(seg.text);
    const edges = [...new Set([0, cps.length, ...marks.flatMap((m) => [m.start, m.end]), ...(chosen ? [chosen.start,
      chosen.end
    ] : [])])].sort((a, b) => a - b);
    const lanes = []; // overlapping marks lie under one another
    const laid = [...marks].sort((a, b) => a.start - b.start || b.end - a.end).map((m) => {
      let lane = lanes.findIndex((end) => end <= m.start);
      if (lane < 0) lane = lanes.push(0) - 1;
      lanes[lane] = m.end;
      return {
        ...m,
        lane: Math.min(lane, 3)
      };
    });
    const nodes = [];
    for (let i = 0; i + 1 < edges.length; i++) {
      const [a, b] = [edges[i], edges[i + 1]];
      const here = laid.filter((m) => m.start <= a && m.end >= b);
      const inside = chosen && chosen.start <= a && chosen.end >= b;
      const node = h("span", {
        "data-at": a,
        class: inside ? "chosen" : null,
        text: cps.slice(a, b).join(""),
        title: here.map((m) => m.title).join("; ") || null
      });
      if (here.length) {
        node.classList.add("marked");
        node.style.backgroundImage = here.map((m) =>
          `linear-gradient(oklch(var(--l) var(--ch) ${m.hue}), oklch(var(--l) var(--ch) ${m.hue}))`).join(",");
        node.style.backgroundPosition = here.map((m) => `0 calc(100% - ${(3 - m.lane) * 0}px - ${m.lane * 4}px)`)
          .join(",");
        node.style.backgroundSize = here.map(() => "100% 3px").join(",");
      }
      nodes.push(node);
      for (const m of laid.filter((x) => x.end === b)) nodes.push(h("sup", {
        class: "tag",
        hue: m.hue,
        text: m.tag,
        "aria-hidden": "true"
      }));
    }
    return nodes;
  }

  function lay(next) { // another statement: its words, each segment in a node of its own
    statement = next.statement.id;
    drawing = new Map();
    nodes = new Map(next.segments.map((s) => [s.id, h("span", {
      class: "seg",
      "data-seg": s.id,
      "data-text": s.text
    })]));
    const cps = points(next.statement.text),
      laid = [];
    let at = 0;
    for (const s of next.segments) {
      if (s.at > at) laid.push(cps.slice(at, s.at).join(""));
      laid.push(nodes.get(s.id));
      at = s.at + size(s.text);
    }
    if (at < cps.length) laid.push(cps.slice(at).join(""));
    // A block of its own: between two words Chromium takes the scrolled panel's own text to stand one scroll lower.
    panel.replaceChildren(h("div", {}, ...laid));
  }

  function show(next) {
    shown = next;
    signature = JSON.stringify([next.statement.id, next.segment]);
    if (statement !== next.statement.id) lay(next);
    const marked = new Set(next.marks.map((m) => m.segment));
    for (const s of next.segments) {
      const now = s.id === next.segment,
        chosen = next.chosen?.segment === s.id ? next.chosen : null;
      const sig = !marked.has(s.id) && !chosen ? "" : JSON.stringify([next.marks.filter((m) => m.segment === s.id),
        chosen
      ]);
      if (nodes.get(s.id).classList.contains("now") !== now) {
        nodes.get(s.id).classList.toggle("now", now);
        if (now) nodes.get(s.id).setAttribute("aria-current", "true");
        else nodes.get(s.id).removeAttribute("aria-current");
      }
      if (drawing.get(s.id) === sig) continue;
      drawing.set(s.id, sig);
      nodes.get(s.id).replaceChildren(...pieces(s));
    }
    if (next.scroll !== false) centre();
  }

  function centre() { // only the panel scrolls, never the notebook around it
    const now = nodes.get(shown.segment);
    if (!now) return;
    const top = now.offsetTop,
      height = now.offsetHeight,
      room = panel.clientHeight;
    const target = height > room ? top - 3 : top - (room - height) /
    2; // a sentence longer than the panel begins at its top
    const inView = top >= panel.scrollTop + 4 && top + height <= panel.scrollTop + room - 4;
    if (!inView || panel.dataset.at !== signature) panel.scrollTop = Math.max(0, target);
    panel.dataset.at = signature;
  }
  const observer = new ResizeObserver(() => {
    panel.dataset.at = "";
    centre();
  });
  observer.observe(panel);
  const recentre = () => {
    panel.dataset.at = "";
    centre();
  };
  return {
    panel,
    show,
    recentre,
    close: () => {
      observer.disconnect();
      document.removeEventListener("selectionchange", bySelection);
    }
  };
}

// choose words by keyboard: with Shift, the last word (1) or the first (0) moves on or back
const WORD_KEYS = {
  ArrowRight: [1, 1],
  ArrowLeft: [1, -1],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1]
};

// the words chosen after this key; nothing where it chooses none
const chooseByKey = (event, text, segment, chosen) => event.shiftKey && WORD_KEYS[event.key] ? moveWords(text, segment,
  chosen, ...WORD_KEYS[event.key]) : null;

function moveWords(text, segment, chosen, side, step) {
  const words = findWords(text);
  let [a, b] = [0, 0];
  if (chosen?.segment === segment) {
    a = words.findIndex(([, y]) => y > chosen.start);
    b = words.findLastIndex(([x]) => x < chosen.end);
    const at = side ? b + step : a + step;
    const to = Math.min(Math.max(at, 0), words.length - 1);
    if (side) b = to;
    else a = to;
    if (a > b) {
      if (side) a = b;
      else b = a;
    }
  }
  return {
    segment,
    start: words[a][0],
    end: words[b][1]
  };
}
