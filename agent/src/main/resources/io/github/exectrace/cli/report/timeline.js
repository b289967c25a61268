// How many starts there were over time, and below that the processes as bars, by thread.
function drawTimeline(section, report, onClick) {
  const card = d3.select(section);
  const LABELS = 190;
  const ROW = 18;
  const BAR = 14;
  const RATE = 74;
  const AXIS = 24;
  const bars = report.processes.starts.flatMap((start) =>
    start.processes
      .filter((p) => p.program || p.command)
      .map((process) => ({
        start,
        process,
        kind: kindOf(process),
        from: process.process_begin_ms,
        to:
          process.state === "running"
            ? report.end_ms
            : process.process_end_ms || process.process_begin_ms,
      })),
  );
  const { shown, total } = report.processes;
  card
    .select("h2 small")
    .text(
      shown < total
        ? `${Format.count(shown)} of ${Format.count(total)} as bars: those that did not end and the longest-lived`
        : "",
    );
  if (report.rate.starts.length === 0 && bars.length === 0) {
    card.selectAll(".legend, .rate, .lanes, .hint").remove();
    card.append("p").attr("class", "empty").text("None.");
    return;
  }
  const kinds = [
    ["good", "exit code 0"],
    ["bad", "other exit code"],
    ["killed", "killed by a signal"],
    ["running", "still running"],
    ["failed", "could not be started"],
    ["unknown", "end not known"],
  ];
  const legend = card
    .select(".legend")
    .selectAll("span")
    .data(kinds.filter(([kind]) => bars.some((b) => b.kind === kind)))
    .join("span");
  legend.append("i").attr("class", ([kind]) => kind);
  legend.append("span").text(([, label]) => label);

  const lanes = layOut(bars);
  const height = d3.sum(lanes, (lane) => lane.rows) * ROW + lanes.length * 10;
  const width = Math.max(640, card.node().clientWidth - 42);
  const from = Math.min(report.begin_ms, d3.min(bars, (b) => b.from) ?? Infinity);
  const margin = Math.max(1, (report.end_ms - from) * 0.015);
  const all = d3.scaleTime([from - margin, report.end_ms + margin], [LABELS, width - 8]);
  let x = all;

  const rate = card
    .select(".rate")
    .append("svg")
    .attr("width", width)
    .attr("height", RATE + AXIS)
    .attr("role", "img")
    .attr("aria-label", "Starts over time");
  const clip = (svg, id, h) =>
    svg
      .append("clipPath")
      .attr("id", id)
      .append("rect")
      .attr("x", LABELS)
      .attr("width", width - LABELS)
      .attr("height", h);
  clip(rate, "rate-clip", RATE);
  const columns = report.rate.starts
    .map((count, i) => ({
      count,
      failed: report.rate.failed[i],
      at: report.rate.begin_ms + i * report.rate.stretch_ms,
    }))
    .filter((c) => c.count > 0);
  const tallest = d3.max(columns, (c) => c.count) || 1;
  const y = d3.scaleLinear([0, tallest], [RATE - 1, 8]);
  const rateAxis = rate.append("g").attr("class", "axis").attr("transform", `translate(0,${RATE})`);
  rate.append("text").attr("x", 0).attr("y", 20).text("Starts");
  rate
    .append("text")
    .attr("x", 0)
    .attr("y", 37)
    .style("fill", "var(--soft)")
    .text(`at most ${Format.count(tallest)} in ${Format.duration(report.rate.stretch_ms * 1e6)}`);
  const ratePlot = rate.append("g").attr("clip-path", "url(#rate-clip)");

  const svg = card
    .select(".lanes")
    .append("svg")
    .attr("width", width)
    .attr("height", height + 4)
    .attr("role", "img")
    .attr("aria-label", "Processes by thread");
  clip(svg, "lanes-clip", height + 4);
  const grid = svg.append("g").attr("class", "grid");
  let top = 0;
  for (const lane of lanes) {
    lane.top = top + 5;
    const g = svg.append("g").attr("class", "lane");
    const label = g
      .append("text")
      .attr("x", 0)
      .attr("y", lane.top + 12)
      .text(lane.name.length > 27 ? lane.name.slice(0, 26) + "…" : lane.name);
    label.append("title").text(lane.name);
    top += lane.rows * ROW + 10;
    g.append("line").attr("x2", width).attr("y1", top).attr("y2", top);
  }
  const plot = svg.append("g").attr("clip-path", "url(#lanes-clip)");
  const marks = plot
    .selectAll("g")
    .data(bars)
    .join("g")
    .attr("class", "process")
    .on("mouseenter", (event, bar) =>
      Tip.show(event, bar.process.command || bar.process.program, facts(bar)),
    )
    .on("mousemove", Tip.move)
    .on("mouseleave", Tip.hide)
    .on("click", (_, bar) => onClick(bar));
  marks
    .append("rect")
    .attr("class", (bar) => bar.kind)
    .attr("height", BAR);
  marks.append("text").attr("dy", 10.5).attr("dx", 5);

  function draw() {
    rateAxis.call(
      d3
        .axisBottom(x)
        .ticks(width / 130)
        .tickSizeOuter(0),
    );
    grid
      .selectAll("line")
      .data(x.ticks(width / 130))
      .join("line")
      .attr("x1", (t) => x(t))
      .attr("x2", (t) => x(t))
      .attr("y2", height);
    const wide = Math.max(
      1.5,
      x(report.rate.begin_ms + report.rate.stretch_ms) - x(report.rate.begin_ms) - 0.5,
    );
    const stack = (cls, value) =>
      ratePlot
        .selectAll("rect." + cls)
        .data(columns.filter((c) => value(c) > 0))
        .join("rect")
        .attr("class", cls)
        .attr("x", (c) => x(c.at))
        .attr("width", wide)
        .attr("y", (c) => y(value(c)))
        .attr("height", (c) => y(0) - y(value(c)));
    stack("good", (c) => c.count);
    stack("failed", (c) => c.failed);
    marks.attr("transform", (bar) => `translate(${x(bar.from)},${bar.lane.top + bar.row * ROW})`);
    const length = (bar) => Math.max(3, x(bar.to) - x(bar.from));
    marks.select("rect").attr("width", length);
    marks.select("text").text((bar) => {
      const room = Math.floor((length(bar) - 9) / 6.7);
      const name = bar.process.command || bar.process.program;
      return room < 3 ? "" : name.length <= room ? name : name.slice(0, room - 1) + "…";
    });
  }

  const zoom = d3
    .zoom()
    .scaleExtent([1, 1e6])
    .extent([
      [LABELS, 0],
      [width, RATE],
    ])
    .translateExtent([
      [LABELS, 0],
      [width, RATE],
    ])
    .filter((event) =>
      event.type === "wheel"
        ? event.ctrlKey || event.metaKey
        : event.type !== "dblclick" && !event.button,
    )
    .on("zoom", (event) => {
      x = event.transform.rescaleX(all);
      draw();
    });
  for (const each of [rate, svg]) {
    each.call(zoom).on("dblclick", () => each.transition().call(zoom.transform, d3.zoomIdentity));
  }
  draw();

  // Each thread has a lane, and in it as many rows as it had processes at a time.
  function layOut(all) {
    const lanes = d3
      .groups(
        d3.sort(all, (bar) => bar.from),
        laneOf,
      )
      .map(([name, members]) => {
        const ends = [];
        const lane = { name };
        for (const bar of members) {
          let row = ends.findIndex((end) => end < bar.from);
          if (row < 0) row = ends.push(0) - 1;
          ends[row] = Math.max(bar.to, bar.from + (report.end_ms - report.begin_ms) * 0.004);
          bar.row = row;
          bar.lane = lane;
        }
        lane.rows = ends.length;
        return lane;
      });
    return lanes;
  }

  function laneOf({ start }) {
    const prefix = report.jvms.length > 1 ? `JVM ${start.jvm}: ` : "";
    return prefix + (start.thread || "(no Java thread)");
  }

  function facts({ start, process }) {
    return [
      ["Thread", start.thread || "–"],
      ["Started at", start.site || "–"],
      ["Pid", process.pid ?? "–"],
      ["End", outcomeOf(process, start)],
      ["Lifetime", Format.duration(process.lifetime_ns)],
      ["CPU", Format.duration(process.cpu_ns)],
      ["Memory", Format.size(process.peak_bytes)],
      ["Begin", Format.time(process.process_begin_ms)],
    ];
  }
}
