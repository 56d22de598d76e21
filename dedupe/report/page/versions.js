// The head of a cluster: its versions in time, what they contradict each other in, and why they are together.

const RELATIONS = {
  self: "the most complete version, to which the others are compared",
  exact: "the same text but for case, punctuation and white space",
  near: "nearly the same words",
  excerpt: "one holds nearly all of the other",
  version: "they share passages that hardly any other article has",
  story: "they report one event in their own words",
};

// Dots on a line of time; those that would touch stand above each other.
function timelineOf(cluster) {
  const dated = cluster.versions
    .map((version, number) => ({ number, version, at: Date.parse(version.published) }))
    .filter(({ at }) => !Number.isNaN(at));
  const first = Math.min(...dated.map(({ at }) => at));
  const last = Math.max(...dated.map(({ at }) => at));
  if (dated.length < 2 || first === last) return null;
  const lanes = [];
  const dots = dated.map(({ number, version, at }) => {
    const place = (100 * (at - first)) / (last - first);
    let lane = lanes.findIndex((taken) => place - taken >= 4);
    if (lane < 0) lane = lanes.length;
    lanes[lane] = place;
    const said = `${moment(version.published)}${version.source ? `, ${legible(version.source)}` : ""}`;
    const dot = node("li", { title: said }, badge(number), node("span", { class: "unseen" }, ` ${said}`));
    dot.style.insetInlineStart = `${place}%`;
    dot.style.setProperty("--lane", lane);
    return dot;
  });
  const line = node("ol", { class: "moments", "aria-label": "Versions in time" }, dots);
  line.style.setProperty("--lanes", lanes.length);
  return node(
    "div",
    { class: "line" },
    line,
    node(
      "p",
      { class: "ends" },
      node("span", null, moment(new Date(first).toISOString())),
      node("span", null, span(first, last)),
      node("span", null, moment(new Date(last).toISOString())),
    ),
  );
}

const VERSION_HEADS = [
  "",
  "Headline",
  "Source",
  "Published, UTC",
  "To the most complete",
  "Similarity",
  "Statements",
  "Only here",
];

function versionTable(cluster) {
  const news = cluster.statements.filter((statement) => !statement.furniture);
  const first = cluster.versions.map((version) => version.published).find(Boolean);
  const rows = cluster.versions.map((version, number) => {
    const mine = news.filter((statement) => statement.version === number);
    const only = mine.filter((statement) => statement.held.length === 1);
    return versionRow(version, badge(number), first, String(mine.length), String(only.length));
  });
  const others = cluster.others.map((version) => {
    const name = version.same === null ? "–" : ["= ", badge(version.same)];
    return versionRow(version, name, first, "–", "–");
  });
  const left = cluster.others.filter((version) => version.same === null).length;
  return [
    scrolled("Versions", tableOf({ class: "versions" }, VERSION_HEADS, [...rows, ...others])),
    cluster.others.length > left &&
      node("p", { class: "note" }, "= has the text of that version, letter for letter."),
    left > 0 &&
      node(
        "p",
        { class: "note" },
        `– ${numbered(left, "further text is", "further texts are")} not compared: `,
        `of a report this page compares ${cluster.versions.length}.`,
      ),
  ];
}

function versionRow(version, name, first, statements, only) {
  const later = version.published && first && version.published !== first;
  return node(
    "tr",
    { class: version.canonical && "canonical" },
    node("td", null, name),
    node(
      "th",
      { scope: "row", dir: "auto" },
      /^https?:\/\//i.test(version.url ?? "")
        ? node(
            "a",
            {
              href: version.url,
              rel: "noopener noreferrer",
              target: "_blank",
              title: "At its source, in another tab",
            },
            legible(version.title),
          )
        : legible(version.title),
      node("span", { class: "byline" }, legible(version.id)),
    ),
    node("td", { dir: "auto" }, legible(version.source) || "–"),
    node(
      "td",
      { class: "when" },
      timed(version.published),
      later && node("span", { class: "byline" }, `+${span(first, version.published)}`),
    ),
    node(
      "td",
      { title: RELATIONS[version.relation] },
      version.canonical ? "is the most complete" : version.relation,
    ),
    node("td", null, version.canonical ? "" : share(version.similarity)),
    node("td", null, statements),
    node("td", null, only),
  );
}

function conflictTable(cluster) {
  if (!cluster.conflicts.length) return null;
  const rows = cluster.conflicts.map(([kind, values], number) => {
    const jump = node(
      "button",
      { type: "button", class: "plain", onclick: () => showConflict(cluster, number) },
      `≠${number + 1}`,
    );
    const told = (version) =>
      values
        .filter(([of]) => of === version)
        .map(([, start, end]) => node("p", null, setting(cluster, version, start, end)));
    return node(
      "tr",
      null,
      node("th", { scope: "row" }, jump, ` ${kind}`),
      cluster.versions.map((_, version) => node("td", { dir: "auto" }, told(version))),
    );
  });
  const heads = ["", ...cluster.versions.map((_, version) => badge(version))];
  return sectionOf(
    "contradictions",
    "Contradictions",
    scrolled("Contradictions", tableOf({ class: "conflicts" }, heads, rows)),
  );
}

// A value in the words around it.
function setting(cluster, version, start, end) {
  const slice = cluster.slices[version];
  const sentence = cluster.sentences[version].find(
    (each) => each[0].start <= start && start < each.at(-1).end,
  ) ?? [{ start, end }];
  const room = 45;
  const before = slice(Math.max(sentence[0].start, start - room), start);
  const after = slice(end, Math.min(Math.max(sentence.at(-1).end, end), end + room));
  const head = start - room > sentence[0].start ? `… ${before.replace(/^\S*\s/, "")}` : before;
  const tail = end + room < sentence.at(-1).end ? `${after.replace(/\s\S*$/, "")} …` : after;
  return [legible(head), node("b", { class: "value" }, legible(slice(start, end))), legible(tail)];
}

const PAIR_HEADS = [
  "Pair",
  "Relation",
  "Jaccard",
  "Containment",
  "Confidence",
  "Longest passage that both hold",
];
const PAIR_NOTE =
  "Jaccard: of all shingles in either text, the share that both have. Containment: of the shingles of the " +
  "shorter text, the share that the other has. Confidence: the probability that the pair belongs together.";

function pairTable(cluster) {
  if (!cluster.pairs.length) return null;
  const relations = [...new Set(cluster.pairs.map(([, , relation]) => relation))];
  const told = (version, passage) => (passage ? legible(cluster.slices[version](...passage)) : "–");
  const rows = cluster.pairs.map(([one, other, relation, jaccard, containment, score, passage]) =>
    node(
      "tr",
      null,
      node("th", { scope: "row" }, badge(one), " ", badge(other)),
      node("td", null, relation),
      [share(jaccard), share(containment), sure(score)].map((value) => node("td", null, value)),
      node("td", { class: "passage", dir: "auto" }, told(one, passage)),
    ),
  );
  return sectionOf(
    "pairs",
    "Why they are together",
    node(
      "dl",
      { class: "relations" },
      relations.map((relation) =>
        node("div", null, node("dt", null, relation), node("dd", null, RELATIONS[relation])),
      ),
    ),
    scrolled("Pairs", tableOf({ class: "pairs" }, PAIR_HEADS, rows)),
    node("p", { class: "note" }, PAIR_NOTE),
  );
}
