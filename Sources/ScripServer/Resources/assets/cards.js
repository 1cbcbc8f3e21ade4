// One card: a picture, or the way to it, or why there is none.

import { copyFrom } from "./clipboard.js";
import { fullSummary, paint, summary } from "./options.js";
import { strings } from "./strings.js";

const template = document.getElementById("card");
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

// What can be done with a card in each of its states.
const acts = {
  waiting: ["cancel"],
  drawing: [],
  busy: [],
  checking: [],
  loading: [],
  done: ["download", "copy", "reuse"],
  unseen: ["reload", "copy"],
  expired: ["reuse", "dismiss"],
  refused: ["retry", "dismiss"],
  failed: ["retry", "dismiss"],
  lost: ["check"],
  "signed-out": ["retry", "dismiss"],
};

const drawing = new Set();
let ticker = null;

export class Card {
  constructor(options, created, handlers) {
    this.options = options;
    this.created = created;
    this.id = null;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.part("name").textContent = summary(options);
    this.part("name").title = fullSummary(options);
    this.element.classList.toggle("is-transparent", options.transparent !== false);
    paint(this.element.querySelector(".doll"), options);
    for (const [act, handler] of Object.entries(handlers)) {
      this.button(act).addEventListener("click", () => handler(this));
    }
    this.button("copy").addEventListener("click", () => copyFrom(this.button("copy"), this.link));
    this.button("reload").addEventListener("click", () => this.loadPicture());
    this.set("waiting");
  }

  part(name) { return this.element.querySelector(`[data-${name}]`); }
  button(act) { return this.element.querySelector(`[data-act="${act}"]`); }
  get isWithoutPicture() { return ["refused", "failed", "expired", "signed-out"].includes(this.state); }

  /** Moves to a state; `detail` has what the state needs: since, wait, text, code. */
  set(state, detail = {}) {
    const hadFocus = this.element.contains(document.activeElement);
    this.state = state;
    this.element.dataset.state = state;
    this.element.classList.toggle("is-active", ["drawing", "loading"].includes(state));
    this.element.classList.toggle("is-delayed", ["checking", "busy"].includes(state));
    this.progress(state, detail);
    this.message(state, detail);
    const offered = detail.code === "INSUFFICIENT_CREDITS" ? ["credits", "retry", "dismiss"] : acts[state];
    for (const button of this.element.querySelectorAll("[data-act]")) {
      button.hidden = !offered.includes(button.dataset.act);
    }
    if (hadFocus) this.keepFocus();
  }

  /** The outcome's picture: shown once it has arrived whole. */
  showPicture(id, image) {
    this.id = id;
    this.link = new URL(image, location.href).href;
    const download = this.button("download");
    download.href = reachable(this.link);
    download.download = strings.fileName(id);
    this.loadPicture();
  }

  async loadPicture() {
    const picture = this.element.querySelector("img");
    this.set("loading");
    picture.alt = strings.pictureOf(fullSummary(this.options));
    picture.loading = this.isRemembered ? "lazy" : "eager";
    picture.hidden = false;
    picture.removeAttribute("src");
    picture.src = reachable(this.link);
    try {
      await arrival(picture);
      this.set("done");
    } catch {
      picture.hidden = true;
      this.set("unseen");
    }
  }

  /** Takes the card off the page. */
  retire() {
    watch(this, false);
    this.element.remove();
  }

  progress(state, { since, wait }) {
    if (state === "drawing") this.since = since ?? performance.now();
    watch(this, state === "drawing");
    const texts = {
      waiting: () => strings.waiting,
      drawing: () => strings.drawing(elapsed(this)),
      checking: () => strings.checking,
      busy: () => strings.busy(Math.ceil(wait)),
      loading: () => strings.loading,
    };
    this.part("progress").textContent = texts[state]?.() ?? "";
  }

  message(state, { text, code }) {
    const titles = {
      refused: [strings.refused, text],
      failed: [strings.failed, text],
      lost: [strings.lost, strings.lostText],
      unseen: [strings.unseenPicture, strings.unseenPictureText],
      expired: [strings.expiredPicture, strings.expiredPictureText],
      "signed-out": [strings.signedOut, strings.signedOutText],
    };
    const [title, body] = titles[state] ?? ["", ""];
    this.part("title").textContent = title;
    this.part("text").textContent = body;
    this.element.classList.toggle("has-message", title !== "");
    const help = state === "refused" ? strings.nothingCharged : "";
    this.part("help").textContent = help;
    this.part("help").hidden = !help;
  }

  // A button that vanishes under the keyboard would send it back to the top of the page.
  keepFocus() {
    if (this.element.contains(document.activeElement) && !document.activeElement.hidden) return;
    const next = this.element.querySelector("[data-act]:not([hidden])");
    if (next) return next.focus();
    this.element.tabIndex = -1;
    this.element.focus();
  }
}

// Decoding ahead lets the picture fade in whole, instead of being painted in the midst of it.
async function arrival(picture) {
  await new Promise((resolve, reject) => {
    picture.onload = resolve;
    picture.onerror = reject;
  });
  await picture.decode();
}

// The server names its public address. A browser that reached it by another name of the same
// machine may not load from there, under the page's own policy; the path is the same.
function reachable(link) {
  const url = new URL(link);
  const isSameMachine = loopback.test(url.hostname) && loopback.test(location.hostname);
  return isSameMachine && url.port === location.port ? url.pathname + url.search : link;
}

const elapsed = (card) => Math.max(0, Math.floor((performance.now() - card.since) / 1000));

function watch(card, isDrawing) {
  if (isDrawing) drawing.add(card);
  else drawing.delete(card);
  if (drawing.size > 0) {
    ticker ??= setInterval(tick, 1000);
  } else {
    clearInterval(ticker);
    ticker = null;
  }
}

function tick() {
  for (const card of drawing) card.part("progress").textContent = strings.drawing(elapsed(card));
}
