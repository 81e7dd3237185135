{% url "liaison:day" as day %}// Keeps the shell and the page without a network, and of a liaison the day's page as last seen, until somebody signs
// in or out; everything else comes from the server.
"use strict";
const SHELL = {{ shell|safe }};
const CACHE = "liandong-{{ version }}";
const OFFLINE = "{% url 'theme:offline' %}";
const OFFICE = "{% url 'theme:offline_office' %}"; // of those who sit at a desk: it offers no form of an enterprise
const DAY = "{{ day }}";
const OWN = "own-day";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([...SHELL, OFFLINE, OFFICE]))
      .then(() => self.skipWaiting()),
  );
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n.startsWith("liandong-") && n !== CACHE).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  );
});
// The page with what it is drawn and works with; without a network its notes are written all the same.
const keep = async (answer) => {
  const cache = await caches.open(OWN);
  const parts = [...(await answer.clone().text()).matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js))"/g)].map((found) => found[1]);
  await cache.put(DAY, answer);
  await Promise.all(parts.map(async (part) => (await caches.match(part)) || cache.add(part)));
};
const ownDay = async (event) => {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(keep(answer.clone()));
    return answer;
  } catch {
    return (await caches.match(DAY)) || without(DAY);
  }
};
const without = (path) => caches.match(path.startsWith("/desk/") || path.startsWith("/admin/") ? OFFICE : OFFLINE);
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.mode === "navigate" && url.pathname.startsWith("/accounts/log")) event.waitUntil(caches.delete(OWN));
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === DAY) {
    event.respondWith(ownDay(event));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => without(url.pathname)));
  } else if (SHELL.includes(url.pathname) || /\.(css|js)$/.test(url.pathname)) {
    event.respondWith(
      fetch(request).catch(() => caches.match(request, { ignoreSearch: true }).then((hit) => hit || Response.error())),
    );
  }
});
