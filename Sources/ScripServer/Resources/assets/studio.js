// Puts the studio together: what a click on Generate does, and what the page does on its own.

import { announce, say } from "./announce.js";
import { ConnectionLost, openSession, SignedOut } from "./api.js";
import { available, hideBalance, onBalance, refreshBalance } from "./balance.js";
import { addCard, claim, loadHistory, remove, showNoHistory, startGallery, tidy } from "./gallery.js";
import { generate } from "./generation.js";
import { attend, showCreditHelp, showSignedIn, showTrouble, startNotices } from "./notices.js";
import { apply, fullSummary, paint, read, startOptions, summary, surprise } from "./options.js";
import { enqueue } from "./queue.js";
import { credits, strings } from "./strings.js";

const element = (id) => document.getElementById(id);
const button = element("generate");
const drawer = element("drawer");
const price = Number(button.dataset.price);
const wide = matchMedia("(min-width: 900px)");
// A balance asked for at once would not yet show what the request reserves.
const holdSeen = 150;

let isSignedIn = null;
let signInTimer = null;
let isDrawerTouched = false;

function start() {
  element("price").textContent = credits(price);
  startNotices();
  startGallery({ cancel, retry, check, reuse, credits: helpWithCredits });
  startOptions(showLook);
  onBalance(showShortage);
  button.addEventListener("click", order);
  // A held-down Enter repeats as clicks; each would be a paid picture that nobody meant.
  button.addEventListener("keydown", (event) => { if (event.repeat) event.preventDefault(); });
  element("surprise").addEventListener("click", () => {
    surprise();
    say(strings.said.surprised(fullSummary(read())));
  });
  drawer.addEventListener("pointerdown", () => { isDrawerTouched = true; }, { once: true });
  wide.addEventListener("change", openDrawer);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && isSignedIn) refreshBalance();
  });
  openDrawer();
  signIn();
}

async function signIn() {
  clearTimeout(signInTimer);
  try {
    await openSession();
  } catch (error) {
    if (error instanceof SignedOut) return endSession();
    if (!(error instanceof ConnectionLost)) throw error;
    showTrouble(strings.historyFailed);
    signInTimer = setTimeout(signIn, 5000);
    return;
  }
  isSignedIn = true;
  showSignedIn(true);
  refreshBalance();
  await loadHistory();
  // On a phone the shelf is below the options; pictures that are there should be seen, unless the
  // options are already being chosen.
  const hasPictures = element("cards").childElementCount > 0;
  if (!wide.matches && hasPictures && !isDrawerTouched) drawer.open = false;
}

function endSession() {
  isSignedIn = false;
  showSignedIn(false);
  hideBalance();
  showNoHistory();
}

async function order() {
  const options = read();
  if (isSignedIn === false) {
    // Perhaps the link was opened in another tab since.
    await signIn();
    if (!isSignedIn) return attend("signed-out");
  }
  const card = addCard(options);
  showShelf();
  submit(card, newKey());
}

function submit(card, key, wasLost = false) {
  card.key = key;
  card.isRemembered = false;
  card.set("waiting");
  const takeBack = enqueue(() => run(card, { options: card.options, key, wasLost }));
  card.takeBack = takeBack;
  if (card.state === "waiting") announce("waiting");
  tidy();
}

async function run(card, order) {
  setTimeout(refreshBalance, holdSeen);
  try {
    finish(card, await generate(order, (progress) => report(card, progress)));
  } catch (error) {
    // A fault of this page: the same key makes it safe to ask again.
    finish(card, { state: "lost" });
    throw error;
  } finally {
    refreshBalance();
  }
}

function report(card, progress) {
  if (card.state !== progress.state && progress.state in strings.said) announce(progress.state);
  card.set(progress.state, progress);
  tidy();
}

function finish(card, outcome) {
  // Signed in anew since, in another tab: an answer proves it.
  if (isSignedIn === false && outcome.state !== "signed-out") signIn();
  if (outcome.state === "done") {
    claim(outcome.id, card);
    card.showPicture(outcome.id, outcome.image);
    tidy();
    return announce("done", summary(card.options));
  }
  card.set(outcome.state, outcome);
  tidy();
  if (outcome.state === "signed-out") {
    endSession();
    return announce("refused", strings.signedOut);
  }
  if (outcome.code === "INSUFFICIENT_CREDITS") showCreditHelp(true);
  announce(outcome.state, outcome.text);
}

function cancel(card) {
  if (card.takeBack()) remove(card);
}

// The outcome is known and final for its key, so another try is another order.
function retry(card) {
  submit(card, newKey());
}

// The outcome is not known: the same key finds it.
function check(card) {
  submit(card, card.key, true);
}

function reuse(card) {
  apply(card.options);
  if (!wide.matches) drawer.open = true;
  element("mannequin").scrollIntoView({ block: "nearest" });
}

function helpWithCredits() {
  showCreditHelp(true);
  attend("no-credits");
}

function showLook() {
  const options = read();
  element("summary").textContent = summary(options);
  for (const doll of document.querySelectorAll("#mannequin, #empty .doll")) paint(doll, options);
}

function showShortage() {
  const isShort = available() < price;
  element("short").hidden = !isShort;
  element("short").textContent = isShort ? strings.short(price, available()) : "";
  if (!isShort) showCreditHelp(false);
}

function openDrawer() {
  if (wide.matches) drawer.open = true;
}

// On a phone the new card would appear below the options, out of sight.
function showShelf() {
  if (wide.matches) return;
  drawer.open = false;
  element("cards").firstElementChild.scrollIntoView({ block: "nearest" });
}

// `crypto.randomUUID` is missing on pages served over plain HTTP from another machine.
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

start();
