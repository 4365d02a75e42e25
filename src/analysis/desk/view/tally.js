// What stands where: each segment's state and the sums of all, counted anew only where something changed.

function keepTally(store, codes, order) {
  const states = new Map();
  const stale = new Set(order);
  const sums = { done: 0, unsure: 0, flag: 0 };
  const count = (seg) => {
    const { flag, skip, memo } = store.get(`seg|${seg}`);
    const state = { open: 0, unsure: 0, present: 0, memo: Boolean(memo), flag: Boolean(flag), skip: Boolean(skip) };
    for (const c of codes) {
      const v = store.get(`code|${seg}|${c.code}`);
      if (!v.value) state.open += 1;
      else if (v.value === "unsure") state.unsure += 1;
      else if (v.value === "present") state.present += 1;
      if (v.memo) state.memo = true;
    }
    return { ...state, done: !state.open && !state.unsure };
  };
  const add = (state, sign) => {
    sums.done += sign * state.done;
    sums.unsure += sign * (state.unsure > 0);
    sums.flag += sign * state.flag;
  };
  const settle = () => {
    for (const seg of stale) {
      if (states.has(seg)) add(states.get(seg), -1);
      states.set(seg, count(seg));
      add(states.get(seg), 1);
    }
    stale.clear();
  };
  const all = new Set(order);
  store.watch((cells) => {
    const changed = cells ? cells.map((cell) => cell.split("|")[1]) : order;
    for (const seg of changed) if (all.has(seg)) stale.add(seg);
  });
  return {
    of(seg) {
      settle();
      return states.get(seg);
    },
    get sums() {
      settle();
      return sums;
    },
  };
}

// The median time of the sentences that took a second or more; 0 before there are three. Read on from where it ended.
function keepMedian(store) {
  let read = null, at = 0, times = [];
  return () => {
    const entries = store.entries;
    if (read !== entries) [read, at, times] = [entries, 0, []];
    for (; at < entries.length; at++) {
      const { ms } = entries[at];
      if (ms === undefined || ms < 1000) continue;
      const place = times.findIndex((t) => t >= ms);
      times.splice(place < 0 ? times.length : place, 0, ms);
    }
    return times.length >= 3 ? times[Math.floor(times.length / 2)] : 0;
  };
}
