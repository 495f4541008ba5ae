// SPDX-License-Identifier: GPL-3.0-or-later
// Spends its time in a recursive function with a known name; run with: node --perf-basic-prof busy.js
function fibonacciOfBusy(n) {
  return n < 2 ? n : fibonacciOfBusy(n - 1) + fibonacciOfBusy(n - 2);
}
for (;;) {
  fibonacciOfBusy(25);
}
