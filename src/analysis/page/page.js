"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);

  // contents: open where there is room, and marked where the reader is
  const contents = one("nav.contents details");
  if (contents) {
    const room = matchMedia("(min-width: 70rem)");
    const fit = () => { contents.open = room.matches; };
    fit();
    room.addEventListener("change", fit);
  }

  // filters: marks carry data-frame, data-code, data-coder; a mark is shown when every control agrees
  for (const scope of all("[data-filters]")) {
    const panel = one(".filters", scope);
    if (!panel) continue;
    panel.hidden = false;
    const marks = all("mark[data-frame], .kx[data-frame]", scope);
    const signs = marks.filter((mark) => mark.tagName !== "MARK");
    const segments = all(".s", scope);
    const status = one("[role=status]", panel);
    const apply = () => {
      const boxes = all("input[data-by]", panel);
      const chosen = all("select[data-by]", panel).filter((select) => select.value);
      const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      for (const mark of marks) {
        const shown = on.has(mark.dataset.frame) && chosen.every((select) => mark.dataset[select.dataset.by].split("|").includes(select.value));
        mark.classList.toggle("off", !shown);
      }
      const narrowed = chosen.some((select) => select.dataset.by === "code") || on.size < boxes.length;
      let held = 0;
      for (const segment of segments) {
        const any = one(".kx:not(.off)", segment);
        held += any ? 1 : 0;
        segment.classList.toggle("dim", narrowed && !any);
      }
      const n = signs.filter((sign) => !sign.classList.contains("off")).length;
      status.textContent = `${n} of ${signs.length} marks shown, in ${held} of ${segments.length} segments`;
    };
    panel.addEventListener("change", apply);
    apply();
  }

  // a link inside the page: open what hides its target, move the focus there, offer the way back
  const back = document.createElement("button");
  back.className = "back-here";
  back.type = "button";
  back.hidden = true;
  back.textContent = "← Back to where you were";
  let from = null;
  back.addEventListener("click", () => {
    back.hidden = true;
    if (!from) return;
    from.scrollIntoView({ block: "center" });
    from.focus({ preventScroll: true });
  });
  const main = one("main");
  if (main) main.append(back);
  const reveal = (id) => {
    const target = id && document.getElementById(id);
    if (!target) return null;
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    return target;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (!link || event.defaultPrevented) return;
    const target = reveal(decodeURIComponent(link.hash.slice(1)));
    if (!target || link.closest("nav") || link.classList.contains("skip")) return;
    from = link;
    back.hidden = target === link.closest(".s");
    if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
    setTimeout(() => target.focus({ preventScroll: true }), 0);
  });
  if (location.hash) {
    const target = reveal(decodeURIComponent(location.hash.slice(1)));
    if (target) target.scrollIntoView();
  }

  // the index: search and sort
  for (const table of all("table[data-sortable]")) {
    const body = table.tBodies[0];
    const search = one(".search");
    if (search) {
      search.hidden = false;
      const input = one("input", search);
      const status = one("[role=status]", search);
      const rows = [...body.rows];
      input.addEventListener("input", () => {
        const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
        let n = 0;
        for (const row of rows) {
          const text = row.textContent.toLowerCase();
          row.hidden = !words.every((word) => text.includes(word));
          n += row.hidden ? 0 : 1;
        }
        status.textContent = `${n} of ${rows.length} reports`;
      });
    }
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sorted = [...body.rows].sort((a, b) =>
          a.cells[column].textContent.localeCompare(b.cells[column].textContent, "en", { numeric: true }));
        body.append(...(down ? sorted.reverse() : sorted));
      });
    });
  }
})();
