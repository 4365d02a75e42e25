// Small things.
const h = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("aria-")) node.setAttribute(name, String(value)); // false is said, not left out
    else if (value === false) continue;
    else if (name === "text") node.textContent = value;
    else if (name === "hue") node.style.setProperty("--hue", value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
};
const points = (text) => Array.from(text); // Python counts code points, JavaScript counts UTF-16 units
const size = (text) => points(text).length;
const cut = (text, a, b) => points(text).slice(a, b).join("");
const KEYS = "123456789qwertyuiop";
const MARK = {
  present: "✓",
  absent: "–",
  unsure: "?",
  undefined: " "
};
const nameValue = (value) => value === "unsure" ? "in doubt" : value || "not judged";
const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const drawnOf = new WeakMap();
const isNew = (node, what) => { // whether the node shows something else until now; only then it is worth drawing
  const sig = JSON.stringify(what);
  if (drawnOf.get(node) === sig) return false;
  drawnOf.set(node, sig);
  return true;
};
const fill = (field, value) => {
  if (field.value !== (value || "")) field.value = value || "";
};
const clock = (iso) => new Date(iso).toLocaleTimeString([], {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit"
});

const reveal = (node, above = 0) => { // scroll what scrolls inside the desk, never the notebook around it
  for (let box = node?.parentElement; box && !box.classList.contains("desk"); box = box.parentElement) {
    if (box.scrollHeight <= box.clientHeight + 1 || !/auto|scroll/.test(getComputedStyle(box).overflowY)) continue;
    const a = node.getBoundingClientRect(),
      b = box.getBoundingClientRect();
    if (a.top < b.top + above) box.scrollTop -= b.top + above - a.top;
    else if (a.bottom > b.bottom) box.scrollTop += Math.min(a.bottom - b.bottom, a.top - b.top - above);
    return;
  }
};
const write = (field) => {
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}; // at once: the very next key is text

const spanOf = ({
  segment,
  start,
  end
}) => ({
  segment,
  start,
  end
});
const markAt = (segment, [start, end], look) => ({ // a mark in the text, and how it looks
  segment,
  start,
  end,
  ...look
});

function saveWhileWriting(field, save) { // after a pause and on leaving; gives what forgets a pause that has begun
  let timer;
  const forget = () => clearTimeout(timer);
  field.addEventListener("input", () => {
    forget();
    timer = setTimeout(save, 700);
  });
  field.addEventListener("blur", save);
  return forget;
}

function listItem(item, mark, snippet) { // a line of a list: a button with a mark and the beginning of a sentence
  item.append(h("span", {
    class: "mark",
    text: mark
  }), h("span", {
    class: "snip",
    text: snippet
  }));
  return h("li", {}, item);
}

function describeCode(c) { // when it applies and when not, with examples; what the codebook leaves empty is left out
  const fields = [
    ["When", c.when],
    ["When not", c.when_not],
    ["Typical (present)", c.typical],
    ["Borderline (present)", c.borderline],
    ["Near miss (absent)", c.near_miss]
  ];
  return h("dl", {}, ...fields.filter(([, value]) => value).flatMap(([name, value]) => [h("dt", {
    text: name
  }), h("dd", {
    text: value
  })]));
}

function findWords(text) { // [first, last) in code points, without the punctuation around a word
  const found = [];
  for (const m of text.matchAll(/\S+/gu)) {
    const lead = m[0].match(/^[^\p{L}\p{N}]*/u)[0],
      core = m[0].slice(lead.length).replace(/[^\p{L}\p{N}%]*$/u, "");
    if (!core) continue;
    const first = size(text.slice(0, m.index + lead.length));
    found.push([first, first + size(core)]);
  }
  return found;
}
