// The published documents: read conditionally, kept, and never forgotten because of a failure.

import { clockSays } from "./clock.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const BASE = meta("courtside-documents") ?? "v1/";
const PATIENCE_MS = 10_000;

/** Seconds between two looks at a live document. */
export const LIVE = Number(meta("courtside-poll-seconds")) || 30;
/** Seconds between two looks at a document that batch runs publish. */
export const SLOW = Math.max(60, LIVE);
/** In place of seconds: the document says itself how long it may be kept; for one of a past date. */
export const AS_KEPT = -1;
const ABSENT_SECONDS = 3600;

const kept = new Map();
const BLANK = { body: null, problem: null, missing: false, lastTried: 0, lastRead: null, busy: false, kept: SLOW };

/** What is known of a document: `body`, and what is wrong with the last look at it. */
export const known = (path) => kept.get(path) ?? BLANK;

/** Looks at a document if it was not within `seconds`; true when something new is known. */
export async function refresh(path, seconds) {
  const before = known(path);
  const rest = seconds === AS_KEPT ? before.kept : seconds;
  if (before.busy || (before.lastTried && performance.now() - before.lastTried < rest * 1000)) return false;
  kept.set(path, { ...before, busy: true });
  const found = await look(path, seconds === AS_KEPT);
  const after = { ...before, ...found, lastTried: performance.now(), busy: false };
  // The browser answers an unchanged document from its cache: the text tells what is new.
  if (found.text !== undefined && found.text === before.text) after.body = before.body;
  kept.set(path, after);
  return after.body !== before.body || after.problem !== before.problem;
}

async function look(path, asKept) {
  let response;
  try {
    // `no-cache` asks the server with the stored ETag or date, and takes a 304 as "unchanged".
    const cache = asKept ? "default" : "no-cache";
    response = await fetch(BASE + path, { cache, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return { problem: "It cannot be reached", missing: false, kept: SLOW };
  }
  // What the browser kept was dated when it was sent.
  if (!asKept) clockSays(response.headers.get("date"));
  if (response.status === 404) return { problem: "It is not published", missing: true, kept: ABSENT_SECONDS };
  if (!response.ok) return { problem: `The server answers ${response.status}`, missing: false, kept: SLOW };
  try {
    const text = await response.text();
    const body = JSON.parse(text);
    if (body === null || typeof body !== "object") throw new SyntaxError("not a document");
    return { text, body, problem: null, missing: false, lastRead: performance.now(), kept: keepable(response) };
  } catch {
    return { problem: "It is not readable", missing: false, kept: SLOW };
  }
}

/** Seconds for which an answer may be kept. */
function keepable(response) {
  const said = /max-age=(\d+)/.exec(response.headers.get("cache-control") ?? "");
  return Math.max(SLOW, Number(said?.[1] ?? 0));
}
