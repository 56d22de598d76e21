// Who says what: contradictions are told above, so this is what each version gives, weightiest first.

const ROWS_AT_FIRST = 10;

// `all`: also what every version says. `whole`: not only the first rows.
function saidTable(cluster, all, whole) {
  const count = cluster.versions.length;
  const rows = cluster.statements
    .filter((each) => !each.furniture && each.version === each.held[0] && (all || each.held.length < count))
    .sort((one, other) => other.weight - one.weight || one.number - other.number);
  const redraw = (nextAll, nextWhole, focus) => {
    byId("said").replaceWith(saidTable(cluster, nextAll, nextWhole));
    byId(focus)?.focus();
  };
  const box = node("input", {
    type: "checkbox",
    id: "said-all",
    checked: all,
    onchange: () => redraw(!all, whole, "said-all"),
  });
  // Where a date is unknown nobody can be said to have been first.
  const dated = cluster.versions.every((version) => version.published);
  const heads = [
    "Weight",
    dated ? "Statement, as first given" : "Statement",
    ...cluster.versions.map((_, version) => badge(version)),
  ];
  const shown = (whole ? rows : rows.slice(0, ROWS_AT_FIRST)).map((statement) =>
    saidRow(cluster, statement, dated),
  );
  return sectionOf(
    "said",
    "Who says what",
    node(
      "p",
      { class: "note" },
      numbered(rows.length, "statement"),
      ` ${all ? "in all" : "that some version lacks"}, weightiest first. `,
      node("label", { class: "check" }, box, " also what all say"),
    ),
    rows.length > 0 && scrolled("Who says what", tableOf({ class: "said" }, heads, shown)),
    rows.length > ROWS_AT_FIRST &&
      node(
        "button",
        { type: "button", id: "said-more", onclick: () => redraw(all, !whole, "said-more") },
        whole ? `Only the first ${ROWS_AT_FIRST}` : `All ${rows.length}`,
      ),
  );
}

function saidRow(cluster, statement, dated) {
  const cell = (version) => {
    if (!statement.held.includes(version)) return node("span", { class: "lacks" }, "–");
    if (!dated) return "says";
    return version === statement.version ? node("b", { class: "first" }, "first") : "also";
  };
  return node(
    "tr",
    null,
    node("td", { class: "weight", title: `weight ${statement.weight}` }, dots(statement.weight)),
    node("th", { scope: "row", dir: "auto" }, inSentence(cluster, statement)),
    cluster.versions.map((_, version) => node("td", null, cell(version))),
  );
}

function dots(weight) {
  const filled = 1 + (weight >= index.weights[0]) + (weight >= index.weights[1]);
  return [
    node("span", { "aria-hidden": "true" }, "●".repeat(filled), "○".repeat(3 - filled)),
    node("span", { class: "unseen" }, `${filled} of 3`),
  ];
}

// A scrap cannot be read alone: the rest of its sentence stands around it, dimmed.
function inSentence(cluster, statement) {
  const slice = cluster.slices[statement.version];
  const link = (children) =>
    node(
      "button",
      { type: "button", class: "plain", onclick: () => readStatement(cluster, statement) },
      children,
    );
  const words = link(marked(slice, statement.start, statement.end, valuesOf(cluster, statement)));
  const sentence = cluster.sentences[statement.version].find((each) => each.includes(statement));
  if (statement.end - statement.start >= 60 || sentence.length === 1) return words;
  return [
    node("span", { class: "context" }, legible(slice(sentence[0].start, statement.start))),
    words,
    node("span", { class: "context" }, legible(slice(statement.end, sentence.at(-1).end))),
  ];
}
