package dev.brazier.agent.export.pprof;

import com.google.protobuf.CodedOutputStream;
import dev.brazier.agent.export.ProfileExport;
import dev.brazier.agent.profile.Counts;
import dev.brazier.agent.profile.ProfileFacts;
import dev.brazier.agent.profile.ProfileStack;
import dev.brazier.agent.profile.SampleWeight;
import dev.brazier.agent.write.FactLines;
import dev.brazier.flamegraph.pprof.Profile;
import dev.brazier.flamegraph.pprof.Sample;
import dev.brazier.flamegraph.pprof.ValueType;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the message of {@code .pb.gz}, without the gzip. The parts are written one by one, as the
 * format allows, so that the message as a whole is never in memory.
 */
public final class PprofExport implements ProfileExport {

  private static final int BUFFER_BYTES = 1 << 16;

  @Override
  public void write(dev.brazier.agent.profile.Profile profile, OutputStream out)
      throws IOException {
    CodedOutputStream message = CodedOutputStream.newInstance(out, BUFFER_BYTES);
    Strings strings = new Strings();
    writeFacts(profile, strings, message);
    Locations locations = new Locations(strings, message);
    Labels labels = new Labels(strings);
    long period = profile.facts().weight().period();
    for (ProfileStack stack : profile.stacks()) {
      Sample.Builder sample = Sample.newBuilder();
      sample.addAllLocationId(locations.of(stack.frames()));
      sample.addValue(stack.samples());
      if (period > 0) {
        sample.addValue(Counts.product(stack.samples(), period));
      }
      labels.add(stack, sample);
      message.writeMessage(Profile.SAMPLE_FIELD_NUMBER, sample.build());
    }
    strings.write(message);
    message.flush();
  }

  private static void writeFacts(
      dev.brazier.agent.profile.Profile profile, Strings strings, CodedOutputStream message)
      throws IOException {
    ProfileFacts facts = profile.facts();
    Profile.Builder head = Profile.newBuilder();
    List<ValueType> types = types(facts, strings);
    head.addAllSampleType(types);
    ValueType main = types.get(types.size() - 1);
    head.setDefaultSampleType(main.getType());
    if (facts.weight().period() > 0) {
      head.setPeriodType(main).setPeriod(facts.weight().period());
    }
    facts.started().ifPresent(started -> head.setTimeNanos(nanos(started)));
    head.setDurationNanos(facts.duration().toNanos());
    for (String fact : FactLines.of(profile)) {
      head.addComment(strings.index(fact));
    }
    // A message is the same as its parts one after the other.
    head.build().writeTo(message);
  }

  /** What the values of each sample are: its count, and what that stands for. */
  private static List<ValueType> types(ProfileFacts facts, Strings strings) {
    SampleWeight weight = facts.weight();
    List<ValueType> types = new ArrayList<>();
    types.add(
        weight.isSamples()
            ? type("samples", "count", strings)
            : type(
                facts.event().isEmpty() ? weight.unit() : facts.event(), weight.unit(), strings));
    if (weight.period() > 0) {
      boolean time = weight.periodUnit().equals(SampleWeight.NANOSECONDS);
      types.add(type(time ? "cpu" : weight.periodUnit(), weight.periodUnit(), strings));
    }
    return types;
  }

  private static ValueType type(String type, String unit, Strings strings) {
    return ValueType.newBuilder().setType(strings.index(type)).setUnit(strings.index(unit)).build();
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
