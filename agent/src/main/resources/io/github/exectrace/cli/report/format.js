"use strict";
// Numbers as people read them. Undefined is what the recording does not say.
const Format = {
  count: (n) => (n === undefined ? "–" : d3.format(",")(n)),
  countOrDash: (n) => (n ? d3.format(",")(n) : "–"),
  duration(ns) {
    if (ns === undefined || ns < 0) return "–";
    const digits = (x) => x.toFixed(x < 10 ? 2 : x < 100 ? 1 : 0);
    if (ns < 1e6) return Math.floor(ns / 1e3) + " µs";
    if (ns < 1e9) return digits(ns / 1e6) + " ms";
    const s = Math.floor(ns / 1e9);
    const two = (n) => String(n).padStart(2, "0");
    if (s < 60) return digits(ns / 1e9) + " s";
    if (s < 3600) return Math.floor(s / 60) + " m " + two(s % 60) + " s";
    if (s < 86400) return Math.floor(s / 3600) + " h " + two(Math.floor((s % 3600) / 60)) + " m";
    return Math.floor(s / 86400) + " d " + two(Math.floor((s % 86400) / 3600)) + " h";
  },
  size(bytes) {
    if (bytes === undefined || bytes < 0) return "–";
    const units = ["B", "kB", "MB", "GB", "TB"];
    let unit = 0;
    while (bytes >= 1000 && unit < units.length - 1) {
      bytes /= 1000;
      unit++;
    }
    return (unit === 0 ? bytes : bytes.toFixed(bytes < 100 ? 1 : 0)) + " " + units[unit];
  },
  time: (ms) => (ms === undefined ? "–" : d3.timeFormat("%H:%M:%S.%L")(new Date(ms))),
  dateAndTime: (ms) => d3.timeFormat("%Y-%m-%d %H:%M:%S")(new Date(ms)),
  // com.acme.Pdf$Page.render:42 without its package.
  place: (site) => (site ? site.replace(/^(?:[^.]+\.)*(?=[^.]+\.[^.]+$)/, "") : "(unknown)"),
};

// One kind for each way that a process can have gone, as the style sheet names it.
function kindOf(process) {
  if (process.state !== "ended") return process.state;
  return process.signal ? "killed" : process.exit_code ? "bad" : "good";
}

function outcomeOf(process, start) {
  if (process.state === "failed") return start.failure || "failed";
  if (process.state !== "ended") return process.state;
  return process.signal ? process.outcome : String(process.exit_code);
}

const Tip = {
  show(event, title, facts) {
    const tip = d3.select("#tip").attr("hidden", null);
    tip.selectAll("*").remove();
    tip.append("code").text(title);
    const list = tip.append("dl");
    for (const [name, value] of facts) {
      list.append("dt").text(name);
      list.append("dd").text(value);
    }
    Tip.move(event);
  },
  move(event) {
    const tip = document.getElementById("tip");
    const left = Math.min(event.clientX + 16, innerWidth - tip.offsetWidth - 12);
    const below = event.clientY + 18;
    const top =
      below + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 12 : below;
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = Math.max(8, top) + "px";
  },
  hide: () => d3.select("#tip").attr("hidden", ""),
};
