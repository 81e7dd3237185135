// Filing: quiet without a network, and dictation where the browser has it (else the keyboard's own has).
(() => {
  "use strict";
  // Suggestions and drafts that do not get through are no news while one types: the words are kept here, and what is
  // wrong (no network, the session over) is said once, when the form is sent.
  ["htmx:error", "htmx:response:error"].forEach((name) =>
    document.addEventListener(name, (event) => event.target.closest?.("form[data-offline]") && event.stopPropagation(), true),
  );

  // Whether one's own name stands in the text is asked again when it is to be hidden, or the number is another.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[name=confidential], [name=contact_phone]")) return;
    const box = event.target.form?.querySelector("textarea[hx-trigger]");
    if (box?.value.trim()) htmx.trigger(box, "ask");
  });

  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  if (!Recognition) return;
  document.documentElement.classList.add("hears");
  let listening = null;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-voice]");
    if (!button) return;
    if (listening) {
      listening.stop();
      return;
    }
    const box = document.getElementById(button.dataset.voice);
    const word = button.querySelector("span");
    const recognition = new Recognition();
    recognition.lang = button.dataset.lang;
    recognition.continuous = true;
    recognition.addEventListener("result", (heard) => {
      for (let n = heard.resultIndex; n < heard.results.length; n += 1) {
        if (heard.results[n].isFinal) box.value += heard.results[n][0].transcript;
      }
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
    // What does not hear says so, and points to the keyboard, which often does; while the browser asks, it waits.
    const cannot = (why) => window.liandong.toast(button.dataset[why], { bad: true });
    const waits = setTimeout(async () => {
      const asked = await navigator.permissions?.query({ name: "microphone" }).catch(() => null);
      if (asked?.state === "prompt" || listening !== recognition) return;
      recognition.abort();
      listening = null;
      cannot("unheard");
    }, 4000);
    recognition.addEventListener("error", ({ error }) => {
      if (["aborted", "no-speech"].includes(error)) return;
      cannot(error === "not-allowed" ? "denied" : "unheard");
    });
    ["start", "error", "end"].forEach((name) => recognition.addEventListener(name, () => clearTimeout(waits)));
    recognition.addEventListener("start", () => {
      button.setAttribute("aria-pressed", "true");
      word.textContent = word.dataset.liveWord;
    });
    recognition.addEventListener("end", () => {
      listening = null;
      button.setAttribute("aria-pressed", "false");
      word.textContent = word.dataset.idle;
    });
    listening = recognition;
    recognition.start();
    box.focus();
  });
})();
