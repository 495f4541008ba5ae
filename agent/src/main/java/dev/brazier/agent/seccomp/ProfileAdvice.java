package dev.brazier.agent.seccomp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brazier.container.seccomp.MalformedProfileException;
import dev.brazier.container.seccomp.SeccompProfile;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The seccomp profile that lets a container do what it did while it was recorded.
 *
 * <p>It allows what was called, what a runtime calls between loading the filter and the container's
 * first {@code execve}, and what a program may call at any time without having been seen to.
 *
 * <p>{@code clone3} is not allowed, whether it was called or not, but answered with ENOSYS: a
 * filter cannot look at its arguments, which may ask for namespaces, and the C libraries then call
 * {@code clone}, which is allowed in its place. Other calls that the present profile answers with
 * ENOSYS keep that answer: with EPERM in its place programs would not fall back.
 */
public final class ProfileAdvice {

  private static final String CLONE3 = "clone3";
  private static final int NOT_IMPLEMENTED = 38;

  private final CallRecord calls;
  private final boolean clone3;

  /**
   * @param clone3 whether to allow {@code clone3} if it was called: for programs that know nothing
   *     else
   */
  public ProfileAdvice(CallRecord calls, boolean clone3) {
    this.calls = calls;
    this.clone3 = clone3;
  }

  /** The names of the calls that it allows. */
  public SortedSet<String> allowed() {
    SortedSet<String> allowed = new TreeSet<>(calls.made());
    allowed.addAll(NeededCalls.ANY_TIME);
    allowed.addAll(NeededCalls.BEFORE_EXEC);
    if (!calls.fromStart()) {
      allowed.addAll(NeededCalls.PROGRAM_START);
    }
    if (calls.made().contains(CLONE3) && !clone3) {
      allowed.remove(CLONE3);
      allowed.add("clone");
    }
    return allowed;
  }

  /** Calls that were refused, would be by this profile, and the answers they got. */
  public SortedMap<String, String> leftOut() {
    SortedMap<String, String> left = new TreeMap<>(calls.refused());
    left.keySet().removeAll(allowed());
    return left;
  }

  /** The profile. */
  public SeccompProfile profile() {
    SeccompProfile profile = SeccompProfile.allowing(allowed());
    JsonArray absent = new JsonArray();
    leftOut()
        .forEach(
            (call, answer) -> {
              if (answer.equals("ENOSYS") && !call.equals(CLONE3)) {
                absent.add(call);
              }
            });
    return absent.isEmpty() ? profile : withAbsent(profile, absent);
  }

  private static SeccompProfile withAbsent(SeccompProfile profile, JsonArray calls) {
    JsonObject rule = new JsonObject();
    rule.add("names", calls);
    rule.addProperty("action", "SCMP_ACT_ERRNO");
    rule.addProperty("errnoRet", NOT_IMPLEMENTED);
    JsonObject root = JsonParser.parseString(profile.json()).getAsJsonObject();
    root.getAsJsonArray("syscalls").add(rule);
    try {
      return SeccompProfile.parse(root.toString());
    } catch (MalformedProfileException e) {
      throw new IllegalStateException("our own profile is malformed", e);
    }
  }
}
