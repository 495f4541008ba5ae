package dev.brazier.flamegraph;

import java.util.List;

/** Names that have broken, or run script in, the pictures of other renderers. */
final class HostileNames {
  static final List<String> ALL =
      List.of(
          "</script><script>window.pwned=1;document.title='PWNED'</script>",
          "</title></svg><img src=x onerror='window.pwned=1'>",
          "]]></metadata><script>window.pwned=1</script>",
          "a<b>&\"quoted\" 'single' &amp; &lt; &#60;",
          "escape \u001b[31m nul \u0000 bell \u0007 line\nfeed\r tab\t del\u007f c1\u0085",
          "lone \ud800 high and \udc00 low \ufffe \uffff",
          "right to left \u202e evil \u2066 \u05d0\u05d1\u05d2",
          "fire \ud83d\udd25 family \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \u6f22\u5b57",
          "javascript:window.pwned=1",
          "${window.pwned=1} `${window.pwned=1}` {{constructor}}",
          "\u2028window.pwned=1\u2029",
          "x".repeat(200_000),
          "__proto__",
          "constructor",
          "\\u003cscript>",
          " ",
          "");

  private HostileNames() {}
}
