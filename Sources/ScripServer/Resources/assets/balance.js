// Shows the balance as the server last told it, never as this page guesses it.

import { call } from "./api.js";
import { number, strings } from "./strings.js";

// Answers to clicks come in bursts; asking once for a burst is enough.
const gap = 200;

let inFlight = false;
let queued = false;
let shown = null;
const listeners = [];

export const available = () => shown?.available ?? null;
export const onBalance = (listener) => listeners.push(listener);

/**
 * Asks for the balance: at most one request at a time and one after it. So an older answer can
 * never overwrite a newer one, and a burst costs two requests.
 */
export async function refreshBalance() {
  queued = true;
  if (inFlight) return;
  inFlight = true;
  while (queued) {
    await new Promise((resolve) => setTimeout(resolve, gap));
    queued = false;
    await ask();
  }
  inFlight = false;
}

async function ask() {
  try {
    const { status, body } = await call("/v1/balances");
    const pool = body.balances?.app;
    if (status === 200 && Number.isFinite(pool?.available)) show(pool);
  } catch {
    // The last true balance stays; each card says for itself that the connection is lost.
  }
}

export function hideBalance() {
  shown = null;
  for (const purse of document.querySelectorAll("[data-purse]")) purse.hidden = true;
}

function show({ available, held = 0 }) {
  if (shown && shown.available === available && shown.held === held) return;
  shown = { available, held };
  for (const purse of document.querySelectorAll("[data-purse]")) fill(purse);
  for (const listener of listeners) listener(available);
}

function fill(purse) {
  purse.querySelector("[data-available]").textContent = number(shown.available);
  purse.querySelector("[data-unit]").textContent = strings.unit(shown.available);
  const held = purse.querySelector("[data-held]");
  held.classList.toggle("is-none", !(shown.held > 0));
  held.title = strings.reservedTitle;
  // The last text stays while it fades out, so that nothing next to it moves.
  if (shown.held > 0) held.textContent = strings.reserved(shown.held);
  purse.hidden = false;
}
