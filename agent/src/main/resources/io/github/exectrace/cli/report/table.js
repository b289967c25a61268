// A table that can be sorted and filtered. A column: {label, value(row), text(value, row), kind,
// style(row), search(row), title(row)}; kind is "number", "name" or
// "code".
function drawTable(section, rows, columns, remark) {
  const STEP = 50;
  const card = d3.select(section);
  card
    .select("h2")
    .append("small")
    .text(remark || "");
  if (rows.length === 0) {
    card.append("p").attr("class", "empty").text("None.");
    return { filter() {} };
  }
  let sorted = null;
  let ascending = false;
  let limit = STEP;
  const text = (column, row) => {
    const value = column.value(row);
    return column.text
      ? column.text(value, row)
      : value === undefined || value === ""
        ? "–"
        : String(value);
  };

  const tools = card.append("div").attr("class", "tools");
  const input = tools
    .append("input")
    .attr("type", "search")
    .attr("placeholder", "Filter")
    .attr("aria-label", "Filter");
  tools.attr("hidden", rows.length < 6 ? "" : null);
  const found = tools.append("span");
  const table = card.append("div").attr("class", "scroll").append("table");
  const head = table
    .append("thead")
    .append("tr")
    .selectAll("th")
    .data(columns)
    .join("th")
    .attr("class", (c) => (c.kind === "number" ? "number" : null))
    .attr("tabindex", 0)
    .attr("scope", "col")
    .text((c) => c.label)
    .on("click", (_, c) => sortBy(c))
    .on("keydown", (event, c) => event.key === "Enter" && sortBy(c));
  const body = table.append("tbody");
  const more = card
    .append("button")
    .attr("class", "more")
    .attr("type", "button")
    .on("click", () => {
      limit = Infinity;
      draw();
    });
  input.on("input", draw);

  function sortBy(column) {
    ascending = sorted === column ? !ascending : column.kind !== "number";
    sorted = column;
    draw();
  }

  function draw() {
    const wanted = input.property("value").toLowerCase();
    let shown = rows.filter(
      (row) =>
        !wanted ||
        columns.some((c) =>
          (c.search ? c.search(row) : text(c, row)).toLowerCase().includes(wanted),
        ),
    );
    if (sorted) {
      const order = ascending ? d3.ascending : d3.descending;
      shown = d3.sort(shown, (a, b) => order(sorted.value(a), sorted.value(b)));
    }
    head.attr("aria-sort", (c) => (c === sorted ? (ascending ? "ascending" : "descending") : null));
    found.text(wanted ? `${Format.count(shown.length)} of ${Format.count(rows.length)}` : "");
    body
      .selectAll("tr")
      .data(shown.slice(0, limit))
      .join("tr")
      .selectAll("td")
      .data((row) => columns.map((column) => ({ column, row, shown: text(column, row) })))
      .join("td")
      .attr(
        "class",
        (cell) =>
          [
            cell.column.kind,
            cell.shown === "–" ? "dash" : "",
            cell.column.style ? cell.column.style(cell.row) : "",
          ]
            .filter(Boolean)
            .join(" ") || null,
      )
      .attr("title", (cell) => (cell.column.title ? cell.column.title(cell.row) : null))
      .text((cell) => cell.shown);
    more
      .attr("hidden", shown.length > limit ? null : "")
      .text(`Show all ${Format.count(shown.length)}`);
  }

  draw();
  return {
    filter(value) {
      input.property("value", value);
      draw();
      card.node().scrollIntoView({ behavior: "smooth" });
    },
  };
}
