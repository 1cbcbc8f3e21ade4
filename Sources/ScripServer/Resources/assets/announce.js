// Tells screen readers what became of the cards, many at once in one sentence.

import { strings } from "./strings.js";

const pause = 500;
const region = document.getElementById("announcer");
let pending = new Map();
let timer = null;

export function announce(kind, detail = "") {
  const said = pending.get(kind);
  pending.set(kind, { count: (said?.count ?? 0) + 1, detail });
  timer ??= setTimeout(speak, pause);
}

/** Says a text at once, in place of anything said before. */
export function say(text) {
  region.textContent = text;
}

function speak() {
  const sentences = [...pending].map(([kind, { count, detail }]) => strings.said[kind](count, detail));
  pending = new Map();
  timer = null;
  say(sentences.join(" "));
}
