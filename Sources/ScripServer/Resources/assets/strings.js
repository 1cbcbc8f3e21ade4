// Every text that the page's scripts show; what never changes stands in the template.

const plural = (n, one, many) => `${number(n)} ${n === 1 ? one : many}`;
const seconds = (n) => plural(n, "second", "seconds");

export const number = (n) => n.toLocaleString("en");
export const credits = (n) => plural(n, "credit", "credits");

export const strings = {
  unit: (n) => (n === 1 ? "credit" : "credits"),
  reserved: (n) => `${number(n)} reserved`,
  reservedTitle: "Held for pictures that are being drawn. They are spent only if the picture arrives.",
  short: (price, available) => `A picture takes ${credits(price)}; you have ${number(available)}.`,
  joined: (labels) => labels.join("\u00a0· "),

  tally: (drawing, waiting) => [
    drawing > 0 ? `${number(drawing)} drawing` : "",
    waiting > 0 ? `${number(waiting)} waiting` : "",
  ].filter(Boolean).join(" · "),

  waiting: "Waiting",
  drawing: (elapsed) => (elapsed < 1 ? "Drawing…" : `Drawing… ${elapsed} s`),
  checking: "Connection lost: checking…",
  busy: (wait) => `The server is busy. Trying again in ${seconds(wait)}.`,
  loading: "Fetching the picture…",

  refused: "Not generated",
  failed: "Could not be drawn",
  lost: "Still no connection",
  lostText: "This request may or may not have arrived. Checking again asks for the same picture, so you cannot pay twice.",
  unseenPicture: "Picture did not load",
  unseenPictureText: "It is drawn and kept on the server. Loading it again is free.",
  signedOut: "Not signed in",
  signedOutText: "Nothing was charged. Sign in, then try again.",
  nothingCharged: "Nothing was charged.",
  unexplained: (status) => `The server answered ${status} without saying why.`,
  expiredPicture: "No longer kept",
  expiredPictureText: "This picture was delivered. Its time on the server is over.",
  stopped: "This picture was not finished.",

  pictureOf: (look) => `Character: ${look}`,
  fileName: (id) => `character-${id}.png`,
  copied: "Copied",
  copyFailed: "Could not copy",
  clear: (n) => `Clear ${number(n)} empty`,
  grantCommand: (account) => `scrip grant ${account} 50 --pool app`,
  historyFailed: "Your earlier pictures could not be loaded. Trying again…",

  said: {
    done: (n, look) => (n === 1 ? `Picture ready: ${look}.` : `${n} pictures ready.`),
    refused: (n, text) => (n === 1 ? `Not generated. ${text}` : `${n} pictures not generated. ${text}`),
    failed: (n, text) => (n === 1 ? `A picture failed. ${text}` : `${n} pictures failed. ${text}`),
    checking: (n) => (n === 1 ? "Connection lost. Checking." : `Connection lost. Checking ${n} pictures.`),
    lost: () => "Still no connection. You can check again on the picture's card.",
    waiting: (n) => (n === 1 ? "A picture is waiting." : `${n} pictures are waiting.`),
    drawing: (n) => (n === 1 ? "Drawing a picture." : `Drawing ${n} pictures.`),
    surprised: (look) => `New look: ${look}.`,
  },
};
