// The router: one view at a time, drawn from the documents that it names, again whenever they change.

import { announce } from "./announce.js";
import { known, refresh } from "./documents.js";
import { h, patch } from "./dom.js";
import * as grading from "./views/grading.js";
import * as player from "./views/player.js";
import * as players from "./views/players.js";
import * as status from "./views/status.js";
import * as systems from "./views/systems.js";
import * as tonight from "./views/tonight.js";
import * as trends from "./views/trends.js";

const VIEWS = { "": tonight, grading, player, players, status, systems, trends };
const LOOK_MS = 500;
const AGES_MS = 5_000;

const main = document.getElementById("main");
const chosen = new Map(); // What the reader chose in a view: filters, opened lists, searched text.
let route = { view: tonight, argument: "", hash: "#/" };
let drawn = 0;
let due = false;

function read() {
  const hash = location.hash.startsWith("#/") ? location.hash : "#/";
  const [name, ...rest] = hash.slice(2).split("/");
  let argument = "";
  try {
    argument = decodeURIComponent(rest.join("/"));
  } catch {
    return { view: null, argument: "", hash };
  }
  return { view: Object.hasOwn(VIEWS, name) ? VIEWS[name] : null, argument, hash };
}

function context() {
  const width = Math.floor(main.clientWidth) || 320;
  return { argument: route.argument, chosen: (key, usual) => chosen.get(`${route.hash} ${key}`) ?? usual, width };
}

function draw() {
  drawn = performance.now();
  const page = document.createElement("main");
  for (const { name, value } of main.attributes) page.setAttribute(name, value);
  const unread = route.view?.documents(context()).some(([path]) => !known(path).lastTried) ?? false;
  page.setAttribute("aria-busy", String(unread));
  page.setAttribute("data-page", route.hash);
  page.append(route.view ? route.view.draw(context()) : nothingHere());
  const focused = document.activeElement;
  patch(main, page);
  // A card that moved to another place took the focus with it, and lost it.
  if (focused !== document.activeElement && main.contains(focused)) focused.focus({ preventScroll: true });
  const heading = main.querySelector("h1")?.textContent ?? "Courtside";
  const title = `${heading} · Courtside`;
  if (document.title !== title) document.title = title;
}

/** Draws in the next frame, once for all that is read until then. */
function drawSoon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    draw();
  });
}

const nothingHere = () =>
  h("section", {}, h("h1", { tabindex: "-1" }, "Nothing here"), h("p", {}, h("a", { href: "#/" }, "Go to tonight's games")));

async function look() {
  if (document.hidden || !route.view) return;
  const wanted = route.view.documents(context());
  const before = route;
  const news = await Promise.all(
    wanted.map(async ([path, seconds]) => {
      const first = !known(path).lastTried;
      const changed = await refresh(path, seconds);
      if ((changed || first) && route === before) drawSoon();
      return changed;
    }),
  );
  if (news.some(Boolean)) announce(known("live/latest.json").body);
  // What was read may name more to read.
  if (route === before && route.view.documents(context()).some(([path]) => neverLookedAt(known(path)))) void look();
}

const neverLookedAt = ({ lastTried, busy }) => !lastTried && !busy;

function go() {
  route = read();
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === route.hash) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  main.replaceChildren();
  draw();
  void look();
}

function choose(key, value) {
  chosen.set(`${route.hash} ${key}`, value);
  draw();
}

main.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-choose]");
  if (button) choose(button.dataset.choose, button.value);
});
main.addEventListener("input", (event) => {
  if (event.target.matches("input[data-choose]")) choose(event.target.dataset.choose, event.target.value);
});
addEventListener("hashchange", () => {
  go();
  scrollTo(0, 0);
  main.querySelector("h1")?.focus({ preventScroll: true });
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // The fragment names a page: skipping is none, and leaves no step back.
  main.focus();
});
addEventListener("resize", draw);
document.addEventListener("visibilitychange", () => void look());
setInterval(() => {
  void look();
  if (performance.now() - drawn > AGES_MS) draw();
}, LOOK_MS);
go();
