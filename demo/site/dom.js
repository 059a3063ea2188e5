// Elements from plain values, and a patch that keeps what is already on the page.
// Text only ever becomes a text node: no document can bring markup or script.

const SVG = "http://www.w3.org/2000/svg";
const SVG_NAMES = new Set(["svg", "g", "rect", "line", "circle", "path", "polyline", "text", "title", "desc"]);
const FORBIDDEN = /^(on|style$|src|srcdoc$|action$)/i;

/** An element; `null`, `undefined` and `false` among attributes and children are left out. */
export function h(name, attributes = {}, ...children) {
  const element = SVG_NAMES.has(name)
    ? document.createElementNS(SVG, name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (FORBIDDEN.test(key)) throw new Error(`an element takes no ${key}`);
    if (key === "href" && !String(value).startsWith("#")) throw new Error("links stay on this site");
    element.setAttribute(key, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child instanceof Node) element.append(child);
    else if (child !== null && child !== undefined && child !== false) element.append(String(child));
  }
}

/** Makes `old` say what `fresh` says, in place: focus, scroll and opened details stay. */
export function patch(old, fresh) {
  patchAttributes(old, fresh);
  const keyed = new Map();
  for (const child of old.children) {
    const key = keyOf(child);
    if (key) keyed.set(key, child);
  }
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = keyOf(wanted);
    const found = key ? keyed.get(key) : at && !keyOf(at) && alike(at, wanted) ? at : null;
    if (!found || !alike(found, wanted)) {
      old.insertBefore(wanted, at);
      continue;
    }
    keyed.delete(key);
    if (found === at) at = at.nextSibling;
    else old.insertBefore(found, at);
    if (found.nodeType === Node.TEXT_NODE) {
      if (found.data !== wanted.data) {
        found.data = wanted.data;
        moved(old);
      }
    } else patch(found, wanted);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.getAttribute("data-key") : null);
const alike = (one, other) => one.nodeName === other.nodeName && keyOf(one) === keyOf(other);

function patchAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    // What the reader opened stays open.
    if (!fresh.hasAttribute(name) && name !== "open" && name !== "data-moved") old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function moved(element) {
  if (!element.hasAttribute("data-watch")) return;
  element.removeAttribute("data-moved");
  void element.getBoundingClientRect(); // The style sheet's animation begins again.
  element.setAttribute("data-moved", "");
}
