// Writing an appeal: the words that spoke for a department are marked where they were typed; a text that was there
// before the page listened (a draft, a quick hand, the browser's memory) gets its suggestion as one that is typed.
// The suggestion (a part of a page, fetched by htmx) names them: data-words='["自来水压", "冷却水"]'.
(() => {
  "use strict";
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
      const parts = words.length ? box.value.split(new RegExp(`(${words.map(escape).join("|")})`)) : [box.value];
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
  document.addEventListener("input", (event) => event.target.closest(".compose .paper") && draw());
  document.addEventListener("htmx:after:settle", draw);
  draw();
  const ask = () =>
    document.querySelectorAll("textarea[hx-trigger]").forEach((box) => box.value.trim() && htmx.trigger(box, "ask"));
  addEventListener("pageshow", () => setTimeout(ask)); // after htmx, which begins in a timeout of its own
})();
