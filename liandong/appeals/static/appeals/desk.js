// The desk of appeals: focus in an act's form, toasts that come with a case, a link to copy, the sign-in that ran out.
(() => {
  "use strict";
  const say = (text) => window.liandong.toast(text);
  const place = (key) => `liandong.draft.${document.body.dataset.me}.${key}`; // as theme/draft.js keeps them

  // A form that was swapped in gets its draft as one that came with the page does.
  const restore = (form) => {
    let values = null;
    try {
      values = JSON.parse(localStorage.getItem(place(form.dataset.draft)));
    } catch {
      return; // no storage, no draft
    }
    if (!values || form.querySelector("[aria-invalid=true]")) return;
    [...form.elements].forEach((field) => {
      if (!(field.name in values) || field.type === "hidden") return;
      if (field.type === "checkbox") field.checked = Boolean(values[field.name]);
      else if (field.type === "radio") field.checked = field.value === values[field.name];
      else field.value = values[field.name];
    });
    form.querySelectorAll(".saved").forEach((mark) => mark.classList.add("on"));
  };
  // What was accepted is emptied before it goes, so that nothing keeps it once more.
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement?.matches?.("form[data-draft]") && ctx.response.status < 400) ctx.sourceElement.reset();
  });

  // Toasts that came with a swapped case leave like the others, and forget the drafts they name.
  const settle = () =>
    document.querySelectorAll("#toasts > .ld-toast:not([data-leaving])").forEach((toast) => {
      toast.dataset.leaving = "yes";
      setTimeout(() => toast.remove(), toast.matches(".error, .warning") ? 12000 : 5000);
      (toast.dataset.tags || "").split(" ").forEach((tag) => {
        if (tag.startsWith("draft:")) localStorage.removeItem(place(tag.slice(6)));
      });
    });
  document.addEventListener("htmx:after:swap", (event) => {
    settle();
    const { ctx } = event.detail;
    const target = ctx.target?.id;
    const form = document.querySelector("#act form");
    if (form && (target === "act" || target === "case")) {
      if (target === "act") restore(form);
      form.scrollIntoView({ block: "nearest" });
      (form.querySelector("[aria-invalid=true]") || form.querySelector("textarea, select, input:not([type=hidden])"))?.focus();
    } else if (target === "case") document.getElementById("case").focus({ preventScroll: true });
    document.querySelectorAll("details.ld-more[open]").forEach((menu) => (menu.open = target === "items" && menu.open));
  });

  // A session that ran out answers with the sign-in page: what was typed is kept as a draft, and we go there.
  document.addEventListener("htmx:before:response", (event) => {
    const { raw } = event.detail.ctx.response;
    if (!raw.redirected || !new URL(raw.url).pathname.startsWith("/accounts/login")) return;
    event.preventDefault();
    window.liandong.toast(window.liandong.words().expired, { bad: true });
    const form = document.querySelector("#act form");
    const next = form ? new URL(form.action).pathname : location.pathname + location.search;
    setTimeout(() => location.assign(`/accounts/login/?next=${encodeURIComponent(next)}`), 1500);
  });

  // Nothing moves under a hand: what has changed is fetched once the pointer rests or has gone elsewhere.
  let moved = 0;
  document.addEventListener("pointermove", () => (moved = Date.now()), { passive: true });
  document.addEventListener(
    "changed",
    (event) => {
      const part = event.target;
      if (!part.matches?.("[data-live]")) return;
      const busy = (part.matches(":hover") && Date.now() - moved < 1500) || part.querySelector("details.ld-more[open]");
      if (!busy) return;
      event.stopImmediatePropagation();
      setTimeout(() => part.isConnected && htmx.trigger(part, "changed"), 700);
    },
    true,
  );

  document.addEventListener("click", (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) navigator.clipboard.writeText(location.href).then(() => say(copy.dataset.copied), () => window.prompt("", location.href));
    if (event.target.closest("[data-print]")) window.print();
  });
})();
