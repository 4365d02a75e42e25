// The frame around every mode.
function render({
  model,
  el
}) {
  const about = model.get("desk");
  const root = h("div", {
    class: "desk",
    tabindex: "0",
    role: "group",
    "aria-label": "Coding desk",
    "data-mode": about.mode,
    "data-lm-suppress-shortcuts": "true"
  });
  const said = h("span", {
    class: "said",
    role: "status",
    "aria-live": "polite"
  });
  const saving = h("span", {
    class: "saving"
  });
  const left = h("div", {
    class: "left"
  });
  let saidUntil = 0;
  const tell = (text, bad = false) => {
    said.textContent = text;
    said.classList.toggle("bad", bad);
    saidUntil = Date.now();
  };
  const store = openStore(model, about, tell);
  const button = (key, text, act, props = {}) => {
    const node = h("button", {
      type: "button",
      ...props
    }, key ? h("kbd", {
      text: key
    }) : null, h("span", {
      text
    }));
    node.addEventListener("pointerdown", (e) => e
  .preventDefault()); // the words chosen and the focus stay where they are
    node.addEventListener("click", (e) => {
      act(e);
      if (!root.contains(document.activeElement)) home();
    });
    return node;
  };
  const home = () => root.focus({
    preventScroll: true
  });

  let big = Number(localStorage.getItem("desk-size") || 1);
  const SIZES = [14, 16, 18, 21, 25];
  const resize = (step) => {
    big = Math.min(Math.max(big + step, 0), SIZES.length - 1);
    localStorage.setItem("desk-size", big);
    root.style.setProperty("--text", `${SIZES[big]}px`);
    mode.recentre?.();
    tell(`Text size ${big + 1} of ${SIZES.length}`);
  };
  root.style.setProperty("--text", `${SIZES[big]}px`);

  const mode = { code: codeMode, stance: stanceMode, adjudicate: adjudicateMode }[about.mode]({
    about,
    store,
    root,
    button,
    tell,
    home,
    h
  });
  const help = h("div", {
    class: "help",
    role: "dialog",
    "aria-modal": "true",
    "aria-label": "Keys",
    hidden: true
  });
  const instructions = mode.instructions || about.instructions;
  const openHelp = (open) => {
    help.hidden = !open;
    if (open) help.querySelector("button").focus();
    else home();
  };
  const COMMON = [
    ["z · Ctrl+Z", "undo, without end, also what an earlier sitting did"],
    ["Z · Ctrl+Y", "redo"],
    ["+ −", "text size"],
    ["?", "these keys"],
    ["Esc", "out of a field or a list; lets go of chosen words"]
  ];
  help.append(h("div", {
      class: "sheet"
    }, h("div", {
      class: "sheet-head"
    }, h("h3", {
      text: "Keys"
    }), button("Esc", "Close", () => openHelp(false), {
      class: "close"
    })), h("dl", {}, ...[...mode.keys, ...COMMON].flatMap(([k, t]) => [h("dt", {}, ...k.split(" · ").map((x) => h(
      "kbd", {
        text: x
      }))), h("dd", {
      text: t
    })])),
    ...(instructions ? [h("h3", {
      text: "Instructions"
    }), h("p", {
      text: instructions
    })] : [])));

  const undo = () => {
    const e = store.undo();
    if (!e) return tell("Nothing to undo");
    tell(`Undone: ${e.label}`);
    mode.visit(e);
  };
  const redo = () => {
    const e = store.redo();
    if (!e) return tell("Nothing to redo");
    tell(`Done again: ${e.label}`);
    mode.visit(e);
  };
  const full = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  const bar = h("div", {
    class: "bar"
  }, left, h("div", {
      class: "tools"
    }, saving, button("z", "Undo", undo, {
      class: "quiet undo",
      "aria-keyshortcuts": "z"
    }), button("Z", "Redo", redo, {
      class: "quiet redo",
      "aria-keyshortcuts": "Shift+Z"
    }),
    button("", "A−", () => resize(-1), {
      class: "quiet",
      "aria-label": "A−: smaller text"
    }), button("", "A+", () => resize(1), {
      class: "quiet",
      "aria-label": "A+: larger text"
    }), button("", "Full", full, {
      class: "quiet full",
      title: "Whole screen, and back"
    }), button("?", "Keys", () => openHelp(true), {
      class: "quiet"
    })));
  root.append(h("div", {
    class: "frame"
  }, bar, mode.body, h("div", {
    class: "foot"
  }, mode.actions || "", said)), help);

  root.addEventListener("keydown", (event) => {
    event.stopPropagation(); // JupyterLab gives many of these keys a meaning of its own
    if (event.isComposing || event.key === "Dead" || event.key === "Process") return;
    const typing = event.target.matches("input, textarea, select");
    if (!help.hidden) {
      if (event.key === "Escape" || event.key === "?") {
        event.preventDefault();
        openHelp(false);
      } else if (event.key === "Tab") event.preventDefault();
      return;
    }
    if (typing) {
      if (mode.typed?.(event)) {
        event.preventDefault();
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        event.target.blur();
        home();
      }
      return;
    }
    const ctrl = event.ctrlKey || event.metaKey;
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (ctrl && letter === "z") {
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
      return;
    }
    if (ctrl && letter === "y") {
      event.preventDefault();
      redo();
      return;
    }
    if (ctrl || event.altKey) return;
    if (!store.ready) {
      event.preventDefault();
      return;
    } // no key before there is something to decide it against
    if ((event.key === "Enter" || event.key === " ") && event.target.matches("button, summary, a") && event
      .target !== root) return;
    if (event.repeat && !event.key.startsWith("Arrow")) {
      if (event.key !== "Tab") event.preventDefault();
      return;
    } // a held key is one key
    if (event.key === "?") {
      event.preventDefault();
      openHelp(true);
      return;
    }
    if (event.key === "+") {
      event.preventDefault();
      resize(1);
      return;
    }
    if (event.key === "-" || event.key === "−") {
      event.preventDefault();
      resize(-1);
      return;
    }
    if (mode.key(event, letter)) {
      event.preventDefault();
      return;
    }
    if (letter === "z") {
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    }
  });
  const drawBar = () => {
    const [kind, text] = store.state();
    if (isNew(saving, [kind, text])) {
      saving.className = `saving ${kind}`;
      saving.textContent = text;
    }
    bar.querySelector(".undo").disabled = !store.undoable.length;
    bar.querySelector(".redo").disabled = !store.redoable.length;
    const parts = mode.left();
    if (isNew(left, parts)) {
      left.replaceChildren(...parts.map((p) => (typeof p === "object" ? h("progress", {
        max: Math.max(p.of, 1),
        value: p.done,
        "aria-label": "done"
      }) : h("span", {
        text: p
      }))));
    }
  };
  let opened = false;
  store.watch((cells) => {
    if (store.ready && !opened) {
      opened = true;
      mode.open();
      home();
      if (about.news) tell(about.news);
    }
    if (cells === null || cells.length) mode.draw();
    drawBar();
    root.dataset.ready = store.ready;
    root.dataset.pending = store.pending.length;
  });
  drawBar();
  el.append(root);
  root.desk = {
    store,
    mode,
    about
  }; // for tests
  return () => {
    mode.close?.();
    store.close();
  };
}
