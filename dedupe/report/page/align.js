// Versions side by side: which sentences stand in one row, so that texts are read across as well as down.

// A cluster as it is read: statements as objects, and the sentences of each version as runs of them.
function opened(data) {
  const statements = data.statements.map(
    ([version, start, end, joined, held, weight, furniture, facts, aligned], number) => ({
      number,
      version,
      start,
      end,
      joined,
      held,
      weight,
      furniture,
      facts,
      aligned,
    }),
  );
  const sentences = data.versions.map(() => []);
  for (const statement of statements) {
    const mine = sentences[statement.version];
    if (statement.joined && mine.length) mine.at(-1).push(statement);
    else mine.push([statement]);
  }
  return { ...data, statements, sentences, slices: data.versions.map((version) => slicer(version.text)) };
}

// Share of a sentence, both ways, that another must say to stand in its row besides its own counterpart.
const SAYS_IT = 0.5;

// How much of what two sentences say is aligned: code points, by their similarity.
function common(one, other) {
  const towards = (from, to) => {
    const start = to[0].start;
    const end = to.at(-1).end;
    let sum = 0;
    for (const statement of from)
      for (const [version, first, last, similarity] of statement.aligned)
        if (version === to[0].version)
          sum += similarity * Math.max(0, Math.min(last, end) - Math.max(first, start));
    return sum;
  };
  return towards(one, other) + towards(other, one);
}

// The rows that the sentences of a version belong to, in order and so that they have most in common; -1 for
// none. Several sentences may stand in one row.
function matched(sentences, rows) {
  const gains = sentences.map((sentence) =>
    rows.map((row) =>
      Object.values(row.cells)
        .flat()
        .reduce((sum, other) => sum + common(sentence, other), 0),
    ),
  );
  const best = [new Float64Array(rows.length + 1)];
  for (const [j, gain] of gains.entries()) {
    const line = new Float64Array(rows.length + 1);
    for (let i = 1; i <= rows.length; i++) line[i] = Math.max(line[i - 1], best[j][i] + gain[i - 1]);
    best.push(line);
  }
  const match = Array(sentences.length).fill(-1);
  let i = rows.length;
  for (let j = sentences.length; j > 0; j--) {
    while (i > 0 && best[j][i] === best[j][i - 1]) i--;
    if (i > 0 && gains[j - 1][i - 1] > 0) match[j - 1] = i - 1;
  }
  return match;
}

// Whether a sentence says most of what each version has in a row.
function says(sentence, row) {
  return Object.values(row.cells).every((mine) => {
    const length = mine.at(-1).at(-1).end - mine[0][0].start;
    return mine.reduce((sum, other) => sum + common(sentence, other), 0) > SAYS_IT * length;
  });
}

// Where a sentence of the version says what two rows say, the row beside the one it matches joins that one.
function drawnTogether(sentences, rows, match) {
  const kept = [];
  const places = [];
  const belongs = (row, place) =>
    sentences.some(
      (sentence, j) => match[j] === place && !match.includes(rows.indexOf(row)) && says(sentence, row),
    );
  for (const [place, row] of rows.entries()) {
    if (place > 0 && (belongs(row, place - 1) || belongs(rows[place - 1], place)))
      for (const [version, mine] of Object.entries(row.cells))
        (kept.at(-1).cells[version] ??= []).push(...mine);
    else
      kept.push({
        cells: Object.fromEntries(Object.entries(row.cells).map(([version, mine]) => [version, [...mine]])),
      });
    places.push(kept.length - 1);
  }
  return [kept, match.map((place) => (place < 0 ? place : places[place]))];
}

// Add the sentences of a version to rows: to those they match, and new rows for the others where they stand.
function widened(before, version, sentences) {
  const [rows, match] = drawnTogether(sentences, before, matched(sentences, before));
  const after = new Map();
  let row = -1;
  for (const [j, sentence] of sentences.entries()) {
    const ahead = match.slice(j).find((place) => place >= 0);
    if (match[j] >= 0) row = match[j];
    if (match[j] >= 0 || (row >= 0 && ahead === row)) {
      (rows[row].cells[version] ??= []).push(sentence);
    } else {
      if (!after.has(row)) after.set(row, []);
      after.get(row).push({ cells: { [version]: [sentence] } });
    }
  }
  return [...(after.get(-1) ?? []), ...rows.flatMap((each, place) => [each, ...(after.get(place) ?? [])])];
}

// The rows of some versions: `cells` has sentences by version. Where no sentence has a counterpart the texts
// run on beside each other in one row, which is `free`.
function aligned(cluster, versions) {
  let rows = [];
  for (const version of versions) rows = widened(rows, version, cluster.sentences[version]);
  const merged = [];
  for (const row of rows) {
    row.free = Object.keys(row.cells).length === 1 && versions.length > 1;
    const before = merged.at(-1);
    if (!row.free || !before?.free) {
      merged.push(row);
      continue;
    }
    for (const [version, sentences] of Object.entries(row.cells))
      before.cells[version] = [...(before.cells[version] ?? []), ...sentences];
  }
  return merged;
}
