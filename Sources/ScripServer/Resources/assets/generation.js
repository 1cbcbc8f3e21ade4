// Carries one click to its one outcome, however often the request has to be repeated.

import { call, ConnectionLost, SignedOut } from "./api.js";
import { strings } from "./strings.js";

const lossDelays = [1, 2, 4, 8, 15, 15, 30, 30];
const busyTries = 6;
const longestBusyWait = 30;
const temporary = new Set(["OVERLOADED", "SHUTTING_DOWN", "RATE_LIMITED", "TOO_MANY_IN_FLIGHT"]);

/**
 * Asks for a picture until the outcome is known. Every repetition carries the same key, so the
 * server answers it with the first one's picture and charge.
 */
export async function generate(order, report) {
  let losses = 0;
  let refusals = 0;
  report({ state: order.wasLost ? "checking" : "drawing" });
  for (;;) {
    let answer;
    try {
      answer = await send(order);
    } catch (error) {
      if (error instanceof SignedOut) return { state: "signed-out" };
      if (!(error instanceof ConnectionLost)) throw error;
      if (losses === lossDelays.length) return { state: "lost" };
      report({ state: "checking" });
      await pause(jittered(lossDelays[losses++]));
      continue;
    }
    if (!temporary.has(answer.body.code) || refusals === busyTries) return outcome(answer);
    const wait = Math.min(answer.retryAfter ?? 2 ** refusals, longestBusyWait);
    refusals += 1;
    report({ state: "busy", wait });
    await pause(jittered(wait));
    report({ state: "drawing" });
  }
}

function send({ options, key }) {
  return call("/functions/v1/generate-character", {
    method: "POST",
    headers: { "Idempotency-Key": key },
    body: options,
  });
}

function outcome({ status, body }) {
  if (status === 200) return { state: "done", id: body.id, image: body.image };
  const text = body.error || strings.unexplained(status);
  const code = body.code ?? null;
  if (status === 401) return { state: "signed-out" };
  if (status >= 500 && !temporary.has(code)) return { state: "failed", text, code };
  if (code === "CONTENT_BLOCKED") return { state: "failed", text, code };
  return { state: "refused", text, code };
}

// Many cards that lost the same connection should not come back in the same instant.
const jittered = (seconds) => seconds * 1000 * (0.85 + Math.random() * 0.3);

/** Waits, but no longer than until the browser is online again. */
function pause(milliseconds) {
  return new Promise((resolve) => {
    const resume = () => {
      clearTimeout(timer);
      removeEventListener("online", resume);
      resolve();
    };
    const timer = setTimeout(resume, milliseconds);
    addEventListener("online", resume);
  });
}
