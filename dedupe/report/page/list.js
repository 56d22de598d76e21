// The list of clusters: searched, sorted and shown a page at a time, as the address says.

const index = JSON.parse(byId("index").textContent);
const clusters = index.clusters.map((row, number) => ({
  number,
  ...Object.fromEntries(row.map((value, column) => [index.fields[column], value])),
}));
const clusterOf = new Map(clusters.flatMap((each) => [[each.id, each], ...each.ids.map((id) => [id, each])]));
const PAGE = 50;
let shownClusters = clusters;

const COLUMNS = [
  { key: "title", label: "Report", value: (each) => each.title, down: false },
  { key: "size", label: "Versions", value: (each) => each.size, down: true },
  { key: "first", label: "First published", value: (each) => each.first, down: true },
  {
    key: "span",
    label: "Within",
    value: (each) => each.first && new Date(each.last) - new Date(each.first),
    down: true,
  },
  { key: "conflicts", label: "Contradictions", value: (each) => each.conflicts, down: true },
  {
    key: "cohesion",
    label: "Cohesion",
    value: (each) => each.cohesion,
    down: false,
    title: "The similarity of the least similar pair that was joined",
  },
  {
    key: "confidence",
    label: "Confidence",
    value: (each) => each.confidence,
    down: false,
    title: "How sure the least sure article belongs, from 0 to 1",
  },
].filter(({ key }) => key !== "confidence" || clusters.some((each) => each.confidence !== null));

// The texts come after this script in the file, and a browser reads on while the list can be used.
const whole = new Promise((resume) => {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", resume);
  else resume();
});

function data(number) {
  return JSON.parse(byId(`cluster-${number}`).textContent);
}

// Unknown values stand last whichever way the list is sorted; equal ones stay as the page has them.
function sorted(list, key, down) {
  const { value } = COLUMNS.find((column) => column.key === key);
  const order = new Intl.Collator("en", { numeric: true });
  const compare = (a, b) => (typeof a === "string" ? order.compare(a, b) : a - b);
  return list
    .map((each) => [value(each), each])
    .sort(([a, one], [b, other]) => {
      if (a === null || b === null) return (a === null) - (b === null) || one.number - other.number;
      return (down ? -1 : 1) * compare(a, b) || one.number - other.number;
    })
    .map(([, each]) => each);
}

const byDoubt = (one, other) =>
  (one.confidence ?? 1) - (other.confidence ?? 1) ||
  one.cohesion - other.cohesion ||
  one.number - other.number;

function headings(each) {
  each.folded ??= folded([each.title, ...each.titles, each.id, ...each.ids, ...each.sources].join("\n"));
  return each.folded;
}

function texts(each) {
  each.texts ??= folded(
    data(each.number)
      .versions.map((version) => version.text)
      .join("\n"),
  );
  return each.texts;
}

let search = 0;

// Texts are gone through a few at a time, so that typing is never held up; a newer search ends an older one.
async function matching(query, inTexts) {
  const mine = ++search;
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (!words.length) return clusters;
  if (inTexts) await whole;
  const found = [];
  for (const [place, each] of clusters.entries()) {
    const heads = headings(each);
    if (words.every((word) => heads.includes(word) || (inTexts && texts(each).includes(word))))
      found.push(each);
    if (inTexts && place % 200 === 199) {
      await new Promise((resume) => setTimeout(resume));
      if (mine !== search) return null;
    }
  }
  return found;
}

async function showList(asked) {
  const query = asked.get("q") ?? "";
  const key = COLUMNS.some((column) => column.key === asked.get("sort")) ? asked.get("sort") : null;
  const down = asked.get("down") === "1";
  if (byId("query").value !== query) byId("query").value = query;
  byId("in-texts").checked = asked.get("texts") === "1";
  const found = await matching(query, byId("in-texts").checked);
  if (found === null) return;
  shownClusters = key ? sorted(found, key, down) : found;
  const pages = Math.max(1, Math.ceil(shownClusters.length / PAGE));
  const page = Math.min(pages, Math.max(1, Number(asked.get("page")) || 1));
  const from = (page - 1) * PAGE;
  byId("clusters").tHead.replaceChildren(
    node(
      "tr",
      null,
      COLUMNS.map((column) => head(column, key, down)),
    ),
  );
  byId("clusters").tBodies[0].replaceChildren(...shownClusters.slice(from, from + PAGE).map(line));
  const all = numbered(clusters.length, "report");
  byId("found").textContent = query
    ? `${numbered(shownClusters.length, "report")} of ${grouped(clusters.length)}`
    : all;
  byId("pages").replaceChildren(...(pages > 1 ? turning(page, pages, from) : []));
}

function head({ key, label, title, down }, sortedBy, sortedDown) {
  const active = key === sortedBy;
  const next = active ? !sortedDown : down;
  return node(
    "th",
    { scope: "col", "aria-sort": active && (sortedDown ? "descending" : "ascending") },
    node(
      "button",
      {
        type: "button",
        class: "plain",
        title,
        "data-sort": key,
        onclick: () => {
          go({ ...state(), sort: key, down: next ? "1" : "", page: "" });
          byId("clusters").querySelector(`[data-sort=${key}]`)?.focus();
        },
      },
      label,
      node("span", { class: "arrow", "aria-hidden": "true" }, active ? (sortedDown ? "↓" : "↑") : ""),
    ),
  );
}

function line(each) {
  const row = node(
    "tr",
    null,
    node(
      "th",
      { scope: "row" },
      node("a", { href: address({ ...listState(), c: each.id }), dir: "auto" }, legible(each.title)),
      node(
        "span",
        { class: "byline" },
        each.sources.length
          ? each.sources.map((source, place) => [place > 0 && " · ", node("bdi", null, legible(source))])
          : legible(each.id),
      ),
    ),
    node("td", null, grouped(each.size)),
    node("td", { class: "when" }, timed(each.first)),
    node("td", null, each.first ? span(each.first, each.last) : "–"),
    node("td", null, each.conflicts ? node("span", { class: "conflicts" }, `≠ ${each.conflicts}`) : "–"),
    node("td", null, share(each.cohesion)),
    COLUMNS.some((column) => column.key === "confidence") && node("td", null, sure(each.confidence)),
  );
  return labelled(
    row,
    COLUMNS.map((column) => column.label),
  );
}

function turning(page, pages, from) {
  const turn = (label, to, key) =>
    node(
      "button",
      {
        type: "button",
        disabled: to < 1 || to > pages,
        "data-turn": key,
        onclick: () => {
          go({ ...state(), page: String(to) });
          byId("list-title").scrollIntoView();
          byId("pages").querySelector(`[data-turn=${key}]`)?.focus({ preventScroll: true });
        },
      },
      label,
    );
  const last = Math.min(from + PAGE, shownClusters.length);
  return [
    turn("Previous", page - 1, "back"),
    node("span", null, `${grouped(from + 1)}–${grouped(last)} of ${grouped(shownClusters.length)}`),
    turn("Next", page + 1, "on"),
  ];
}

function showUnsure() {
  const least = [...clusters].sort(byDoubt).slice(0, 6);
  byId("unsure").replaceChildren(
    ...least.map((each) =>
      node(
        "li",
        null,
        node("a", { href: address({ c: each.id }), dir: "auto" }, legible(each.title)),
        node(
          "span",
          { class: "note" },
          each.confidence === null ? "" : `confidence ${sure(each.confidence)} · `,
          `cohesion ${share(each.cohesion)} · ${numbered(each.size, "version")}`,
        ),
      ),
    ),
  );
}
