// The texts themselves: side by side, with what each adds, values, contradictions and furniture marked.

const KIND_CLASS = {
  figure: "figure",
  money: "figure",
  percent: "figure",
  date: "date",
  time: "date",
  duration: "date",
  person: "name",
  place: "name",
  organisation: "name",
  name: "name",
  quote: "quote",
};

// A stretch of text with spans around parts of it: those within others lie in them, those that cross are cut.
function marked(slice, start, end, spans) {
  const made = [];
  let at = start;
  const ordered = spans
    .filter((each) => each.start < end && each.end > start)
    .sort((one, other) => one.start - other.start || other.end - one.end);
  while (ordered.length) {
    const { start: from, end: to, ...attributes } = ordered.shift();
    const first = Math.max(from, at);
    const last = Math.min(to, end);
    if (first >= last) continue;
    const within = [];
    while (ordered.length && ordered[0].start < last) {
      within.push(ordered[0]);
      if (ordered[0].end > last) ordered.splice(0, 1, { ...ordered[0], start: last });
      else ordered.shift();
    }
    made.push(legible(slice(at, first)), node("span", attributes, marked(slice, first, last, within)));
    at = last;
  }
  return [...made, legible(slice(at, end))];
}

function valuesOf(cluster, statement) {
  const facts = statement.facts.map(([kind, start, end, value]) => ({
    start,
    end,
    class: KIND_CLASS[index.kinds[kind]],
    title: legible(value === undefined ? index.kinds[kind] : `${index.kinds[kind]}: ${value}`),
  }));
  const conflicts = cluster.conflicts.flatMap(([kind, values], number) =>
    values
      .filter(([version]) => version === statement.version)
      .map(([, start, end]) => ({
        start,
        end,
        class: "conflict",
        "data-conflict": number,
        "data-mark": `≠${number + 1}`,
        title: `contradiction ${number + 1}, ${kind}: ${values
          .map(([version, from, to]) => `${version + 1} says ${legible(cluster.slices[version](from, to))}`)
          .join("; ")}`,
      })),
  );
  return [...conflicts, ...facts];
}

// What a statement is among the versions read: furniture, said by this one only, by some, or by all.
function standing(statement, versions) {
  if (statement.furniture) return "furniture";
  if (versions.length === 1) return "all";
  const held = versions.filter((version) => statement.held.includes(version));
  if (held.length === versions.length) return "all";
  return held.length === 1 ? "adds" : "some";
}

function statementNode(cluster, statement, versions) {
  const kind = standing(statement, versions);
  const held = versions.filter((version) => statement.held.includes(version)).map((version) => version + 1);
  return node(
    "span",
    {
      id: `s${statement.number}`,
      class: kind,
      tabindex: "-1",
      "data-in": kind === "some" && held.join("+"),
      title: {
        adds: `only in ${held} of these`,
        some: `in ${held.join(" and ")} of these`,
        furniture: "furniture of the site, no news",
      }[kind],
    },
    marked(cluster.slices[statement.version], statement.start, statement.end, valuesOf(cluster, statement)),
  );
}

// Sentences as paragraphs: a new one where the text has an empty line, as one where it goes on.
function paragraphs(cluster, sentences, versions, free) {
  const made = [];
  let before = null;
  for (const sentence of sentences) {
    const slice = cluster.slices[sentence[0].version];
    const gap = before === null ? "" : slice(before, sentence[0].start);
    if (before === null || /\n\s*\n/.test(gap)) made.push(node("p", { dir: "auto" }));
    else made.at(-1).append(gap);
    before = sentence[0].start;
    for (const statement of sentence) {
      made.at(-1).append(slice(before, statement.start), statementNode(cluster, statement, versions));
      before = statement.end;
      if (free && standing(statement, versions) !== "furniture")
        made.at(-1).append(...elsewhere(cluster, statement, versions));
    }
  }
  return made;
}

// Where another version says this in another place: a button that leads there.
function elsewhere(cluster, statement, versions) {
  const seen = new Set();
  return statement.aligned
    .filter(
      ([version]) =>
        versions.includes(version) &&
        statement.held.includes(version) &&
        !seen.has(version) &&
        seen.add(version),
    )
    .map(([version, start, end]) => {
      const there = cluster.statements.find(
        (each) => each.version === version && each.start < end && each.end > start,
      );
      return (
        there &&
        node(
          "button",
          {
            type: "button",
            class: "elsewhere",
            "aria-label": `said elsewhere in version ${version + 1}: go there`,
            title: `said elsewhere in ${version + 1}: go there`,
            onclick: () => visit(byId(`s${there.number}`)),
          },
          `↕${version + 1}`,
        )
      );
    })
    .filter(Boolean);
}

function visit(target) {
  if (!target) return;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({
    block: "center",
    behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
  });
  target.classList.remove("visited");
  void target.offsetWidth;
  target.classList.add("visited");
}

const ROW_MARKS = {
  all: ["=", "said by all of these"],
  differs: ["≈", "said by all of these, with differences"],
  free: ["", "said by one only, or elsewhere"],
};

function readingTable(cluster, versions) {
  const head = (version) => {
    const { title, source, published } = cluster.versions[version];
    return [
      badge(version),
      " ",
      node("span", { class: "headline", dir: "auto" }, legible(title)),
      node(
        "span",
        { class: "byline" },
        source && [node("bdi", null, legible(source)), " · "],
        moment(published),
      ),
    ];
  };
  const rows = aligned(cluster, versions).map((row) => readingRow(cluster, row, versions));
  return tableOf({ class: "reading" }, ["", ...versions.map(head)], rows);
}

function readingRow(cluster, row, versions) {
  const kinds = Object.values(row.cells)
    .flat(2)
    .map((statement) => standing(statement, versions));
  const differs = kinds.some((kind) => kind === "adds" || kind === "some");
  const kind = row.free ? "free" : differs ? "differs" : "all";
  const [sign, said] = versions.length > 1 ? ROW_MARKS[kind] : ["", null];
  return node(
    "tr",
    { class: kind, "data-differs": differs },
    node("td", { class: "sign", title: said }, sign),
    versions.map((version) =>
      node(
        "td",
        { "data-version": version + 1 },
        paragraphs(cluster, row.cells[version] ?? [], versions, row.free),
      ),
    ),
  );
}

const MARKS = [
  ["adds", "only one of these says it"],
  ["some", "some of these say it"],
  ["figure", "figure"],
  ["date", "date or time"],
  ["name", "name"],
  ["quote", "quote"],
  ["conflict", "contradiction"],
  ["furniture", "furniture of the site"],
];

function readingSection(cluster, versions) {
  const chips = cluster.versions.map((version, number) =>
    node(
      "label",
      { class: "chip" },
      node("input", {
        type: "checkbox",
        checked: versions.includes(number),
        "data-read": number,
        onchange: () => readVersions(versionsRead()),
      }),
      badge(number),
      " ",
      node("span", { dir: "auto" }, legible(version.source || version.id)),
    ),
  );
  const needed = { adds: 2, some: 3 };
  const legend = MARKS.filter(([name]) => versions.length >= (needed[name] ?? 1)).map(([name, said]) =>
    node(
      "span",
      { class: name, "data-in": name === "some" && "1+2", "data-mark": name === "conflict" && "≠" },
      said,
    ),
  );
  const section = sectionOf(
    "reading",
    "Side by side",
    node(
      "fieldset",
      { class: "chips" },
      node("legend", null, "Versions to read"),
      chips,
      node(
        "label",
        { class: "chip" },
        node("input", { type: "checkbox", id: "marks", checked: !marksHidden, onchange: toggleMarks }),
        " marks",
      ),
    ),
    node("p", { class: "legend" }, legend),
    versions.length
      ? readingTable(cluster, versions)
      : node("p", { class: "notice" }, "Choose a version to read."),
  );
  section.classList.toggle("bare", marksHidden);
  return section;
}

let marksHidden = false;

function toggleMarks() {
  marksHidden = !marksHidden;
  byId("reading").classList.toggle("bare", marksHidden);
  byId("marks").checked = !marksHidden;
}
