// The published documents: read conditionally, kept, and never forgotten because of a failure.

import { clockSays } from "./clock.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const BASE = meta("courtside-documents") ?? "v1/";
const PATIENCE_MS = 10_000;

/** Seconds between two looks at a live document. */
export const LIVE = Number(meta("courtside-poll-seconds")) || 30;
/** Seconds between two looks at a document that batch runs publish. */
export const SLOW = Math.max(60, LIVE);

const kept = new Map();
const BLANK = { body: null, problem: null, missing: false, lastTried: 0, lastRead: null, busy: false };

/** What is known of a document: `body`, and what is wrong with the last look at it. */
export const known = (path) => kept.get(path) ?? BLANK;

/** Looks at a document if it was not within `seconds`; true when something new is known. */
export async function refresh(path, seconds) {
  const before = known(path);
  if (before.busy || (before.lastTried && performance.now() - before.lastTried < seconds * 1000)) return false;
  kept.set(path, { ...before, busy: true });
  const found = await look(path);
  const after = { ...before, ...found, lastTried: performance.now(), busy: false };
  // The browser answers an unchanged document from its cache: the text tells what is new.
  if (found.text !== undefined && found.text === before.text) after.body = before.body;
  kept.set(path, after);
  return after.body !== before.body || after.problem !== before.problem;
}

async function look(path) {
  let response;
  try {
    // `no-cache` asks the server with the stored ETag or date, and takes a 304 as "unchanged".
    response = await fetch(BASE + path, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return { problem: "It cannot be reached", missing: false };
  }
  clockSays(response.headers.get("date"));
  if (response.status === 404) return { problem: "It is not published", missing: true };
  if (!response.ok) return { problem: `The server answers ${response.status}`, missing: false };
  try {
    const text = await response.text();
    const body = JSON.parse(text);
    if (body === null || typeof body !== "object") throw new SyntaxError("not a document");
    return { text, body, problem: null, missing: false, lastRead: performance.now() };
  } catch {
    return { problem: "It is not readable", missing: false };
  }
}
