// Files that are dropped on a field marked data-drop, or chosen there, are sent at once; without script its button sends them.
"use strict";
(() => {
  const field = (e) => (e.target instanceof Element ? e.target.closest("[data-drop]") : null);
  const send = (form) => form.requestSubmit(form.querySelector("[data-send]"));
  document.addEventListener("dragover", (e) => { const form = field(e); if (form) { e.preventDefault(); form.classList.add("over"); } });
  document.addEventListener("dragleave", (e) => field(e)?.classList.remove("over"));
  document.addEventListener("drop", (e) => {
    const form = field(e);
    if (!form) return;
    e.preventDefault();
    form.classList.remove("over");
    const input = form.querySelector("input[type=file]");
    if (!e.dataTransfer.files.length) return;
    input.files = e.dataTransfer.files;
    send(form);
  });
  document.addEventListener("change", (e) => { if (e.target.matches?.("[data-drop] input[type=file]") && e.target.files.length) send(e.target.form); });
})();
