/** Spends its time in a recursive method with a known name; single-file source for {@code java}. */
public final class BusyLoop {
  static volatile long sink;

  static long fibonacciOfBusy(int n) {
    return n < 2 ? n : fibonacciOfBusy(n - 1) + fibonacciOfBusy(n - 2);
  }

  public static void main(String[] args) {
    while (true) {
      sink += fibonacciOfBusy(25);
    }
  }
}
