// Every page: toasts, dialogs, menus, growing text boxes, chosen files, the worker.
(() => {
  "use strict";
  const words = () => document.getElementById("words").dataset;
  const root = document.documentElement;
  root.classList.add("js");

  // --- toasts -----------------------------------------------------------------------------------
  const icon = (name) => {
    const known = document.querySelector("use[href*='icons.svg']");
    const base = known ? known.getAttribute("href").split("#")[0] : "/static/vendor/icons.svg";
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "ld-i");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${base}#${name}`);
    svg.append(use);
    return svg;
  };
  const leave = (toast) => {
    const bad = toast.matches(".error, .warning, [role=alert]");
    setTimeout(() => toast.remove(), bad ? 12000 : 5000);
  };
  const toast = (text, { name = "check", bad = false, href = "", act = "" } = {}) => {
    const box = document.createElement("div");
    box.className = bad ? "ld-toast error" : "ld-toast";
    const span = document.createElement("span");
    span.textContent = text;
    box.append(icon(bad ? "triangle-alert" : name), span);
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = act;
      box.append(link);
    }
    document.getElementById("toasts").append(box);
    leave(box);
  };
  // Said on the next page: what a form that was sent by script was answered.
  const LATER = "liandong.toasts";
  const later = (toasts) => toasts.length && sessionStorage.setItem(LATER, JSON.stringify(toasts));
  window.liandong = { toast, later, icon, words };
  document.querySelectorAll("#toasts > .ld-toast").forEach(leave);
  JSON.parse(sessionStorage.getItem(LATER) || "[]").forEach(({ text, bad }) => toast(text, { bad }));
  sessionStorage.removeItem(LATER);

  // What the server refused, said where nothing was swapped in.
  const said = { 401: "expired", 403: "forbidden", 404: "gone", 413: "large", 429: "busy" };
  document.addEventListener("htmx:response:error", (event) => {
    const status = event.detail.ctx.response.status;
    if (status >= 500 || said[status]) toast(words()[said[status] || "failed"], { bad: true });
  });
  // A session that ran out answers with the sign-in page, which is no part of this one.
  document.addEventListener("htmx:before:response", (event) => {
    const { raw } = event.detail.ctx.response;
    if (raw.redirected && new URL(raw.url).pathname.startsWith("/accounts/")) event.preventDefault();
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx) toast(words()[navigator.onLine ? "failed" : "offline"], { bad: true });
  });

  // A fingerprint, a face or a security key that did not answer, or was already known.
  document.addEventListener("allauth.error", (event) => {
    const { exception, tags } = event.detail;
    if (!tags.includes("webauthn")) return;
    event.preventDefault();
    document.querySelectorAll("#toasts > .ld-toast.error").forEach((said) => said.remove());
    toast(words()[exception.name === "InvalidStateError" ? "keyKnown" : "keyFailed"], { bad: true });
  });

  // --- dialogs and menus ------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog) {
        event.preventDefault();
        dialog.showModal();
      }
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) {
      const dialog = closer.closest("dialog");
      if (dialog) dialog.close();
      else history.back();
    }
    if (event.target.matches("dialog.ld-confirm")) event.target.close();
    document.querySelectorAll("details.ld-more[open], details.end[open]").forEach((menu) => {
      if (!menu.contains(event.target) || event.target.closest(".ld-menu [data-opens]")) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.ld-more[open], details.end[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // One press, one request: a form that has been sent is not sent again while it is under way.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));

  // Typed before the page listened: said again, once, to whoever listens to typing (after htmx, which begins in a timeout
  // of its own). A text that is asked about by its page is that page's to ask.
  const typed = (listener) => {
    const [, from] = listener.getAttribute("hx-trigger").match(/(?:^|,)\s*input\b[^,]*?\bfrom:(#[\w-]+)/) || [];
    const field = from ? document.querySelector(from) : listener;
    return field?.matches("input, textarea") && field.value !== field.defaultValue ? [field] : [];
  };
  const unheard = () => {
    const live = [...document.querySelectorAll("[hx-trigger*='input']:not([hx-trigger*='ask'])")];
    new Set(live.flatMap(typed)).forEach((field) => field.dispatchEvent(new Event("input", { bubbles: true })));
  };
  addEventListener("pageshow", () => setTimeout(unheard), { once: true });

  // --- text boxes that grow, where the browser does not do it itself --------------------------------
  if (!CSS.supports("field-sizing", "content")) {
    const grow = (box) => {
      box.rows = Math.min(16, Math.max(4, box.value.split("\n").reduce((n, line) => n + 1 + Math.floor(line.length / 20), 0) + 1));
    };
    document.addEventListener("input", (event) => event.target.matches("textarea") && grow(event.target));
    document.querySelectorAll("textarea").forEach(grow);
  }

  // --- chosen files: shown, removable, checked for size --------------------------------------------
  const chosen = new WeakMap();
  const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
  const keep = (box, input, files) => {
    const kept = new DataTransfer();
    files.forEach((file) => kept.items.add(file));
    input.files = kept.files;
    chosen.set(input, [...kept.files]);
    show(box, input);
  };
  // What the server would not take it says at once. Of a picture the beginning tells; the rest is sent with the form.
  const check = async (box, input, file) => {
    let why = "";
    for (const part of file.type.startsWith("image/") ? [file.slice(0, 4096), file] : [file]) {
      const body = new FormData();
      body.append("file", part, file.name);
      body.append("csrfmiddlewaretoken", input.form.elements.namedItem("csrfmiddlewaretoken").value);
      const answer = await fetch(box.dataset.check, { method: "POST", body }).catch(() => null);
      if (answer?.status !== 422) return; // taken; or without a network: looked at when the form is sent
      why = await answer.text();
    }
    keep(box, input, [...input.files].filter((f) => f !== file));
    refuse(box, why);
  };
  // What was not taken is said beside the others until it is taken away.
  const refuse = (box, why) => {
    const line = document.createElement("p");
    line.className = "ld-error";
    line.setAttribute("role", "alert");
    const span = document.createElement("span");
    span.className = "grow";
    span.textContent = why;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "x";
    remove.setAttribute("aria-label", words().remove);
    remove.append(icon("x"));
    remove.addEventListener("click", () => line.remove());
    line.append(icon("circle-alert"), span, remove);
    box.querySelector("ul").after(line);
  };
  const show = (box, input) => {
    const list = box.querySelector("ul");
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const item = document.createElement("li");
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "x";
        remove.setAttribute("aria-label", `${words().remove} ${file.name}`);
        remove.append(icon("x"));
        remove.addEventListener("click", () => keep(box, input, [...input.files].filter((f) => f !== file)));
        if (file.type.startsWith("image/")) {
          const image = document.createElement("img");
          image.src = URL.createObjectURL(file);
          image.alt = file.name;
          image.addEventListener("load", () => URL.revokeObjectURL(image.src));
          item.className = "pic";
          item.append(image, remove);
        } else {
          const name = document.createElement("span");
          name.className = "one grow";
          name.textContent = file.name;
          const bytes = document.createElement("span");
          bytes.className = "s i3 num";
          bytes.textContent = size(file.size);
          item.className = "ld-file";
          item.append(icon("file-text"), name, bytes, remove);
        }
        return item;
      }),
    );
  };
  document.addEventListener("change", (event) => {
    const input = event.target;
    const box = input.closest("[data-upload]");
    if (!box || input.type !== "file") return;
    const limit = Number(box.dataset.max);
    const before = input.multiple ? chosen.get(input) || [] : [];
    const added = [...input.files].filter((file) => {
      const large = limit && file.size > limit;
      if (large) refuse(box, words().largeFile.replace("{name}", file.name).replace("{most}", Math.max(1, Math.floor(limit / 1048576))));
      return !large;
    });
    keep(box, input, [...before, ...added]);
    if (box.dataset.check) [...input.files].slice(before.length).forEach((file) => check(box, input, file));
  });

  // --- the worker that keeps the shell for times without a network ----------------------------------
  if ("serviceWorker" in navigator && window.isSecureContext) {
    addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js").catch(() => {}));
  }
})();
