// Keys: each does what a control on the page does too. Single keys can be turned off (WCAG 2.2, 2.1.4).

const KEYS = [
  [
    "/",
    "search",
    () => {
      if (open) go(listState());
      byId("query").focus();
      byId("query").select();
    },
  ],
  ["j", "next report, in the list or open", () => step(1)],
  ["k", "previous report", () => step(-1)],
  ["Enter", "open the report", null],
  ["u", "all reports", () => byId("back")?.click()],
  ["s", "side by side", () => byId("reading") && goTo("reading")],
  ["d", "next difference in the texts", () => visitNext("[data-differs]")],
  ["c", "next contradiction in the texts", () => visitNext(".reading .conflict")],
  ["1 – 9", "read a version, or not", null],
  ["m", "marks in the texts", () => byId("marks") && toggleMarks()],
  ["t", "colours: as the system, light, dark", () => byId("theme").click()],
  ["?", "these keys", () => byId("show-keys").click()],
  ["Esc", "leave the search, close this", null],
];

// The next link of the list from the one in focus, or the next report where one is open.
function step(by) {
  const view = byId("cluster");
  if (!view.hidden) return byId(by > 0 ? "next" : "previous")?.click();
  const links = [...byId("clusters").tBodies[0].querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("keys").open) return;
  const typing = event.target.matches?.("input[type=search]");
  if (typing && event.key === "Escape") {
    event.target.blur();
    return;
  }
  if (typing && event.key === "Enter") {
    event.preventDefault();
    step(1);
    return;
  }
  if (typing || !byId("single-keys").checked) return;
  const act = KEYS.find(([key, , action]) => action && key === event.key)?.[2];
  const version = byId("cluster").hidden
    ? null
    : document.querySelector(`[data-read="${Number(event.key) - 1}"]`);
  if (!act && !version) return;
  event.preventDefault();
  if (act) act();
  else version.click();
}

function listKeys() {
  byId("keys")
    .querySelector("tbody")
    .replaceChildren(
      ...KEYS.map(([key, said]) =>
        node("tr", null, node("th", { scope: "row" }, node("kbd", null, key)), node("td", null, said)),
      ),
    );
  byId("show-keys").addEventListener("click", () => byId("keys").showModal());
  byId("single-keys").checked = kept("single-keys") !== "off";
  byId("single-keys").addEventListener("change", (event) =>
    keep("single-keys", event.target.checked ? "on" : "off"),
  );
  document.addEventListener("keydown", onKey);
}
