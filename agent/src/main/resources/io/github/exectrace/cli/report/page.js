(function () {
  const report = JSON.parse(document.getElementById("data").textContent);

  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  for (const jvm of report.jvms) {
    const line = d3.select("#jvms").append("div");
    line
      .append("span")
      .text(
        (report.jvms.length > 1 ? `JVM ${jvm.jvm}: ` : "JVM ") +
          (jvm.pid === undefined ? "" : jvm.pid + " "),
      );
    line.append("b").text(jvm.arguments);
    const span = Format.duration((jvm.end_ms - jvm.begin_ms) * 1e6);
    line
      .append("span")
      .text(
        ` · ${Format.dateAndTime(jvm.begin_ms)} · ${span} · ${jvm.files.map((f) => f.replace(/.*\//, "")).join(", ")}`,
      );
  }

  const warnings = report.warnings;
  d3.select("#trust")
    .classed("warning", warnings.length > 0)
    .selectAll("p")
    .data(warnings.length ? warnings : ["Complete: the kernel was traced and nothing was lost."])
    .join("p")
    .text((d) => d);

  const t = report.totals;
  const kernel = report.coverage === "kernel";
  const tile = (n, label, cls) => {
    const div = d3
      .select("#totals")
      .append("div")
      .attr("class", n ? cls : null);
    div.append("b").text(n === undefined ? "–" : Format.count(n));
    div.append("span").text(label);
  };
  tile(t.starts, "starts by Java threads");
  tile(report.coverage === "jdk" ? undefined : t.failed_starts, "starts failed", "alarm");
  tile(kernel ? t.native_starts : undefined, "bypassing ProcessBuilder");
  tile(kernel ? t.execs : undefined, "programs executed");
  tile(kernel ? t.failed_exits : undefined, "failed exits", "alarm");
  tile(kernel ? t.running : undefined, "still running", "alive");

  const text = (label, key) => ({ label, value: (r) => r[key] });
  const code = (label, key) => ({ label, kind: "code", value: (r) => r[key] });
  const name = (label, key) => ({ label, kind: "name", value: (r) => r[key] });
  const place = (label) => ({
    label,
    kind: "name",
    value: (r) => r.site,
    text: Format.place,
    search: (r) => r.site || "",
    title: (r) => r.site,
  });
  const number = (label, value, format) => ({
    label,
    kind: "number",
    value,
    text: format || Format.count,
  });
  const time = (label, key) => ({ label, kind: "number", value: (r) => r[key], text: Format.time });
  const threads = {
    label: "Threads",
    value: (r) => r.threads.join(", "),
    text: (v, r) =>
      r.threads.length < 3
        ? v || "–"
        : `${r.threads[0]} and ${r.threads.length - 1}${r.more_threads ? " or more" : ""} others`,
    search: (r) => r.threads.join(" "),
    title: (r) => r.threads.join("\n"),
  };
  const failed = {
    ...number("Failed", (r) => r.failed, Format.countOrDash),
    style: (r) => (r.failed ? "is-failed" : ""),
  };
  const badly = {
    ...number("Failed exits", (r) => r.failed_exits, Format.countOrDash),
    style: (r) => (r.failed_exits ? "is-bad" : ""),
  };
  const spans = (label, key) =>
    [
      ["p50", "p50"],
      ["p99", "p99"],
      ["max", "max"],
    ].map(([l, p], i) =>
      number((i ? "" : label + " ") + l, (r) => r[key] && r[key][p], Format.duration),
    );
  const used = [
    number("CPU", (r) => (r.lifetime_ns ? r.cpu_ns : undefined), Format.duration),
    number("Peak memory", (r) => r.peak_bytes, Format.size),
  ];
  const remark = (table) =>
    table.left_out.rows
      ? `${Format.count(table.left_out.rows)} smaller rows with ${Format.count(table.left_out.count)} left out`
      : "";
  const count = number("Count", (r) => r.count);

  drawTable(
    "#who",
    report.who.rows,
    [
      count,
      failed,
      badly,
      name("Program", "program"),
      text("How", "how"),
      place("Started at"),
      threads,
      number("Wait p99", (r) => r.wait_ns && r.wait_ns.p99, Format.duration),
      number("Life p50", (r) => r.lifetime_ns && r.lifetime_ns.p50, Format.duration),
      time("Last", "last_ms"),
      code("For example", "example"),
    ],
    remark(report.who),
  );
  drawTable(
    "#problems",
    report.problems.rows,
    [
      count,
      text("What", "kind"),
      name("Program", "program"),
      {
        ...text("Outcome", "outcome"),
        style: (r) =>
          r.kind === "ended"
            ? r.outcome.startsWith("exit")
              ? "is-bad"
              : "is-killed"
            : "is-failed",
      },
      place("Started at"),
      threads,
      time("First", "first_ms"),
      time("Last", "last_ms"),
      code("For example", "example"),
    ],
    remark(report.problems),
  );
  drawTable(
    "#running",
    report.running,
    [
      number("Age", (r) => (report.end_ms - r.process_begin_ms) * 1e6, Format.duration),
      number("Pid", (r) => r.pid, String),
      code("Command", "command"),
      place("Started at"),
      text("Thread", "thread"),
      text("How", "how"),
      time("Since", "process_begin_ms"),
    ],
    kernel ? "" : "not known: the kernel was not traced",
  );

  const rows = report.processes.starts.flatMap((start) =>
    nested(start.processes).map(({ process, depth }) => ({
      ...process,
      thread: start.thread,
      site: start.site,
      wait: depth ? undefined : start.wait_ns,
      start,
      nesting: depth,
    })),
  );
  const processes = drawTable(
    "#processes",
    rows,
    [
      text("Thread", "thread"),
      place("Started at"),
      number(
        "Pid",
        (r) => r.pid,
        (v) => (v === undefined ? "–" : String(v)),
      ),
      {
        label: "Command",
        kind: "code",
        value: (r) => r.command || r.program,
        text: (v, r) => "\u2003".repeat(r.nesting) + (r.nesting ? "└ " : "") + (v || "(no exec)"),
      },
      { label: "End", value: (r) => outcomeOf(r, r.start), style: (r) => "is-" + kindOf(r) },
      number("Lifetime", (r) => r.lifetime_ns, Format.duration),
      number("Wait", (r) => r.wait, Format.duration),
      number("CPU", (r) => r.cpu_ns, Format.duration),
      number("Peak memory", (r) => r.peak_bytes, Format.size),
      time("Begin", "process_begin_ms"),
    ],
    report.processes.shown < report.processes.total
      ? `${Format.count(report.processes.shown)} of ${Format.count(report.processes.total)}: those that did not end and the longest-lived`
      : "",
  );

  for (const [id, column] of [
    ["sites", place("Line")],
    ["programs", name("Program", "program")],
    ["threads", name("Thread", "thread")],
  ]) {
    drawTable(
      "#" + id,
      report[id].rows,
      [
        count,
        failed,
        badly,
        column,
        ...spans("Wait", "wait_ns"),
        ...spans("Life", "lifetime_ns"),
        ...used,
      ],
      remark(report[id]),
    );
  }

  const ledger = report.jvms.flatMap((jvm) => [
    ...["mode", "scope", "state", "kernel", "reason"]
      .filter((name) => jvm.ledger[name])
      .map((name) => ({ jvm: jvm.jvm, name, value: jvm.ledger[name] })),
    ...Object.entries(jvm.ledger.counters).map(([name, value]) => ({
      jvm: jvm.jvm,
      name,
      value: Format.count(value),
      lost: name in jvm.ledger.losses,
    })),
  ]);
  drawTable(
    "#ledger",
    ledger,
    [
      ...(report.jvms.length > 1 ? [text("JVM", "jvm")] : []),
      text("What", "name"),
      { ...text("Value", "value"), style: (r) => (r.lost ? "is-failed" : "") },
    ],
    report.jvms.every((jvm) => jvm.ledger.balances)
      ? "seen = emitted + filtered + lost"
      : "does not balance",
  );

  drawTimeline("#timeline", report, (bar) =>
    processes.filter(String(bar.process.pid ?? bar.process.command)),
  );
  drawFlame("#flame", report.stacks);

  // Each process below the one that made it.
  function nested(all) {
    const below = new Map();
    all.forEach((process, place) => {
      if (!below.has(process.parent)) below.set(process.parent, []);
      below.get(process.parent).push(place);
    });
    const list = [];
    const add = (place, depth) => {
      list.push({ process: all[place], depth });
      for (const child of below.get(place) ?? []) add(child, depth + 1);
    };
    for (const place of below.get(undefined) ?? []) add(place, 0);
    return list;
  }
})();
