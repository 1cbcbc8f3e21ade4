// Copies text, also where the page is served without TLS and the clipboard API is missing.

import { strings } from "./strings.js";
import { say } from "./announce.js";

const shownFor = 1600;

/** Copies, and lets the button tell for a moment whether it worked. */
export async function copyFrom(button, text) {
  const copied = await copy(text);
  const told = copied ? strings.copied : strings.copyFailed;
  say(told);
  button.dataset.told = told;
  setTimeout(() => delete button.dataset.told, shownFor);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return copied;
}
