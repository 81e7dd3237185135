// Dated steps as rows of a date and a text; the text area behind them, a line for each, is what is sent and kept.
(() => {
  "use strict";
  const field = (type, label, value) => {
    const input = document.createElement("input");
    Object.assign(input, { type, value, required: true, className: "ld-input", ariaLabel: label });
    return input;
  };
  const button = (text, act) => {
    const one = document.createElement("button");
    Object.assign(one, { type: "button", textContent: text, className: "ld-btn ld-btn--quiet", onclick: act });
    return one;
  };
  const build = (area) => {
    const rows = document.createElement("div");
    rows.className = "steps-rows";
    const keep = () => {
      area.value = [...rows.querySelectorAll(".step")]
        .map((row) => [...row.querySelectorAll("input")].map((input) => input.value.trim()).join(" ").trim())
        .filter(Boolean)
        .join("\n");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const add = (day, text) => {
      const row = document.createElement("div");
      row.className = "step";
      const what = field("text", area.dataset.what, text);
      Object.assign(what, { maxLength: 300, placeholder: area.dataset.what });
      const away = () => {
        if (rows.querySelectorAll(".step").length === 1) return;
        row.remove();
        keep();
      };
      row.append(field("date", area.dataset.day, day), what, button(window.liandong.words().remove, away));
      more.before(row);
      return row;
    };
    const more = button(area.dataset.steps, () => add("", "").querySelector("input").focus());
    rows.append(more);
    const lines = area.value.split("\n").filter((line) => line.trim());
    (lines.length ? lines : [""]).forEach((line) => {
      const [, day, text] = line.match(/^\s*(\d{4}-\d\d-\d\d)?\s*(.*)$/);
      add(day || "", text);
    });
    rows.addEventListener("input", keep);
    area.required = false;
    area.hidden = true;
    area.after(rows);
  };
  const all = () => document.querySelectorAll("textarea[data-steps]:not([hidden])").forEach(build);
  document.addEventListener("htmx:after:swap", all);
  all();
})();
