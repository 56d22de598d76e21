// The view of one cluster, and moving about in it.

let open = null;

function showCluster(each, asked) {
  const view = byId("cluster");
  if (open?.number !== each.number) open = { number: each.number, cluster: opened(data(each.number)) };
  const { cluster } = open;
  const versions = versionsAsked(cluster, asked.get("v"));
  const place = shownClusters.indexOf(each);
  const beside = (step) => (place >= 0 ? shownClusters[place + step] : undefined);
  const to = (other, label, id) =>
    other
      ? node("a", { href: address({ ...listState(), c: other.id }), id, class: "button" }, label)
      : node("span", { class: "button off" }, label);
  view.replaceChildren(
    ...[
      node(
        "nav",
        { class: "ways", "aria-label": "Clusters" },
        node("a", { href: address(listState()), id: "back", class: "button" }, "All reports"),
        to(beside(-1), "Previous", "previous"),
        to(beside(1), "Next", "next"),
        node(
          "span",
          { class: "jumps" },
          SECTIONS.filter(([id]) => id !== "contradictions" || cluster.conflicts.length)
            .filter(([id]) => id !== "pairs" || cluster.pairs.length)
            .map(([id, label]) =>
              node("button", { type: "button", class: "plain", onclick: () => goTo(id) }, label),
            ),
        ),
      ),
      node("h1", { dir: "auto", tabindex: "-1" }, legible(each.title)),
      node(
        "p",
        { class: "how" },
        [
          numbered(each.size, "article"),
          each.sources.length ? numbered(each.sources.length, "source") : null,
          each.first ? `published within ${span(each.first, each.last)}` : null,
          `cohesion ${share(each.cohesion)}`,
          each.confidence === null ? null : `confidence ${sure(each.confidence)}`,
          each.conflicts ? numbered(each.conflicts, "contradiction") : "no contradiction found",
        ]
          .filter(Boolean)
          .join(" · "),
      ),
      sectionOf("versions", "Versions", timelineOf(cluster), versionTable(cluster)),
      conflictTable(cluster),
      saidTable(cluster, false, false),
      readingSection(cluster, versions),
      pairTable(cluster),
    ]
      .flat()
      .filter(Boolean),
  );
}

const SECTIONS = [
  ["contradictions", "Contradictions"],
  ["said", "Who says what"],
  ["reading", "Side by side"],
  ["pairs", "Why together"],
];

// The address tells what is shown, so that a section of it is gone to by its heading.
function goTo(id) {
  const heading = byId(`${id}-title`);
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}

// The versions that the address names; of many, by default the most complete one and the one beside it.
function versionsAsked(cluster, asked) {
  const count = cluster.versions.length;
  if (asked !== null)
    return [...new Set(asked.split(",").map((name) => Number(name) - 1))]
      .filter((place) => Number.isInteger(place) && place >= 0 && place < count)
      .sort((a, b) => a - b);
  const most = matchMedia("(min-width: 75rem)").matches ? 3 : 2;
  if (count <= most) return cluster.versions.map((_, place) => place);
  const canonical = Math.max(
    0,
    cluster.versions.findIndex((version) => version.canonical),
  );
  return canonical === 0 ? [0, 1] : [canonical - 1, canonical];
}

function versionsRead() {
  return [...document.querySelectorAll("[data-read]")]
    .filter((box) => box.checked)
    .map((box) => Number(box.dataset.read));
}

function readVersions(versions) {
  const focused = document.activeElement?.dataset?.read;
  go({ ...state(), v: versions.map((version) => version + 1).join(",") || "0" }, true);
  byId("reading").replaceWith(readingSection(open.cluster, versions));
  document.querySelector(`[data-read="${focused}"]`)?.focus();
}

function readStatement(cluster, statement) {
  const read = versionsRead();
  if (!read.includes(statement.version)) readVersions([...read, statement.version].sort((a, b) => a - b));
  visit(byId(`s${statement.number}`));
}

function showConflict(cluster, number) {
  const versions = new Set([...versionsRead(), ...cluster.conflicts[number][1].map(([version]) => version)]);
  if (versions.size > versionsRead().length) readVersions([...versions].sort((a, b) => a - b));
  visit(document.querySelector(`#reading [data-conflict="${number}"]`));
}

// Go to the next of some places of the texts; after the last comes the first.
const visits = new Map();
function visitNext(selector) {
  const places = [...document.querySelectorAll(`#reading ${selector}`)];
  if (!places.length) return say("There is none among these versions.");
  const next = (places.indexOf(visits.get(selector)) + 1) % places.length;
  visits.set(selector, places[next]);
  visit(places[next]);
  say(`${next + 1} of ${places.length}`);
}
