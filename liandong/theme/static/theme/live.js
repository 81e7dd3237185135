// Live pages: what changed on the server is fetched again, at once and only that.
// An element with data-live="appeal:XG…" (several, separated by spaces; "appeal:*" for any) is
// refreshed when that subject changes: by its own hx-get on the event `changed`, else from this page.
(() => {
  "use strict";
  const meta = document.querySelector("meta[name='events-url']");
  if (!meta || !window.EventSource) return;

  const waiting = new Set();
  let timer = 0;
  let source = null;
  let tries = 0;

  const typing = (element) => {
    const active = document.activeElement;
    if (element.contains(active) && active.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=file])")) return true;
    // A form with data-holds keeps its place while something in it has not been sent.
    return [...element.querySelectorAll("form[data-holds] :is(textarea, input[type=file])")].some((f) =>
      f.type === "file" ? f.files.length : f.value !== f.defaultValue,
    );
  };
  const refresh = () => {
    timer = 0;
    [...waiting].forEach((element) => {
      if (!element.isConnected) waiting.delete(element);
      if (!element.isConnected || typing(element)) return;
      waiting.delete(element);
      if (element.hasAttribute("hx-get")) htmx.trigger(element, "changed");
      else if (element.id) {
        const self = `#${CSS.escape(element.id)}`;
        htmx.ajax("GET", location.href, { target: self, select: self, swap: "outerHTML" });
      }
    });
  };
  const soon = () => (timer ||= setTimeout(refresh, 150 + Math.random() * 200));
  document.addEventListener("focusout", () => waiting.size && soon());

  const touches = (element, subject) =>
    element.dataset.live.split(/\s+/).some((s) => s === subject || (s.endsWith("*") && subject.startsWith(s.slice(0, -1))));
  const mark = (subject) => {
    document.querySelectorAll("[data-live]").forEach((e) => (!subject || touches(e, subject)) && waiting.add(e));
    if (waiting.size) soon();
  };
  const count = (unread) => {
    document.querySelectorAll("[data-unread]").forEach((place) => {
      place.replaceChildren();
      if (!unread) return;
      const badge = document.createElement("span");
      badge.className = "ld-badge";
      badge.textContent = unread > 99 ? "99+" : unread;
      place.append(badge);
    });
  };

  const open = () => {
    source = new EventSource(meta.content, { withCredentials: true });
    source.addEventListener("open", () => {
      if (tries) mark(""); // something may have been missed
      tries = 0;
    });
    source.addEventListener("changed", (event) => {
      let news;
      try {
        news = JSON.parse(event.data);
      } catch {
        return;
      }
      if (typeof news.unread === "number") count(news.unread);
      if (news.subject) mark(news.subject);
      document.dispatchEvent(new CustomEvent("liandong:changed", { detail: news }));
    });
    source.addEventListener("error", () => {
      tries += 1;
      if (source.readyState !== EventSource.CLOSED) return;
      source.close();
      source = null;
      setTimeout(() => source || document.hidden || open(), Math.min(60000, 1000 * 2 ** tries) * (0.5 + Math.random()));
    });
  };
  const close = () => {
    if (source) source.close();
    source = null;
  };
  // A hidden page keeps its line for a minute, then gives it back; it catches up when looked at.
  let hidden = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hidden);
    if (document.hidden) hidden = setTimeout(close, 60000);
    else if (!source) {
      tries = Math.max(tries, 1);
      open();
    }
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && !source && open());
  open();
})();
