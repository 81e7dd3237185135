// The desk's list by keyboard: j k walk, Enter opens, x picks, / searches, Escape goes back to the list, ? tells all this.
(() => {
  "use strict";
  const items = () => [...document.querySelectorAll("#list .dk-item")];
  const writing = (element) => element.closest("input, textarea, select, [contenteditable], dialog");
  const here = () => items().findIndex((item) => item === document.activeElement || item.classList.contains("here"));

  const go = (step) => {
    const all = items();
    if (!all.length) return;
    let at = here();
    if (at < 0) at = all.findIndex((item) => item.hasAttribute("aria-current"));
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))];
    all.forEach((item) => item.classList.toggle("here", item === next));
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const pick = () => {
    const item = items()[here()];
    if (!item) return;
    item.classList.toggle("picked");
    const picked = items().filter((i) => i.classList.contains("picked"));
    document.querySelectorAll("form[data-picked]").forEach((form) => {
      form.hidden = !picked.length;
      form.querySelectorAll("input[name=reference]").forEach((input) => input.remove());
      picked.forEach((i) => {
        const input = document.createElement("input");
        input.type = "hidden";
        input.name = "reference";
        input.value = i.dataset.key || "";
        form.append(input);
      });
      const count = form.querySelector("[data-count]");
      if (count) count.textContent = picked.length;
    });
  };

  const tell = () => document.getElementById("keys")?.showModal();
  document.addEventListener("click", (event) => event.target.closest("[data-keys]") && tell());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && writing(event.target)) return event.target.blur();
    if (writing(event.target)) return;
    if (event.key === "?") return tell();
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "x") pick();
    else if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      event.preventDefault();
      search.closest("details")?.setAttribute("open", "");
      search.focus();
    } else if (event.key === "Escape") (items().find((i) => i.hasAttribute("aria-current")) || items()[0])?.focus();
  });

  // The open case is marked in the list, also when it was opened without loading the page.
  const mark = () =>
    items().forEach((item) => {
      if (new URL(item.href).pathname === location.pathname) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    });
  ["htmx:after:history:push", "htmx:after:history:replace", "htmx:after:settle"].forEach((name) => document.addEventListener(name, mark));
})();
