package dev.brazier.bpf.counter;

import dev.brazier.bpf.BpfException;
import dev.brazier.bpf.PerfDescriptor;
import dev.brazier.bpf.PerfDescriptor.Answer;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one place.
 *
 * <p>Where the kernel may not be looked at, what happens in user mode is counted, and {@link
 * #userOnly()} says so. An event that is held against another, such as cache misses against cache
 * references, is in one group with it: both are counted at the same times, so that their ratio
 * holds even when more events are wanted than the CPU has registers.
 */
public final class CounterSet implements AutoCloseable {
  private final CounterPlace place;
  private final CounterStart start;
  private final Map<CounterEvent, Counter> counters = new EnumMap<>(CounterEvent.class);
  private final Map<CounterEvent, CounterRefusal> refusals = new EnumMap<>(CounterEvent.class);
  private Answer.@Nullable Refused kernelRefused;

  private CounterSet(CounterPlace place, CounterStart start) {
    this.place = place;
    this.start = start;
  }

  /**
   * Opens a counter for each event that can be counted; none counts yet.
   *
   * @throws BpfException when perf events cannot be asked for at all
   */
  public static CounterSet open(
      CounterPlace place, Collection<CounterEvent> events, CounterStart start) {
    CounterSet set = new CounterSet(place, start);
    try {
      events.forEach(set::add);
      return set;
    } catch (RuntimeException | Error e) {
      set.close();
      throw e;
    }
  }

  /** Begins to count. */
  public void enable() {
    counters.values().forEach(Counter::enable);
  }

  /** What was counted since the last time it was read, or since the beginning. */
  public Map<CounterEvent, CounterReading> read() {
    Map<CounterEvent, CounterReading> readings = new EnumMap<>(CounterEvent.class);
    counters.forEach((event, counter) -> readings.put(event, counter.read()));
    return readings;
  }

  /** The events that are counted in user mode alone, though they happen in the kernel too. */
  public Set<CounterEvent> userOnly() {
    Set<CounterEvent> events = EnumSet.noneOf(CounterEvent.class);
    counters.forEach(
        (event, counter) -> {
          if (counter.userOnly() && event.dependsOnMode()) {
            events.add(event);
          }
        });
    return events;
  }

  /** The events that are not counted. */
  public Map<CounterEvent, CounterRefusal> refusals() {
    return Collections.unmodifiableMap(refusals);
  }

  @Override
  public void close() {
    counters.values().forEach(Counter::close);
    counters.clear();
  }

  private void add(CounterEvent event) {
    if (kernelRefused == null) {
      if (!(ask(event) instanceof Answer.Refused refused)) {
        return;
      }
      if (!forPrivilege(refused) || !userModeIsOpen(event)) {
        refusals.put(event, CounterRefusal.of(event, place, refused));
        return;
      }
      kernelRefused = refused;
    }
    if (event.kernelOnly()) {
      refusals.put(event, CounterRefusal.kernelHidden(kernelRefused));
    } else if (ask(event) instanceof Answer.Refused refused) {
      refusals.put(event, CounterRefusal.of(event, place, refused));
    }
  }

  /**
   * Opens the event in the group of its base where there is one and the CPU can do both at once.
   */
  private Answer ask(CounterEvent event) {
    CounterEvent base = event.base();
    Counter leader = base == null ? null : counters.get(base);
    boolean userOnly = kernelRefused != null;
    Answer answer = ask(event, userOnly, leader == null ? null : leader.descriptor());
    if (leader != null && answer instanceof Answer.Refused refused && !forPrivilege(refused)) {
      answer = ask(event, userOnly, null);
      leader = null;
    }
    if (answer instanceof Answer.Opened opened) {
      counters.put(event, new Counter(opened.descriptor(), leader == null, userOnly));
    }
    return answer;
  }

  private boolean userModeIsOpen(CounterEvent event) {
    if (ask(event, true, null) instanceof Answer.Opened opened) {
      opened.descriptor().close();
      return true;
    }
    return false;
  }

  private Answer ask(CounterEvent event, boolean userOnly, @Nullable PerfDescriptor group) {
    ByteBuffer attribute = CounterAttribute.of(event, place, start, userOnly, group != null);
    if (place instanceof CounterPlace.Task task) {
      return PerfDescriptor.open(attribute, task.tid(), -1, group);
    }
    if (place instanceof CounterPlace.Cpu cpu) {
      return PerfDescriptor.open(attribute, -1, cpu.cpu(), group);
    }
    CounterPlace.Cgroup cgroup = (CounterPlace.Cgroup) place;
    return PerfDescriptor.open(attribute, cgroup.handle(), cgroup.cpu(), group);
  }

  private static boolean forPrivilege(Answer.Refused refused) {
    return refused.errnoName().equals("EACCES") || refused.errnoName().equals("EPERM");
  }
}
