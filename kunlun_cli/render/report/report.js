"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const dialog = document.getElementById("place");
  const box = document.getElementById("place-picture");
  const title = document.getElementById("place-title");
  const all = document.getElementById("place-all");
  const figures = [...document.querySelectorAll("a.f")];
  let now = null;

  // A figure's place: the part of the page around it, drawn from the picture that is in the document once.
  function show(link) {
    const cell = document.getElementById(link.hash.slice(1));
    const whole = cell && cell.ownerSVGElement;
    if (!whole || !dialog.showModal) return false;
    const image = whole.querySelector("image");
    const width = whole.viewBox.baseVal.width, height = whole.viewBox.baseVal.height;
    const y = Number(cell.getAttribute("y")), tall = Number(cell.getAttribute("height"));
    const top = Math.max(0, y - 70), bottom = Math.min(height, y + tall + 70);
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 ${top} ${width} ${bottom - top}`);
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", "#" + image.id);
    const rect = document.createElementNS(SVG, "rect");
    for (const name of ["x", "y", "width", "height"]) rect.setAttribute(name, cell.getAttribute(name));
    rect.setAttribute("class", "c now");
    svg.append(use, rect);
    box.replaceChildren(svg);
    title.textContent = [named(link), link.textContent.trim()].filter(Boolean).join(": ") + " — " + link.title;
    all.hash = link.hash;
    now = link;
    if (!dialog.open) dialog.showModal();
    return true;
  }

  // What a figure is: of a cell its row's name and its column, of a card or a finding its heading.
  function named(link) {
    const cell = link.closest("td"), item = link.closest("li");
    if (!cell) return item ? (item.querySelector(".label, strong") || item).textContent.trim() : "";
    const text = [...cell.parentNode.cells].find((each) => !each.matches(".n, .b"));
    const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    return [text, head].filter((each) => each && each !== cell).map((each) => each.textContent.trim()).join(" · ");
  }

  function step(by) {
    const at = figures.indexOf(now) + by;
    if (figures[at]) show(figures[at]);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.f");
    if (link && !event.ctrlKey && !event.metaKey && show(link)) event.preventDefault();
    if (event.target === dialog || event.target.id === "place-close" || event.target.id === "place-all") dialog.close();
  });
  document.addEventListener("keydown", (event) => {
    if (!dialog.open) return;
    if (event.key === "ArrowRight" || event.key === "ArrowDown") { step(1); event.preventDefault(); }
    if (event.key === "ArrowLeft" || event.key === "ArrowUp") { step(-1); event.preventDefault(); }
  });
  dialog.addEventListener("close", () => { if (now) now.focus(); });

  // Tables sort by a click on their heading: numbers by their value, text by its characters.
  function key(row, at) {
    const cell = row.cells[at];
    return cell && cell.dataset.v !== undefined ? Number(cell.dataset.v) : cell ? cell.textContent.trim() : "";
  }
  function compare(a, b) {
    const one = typeof a === "number", other = typeof b === "number";
    if (one && other) return a - b;
    if (one !== other) return one ? -1 : 1;
    return a.localeCompare(b, "zh-CN");
  }
  function sort(table, head) {
    const turned = head.getAttribute("aria-sort") === "descending" ? "ascending" : "descending";
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", turned);
    const sign = turned === "ascending" ? 1 : -1;
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => !row.classList.contains("section"));
      const keyed = rows.map((row, index) => [key(row, head.cellIndex), index, row]);
      keyed.sort((a, b) => sign * compare(a[0], b[0]) || a[1] - b[1]);
      body.append(...keyed.map((each) => each[2]));
    }
  }
  for (const table of document.querySelectorAll("table")) {
    for (const head of table.tHead.rows[0].cells) {
      if (!head.dataset.k) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sort(table, head));
      head.replaceChildren(button);
    }
  }
})();
