// The notices above the cards: sign in, get credits, no connection.

import { account } from "./api.js";
import { copyFrom } from "./clipboard.js";
import { strings } from "./strings.js";

const element = (id) => document.getElementById(id);

export function startNotices() {
  element("copy-grant").addEventListener("click", ({ currentTarget }) =>
    copyFrom(currentTarget, element("grant-command").textContent));
}

export function showSignedIn(isSignedIn) {
  element("signed-out").hidden = isSignedIn;
  element("account").hidden = !isSignedIn;
  if (isSignedIn) element("email").textContent = account()?.email ?? "";
}

export function showCreditHelp(isNeeded) {
  const notice = element("no-credits");
  if (isNeeded) element("grant-command").textContent = strings.grantCommand(account()?.id ?? "ACCOUNT");
  notice.hidden = !isNeeded;
}

export function showTrouble(text) {
  element("trouble").hidden = !text;
  element("trouble-text").textContent = text ?? "";
}

/** Brings a notice before the reader's eyes and under the keyboard. */
export function attend(id) {
  const notice = element(id);
  notice.focus({ preventScroll: true });
  notice.scrollIntoView({ block: "nearest" });
  notice.classList.remove("is-called");
  // Reading the width makes the browser notice the removal, so that the animation starts anew.
  void notice.offsetWidth;
  notice.classList.add("is-called");
}
