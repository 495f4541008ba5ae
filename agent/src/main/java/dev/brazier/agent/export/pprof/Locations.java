package dev.brazier.agent.export.pprof;

import com.google.protobuf.CodedOutputStream;
import dev.brazier.agent.profile.FrameNumbers;
import dev.brazier.agent.profile.ModuleFile;
import dev.brazier.agent.profile.ProfileFrame;
import dev.brazier.flamegraph.pprof.Function;
import dev.brazier.flamegraph.pprof.Line;
import dev.brazier.flamegraph.pprof.Location;
import dev.brazier.flamegraph.pprof.Mapping;
import dev.brazier.flamegraph.pprof.Profile;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives frames their location, function and mapping, and writes these when they come first. */
final class Locations {

  private final Strings strings;
  private final CodedOutputStream message;
  private final FrameNumbers locations = new FrameNumbers();
  private final FrameNumbers functions = new FrameNumbers();
  private final Map<ModuleFile, Long> mappings = new HashMap<>();

  Locations(Strings strings, CodedOutputStream message) {
    this.strings = strings;
    this.message = message;
  }

  /** The locations of a stack, innermost first. */
  List<Long> of(List<ProfileFrame> frames) throws IOException {
    Long[] ids = new Long[frames.size()];
    int left = ids.length;
    for (ProfileFrame frame : frames) {
      int known = locations.frames().size();
      int number = locations.number(frame);
      if (number == known) {
        write(number + 1L, frame);
      }
      ids[--left] = number + 1L;
    }
    return Arrays.asList(ids);
  }

  private void write(long id, ProfileFrame frame) throws IOException {
    Location.Builder location = Location.newBuilder().setId(id);
    location.addLine(Line.newBuilder().setFunctionId(function(frame.inAnyFile())));
    if (!frame.module().isEmpty()) {
      location.setMappingId(
          mapping(frame.file().orElseGet(() -> new ModuleFile(frame.module(), ""))));
    }
    message.writeMessage(Profile.LOCATION_FIELD_NUMBER, location.build());
  }

  private long function(ProfileFrame frame) throws IOException {
    int known = functions.frames().size();
    int number = functions.number(frame);
    long id = number + 1L;
    if (number == known) {
      // Without a system name pprof takes the name as it is and demangles nothing.
      Function function =
          Function.newBuilder().setId(id).setName(strings.index(frame.name())).build();
      message.writeMessage(Profile.FUNCTION_FIELD_NUMBER, function);
    }
    return id;
  }

  private long mapping(ModuleFile file) throws IOException {
    Long known = mappings.get(file);
    if (known != null) {
      return known;
    }
    long id = mappings.size() + 1L;
    mappings.put(file, id);
    Mapping mapping =
        Mapping.newBuilder()
            .setId(id)
            .setFilename(strings.index(file.path()))
            .setBuildId(strings.index(file.buildId()))
            .setHasFunctions(true)
            .build();
    message.writeMessage(Profile.MAPPING_FIELD_NUMBER, mapping);
    return id;
  }
}
