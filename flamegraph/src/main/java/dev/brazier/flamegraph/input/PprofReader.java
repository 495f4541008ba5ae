package dev.brazier.flamegraph.input;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.brazier.flamegraph.pprof.Function;
import dev.brazier.flamegraph.pprof.Location;
import dev.brazier.flamegraph.pprof.Mapping;
import dev.brazier.flamegraph.pprof.Profile;
import dev.brazier.flamegraph.pprof.Sample;
import dev.brazier.flamegraph.pprof.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pprof profile. The samples may come before the names they need, and usually do: they wait
 * as the bytes they are, a tenth of what they would take as objects.
 */
final class PprofReader {
  private static final ExtensionRegistryLite NO_EXTENSIONS =
      ExtensionRegistryLite.getEmptyRegistry();

  private static final int[] NO_FRAMES = {};

  private final CodedInputStream in;
  private final InputOptions options;
  private final Harvest harvest;
  private final PprofNames names = new PprofNames();
  private final List<ValueType> types = new ArrayList<>();
  private final WaitingSamples samples = new WaitingSamples();
  private long defaultType;
  private long dropFrames;
  private long keepFrames;
  private long shortened;

  PprofReader(InputStream in, InputOptions options, FrameSink sink) {
    this.in = CodedInputStream.newInstance(in, 64 << 10);
    this.options = options;
    harvest = new Harvest(sink, "sample");
  }

  InputReport read() throws IOException {
    try {
      for (int tag; (tag = in.readTag()) != 0; ) {
        readField(tag);
        in.resetSizeCounter();
      }
      return takeSamples();
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedInputException(
          "the pprof profile is cut short or damaged: " + lower(String.valueOf(e.getMessage())), e);
    }
  }

  private void readField(int tag) throws IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case Profile.SAMPLE_TYPE_FIELD_NUMBER ->
          types.add(in.readMessage(ValueType.parser(), NO_EXTENSIONS));
      case Profile.SAMPLE_FIELD_NUMBER -> samples.add(in.readByteArray());
      case Profile.MAPPING_FIELD_NUMBER ->
          names.add(in.readMessage(Mapping.parser(), NO_EXTENSIONS));
      case Profile.LOCATION_FIELD_NUMBER ->
          names.add(in.readMessage(Location.parser(), NO_EXTENSIONS));
      case Profile.FUNCTION_FIELD_NUMBER ->
          names.add(in.readMessage(Function.parser(), NO_EXTENSIONS));
      case Profile.STRING_TABLE_FIELD_NUMBER -> names.add(in.readString());
      case Profile.DEFAULT_SAMPLE_TYPE_FIELD_NUMBER -> defaultType = in.readInt64();
      case Profile.DROP_FRAMES_FIELD_NUMBER -> dropFrames = in.readInt64();
      case Profile.KEEP_FRAMES_FIELD_NUMBER -> keepFrames = in.readInt64();
      default -> in.skipField(tag);
    }
  }

  private InputReport takeSamples() throws IOException {
    PprofValues values = new PprofValues(types, names, names.text(defaultType), options);
    leaveOut(names.text(dropFrames), names.text(keepFrames));
    PprofOrigins origins = new PprofOrigins(names);
    StackPath path = new StackPath();
    long number = 0;
    for (CodedInputStream waiting : samples) {
      number++;
      Sample sample = Sample.parseFrom(waiting, NO_EXTENSIONS);
      String fault = fault(sample, values, path);
      if (fault != null) {
        harvest.skip(number, fault, "");
        continue;
      }
      long count = values.count(sample);
      harvest.stack(path, count, origins.of(sample.getLabelList()), FrameSink.NO_TIME, number);
    }
    if (shortened > 0) {
      harvest.note(
          "frames that the file asks to leave out are left out, in " + shortened + " samples");
    }
    origins.noteTo(harvest);
    return harvest.report(
        InputFormat.PPROF, values.type(), values.unit(), number, values.samplesByType());
  }

  private void leaveOut(String drop, String keep) {
    try {
      if (!drop.isEmpty()) {
        names.leaveOut(PprofPruning.of(drop, keep));
      }
    } catch (PatternSyntaxException e) {
      harvest.note(
          "the file names frames to leave out by a pattern that is not understood, "
              + Excerpt.of(e.getPattern())
              + ": they are shown");
    }
  }

  /** Puts a sample's frames into the path, or says what is wrong with it. */
  private @Nullable String fault(Sample sample, PprofValues values, StackPath path) {
    if (sample.getValueCount() != values.size()) {
      return sample.getValueCount() + " values where there should be " + values.size();
    }
    path.clear();
    int leftOut = names.leftOut(sample.getLocationIdList());
    boolean whole = leftOut == 0;
    for (int i = 0; i < sample.getLocationIdCount(); i++) {
      int[] frames = names.frames(sample.getLocationId(i), harvest);
      if (frames == null) {
        return "location " + Long.toUnsignedString(sample.getLocationId(i)) + " is not in the file";
      }
      for (int frame : i < leftOut ? NO_FRAMES : frames) {
        path.addCaller(frame);
      }
      whole &= !names.isShortened(sample.getLocationId(i));
    }
    shortened += whole ? 0 : 1;
    return null;
  }

  private static String lower(String message) {
    return Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }
}
