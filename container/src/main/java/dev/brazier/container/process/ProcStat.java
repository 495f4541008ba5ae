package dev.brazier.container.process;

/**
 * The fields of {@code /proc/PID/stat} that identify a process and say how busy it was.
 *
 * @param pid in the PID namespace that {@code /proc} was mounted in
 * @param comm up to 15 bytes chosen by the process: may hold blanks, parentheses and line feeds
 * @param state one letter of proc(5), such as R, S or Z
 * @param parentPid 0 for the first process and for kernel threads' ancestor
 * @param cpuTicks fields 14 and 15: time on a CPU, in user and in kernel mode, of all its threads,
 *     in ticks of {@link TargetProcess#TICKS_PER_SECOND}
 * @param threads in the thread group; 0 once it is a zombie
 * @param startTicks field 22: after boot, in ticks of {@link TargetProcess#TICKS_PER_SECOND}
 */
public record ProcStat(
    int pid, String comm, char state, int parentPid, long cpuTicks, int threads, long startTicks) {
  private static final int FIELD_AFTER_COMM = 3;
  private static final int FIELD_PARENT = 4;
  private static final int FIELD_USER_TICKS = 14;
  private static final int FIELD_KERNEL_TICKS = 15;
  private static final int FIELD_THREADS = 20;
  private static final int FIELD_START = 22;

  /**
   * Parses the one line of the file. The comm reaches to the <em>last</em> closing parenthesis, as
   * nothing after it can contain one.
   */
  public static ProcStat parse(String text) throws ProcFormatException {
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    LineFields whole = new LineFields(text);
    if (open < 1 || close < open) {
      throw whole.malformed("no command in parentheses");
    }
    LineFields fields = new LineFields(text.substring(close + 1).stripTrailing());
    char state = '?';
    int parent = 0;
    long cpuTicks = 0;
    int threads = 0;
    for (int field = FIELD_AFTER_COMM; field < FIELD_START; field++) {
      String word = fields.word();
      if (word.isEmpty()) {
        throw whole.malformed("only " + (field - 1) + " fields");
      }
      switch (field) {
        case FIELD_AFTER_COMM -> state = word.charAt(0);
        case FIELD_PARENT -> parent = fields.smallDecimal(word);
        case FIELD_USER_TICKS, FIELD_KERNEL_TICKS -> cpuTicks += fields.decimal(word);
        case FIELD_THREADS -> threads = fields.smallDecimal(word);
        default -> {}
      }
    }
    return new ProcStat(
        whole.smallDecimal(text.substring(0, open).strip()),
        text.substring(open + 1, close),
        state,
        parent,
        cpuTicks,
        threads,
        fields.decimal(fields.word()));
  }
}
