// Drafts: what is typed in a form with data-draft="key" is kept as typed, on this device and for this
// person, and put back; it goes when the server says so (a message with extra_tags="draft:key").
// With data-offline the form is sent when the network is back, once: its field `key` names the request.
(() => {
  "use strict";
  const me = document.body.dataset.me || localStorage.getItem("liandong.me") || "";
  if (document.body.dataset.me) localStorage.setItem("liandong.me", me);
  const place = (kind, key) => `liandong.${kind}.${me}.${key}`;
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const words = () => window.liandong.words();
  const say = (word, more) => window.liandong.toast(words()[word], more);

  const SKIP = new Set(["csrfmiddlewaretoken", "next"]);
  const fields = (form) =>
    [...form.elements].filter((f) => f.name && !SKIP.has(f.name) && !["file", "password", "submit", "button"].includes(f.type));
  const typed = (form) => {
    const values = {};
    fields(form).forEach((f) => {
      if (f.type === "checkbox") values[f.name] = f.checked;
      else if (f.type !== "radio") values[f.name] = f.value;
      else if (f.checked) values[f.name] = f.value;
    });
    return values;
  };
  const words_in = (form) => fields(form).some((f) => f.matches("textarea, input[type=text], input:not([type])") && f.value.trim());
  const restore = (form, values) => {
    fields(form).forEach((f) => {
      if (!(f.name in values)) return;
      if (f.type === "checkbox") f.checked = Boolean(values[f.name]);
      else if (f.type === "radio") f.checked = f.value === values[f.name];
      else f.value = values[f.name];
    });
    form.querySelectorAll("textarea").forEach((f) => f.dispatchEvent(new Event("input", { bubbles: true })));
  };

  const keep = (form) => {
    const name = place("draft", form.dataset.draft);
    try {
      if (words_in(form)) localStorage.setItem(name, JSON.stringify(typed(form)));
      else localStorage.removeItem(name);
      document.querySelectorAll(".saved").forEach((s) => s.classList.toggle("on", words_in(form)));
    } catch {
      // storage is full or forbidden: the page works, only without a draft
    }
  };
  const timers = new WeakMap();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.draft) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keep(form), 300));
  });
  const flush = () => document.querySelectorAll("form[data-draft]").forEach((form) => words_in(form) && keep(form));
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.hidden && flush());

  const forget = (key) => ["draft", "queue"].forEach((kind) => localStorage.removeItem(place(kind, key)));
  document.querySelectorAll("#toasts [data-tags]").forEach((toast) =>
    toast.dataset.tags.split(" ").forEach((tag) => tag.startsWith("draft:") && forget(tag.slice(6))),
  );
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const values = read(place("draft", form.dataset.draft));
    if (values && !form.querySelector("[aria-invalid=true]") && !words_in(form)) {
      restore(form, values);
      document.querySelectorAll(".saved").forEach((s) => s.classList.add("on"));
    }
  });

  // --- sending, now or when the network is back ------------------------------------------------------
  const token = (page) => page.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  const path = (url) => new URL(url, location.href).pathname;

  // Sends and says what came back: {done: url}, {form: page} (with the server's remarks), {login: url};
  // throws TypeError without a network.
  const send = async (action, body, again = true) => {
    const answer = await fetch(action, { method: "POST", body, credentials: "same-origin" });
    if (path(answer.url).startsWith("/accounts/")) return { login: answer.url };
    if (answer.redirected) return { done: answer.url, page: parse(await answer.text()) };
    if (answer.status === 403 && again) {
      const fresh = await fetch(action, { credentials: "same-origin" });
      if (path(fresh.url).startsWith("/accounts/")) return { login: fresh.url };
      body.set("csrfmiddlewaretoken", token(parse(await fresh.text())));
      return send(action, body, false);
    }
    return { form: parse(await answer.text()), status: answer.status };
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.draft || form.dataset.offline === undefined || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.under) return;
    form.dataset.under = "way";
    delete form.dataset.sent;
    keep(form);
    const button = event.submitter;
    const body = new FormData(form, button);
    if (button) button.disabled = true;
    try {
      const answer = await send(form.action, body);
      const mine = answer.form?.querySelector(`form[data-draft="${CSS.escape(form.dataset.draft)}"]`);
      if (answer.done) location.assign(answer.done);
      else if (answer.login) {
        say("expired", { bad: true });
        setTimeout(() => location.assign(`/accounts/login/?next=${encodeURIComponent(path(form.action))}`), 1500);
      } else if (mine) {
        form.replaceWith(document.adoptNode(mine));
        htmx.process(mine);
        mine.querySelector("[aria-invalid=true]")?.focus();
      } else say(answer.status === 413 ? "large" : answer.status === 429 ? "busy" : "failed", { bad: true });
    } catch {
      localStorage.setItem(place("queue", form.dataset.draft), JSON.stringify({ action: form.action, values: typed(form) }));
      say("offline", { name: "wifi-off" });
    } finally {
      delete form.dataset.under;
      if (button) button.disabled = false;
    }
  });

  const resend = async () => {
    const names = Object.keys(localStorage).filter((n) => n.startsWith(place("queue", "")));
    for (const name of names) {
      const queued = read(name);
      const key = name.slice(place("queue", "").length);
      if (!queued) continue;
      const page = await fetch(queued.action, { credentials: "same-origin" });
      if (path(page.url).startsWith("/accounts/")) return; // after signing in
      const body = new FormData();
      const open = document.querySelector(`form[data-draft="${CSS.escape(key)}"]`);
      open?.querySelectorAll("input[type=file]").forEach((f) => [...f.files].forEach((file) => body.append(f.name, file)));
      Object.entries(queued.values).forEach(([field, value]) => {
        if (value === true) body.set(field, "on");
        else if (value !== false) body.set(field, value);
      });
      body.set("csrfmiddlewaretoken", token(parse(await page.text())));
      const answer = await send(queued.action, body);
      localStorage.removeItem(name);
      if (answer.done) {
        forget(key);
        if (open) location.assign(answer.done);
        else say("sent", { href: answer.done, act: "→" });
      } else if (!open) location.assign(queued.action); // the server has remarks: they are on the form
    }
  };
  const back = () => navigator.locks.request("liandong.resend", resend).catch(() => {});
  if (navigator.locks) {
    addEventListener("online", back);
    if (navigator.onLine) back();
  }
})();
