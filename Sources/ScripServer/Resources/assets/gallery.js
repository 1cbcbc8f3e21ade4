// The shelf of cards: the ones ordered here, and the ones that the server remembers.

import { call, SignedOut } from "./api.js";
import { Card } from "./cards.js";
import { showTrouble } from "./notices.js";
import { isIdle } from "./queue.js";
import { strings } from "./strings.js";

const pollEvery = 3000;
const retryEvery = 5000;
const clearable = 3;

const shelf = document.getElementById("cards");
const empty = document.getElementById("empty");
const clear = document.getElementById("clear");
const tally = document.getElementById("tally");

const cards = new Set();
let handlers = {};
let isLoaded = false;
let loading = null;
let timer = null;

export function startGallery(cardHandlers) {
  handlers = { ...cardHandlers, dismiss: remove };
  clear.addEventListener("click", () => [...cards].filter((card) => card.isWithoutPicture).forEach(remove));
}

/** A card at the front of the shelf. */
export function addCard(options) {
  const card = new Card(options, Date.now(), handlers);
  shelf.prepend(card.element);
  cards.add(card);
  tidy();
  return card;
}

export function remove(card) {
  const next = card.element.nextElementSibling ?? card.element.previousElementSibling;
  const hadFocus = card.element.contains(document.activeElement);
  cards.delete(card);
  card.retire();
  tidy();
  if (hadFocus) (next?.querySelector("[data-act]:not([hidden])") ?? document.getElementById("generate")).focus();
}

/** Drops what history told of a generation that a card ordered here now shows. */
export function claim(id, owner) {
  for (const card of cards) if (card !== owner && card.id === id) remove(card);
}

/** Counts what is on the shelf, after any card has changed. */
export function tidy() {
  empty.hidden = cards.size > 0 || !isLoaded;
  const count = (...states) => [...cards].filter((card) => states.includes(card.state)).length;
  tally.textContent = strings.tally(count("drawing", "checking", "busy"), count("waiting"));
  const without = [...cards].filter((card) => card.isWithoutPicture).length;
  clear.hidden = without < clearable;
  clear.textContent = strings.clear(without);
}

/** The shelf without a server: nobody is signed in. */
export function showNoHistory() {
  isLoaded = true;
  tidy();
}

/** Loads what the server remembers, and again while some of it is still being drawn. */
export function loadHistory() {
  loading ??= load().finally(() => { loading = null; });
  return loading;
}

async function load() {
  clearTimeout(timer);
  try {
    const { status, body } = await call("/v1/generations?limit=24");
    if (status !== 200 || !Array.isArray(body.data)) throw new Error(`history: ${status}`);
    showTrouble(null);
    const isComplete = merge(body.data);
    const isDrawing = [...cards].some((card) => card.isRemembered && card.state === "drawing");
    if (isDrawing || !isComplete) timer = setTimeout(loadHistory, pollEvery);
  } catch (error) {
    if (error instanceof SignedOut) return;
    showTrouble(strings.historyFailed);
    timer = setTimeout(loadHistory, retryEvery);
  }
}

// Whether every entry has its card now. While orders of this page are out, one that is running may
// be theirs, and is left for the next time.
function merge(entries) {
  const known = new Map([...cards].filter((card) => card.id).map((card) => [card.id, card]));
  const isOurs = (entry) => !isIdle() && (isLoaded || entry.status === "running");
  const left = entries.filter((entry) => {
    const card = known.get(entry.id);
    if (card) update(card, entry);
    else if (isOurs(entry)) return true;
    else insert(entry);
    return false;
  });
  isLoaded = true;
  tidy();
  return left.length === 0;
}

function insert(entry) {
  const card = new Card(entry.options ?? {}, Date.parse(entry.created_at), handlers);
  card.isRemembered = true;
  card.id = entry.id;
  const older = [...cards].filter((other) => other.created < card.created);
  const next = older.reduce((newest, other) => (newest?.created >= other.created ? newest : other), null);
  shelf.insertBefore(card.element, next?.element ?? null);
  cards.add(card);
  update(card, entry);
}

function update(card, entry) {
  if (!card.isRemembered || !["waiting", "drawing"].includes(card.state)) return;
  if (entry.status === "succeeded" && entry.image) {
    card.showPicture(entry.id, entry.image);
    return;
  }
  if (entry.image_expired) {
    card.id = entry.id;
    card.set("expired");
    return;
  }
  if (entry.status === "running") {
    if (card.state !== "drawing") card.set("drawing", { since: begun(entry) });
    return;
  }
  card.set("failed", { text: entry.error?.error ?? strings.stopped, code: entry.error?.code });
}

// On the clock that the elapsed time is counted with.
const begun = (entry) => performance.now() - Math.max(0, Date.now() - Date.parse(entry.created_at));
