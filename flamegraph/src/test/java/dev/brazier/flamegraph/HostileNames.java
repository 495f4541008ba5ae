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

  /** Texts that other renderers refuse, drop frames of, or draw wrongly: each is drawn. */
  static final List<String> COLLAPSED =
      List.of(
          "a<b>;c&d;\"e\" 'f';]]> 1\n",
          "a;</script><script>alert(1)</script>;b 2\n",
          "a\u001b[31m;b\u0000;c\u0007 3\n",
          "\ufffd\u00e4\ud83d\udd25;\u202e\u05d0 4\n",
          "operator new (unsigned long) 3;foo 12 bar 5\n",
          "a;;b 1\n;c 1\n;; 1\na; 1\n",
          "a;b 1\r\na;c 2\r\n",
          "a;b 1.5\na;c 0.4\n",
          "a\na -1\na x\na;b 3\n",
          "a 9223372036854775807\nb 9223372036854775807\n",
          "f;".repeat(5_000) + "g 1\n",
          "f;".repeat(20_000) + "f 1\n",
          "",
          "# comment\na 1\n# comment 2\n",
          "n".repeat(200_000) + " 1\n",
          "a;b 1\na;b 1\na;b 1\n",
          "a;b\t7\n",
          "a;b 1\na;c 2",
          "a_[j];b_[i];c_[0];d_[1];e_[k];f_[w] 9\n",
          "a 0\n");

  private HostileNames() {}
}
