// A long select (`data-pick`) becomes a field that searches: every word typed has to occur. Without script it stays a select.
(() => {
  "use strict";
  const MOST = 50;
  const make = (tag, attributes) => {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  };
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  const grow = (select) => {
    const id = select.id || `pick-${Math.random().toString(36).slice(2)}`;
    const box = make("div", { class: "ld-pick" });
    const list = make("ul", { class: "ld-menu", id: `${id}-list`, role: "listbox", hidden: "" });
    const input = make("input", {
      id, class: select.className, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, placeholder: select.dataset.pick,
    });
    ["aria-invalid", "aria-describedby", "required"].forEach((name) => {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    });
    const label = document.querySelector(`label[for="${id}"]`);
    list.setAttribute("aria-label", label ? label.textContent : select.dataset.pick);
    select.removeAttribute("id");
    select.required = false;
    select.hidden = true;
    select.before(box);
    box.append(input, list, select);

    const chosen = () => (select.value ? select.selectedOptions[0].textContent : "");
    const show = () => (input.value = chosen());
    const shut = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const take = (option) => {
      select.value = option ? option.value : "";
      select.dispatchEvent(new Event("change", { bubbles: true }));
      show();
      shut();
    };
    const open = (typed) => {
      const words = plain(typed).split(/\s+/);
      const found = [...select.options].filter((o) => o.value && words.every((word) => plain(o.textContent).includes(word)));
      const rows = found.slice(0, MOST).map((option, at) => {
        const row = make("li", { id: `${id}-${at}`, class: "ld-act", role: "option", "aria-selected": "false" });
        row.textContent = option.textContent;
        row.addEventListener("click", () => take(option));
        row.option = option;
        return row;
      });
      if (!rows.length) {
        const none = make("li", { class: "ld-act", role: "option", "aria-disabled": "true", "aria-selected": "false" });
        none.textContent = window.liandong.words().nothing;
        rows.push(none);
      }
      list.replaceChildren(...rows);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      input.removeAttribute("aria-activedescendant");
      if (typed && found.length) mark(rows[0]);
    };
    const mark = (row) => {
      list.querySelectorAll("[aria-selected=true]").forEach((other) => other.setAttribute("aria-selected", "false"));
      row.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    };
    const step = (by) => {
      if (list.hidden) return open("");
      const rows = [...list.children].filter((row) => row.option);
      const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
      if (rows.length) mark(rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length]);
    };

    input.addEventListener("input", () => open(input.value));
    input.addEventListener("click", () => list.hidden && open(""));
    input.addEventListener("focus", () => input.select());
    // What is shown is what is sent: words that name nobody give way to what was chosen; none at all choose nobody.
    input.addEventListener("blur", () => (input.value.trim() ? (show(), shut()) : take(null)));
    input.addEventListener("keydown", (event) => {
      const marked = list.hidden ? null : list.querySelector("[aria-selected=true]");
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.key === "ArrowDown" ? 1 : -1);
      else if (event.key === "Enter" && !list.hidden) marked && take(marked.option);
      else if (event.key === "Escape" && !list.hidden) show(), shut();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    if (select.form) select.form.addEventListener("reset", () => setTimeout(show));
    addEventListener("pageshow", show);
    show();
  };
  const all = () => document.querySelectorAll("select[data-pick]:not([hidden])").forEach(grow);
  document.addEventListener("htmx:after:swap", all);
  all();
})();
