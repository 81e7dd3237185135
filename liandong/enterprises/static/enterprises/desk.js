// The page of an enterprise: a fact that opens takes the focus, and stays in sight.
(() => {
  "use strict";
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail.ctx.target?.id;
    if (target === "case") document.getElementById("case").focus({ preventScroll: true });
    if (target !== "case-facts") return;
    const open = document.querySelector("#case-facts .ef--open");
    if (!open) return;
    open.scrollIntoView({ block: "nearest" });
    (open.querySelector("[aria-invalid=true], [name=value]") || open.querySelector("a"))?.focus({ preventScroll: true });
  });
  // A file that is too large is said at once, not after it has been sent.
  document.addEventListener("change", (event) => {
    const { files, dataset } = event.target;
    if (!files || !dataset.most) return;
    event.target.setCustomValidity(files[0]?.size > Number(dataset.most) ? dataset.tooLarge : "");
    event.target.reportValidity();
  });
})();
