// What keeps people from reading or using this page; empty when nothing is found.
// Its argument is how wide the window is meant to be: a phone makes it wider for a page that is.
// Contrast by WCAG 2.2, 1.4.3: at least 4.5 : 1, and 3 : 1 for large letters.
const problems = [];
const report = (what, element) => problems.push(element ? `${what}: ${element.outerHTML.slice(0, 160)}` : what);

const isSeen = (element) => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  if (style.visibility === "hidden" || box.width <= 1 || box.height <= 1) return false;
  return !element.closest(".unseen, .skip") && element.checkVisibility();
};

const channels = (colour) => {
  const numbers = colour.match(/-?[\d.]+(e-?\d+)?%?/g).map(Number);
  const scale = colour.startsWith("color(") ? 255 : 1;
  const [red, green, blue, alpha] = numbers;
  return { rgb: [red * scale, green * scale, blue * scale], alpha: alpha === undefined ? 1 : alpha };
};
const over = (top, below) => ({ rgb: top.rgb.map((value, index) => value * top.alpha + below.rgb[index] * (1 - top.alpha)), alpha: 1 });
const ground = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const layer = channels(getComputedStyle(at).backgroundColor);
    if (layer.alpha > 0) layers.push(layer);
    if (layer.alpha === 1) break;
  }
  return layers.reverse().reduce((below, layer) => over(layer, below), { rgb: [255, 255, 255], alpha: 1 });
};
const luminance = ({ rgb }) => {
  const [red, green, blue] = rgb.map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const looked = new Set();
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || looked.has(element) || !isSeen(element)) continue;
  looked.add(element);
  const style = getComputedStyle(element);
  const below = ground(element);
  const ratio = contrast(over(channels(style.color), below), below);
  const size = parseFloat(style.fontSize);
  const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
  if (ratio < needed) report(`contrast ${ratio.toFixed(2)} is below ${needed}`, element);
}
// Shapes that carry a meaning: WCAG 1.4.11.
for (const shape of document.querySelectorAll(".shape path, .plot rect:not(.ahead)")) {
  const style = getComputedStyle(shape);
  const colour = style.fill === "none" ? style.stroke : style.fill;
  const below = ground(shape.closest("span, a, li, figure, h1, section"));
  if (contrast(channels(colour), below) < 3) report("a shape's contrast is below 3", shape);
}

const name = (element) =>
  element.getAttribute("aria-label") || (element.getAttribute("aria-labelledby") && document.getElementById(element.getAttribute("aria-labelledby"))?.textContent) ||
  [...(element.labels || [])].map((label) => label.textContent).join(" ") || element.textContent || element.title || "";
for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, [role=img], [role=region]")) {
  if (!name(element).trim()) report("without a name", element);
}
if (!document.documentElement.lang) report("the document has no lang");
if (!document.title.trim()) report("the document has no title");
for (const selector of ["main", "header", "nav", "footer"]) if (!document.querySelector(selector)) report(`no ${selector}`);
if (document.querySelectorAll("main").length > 1) report("more than one main");
if (document.querySelectorAll("h1").length !== 1) report(`${document.querySelectorAll("h1").length} h1`);
let level = 0;
for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
  const own = Number(heading.tagName[1]);
  if (own > level + 1) report(`a heading of level ${own} after level ${level}`, heading);
  level = own;
}
for (const table of document.querySelectorAll("table")) {
  if (!table.caption?.textContent.trim()) report("a table without caption", table);
  if ([...table.querySelectorAll("th")].some((cell) => !cell.scope)) report("a th without scope", table);
}
const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) report(`the id ${id} occurs twice`);
for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby]")) {
  for (const id of `${element.getAttribute("aria-labelledby") || ""} ${element.getAttribute("aria-describedby") || ""}`.trim().split(/\s+/)) {
    if (!document.getElementById(id)) report(`it points to ${id}, which is not there`, element);
  }
}
for (const element of document.querySelectorAll("[tabindex]")) if (element.tabIndex > 0) report("it jumps the queue of the Tab key", element);
if (document.querySelector("[style], style, script:not([src])")) report("a style or script within the page");
const width = arguments[0];
if (Math.max(document.documentElement.scrollWidth, innerWidth) > width) report(`the page is ${document.documentElement.scrollWidth} wide in a window of ${width}`);
if (width < 600) {
  // WCAG 2.5.8: 24 px, but links within sentences and tables, whose lines are far enough apart.
  for (const element of document.querySelectorAll("button, .button, select, input:not([type=hidden])")) {
    const box = element.getBoundingClientRect();
    if (isSeen(element) && (box.height < 16 || (box.height < 24 && element.type !== "checkbox" && !element.classList.contains("plain")))) report("too small to be touched", element);
  }
}
return problems;
