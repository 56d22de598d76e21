// The page as a whole: what the address asks for is shown, and what is chosen is written into the address.

const LIST_STATE = ["q", "texts", "sort", "down", "page"];

function state() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

function listState() {
  return Object.fromEntries(Object.entries(state()).filter(([name]) => LIST_STATE.includes(name)));
}

function address(values) {
  const asked = new URLSearchParams(
    Object.entries(values).filter(([, value]) => value !== "" && value !== undefined),
  );
  return `#${asked}`;
}

// Change the address; `shown` where what is shown is already right, or a step back would be one letter back.
function go(values, shown = false) {
  history.replaceState(null, "", address(values));
  if (!shown) show();
}

// A browser may forbid storage to a page that comes from a file.
function kept(name) {
  try {
    return localStorage.getItem(`dedupe-report-${name}`);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`dedupe-report-${name}`, value);
  } catch {
    /* then it lasts as long as the page */
  }
}

const THEMES = { auto: "as the system", light: "light", dark: "dark" };

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  byId("theme").textContent = `Colours: ${THEMES[name]}`;
  keep("theme", name);
}

function show() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const each = clusterOf.get(asked.get("c"));
  const view = byId("cluster");
  const was = view.hidden ? null : open?.number;
  view.hidden = !each;
  byId("overview").hidden = Boolean(each);
  byId("home").hidden = !each;
  document.title = each ? legible(each.title) : byId("home").textContent;
  if (each && !byId(`cluster-${each.number}`)) {
    view.replaceChildren(node("p", { class: "notice" }, "Reading the file …"));
    whole.then(show);
    return;
  }
  if (each) {
    showCluster(each, asked);
    if (was !== each.number) {
      scrollTo(0, 0);
      view.querySelector("h1").focus({ preventScroll: true });
    }
    return;
  }
  const from = was === null || was === undefined ? null : clusters[was];
  open = null;
  view.replaceChildren();
  showList(asked).then(() => {
    if (!from) return;
    const link = [...byId("clusters").querySelectorAll("tbody a")].find(
      (a) => a.hash === address({ ...listState(), c: from.id }),
    );
    link?.focus();
  });
}

function begin() {
  setTheme(kept("theme") in THEMES ? kept("theme") : "auto");
  byId("theme").addEventListener("click", () => {
    const names = Object.keys(THEMES);
    setTheme(names[(names.indexOf(document.documentElement.dataset.theme) + 1) % names.length]);
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });
  let waiting = 0;
  const search = () =>
    go({ ...listState(), q: byId("query").value, texts: byId("in-texts").checked ? "1" : "", page: "" });
  byId("query").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  byId("in-texts").addEventListener("change", search);
  byId("search").addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("[data-source]"))
    button.addEventListener("click", () => {
      byId("query").value = button.dataset.source;
      search();
      byId("query").focus();
    });
  listKeys();
  showUnsure();
  addEventListener("hashchange", show);
  show();
  performance.mark("drawn");
}

begin();
