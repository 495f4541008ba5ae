#!/usr/bin/env python3
"""Flame graphs in a browser: ours beside flamegraph.pl's and async-profiler's, on the same stacks.

    flamegraph/src/bench/browser.py ROUNDS PICTURE...

Each PICTURE is opened ROUNDS times in headless Chromium, tools in turn, and medians are shown:
bytes, milliseconds to load and to draw, DOM elements, MiB of JavaScript heap, milliseconds from a
click to the second frame after it (zoom to the widest frame below 60 %), and the same for a search
for "Thread". For ours the views too: reverse, sandwich of that frame, table of functions. The script's own
time is in brackets; the rest is layout and paint.

Who made a picture is told from its content. Draw them from one input, for example:

    brazier flamegraph stacks.folded -o ours.svg
    $FLAMEGRAPH/flamegraph.pl stacks.folded > theirs.svg             github.com/brendangregg/FlameGraph
    java -jar $JFRCONV --minwidth 0.01 stacks.folded theirs.html     Maven: tools.profiler:jfr-converter

Needs chromium and chromedriver, nothing else.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

FLAGS = """--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --window-size=1400,900 --enable-precise-memory-info""".split()

TIMED = """
const frames = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
const key = name => document.body.dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true}));
const timed = async act => {
  const start = performance.now();
  act();
  const script = performance.now() - start;
  await frames();
  return [performance.now() - start, script];
};
"""

OURS = {
    # Two rows down lie the widest frame and its widest callee.
    "zoom": ("key('ArrowDown'); key('ArrowDown'); await frames();", "key('Enter')"),
    "search": ("key('Escape'); await frames();", """
        const box = document.querySelector('input[type=search]');
        box.value = 'Thread'; box.dispatchEvent(new Event('input'))"""),
    "reverse": ("key('Escape'); key('0'); await frames();", "key('r')"),
    "sandwich": ("key('0'); key('ArrowDown'); key('ArrowDown'); await frames();", "key('s')"),
    "table": ("key('0'); await frames();", "key('t')"),
}
SVG_WIDEST = """
    const width = g => parseFloat(g.querySelector('rect').getAttribute('width'));
    const boxes = [...document.querySelectorAll('#frames > g')].filter(g => g.querySelector('rect'));
    const most = Math.max(...boxes.map(width));
    const box = boxes.filter(g => width(g) < most * .6).sort((a, b) => width(b) - width(a))[0];"""
PERL = {
    "zoom": (SVG_WIDEST, "box.querySelector('rect').dispatchEvent(new MouseEvent('click', {bubbles: true}))"),
    "search": ("unzoom(); await frames();", "search('Thread')"),
}
ASYNC = {
    "zoom": ("""const all = levels.flat(); const most = levels[0][0].width;
        const box = all.filter(f => f.width < most * .6).sort((a, b) => b.width - a.width)[0];""", "render(box)"),
    "search": ("await frames();", "window.eval(\"search('Thread')\")"),
}


class Browser:
    """A chromedriver session, by the W3C protocol."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        port = next(m[1] for line in self.driver.stdout if (m := re.search(r"on port (\d+)\.", line)))
        self.base = f"http://127.0.0.1:{port}"
        options = {"args": FLAGS + [f"--user-data-dir={self.profile.name}"]}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        self.base += "/session/" + self.call("POST", "/session", wanted)["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=300) as response:
            return json.load(response)["value"]

    def run(self, script):
        return self.call("POST", "/execute/sync", {"script": script, "args": []})

    def close(self):
        self.call("DELETE", "")
        self.driver.terminate()
        self.driver.wait()


def maker(picture):
    text = picture.read_text(errors="replace")
    if '<metadata id="nodes">' in text:
        return "ours", OURS
    return ("async-profiler", ASYNC) if picture.suffix == ".html" else ("flamegraph.pl", PERL)


def measure(picture, steps):
    browser = Browser()
    try:
        browser.call("POST", "/url", {"url": picture.resolve().as_uri()})
        browser.run("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        figures = browser.run("""return {
            elements: document.querySelectorAll('*').length,
            heap: performance.memory.usedJSHeapSize / 1048576,
            load: performance.timing.loadEventEnd - performance.timing.navigationStart }""")
        for name, (before, act) in steps.items():
            figures[name], figures[name + "*"] = browser.run(
                f"{TIMED} return (async () => {{ {before} return timed(() => {{ {act} }}) }})()")
        return figures
    finally:
        browser.close()


def main():
    rounds, pictures = int(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    runs = {picture: [] for picture in pictures}
    for _ in range(rounds):
        for picture in pictures:
            runs[picture].append(measure(picture, maker(picture)[1]))
    for picture, figures in runs.items():
        middle = {key: statistics.median(run[key] for run in figures) for key in figures[0]}
        shown = [f"{picture.name} ({maker(picture)[0]})", f"{picture.stat().st_size:,} B",
                 f"load {middle['load']:.0f} ms", f"{middle['elements']:,.0f} elements", f"heap {middle['heap']:.1f} MiB"]
        shown += [f"{name} {value:.0f} ({middle[name + '*']:.0f}) ms"
                  for name, value in middle.items() if name + "*" in middle]
        print(", ".join(shown))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main()
