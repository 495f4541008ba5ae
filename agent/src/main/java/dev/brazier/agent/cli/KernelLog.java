package dev.brazier.agent.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is in the kernel's log now.
 *
 * @param lines each as {@code /dev/kmsg} has it: {@code 5,1234,5678901,-;text}
 * @param overwritten records that the kernel dropped between the first and the last of these
 */
record KernelLog(List<String> lines, long overwritten) {

  static final String DEVICE = "/dev/kmsg";

  /** CONSOLE_EXT_LOG_MAX of {@code kernel/printk}: each read gives one record, which is shorter. */
  private static final int RECORD_BYTES = 8192;

  /** The device has no end: a reader waits there for what comes next. */
  private static final long QUIET_MILLIS = 500;

  private static final Pattern SEQUENCE = Pattern.compile("^\\d+,(\\d{1,18}),");

  /**
   * Reads the log from its beginning to what is its end now.
   *
   * @throws IOException when there is no such device or it may not be read
   */
  static KernelLog read() throws IOException {
    InputStream device = new FileInputStream(DEVICE);
    BlockingQueue<Reading> records = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> pump(device, records), "brazier-kernel-log");
    // It waits in the kernel for ever: the process may end all the same.
    reader.setDaemon(true);
    reader.start();
    return collect(records);
  }

  /** The numbers of records follow each other: a gap is what was overwritten before it was read. */
  static KernelLog of(List<String> records) {
    long overwritten = 0;
    long last = -1;
    for (String record : records) {
      Matcher sequence = SEQUENCE.matcher(record);
      if (sequence.find()) {
        long number = Long.parseLong(sequence.group(1));
        overwritten += last >= 0 && number > last + 1 ? number - last - 1 : 0;
        last = number;
      }
    }
    return new KernelLog(records, overwritten);
  }

  private static KernelLog collect(BlockingQueue<Reading> records) throws IOException {
    List<String> lines = new ArrayList<>();
    try {
      Reading reading = records.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
      while (reading != null) {
        if (reading.failure() != null) {
          throw reading.failure();
        }
        // Below the record itself, and indented, is what device it is about.
        reading.text().lines().limit(1).forEach(lines::add);
        reading = records.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return of(lines);
  }

  private static void pump(InputStream device, BlockingQueue<Reading> records) {
    byte[] buffer = new byte[RECORD_BYTES];
    while (true) {
      try {
        int length = device.read(buffer);
        if (length < 0) {
          return;
        }
        records.add(new Reading(new String(buffer, 0, length, StandardCharsets.UTF_8), null));
      } catch (IOException e) {
        // EPIPE: the next record was overwritten; the device goes on with the oldest it has.
        if (!"Broken pipe".equals(e.getMessage())) {
          records.add(new Reading("", e));
          return;
        }
      }
    }
  }

  /** What one read gave. */
  private record Reading(String text, @Nullable IOException failure) {}
}
