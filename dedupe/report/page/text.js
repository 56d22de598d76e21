// Text of articles is data: it becomes text nodes and attributes, never markup, and steers nothing.

// Control characters, and those that turn the direction of the text around them (UAX #9). The marks of
// direction U+200E, U+200F and U+061C stay: Arabic and Hebrew are written with them.
const STEERING = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

function legible(text) {
  return text.replace(STEERING, (character) => {
    const code = character.codePointAt(0);
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

// Offsets count code points, strings of this language UTF-16 units: the same unless a character lies beyond.
function slicer(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (start, end) => text.slice(start, end);
  const points = Array.from(text);
  return (start, end) => points.slice(start, end).join("");
}

// What search compares: without case, accents and the width of letters.
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function node(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return made;
}

// A table of heads and rows of cells; a wide one scrolls by itself, and by the keyboard too.
function tableOf(attributes, heads, rows) {
  const head = (content) => (content === "" ? node("td") : node("th", { scope: "col" }, content));
  const labels = heads.map((content) => content.textContent ?? content);
  for (const row of rows) labelled(row, labels);
  return node(
    "table",
    attributes,
    node("thead", null, node("tr", null, heads.map(head))),
    node("tbody", null, rows),
  );
}

// On a narrow screen the cells of a row stand below each other, each after the head of its column.
function labelled(row, labels) {
  Array.from(row.cells).forEach((cell, column) => {
    if (typeof labels[column] === "string" && labels[column]) cell.dataset.label = labels[column];
  });
  return row;
}

function scrolled(label, table) {
  return node("div", { class: "scroll", role: "group", "aria-label": label, tabindex: "0" }, table);
}

// A section under its heading.
function sectionOf(id, title, ...content) {
  return node(
    "section",
    { id, "aria-labelledby": `${id}-title` },
    node("h2", { id: `${id}-title` }, title),
    content,
  );
}

const byId = (id) => document.getElementById(id);
const grouped = (number) => number.toLocaleString("en-GB");
const numbered = (number, thing, things = `${thing}s`) =>
  `${grouped(number)} ${number === 1 ? thing : things}`;
const share = (value) => (value === null ? "–" : value.toFixed(2));
// Nearly all confidences lie close to 1.
const sure = (value) => (value === null ? "–" : value.toFixed(3));

const DAY = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });

// A moment without a time of day is midnight in the data, and is shown as the day alone.
function moment(written) {
  if (!written) return "undated";
  const at = new Date(written);
  const clock = CLOCK.format(at);
  return clock === "00:00" ? DAY.format(at) : `${DAY.format(at)}, ${clock}`;
}

function timed(written) {
  return written ? node("time", { datetime: written }, moment(written)) : "undated";
}

function span(from, to) {
  const minutes = Math.round((new Date(to) - new Date(from)) / 60000);
  if (minutes < 90) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
  return numbered(Math.round(minutes / 1440), "day");
}

function badge(version) {
  return node("span", { class: "badge" }, String(version + 1));
}

function say(message) {
  byId("told").textContent = message;
}
