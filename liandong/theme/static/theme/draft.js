// Drafts: what is typed in a form with data-draft="key" is kept as typed, on this device and for this
// person, and put back; it goes when the server says so (a message with extra_tags="draft:key").
// With data-offline the form is sent when the network is back, once: its field `key` names the request, its field
// `written_at` says when it was first sent.
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
  const words_in = (form) => fields(form).some((f) => f.matches("textarea, input[type=text], input:not([type])") && f.name !== "key" && f.value !== f.defaultValue && f.value.trim());
  // Files are not kept with a draft: of those that were chosen is said that they are to be chosen again.
  const files_of = (form) => [...form.querySelectorAll("input[type=file]")].reduce((n, f) => n + f.files.length, 0);
  const ask_again = (form) => {
    const box = form.querySelector("[data-upload]");
    if (!box) return;
    const line = document.createElement("p");
    line.className = "ld-notice ld-notice--warn";
    line.setAttribute("role", "status");
    line.textContent = words().filesAgain;
    box.parentElement.before(line);
    form.addEventListener("change", (event) => event.target.type === "file" && line.remove());
  };
  let restoring = false;
  const restore = (form, values) => {
    fields(form).forEach((f) => {
      if (!(f.name in values)) return;
      if (f.dataset.fresh !== undefined && f.value && !values[f.name]) return; // what the page has found out since
      if (f.type === "checkbox") f.checked = Boolean(values[f.name]);
      else if (f.type === "radio") f.checked = f.value === values[f.name];
      else f.value = values[f.name];
    });
    restoring = true;
    form.querySelectorAll("textarea").forEach((f) => f.dispatchEvent(new Event("input", { bubbles: true })));
    restoring = false;
  };

  const finished = new Set(); // accepted by the server: not to be written again while leaving the page
  const keep = (form) => {
    if (finished.has(form.dataset.draft)) return;
    const name = place("draft", form.dataset.draft);
    try {
      if (words_in(form)) localStorage.setItem(name, JSON.stringify({ ...typed(form), "": Date.now(), " files": files_of(form) }));
      else localStorage.removeItem(name);
      document.querySelectorAll(".saved").forEach((s) => s.classList.toggle("on", words_in(form)));
    } catch {
      // storage is full or forbidden: the page works, only without a draft
    }
  };
  const timers = new WeakMap();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.draft || restoring) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keep(form), 300));
  });
  const flush = () => document.querySelectorAll("form[data-draft]").forEach((form) => words_in(form) && keep(form));
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.hidden && flush());

  // What waits for a network is said where it was written (data-waits="key"), and how much of it (data-waiting="/path/").
  const queued = () => Object.keys(localStorage).filter((n) => n.startsWith(place("queue", "")));
  const tell = () => {
    document.querySelectorAll("[data-waits]").forEach((line) => (line.hidden = !read(place("queue", line.dataset.waits))));
    document.querySelectorAll("[data-waiting]").forEach((line) => {
      const n = queued().filter((name) => new URL(read(name).action, location.href).pathname.startsWith(line.dataset.waiting)).length;
      line.hidden = !n;
      line.textContent = line.dataset.word.replace("{n}", n);
    });
  };
  // One page stands for all that were not kept: its parts are for addresses under a path, or for all others.
  const under = (start) => location.pathname.startsWith(start);
  document.querySelectorAll("[data-under]").forEach((part) => (part.hidden = !under(part.dataset.under)));
  document.querySelectorAll("[data-not-under]").forEach((part) => (part.hidden = under(part.dataset.notUnder)));

  const forget = (key) => ["draft", "queue"].forEach((kind) => localStorage.removeItem(place(kind, key)));
  const finish = (key) => {
    finished.add(key);
    forget(key);
  };
  addEventListener("pageshow", () => finished.clear());
  document.querySelectorAll("#toasts [data-tags]").forEach((toast) =>
    toast.dataset.tags.split(" ").forEach((tag) => tag.startsWith("draft:") && forget(tag.slice(6))),
  );
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const values = read(place("draft", form.dataset.draft));
    const newer = values && (values[""] || 0) >= Number(form.dataset.draftAt || 0); // than what the server kept
    if (newer && !form.querySelector("[aria-invalid=true]") && !words_in(form)) {
      restore(form, values);
    }
    if (values?.[" files"]) ask_again(form);
  });

  tell();

  // --- sending, now or when the network is back ------------------------------------------------------
  const token = (page) => page.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  const path = (url) => new URL(url, location.href).pathname;

  // How far the files are: shown where they were chosen.
  const progress = (form, sent, all) =>
    form?.querySelectorAll("[data-progress]").forEach((line) => {
      line.hidden = sent === all;
      line.querySelector("rect:last-child").setAttribute("width", String(Math.round((100 * sent) / all)));
      line.querySelector("span").textContent = `${(sent / 1048576).toFixed(1)} / ${(all / 1048576).toFixed(1)} MB`;
    });
  const post = (action, body, form) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", action);
      request.upload.addEventListener("progress", (e) => e.total > 200000 && progress(form, e.loaded, e.total));
      request.addEventListener("load", () => resolve({ url: request.responseURL, status: request.status, page: parse(request.responseText) }));
      request.addEventListener("error", () => reject(new TypeError("no network")));
      request.addEventListener("timeout", () => reject(new TypeError("no network")));
      request.timeout = 120000;
      request.send(body);
    });

  // Sends and says what came back: where to go (`done`), the form again with the server's remarks
  // (`again`), that one must sign in (`login`), or only a status. Throws TypeError without a network.
  const send = async (action, body, key, form, fresh = false) => {
    const { url, status, page } = await post(action, body, form);
    const toasts = [...page.querySelectorAll("#toasts > .ld-toast")].map((t) => ({
      text: t.querySelector("span").textContent,
      bad: t.matches(".error, .warning"),
      tags: t.dataset.tags || "",
    }));
    toasts.forEach((t) => t.tags.split(" ").forEach((tag) => tag.startsWith("draft:") && finish(tag.slice(6))));
    if (path(url).startsWith("/accounts/")) return { login: true };
    const again = page.querySelector(`form[data-draft="${CSS.escape(key)}"]`);
    if (status === 403 && !fresh) {
      const got = await fetch(action, { credentials: "same-origin" });
      if (path(got.url).startsWith("/accounts/")) return { login: true };
      body.set("csrfmiddlewaretoken", token(parse(await got.text())));
      return send(action, body, key, form, true);
    }
    if (again) return { again, toasts };
    if (status >= 400) return { status };
    return { done: url, toasts };
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const key = form.dataset.draft;
    if (!key || form.dataset.offline === undefined || event.defaultPrevented) return;
    event.preventDefault();
    delete form.dataset.sent;
    if (form.dataset.under) return;
    form.dataset.under = "way";
    const name = form.elements.namedItem("key");
    if (name && !name.value) name.value = crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`;
    const written = form.elements.namedItem("written_at");
    if (written && !written.value) written.value = new Date().toISOString();
    keep(form);
    const button = event.submitter;
    const body = new FormData(form, button);
    if (button) button.disabled = true;
    try {
      const { done, again, login, status, toasts = [] } = await send(form.action, body, key, form);
      if (done) {
        window.liandong.later(toasts);
        location.assign(done);
        return;
      }
      if (login) {
        location.assign(`/accounts/login/?next=${encodeURIComponent(path(form.action))}&expired=yes`);
        return;
      }
      toasts.forEach((t) => window.liandong.toast(t.text, t));
      if (again?.querySelector("[aria-invalid=true], .ld-error, [role=alert]")) {
        const chosen = form.querySelectorAll("input[type=file]");
        const mine = document.adoptNode(again);
        form.replaceWith(mine);
        mine.querySelectorAll("input[type=file]").forEach((f, i) => {
          if (!chosen[i]?.files.length) return;
          f.files = chosen[i].files;
          f.dispatchEvent(new Event("change", { bubbles: true }));
        });
        htmx.process(mine);
        (mine.querySelector("[aria-invalid=true]") || mine).focus();
      } else if (!toasts.length) say(status === 413 ? "large" : status === 429 ? "busy" : "failed", { bad: true });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      localStorage.setItem(place("queue", key), JSON.stringify({ action: form.action, values: typed(form) }));
      tell();
      say("offline", { name: "wifi-off" });
    } finally {
      delete form.dataset.under;
      if (button) button.disabled = false;
      progress(form, 1, 1);
    }
  });

  const resend = async () => {
    for (const name of queued()) {
      const kept = read(name);
      const key = name.slice(place("queue", "").length);
      if (!kept) continue;
      const page = await fetch(kept.action, { credentials: "same-origin" });
      if (path(page.url).startsWith("/accounts/")) return; // after signing in
      const body = new FormData();
      const open = document.querySelector(`form[data-draft="${CSS.escape(key)}"]`);
      open?.querySelectorAll("input[type=file]").forEach((f) => [...f.files].forEach((file) => body.append(f.name, file)));
      Object.entries(kept.values).forEach(([field, value]) => {
        if (value === true) body.set(field, "on");
        else if (value !== false) body.set(field, value);
      });
      body.set("csrfmiddlewaretoken", token(parse(await page.text())));
      const { done, login, toasts = [] } = await send(kept.action, body, key, open);
      if (login) return;
      localStorage.removeItem(name);
      tell();
      if (done) {
        finish(key);
        if (open) {
          window.liandong.later(toasts);
          location.assign(done);
        } else say("sent", { href: done, act: "→" });
      } else if (!open) location.assign(kept.action); // the server has remarks: they are on the form
      else toasts.forEach((t) => window.liandong.toast(t.text, t));
    }
  };
  const back = () =>
    navigator.locks.request("liandong.resend", resend).catch((error) => {
      if (!(error instanceof TypeError)) throw error; // without a network it waits for the next time
    });
  if (navigator.locks) {
    addEventListener("online", back);
    if (navigator.onLine) back();
  }
})();
