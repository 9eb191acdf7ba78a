// Single keys. Each stands for a link, a button or a field of the page (data-key); they rest while somebody types, and where they are switched off.
// Lists are stepped through by the two keys of data-step ("j k"); Enter opens the first link of the item that was stepped to.
"use strict";
(() => {
  const off = () => document.body.dataset.keys === "off";
  document.addEventListener("DOMContentLoaded", () => { if (!off()) document.documentElement.classList.add("keys"); });

  const typing = (e) => e.isComposing || e.ctrlKey || e.metaKey || e.altKey ||
    e.target.closest?.("input:not([type=radio]):not([type=checkbox]):not([type=submit]), textarea, select, [contenteditable]");
  const shown = (e) => e.getClientRects().length > 0 && !e.disabled;

  function press(key, from) {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const near = from.closest?.("[data-item]")?.querySelectorAll(wanted) ?? [];
    const found = [...near, ...document.querySelectorAll(`main ${wanted}`), ...document.querySelectorAll(wanted)].find(shown);
    if (!found) return false;
    if (found.matches("input, textarea, select")) { found.focus(); found.select?.(); } else found.click();
    return true;
  }

  function step(key) {
    for (const list of document.querySelectorAll("[data-step]")) {
      const way = list.dataset.step.split(" ").indexOf(key);
      if (way < 0 || !shown(list)) continue;
      const items = [...list.querySelectorAll("[data-item]")].filter(shown);
      if (!items.length) continue;
      const at = items.findIndex((item) => item.contains(document.activeElement));
      const next = items[Math.max(0, Math.min(items.length - 1, at < 0 ? 0 : at + (way ? -1 : 1)))];
      if (!next.hasAttribute("tabindex") && !next.matches("a, button")) next.tabIndex = -1;
      next.focus();
      next.scrollIntoView({ block: "nearest" });
      return true;
    }
    return false;
  }

  document.addEventListener("keydown", (e) => {
    if (off() || e.defaultPrevented || typing(e)) return;
    const target = e.target instanceof Element ? e.target : document.body;
    if (e.key === "Enter" && target.matches("[data-item]:not(a, button)")) {
      (target.querySelector("[data-open]") ?? target.querySelector("a[href]"))?.click();
      e.preventDefault();
    } else if (e.key.length === 1 && (step(e.key) || press(e.key, target))) e.preventDefault();
  });

  // data-copy="id": the words of that element; the button says for a while that it was done.
  document.addEventListener("click", async (e) => {
    const button = e.target.closest?.("[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    e.preventDefault();
    const status = button.querySelector("[data-label]") ?? button, before = status.textContent;
    try { await navigator.clipboard.writeText(source.value ?? source.textContent.trim()); status.textContent = "Copied"; }
    catch { source.focus(); source.select?.(); status.textContent = "Select and copy"; }
    setTimeout(() => { status.textContent = before; }, 2000);
  });
})();
