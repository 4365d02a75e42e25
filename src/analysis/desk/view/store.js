// The store: what is saved (`base`), what is on its way (`pending`), and what is shown (saved + on its way).
// A key is decided once, here, against all that was pressed before; the message carries the wanted value.

const live = new Set(); // the outboxes of the views that are open in this tab
const token = () => Math.random().toString(36).slice(2, 10);

const merge = (value, set) => { // fields are set one by one; null takes one away
  const next = { ...value };
  for (const [name, wanted] of Object.entries(set)) {
    if (wanted === null) delete next[name];
    else next[name] = wanted;
  }
  return next;
};

function openStore(model, about, tell) {
  const slot = `desk-outbox:${about.event}:${about.coder}:${about.mode}:`; // what this tab could not save yet
  const left = Object.keys(sessionStorage).filter((key) => key.startsWith(slot) && !live.has(key));
  const outboxes = left.map((key) => JSON.parse(sessionStorage.getItem(key)));
  const kept = outboxes.sort((a, b) => b.pending.length - a.pending.length)[0];
  const client = kept?.client || token();
  const view = token(); // one window; a copied tab has the same client and is another view
  live.add(slot + client);

  let seq = kept?.seq || 0;
  let pending = kept?.pending || [];
  let have = 0; // the revision up to which `base` is complete
  let upto = 0; // the last own message that was acknowledged
  let ready = false;
  let elsewhere = false; // another window works on this coder's file
  let saved = "";
  let asked = 0;
  let heard = 0; // when the kernel last said something
  let patience = 2000; // then what is not acknowledged is said again; doubled until something is heard
  let entries = [];
  let undoable = [];
  let redoable = [];
  const base = new Map();
  const shown = new Map();
  const refused = new Set();
  const listeners = new Set();
  const hearers = new Set(); // of answers that are not about cells

  const get = (cell) => shown.get(cell) || {};
  const overlay = () => {
    shown.clear();
    for (const [cell, known] of base) shown.set(cell, known.value);
    for (const message of pending) {
      for (const change of message.cells) shown.set(change.cell, merge(get(change.cell), change.set));
    }
  };
  const refresh = (cells) => { // shown anew in these cells; gives those that show something else now
    const wanted = new Set(cells);
    const before = new Map([...wanted].map((cell) => [cell, get(cell)]));
    for (const cell of wanted) {
      if (base.has(cell)) shown.set(cell, base.get(cell).value);
      else shown.delete(cell);
    }
    for (const message of pending) {
      for (const { cell, set } of message.cells) if (wanted.has(cell)) shown.set(cell, merge(get(cell), set));
    }
    return [...wanted].filter((cell) => !same(before.get(cell), get(cell)));
  };
  const stack = (entry) => {
    if (entry.client === "file") return; // what was changed in the file by other means is not undone here
    if (entry.undoes) {
      if (undoable.at(-1)?.id === entry.undoes) redoable.push(undoable.pop());
    } else if (entry.redoes) {
      if (redoable.at(-1)?.id === entry.redoes) undoable.push(redoable.pop());
    } else if (entry.cells.length) {
      undoable.push(entry);
      redoable = [];
    }
  };
  const restack = () => {
    undoable = [];
    redoable = [];
    entries.filter((entry) => !refused.has(entry.id)).forEach(stack);
  };
  const keep = () => sessionStorage.setItem(slot + client, JSON.stringify({ client, seq, pending }));
  const post = (message) => {
    message.tried = Date.now();
    model.send({ ...message, view, have });
  };
  const changed = (cells) => {
    for (const listener of listeners) listener(cells);
  };
  const fieldsBefore = (changes, read) =>
    changes.map(({ cell, set }) => ({
      cell,
      set: Object.fromEntries(Object.keys(set).map((name) => [name, read(cell)[name] ?? null])),
    }));

  function put(label, segment, changes, extra = {}) {
    const differs = ({ cell, set }) => Object.entries(set).some(([name, v]) => !same(get(cell)[name], v));
    const real = changes.filter(differs);
    if (!real.length || !ready) return null; // nothing to change: no message, nothing to undo
    seq += 1;
    const before = fieldsBefore(real, get);
    const message = { do: "put", client, seq, at: new Date().toISOString(), label, segment, cells: real, ...extra };
    pending.push(message);
    for (const { cell, set } of real) shown.set(cell, merge(get(cell), set));
    const entry = { ...message, id: `${client}:${seq}`, before };
    entries.push(entry);
    stack(entry);
    keep();
    post(message);
    changed(real.map((change) => change.cell));
    return entry;
  }
  const undo = () => {
    const entry = undoable.at(-1);
    if (entry) put(`undo: ${entry.label}`, entry.segment, entry.before, { undoes: entry.id });
    return entry;
  };
  const redo = () => {
    const entry = redoable.at(-1);
    const again = entry?.cells.map(({ cell, set }) => ({ cell, set }));
    if (entry) put(`redo: ${entry.label}`, entry.segment, again, { redoes: entry.id });
    return entry;
  };

  function take(cells, from, rev) { // complete from `from` on; a cell only if it is newer
    for (const cell of cells) {
      if (!base.has(cell.cell) || cell.rev > base.get(cell.cell).rev) base.set(cell.cell, cell);
    }
    if (from <= have) have = Math.max(have, rev);
  }
  function welcome(message) {
    if (ready && message.rev < have) return; // a late answer to an early greeting: what is known never goes back
    base.clear();
    have = 0;
    take(message.cells, 0, message.rev);
    upto = Math.max(upto, message.applied);
    seq = Math.max(seq, message.applied);
    pending = pending.filter((own) => own.seq > message.applied);
    const journal = message.journal.map((entry) => ({ ...entry, id: `${entry.client}:${entry.seq}` }));
    const known = new Set(journal.map((entry) => entry.id));
    entries = [...journal, ...entries.filter((entry) => entry.client === client && !known.has(entry.id))];
    for (const own of pending) {
      const id = `${client}:${own.seq}`;
      const before = fieldsBefore(own.cells, (cell) => base.get(cell)?.value || {});
      if (!entries.some((entry) => entry.id === id)) entries.push({ ...own, id, before });
    }
    ready = true;
    elsewhere = false;
    pending.forEach(post);
    overlay();
    restack();
    changed(null);
  }
  function acknowledged(message) {
    const news = message.refused.filter((one) => !refused.has(`${client}:${one.seq}`));
    take(message.cells, message.from, message.rev);
    if (message.upto > upto) saved = message.saved;
    upto = Math.max(upto, message.upto);
    const heard = pending.filter((own) => own.seq <= upto).flatMap((own) => own.cells);
    pending = pending.filter((own) => own.seq > upto);
    for (const one of news) {
      refused.add(`${client}:${one.seq}`);
      tell(`Not saved: ${one.why}. The desk shows what is saved.`, true);
    }
    const others = refresh([...message.cells, ...heard].map((change) => change.cell));
    if (news.length) restack();
    keep();
    changed(news.length ? null : others);
  }
  function receive(message) {
    if (message.view !== view) return; // another window of this desk
    heard = Date.now();
    patience = 2000;
    if (message.is === "welcome") welcome(message);
    else if (message.is === "ack") acknowledged(message);
    else if (message.is === "failed") tell(`Not saved: ${message.why}`, true);
    else if (message.is === "there?") model.send({ do: "here", client, view });
    else if (message.is === "elsewhere") {
      ready = false;
      elsewhere = message.why;
      changed(null);
    } else hearers.forEach((hear) => hear(message));
  }
  const hello = () => {
    asked = Date.now();
    model.send({ do: "hello", client, view });
  };
  const bye = () => model.send({ do: "bye", client, view });
  model.on("msg:custom", receive);
  window.addEventListener("pagehide", bye);
  hello();
  const timer = setInterval(() => { // said again until it is heard; the kernel does nothing twice
    const now = Date.now();
    if (!ready && now - asked > 2000) hello();
    if (ready && pending.length && now - Math.max(heard, pending[0].tried) > patience) {
      patience = Math.min(patience * 2, 16000); // a kernel that is only slow is not given more to do
      pending.forEach(post);
    }
    changed([]);
  }, 500);

  return {
    get, put, undo, redo, client,
    list: (kind) => [...shown].filter(([cell]) => cell.startsWith(`${kind}|`)),
    watch: (listener) => listeners.add(listener),
    hear: (hearer) => hearers.add(hearer),
    say: (message) => model.send({ ...message, client, view }),
    close() {
      live.delete(slot + client);
      clearInterval(timer);
      window.removeEventListener("pagehide", bye);
      model.off("msg:custom", receive);
      bye();
    },
    get ready() { return ready; },
    get entries() { return entries; },
    get pending() { return pending; },
    get undoable() { return undoable; },
    get redoable() { return redoable; },
    get base() { return base; },
    state() {
      if (elsewhere) return ["bad", elsewhere];
      if (!ready) return ["wait", "Opening…"];
      const n = pending.length;
      const late = n && Date.now() - Date.parse(pending[0].at) > 4000;
      if (late) return ["bad", `NOT SAVED: ${n} ${n === 1 ? "change waits" : "changes wait"} for the kernel, kept in this tab`];
      if (n) return ["wait", `Saving ${n}…`];
      return ["ok", saved ? `Saved ${clock(saved)}` : "All saved"];
    },
  };
}
