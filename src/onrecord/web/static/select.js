// Words chosen by keyboard. In an article: "m" starts a choice in the text, arrow keys move it, Shift extends it; Enter, s and c put it into the form for a
// statement that was missed. At a statement's words: arrow keys move the last word, with Shift the first. Hover and focus pair a card with its marks.
"use strict";
(() => {
  const WORD = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu;
  const points = (s) => Array.from(s).length;

  // ---- pairing
  const text = document.querySelector("[data-text]");
  if (text) {
    const pair = (numbers) => {
      for (const e of text.querySelectorAll(".on")) e.classList.remove("on");
      for (const n of numbers) {
        text.querySelector(`#card-${n}`)?.classList.add("on");
        for (const e of text.querySelectorAll(`[data-for~="${n}"]`)) if (e.classList.contains("said-run")) e.classList.add("on");
      }
    };
    const numbersOf = (e) => e.closest?.("[data-number]")?.dataset.number.split(" ") ?? e.closest?.("[data-for]")?.dataset.for.split(" ") ?? [];
    text.addEventListener("focusin", (e) => pair(numbersOf(e.target)));
    text.addEventListener("mouseover", (e) => { if (!choosing) pair(numbersOf(e.target)); });
    text.addEventListener("click", (e) => {
      const own = e.target.closest?.("[data-for]");
      if (own && getSelection().isCollapsed) document.querySelector(`#card-${own.dataset.for.split(" ").at(-1)} [data-open]`)?.focus();
    });
  }

  // ---- places in the text: code points of the article, told by the runs
  const form = document.querySelector("[data-missed]");
  let words = [], choosing = null, from = 0, to = 0;

  // Nodes of a run with the place of each one's first character; a chip stands for as many characters as it says.
  function* nodesOf(run) {
    let at = Number(run.dataset.at);
    for (const node of run.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) { yield { node, at }; at += points(node.data); }
      else if (node.dataset?.size) at += Number(node.dataset.size);
    }
  }

  function findWords() {
    const found = [];
    for (const run of text.querySelectorAll(".run[data-at]")) for (const { node, at } of nodesOf(run)) for (const m of node.data.matchAll(WORD)) {
      const start = at + points(node.data.slice(0, m.index));
      found.push({ node, begin: m.index, end: m.index + m[0].length, start, stop: start + points(m[0]) });
    }
    return found.sort((a, b) => a.start - b.start);
  }

  // The article's own characters between two places; what a chip stands for is not on the page, so the server reads it there.
  function between(start, stop) {
    let out = "", last = start;
    for (const run of text.querySelectorAll(".run[data-at]")) for (const { node, at } of nodesOf(run)) {
      const own = Array.from(node.data), a = Math.max(start, at), b = Math.min(stop, at + own.length);
      if (a < b) out += (out && !/\s$/.test(out) && a > last ? " " : "") + own.slice(a - at, b - at).join("");
      last = b;
    }
    return out;
  }

  function show() {
    const [a, b] = [Math.min(from, to), Math.max(from, to)], range = new Range();
    range.setStart(words[a].node, words[a].begin);
    range.setEnd(words[b].node, words[b].end);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    words[to].node.parentElement.scrollIntoView({ block: "nearest" });
    choosing.querySelector("output").textContent = range.toString().replace(/\s+/g, " ");
  }

  function start() {
    words = findWords();
    if (!words.length) return;
    choosing = document.createElement("div");
    choosing.className = "choosing";
    choosing.tabIndex = -1;
    choosing.setAttribute("role", "group");
    choosing.setAttribute("aria-label", "Choose words with the arrow keys, Shift extends, Enter takes them as what was said, s as source, c as cue, Escape leaves");
    const told = document.createElement("span"), out = document.createElement("output");
    told.textContent = "Chosen: ";
    choosing.append(told, out);
    text.before(choosing);
    const at = selected();
    from = at ? Math.max(0, words.findIndex((w) => w.stop > at[0])) : firstSeen();
    to = at ? Math.max(from, words.findLastIndex((w) => w.start < at[1])) : from;
    choosing.focus({ preventScroll: true });
    show();
  }

  const firstSeen = () => {
    const i = words.findIndex((w) => w.node.parentElement.getBoundingClientRect().top >= 0);
    return Math.max(0, i);
  };

  // The places of what is selected in the text, null where nothing is.
  function selected() {
    const s = getSelection();
    if (s.isCollapsed || !s.rangeCount || !text.contains(s.getRangeAt(0).commonAncestorContainer)) return null;
    const range = s.getRangeAt(0), inside = findWords().filter((w) => {
      const own = new Range();
      own.setStart(w.node, w.begin); own.setEnd(w.node, w.end);
      return range.compareBoundaryPoints(Range.END_TO_START, own) < 0 && range.compareBoundaryPoints(Range.START_TO_END, own) > 0;
    });
    return inside.length ? [inside[0].start, inside.at(-1).stop] : null;
  }

  function take(field) {
    const a = words[Math.min(from, to)].start, b = words[Math.max(from, to)].stop;
    form.elements[field].value = between(a, b).replace(/\s+/g, " ").trim();
    form.elements[`${field}-at`].value = `${a}-${b}`;
    if (field === "content") { stop(); form.elements.content.focus(); form.scrollIntoView({ block: "nearest" }); }
    else choosing.querySelector("span").textContent = `Taken as ${field}. Chosen: `;
  }

  function stop() {
    choosing?.remove();
    choosing = null;
    getSelection().removeAllRanges();
  }

  function line(way) {
    const top = (w) => { const r = new Range(); r.setStart(w.node, w.begin); r.setEnd(w.node, w.end); return r.getBoundingClientRect(); };
    const here = top(words[to]);
    let best = to;
    for (let i = to + way; i >= 0 && i < words.length; i += way) {
      const box = top(words[i]);
      if (Math.abs(box.top - here.top) < 6) continue;
      if (best !== to && Math.abs(box.top - top(words[best]).top) > 6) break;
      if (best === to || Math.abs(box.left - here.left) < Math.abs(top(words[best]).left - here.left)) best = i;
    }
    return best;
  }

  if (text && form) document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (!choosing) {
      if (e.key === "m" && document.body.dataset.keys !== "off" && !e.target.closest?.("input, textarea, select")) { start(); e.preventDefault(); }
      return;
    }
    const rtl = getComputedStyle(text).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: rtl, ArrowLeft: -rtl }[e.key];
    if (step || e.key === "ArrowDown" || e.key === "ArrowUp" || e.key === "Home" || e.key === "End") {
      to = step ? Math.max(0, Math.min(words.length - 1, to + step)) : e.key === "Home" ? 0 : e.key === "End" ? words.length - 1 : line(e.key === "ArrowDown" ? 1 : -1);
      if (!e.shiftKey) from = to;
      show();
    } else if (e.key === "Enter") take("content");
    else if (e.key === "s") take("source");
    else if (e.key === "c") take("cue");
    else if (e.key === "Escape" || e.key === "Tab") { stop(); if (e.key === "Tab") return; }
    else return;
    e.preventDefault();
    e.stopImmediatePropagation();
  }, true);

  // A hand-typed change makes the chosen place stale: the server then looks for the words.
  form?.addEventListener("input", (e) => { const own = form.elements[`${e.target.name}-at`]; if (own) own.value = ""; });

  // ---- moving a part of a statement
  const move = document.querySelector("[data-span]");
  if (move) {
    const box = move.querySelector("[data-words]"), tokens = [...box.querySelectorAll("[data-start]")], said = move.querySelector("[data-said]");
    const parts = [...move.querySelectorAll("[data-part]")].map((p) => [...p.querySelectorAll("select")]);
    let now = 0;
    const draw = () => {
      const spans = parts.map(([a, b]) => [Number(a.value || -1), Number(b.value || -1)]);
      for (const t of tokens) t.classList.toggle("in", spans.some(([a, b]) => a >= 0 && Number(t.dataset.start) >= a && Number(t.dataset.end) <= b));
      const chosen = tokens.filter((t) => t.classList.contains("in"));
      for (const t of tokens) t.classList.remove("edge");
      chosen.at(-1)?.classList.add("edge");
      said.textContent = chosen.length ? `${chosen.length} words: ${chosen[0].textContent} to ${chosen.at(-1).textContent}` : "No words are chosen.";
    };
    const shift = (select, step) => {
      const next = Math.max(1, Math.min(select.options.length - 1, (select.selectedIndex || 0) + step));
      select.selectedIndex = next;
    };
    box.addEventListener("keydown", (e) => {
      const rtl = getComputedStyle(box).direction === "rtl" ? -1 : 1;
      const step = { ArrowRight: rtl, ArrowLeft: -rtl, ArrowDown: 8, ArrowUp: -8 }[e.key];
      if (!step) return;
      const [first, last] = parts[now];
      shift(e.shiftKey ? first : last, step);
      if (!first.value) first.selectedIndex = last.selectedIndex;
      if (!last.value) last.selectedIndex = first.selectedIndex;
      if (first.selectedIndex > last.selectedIndex) (e.shiftKey ? last : first).selectedIndex = (e.shiftKey ? first : last).selectedIndex;
      draw();
      e.preventDefault();
    });
    box.addEventListener("click", (e) => {
      const i = tokens.indexOf(e.target.closest?.("[data-start]"));
      if (i < 0) return;
      const [first, last] = parts[now];
      if (e.shiftKey || (first.value && first.selectedIndex <= i + 1 && last.selectedIndex < i + 1)) last.selectedIndex = i + 1;
      else first.selectedIndex = i + 1;
      if (!last.value || last.selectedIndex < first.selectedIndex) last.selectedIndex = first.selectedIndex;
      draw();
    });
    parts.forEach(([a, b], i) => { for (const s of [a, b]) { s.addEventListener("focus", () => { now = i; }); s.addEventListener("input", draw); } });
    draw();
  }
})();
