// The stacks of all starts laid over each other; the width of a frame is the number of starts.
function drawFlame(section, stacks) {
  const card = d3.select(section);
  const ROW = 21;
  if (!stacks.value) {
    card.selectAll(".bar, .graph, .hint").remove();
    card.append("p").attr("class", "empty").text("None.");
    return;
  }
  const root = d3.hierarchy(stacks).sum(() => 0);
  root.each((node) => (node.value = node.data.value));
  d3.partition()(root);
  const width = Math.max(640, card.node().clientWidth - 42);
  const height = (root.height + 1) * ROW;
  card.select("h2 small").text(`${Format.count(root.value)} starts`);
  const svg = card
    .select(".graph")
    .append("svg")
    .attr("width", width)
    .attr("height", height)
    .attr("role", "img")
    .attr("aria-label", "Flame graph of the stacks");
  const reset = card.select(".reset").on("click", () => focus(root));
  const shortName = (name) => name.replace(/^(?:[^.]+\.)*(?=[^.]+\.[^.]+$)/, "");
  let current = root;
  let wanted = "";

  card.select("input").on("input", function () {
    wanted = this.value.toLowerCase();
    draw();
  });

  function focus(node) {
    current = node;
    reset.attr("hidden", node === root ? "" : null);
    draw();
  }

  function colour(node) {
    if (node.depth === 0) return "var(--unknown)";
    if (!node.children) return "var(--good)";
    // One hue for each package, so that layers can be distinguished.
    const parts = node.data.name.split(".");
    const name = parts.slice(0, Math.max(1, Math.min(3, parts.length - 2))).join(".");
    let hash = 7;
    for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)) % 997;
    return d3.hcl(36 + (hash % 56), 46, 76 + (hash % 8)).formatHex();
  }

  function draw() {
    const x = d3.scaleLinear([current.x0, current.x1], [0, width]);
    const visible = root
      .descendants()
      .filter((n) => n.x1 > current.x0 && n.x0 < current.x1 && x(n.x1) - x(n.x0) > 0.6);
    const left = (n) => Math.max(0, x(n.x0));
    const wide = (n) => Math.min(width, x(n.x1)) - left(n);
    const frames = svg
      .selectAll("g")
      .data(visible, (n) => n.index ?? (n.index = draw.next++))
      .join((enter) => {
        const g = enter
          .append("g")
          .on("mouseenter", (event, n) =>
            Tip.show(event, n.data.name, [
              ["Starts", Format.count(n.value)],
              ["Of all", d3.format(".1%")(n.value / root.value)],
            ]),
          )
          .on("mousemove", Tip.move)
          .on("mouseleave", Tip.hide)
          .on("click", (_, n) => focus(n));
        g.append("rect")
          .attr("height", ROW - 1)
          .attr("fill", colour);
        g.append("text").attr("dx", 6).attr("dy", 14.5);
        return g;
      });
    frames
      .attr(
        "class",
        (n) =>
          "frame" +
          (n.depth && !n.children ? " program" : "") +
          (wanted && !n.data.name.toLowerCase().includes(wanted) ? " dimmed" : ""),
      )
      .attr("transform", (n) => `translate(${left(n)},${height - (n.depth + 1) * ROW})`);
    frames.select("rect").attr("width", wide);
    frames.select("text").text((n) => {
      const room = Math.floor((wide(n) - 10) / 7);
      const name = shortName(n.data.name);
      return room < 3 ? "" : name.length <= room ? name : name.slice(0, room - 1) + "…";
    });
  }

  draw.next = 1;
  draw();
}
