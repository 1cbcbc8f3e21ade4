// Speaks to the server: keeps the token in memory, and tells an answer from a lost connection.

/** The request may or may not have had its effect: nothing that can be trusted came back. */
export class ConnectionLost extends Error {}

/** There is no session to get a token from. */
export class SignedOut extends Error {}

// A request that hangs longer than any generation's deadline is treated as a lost connection.
const patience = 150_000;
const renewBefore = 30_000;
const tokenRefusals = new Set(["INVALID_TOKEN", "NO_AUTH"]);

let session = null;
let opening = null;

export const account = () => session?.account ?? null;

/** Gets a token from the session cookie; callers at the same time share one request. */
export function openSession() {
  opening ??= requestSession().finally(() => { opening = null; });
  return opening;
}

/** An answer with its status and JSON body, whatever the status; a refused token is renewed once. */
export async function call(path, options = {}) {
  const used = await currentSession();
  const answer = await exchange(path, authorized(options, used));
  if (answer.status !== 401 || !tokenRefusals.has(answer.body.code)) return answer;
  if (session === used) session = null;
  return exchange(path, authorized(options, await currentSession()));
}

async function currentSession() {
  if (!session || session.expires - Date.now() < renewBefore) return openSession();
  return session;
}

async function requestSession() {
  const answer = await exchange("/session/token", {
    method: "POST",
    headers: { "X-Requested-With": "scrip" },
    credentials: "same-origin",
  });
  if (answer.status === 401 || answer.status === 403) {
    session = null;
    throw new SignedOut();
  }
  if (answer.status !== 200) throw new ConnectionLost(`session: ${answer.status}`);
  const { token, expires_at: expiresAt, account } = answer.body;
  // With a skewed clock the token would look expired at once, and every call would renew it.
  const expires = Math.max(Date.parse(expiresAt) || 0, Date.now() + 2 * renewBefore);
  session = { token, expires, account };
  return session;
}

function authorized({ body, headers, ...rest }, { token }) {
  return {
    ...rest,
    credentials: "omit",
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: {
      ...headers,
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
  };
}

async function exchange(path, options) {
  let response;
  let text;
  try {
    response = await fetch(path, { cache: "no-store", ...options, signal: AbortSignal.timeout(patience) });
    text = await response.text();
  } catch (error) {
    throw new ConnectionLost(error.message);
  }
  return understood(response, text);
}

// An answer that is no JSON object, or a 5xx without a code, comes from something between here
// and the server, so it says nothing about what the server did.
function understood(response, text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ConnectionLost(`unreadable answer: ${response.status}`);
  }
  const isObject = body !== null && typeof body === "object" && !Array.isArray(body);
  if (!isObject || (response.status >= 500 && !body.code)) {
    throw new ConnectionLost(`unexplained answer: ${response.status}`);
  }
  const retryAfter = Number(body.retry_after ?? response.headers.get("Retry-After"));
  return { status: response.status, body, retryAfter: retryAfter > 0 ? retryAfter : null };
}
