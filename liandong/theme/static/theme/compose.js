// Writing an appeal: the words that spoke for a department are marked where they were typed; a text that was there
// before the page listened (a draft, a quick hand, the browser's memory) gets its suggestion as one that is typed.
// The suggestion (a part of a page, fetched by htmx) names them: data-words='["自来水压", "冷却水"]'.
(() => {
  "use strict";
  const LONGEST = 5000; // characters that are taken; in more, no words are marked
  const NEAR = 4500; // from here on the count is shown
  const escape = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const draw = () => {
    document.querySelectorAll(".compose .paper").forEach((paper) => {
      const box = paper.querySelector("textarea");
      const named = document.querySelector("[data-words]");
      let words = [];
      try {
        words = JSON.parse(named?.dataset.words || "[]");
      } catch {
        words = [];
      }
      let marks = paper.querySelector(".marks");
      if (!marks) {
        marks = document.createElement("div");
        marks.className = "marks";
        marks.setAttribute("aria-hidden", "true");
        paper.prepend(marks);
      }
      const parts = words.length && box.value.length <= LONGEST ? box.value.split(new RegExp(`(${words.map(escape).join("|")})`)) : [box.value];
      marks.replaceChildren(
        ...parts.map((part, index) => {
          if (index % 2 === 0) return document.createTextNode(part);
          const mark = document.createElement("mark");
          mark.textContent = part;
          return mark;
        }),
      );
    });
  };
  // How long it is, near the end of what is taken; what is too long stays, and is neither sent nor asked about.
  const lines = () => [...document.querySelectorAll("[data-count-of]")];
  const count = (line) => {
    const box = document.getElementById(line.dataset.countOf);
    const long = box.value.trim().length;
    const over = long > LONGEST;
    line.hidden = long < NEAR;
    line.classList.toggle("ld-error", over);
    line.textContent = line.dataset.saying.replace("{n}", long);
    if (over) box.setAttribute("aria-invalid", "true");
    else if (!line.hidden) box.removeAttribute("aria-invalid");
    return over && box;
  };
  document.addEventListener(
    "submit",
    (event) => {
      const line = event.target.querySelector("[data-count-of]");
      const box = line && count(line);
      if (!box) return;
      event.preventDefault();
      line.scrollIntoView({ block: "center" });
      box.focus({ preventScroll: true });
    },
    true,
  );
  document.addEventListener("htmx:before:request", (event) => {
    if (event.target.closest?.("form")?.querySelector("[data-count-of].ld-error")) event.preventDefault();
  });
  document.addEventListener("input", (event) => {
    lines().forEach(count);
    if (event.target.closest(".compose .paper")) draw();
  });
  document.addEventListener(
    "scroll",
    (event) => {
      const marks = event.target.closest?.(".compose .paper")?.querySelector(".marks");
      if (marks) marks.scrollTop = event.target.scrollTop;
    },
    true,
  );
  // "Not the same": what was found is not offered again for this text.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-other-than]");
    if (!button) return;
    const form = button.closest("form");
    const kept = document.createElement("input");
    kept.type = "hidden";
    kept.name = "other_than";
    kept.value = button.dataset.otherThan;
    form.append(kept);
    htmx.trigger(form.querySelector("textarea[hx-trigger]"), "ask");
  });
  document.addEventListener("htmx:after:settle", draw);
  draw();
  const ask = () =>
    document.querySelectorAll("textarea[hx-trigger]").forEach((box) => box.value.trim() && htmx.trigger(box, "ask"));
  addEventListener("pageshow", () => setTimeout(ask)); // after htmx, which begins in a timeout of its own
})();
