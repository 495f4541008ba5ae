package dev.brazier.agent.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Makes classes with any names: their files are written by hand, since no compiler would. A virtual
 * machine takes them all when it is started with {@link #ANY_NAME}.
 *
 * @see "The Java Virtual Machine Specification, Java SE 17 Edition, chapter 4"
 */
final class HostileClasses extends ClassLoader {
  /** Has the machine not look at names, of which it would refuse those with {@code . ; [ / < >}. */
  static final List<String> ANY_NAME =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote");

  /** The most bytes of a name in a class file, but for the few that are added to it. */
  static final int LONGEST = 60_000;

  private static final int PUBLIC_STATIC = 0x0009;
  private static final int PUBLIC_SUPER = 0x0021;

  /** Before frames of branches had to be described. */
  private static final int JAVA_5 = 49;

  HostileClasses() {
    super(HostileClasses.class.getClassLoader());
  }

  /**
   * Makes a class for each name, whose one method has that name and calls the next one.
   *
   * @param names in the order of the calls
   * @param last a class whose static method {@code last()} the last one calls
   * @return calls the first
   */
  MethodHandle chain(List<String> names, Class<?> last) throws IOException {
    String nextClass = last.getName().replace('.', '/');
    String nextMethod = "last";
    Class<?> first = last;
    for (int i = names.size() - 1; i >= 0; i--) {
      String type = className(names.get(i), i);
      byte[] file = file(type, names.get(i), nextClass, nextMethod);
      first = defineClass(null, file, 0, file.length);
      nextClass = type;
      nextMethod = names.get(i);
    }
    try {
      MethodType nothing = MethodType.methodType(void.class);
      return MethodHandles.publicLookup().findStatic(first, nextMethod, nothing);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("find the first method", e);
    }
  }

  /** The name of a class in its file, where {@code /} parts packages. */
  private static String className(String name, int number) {
    return "C" + number + name.replace('/', '!');
  }

  /** What a recording is to call the method. */
  static String recorded(String name, int number) {
    return className(name, number) + "." + name;
  }

  private static byte[] file(String type, String method, String nextClass, String nextMethod)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xCAFEBABE);
    out.writeInt(JAVA_5);
    writeConstants(out, List.of(type, "java/lang/Object", nextClass, method, nextMethod));
    out.writeShort(PUBLIC_SUPER);
    out.writeShort(8);
    out.writeShort(9);
    // No interfaces, no fields, one method with one attribute: its code.
    out.writeShort(0);
    out.writeShort(0);
    out.writeShort(1);
    out.writeShort(PUBLIC_STATIC);
    out.writeShort(4);
    out.writeShort(6);
    out.writeShort(1);
    writeCode(out);
    out.writeShort(0);
    return bytes.toByteArray();
  }

  /** The texts have the numbers 1 to 5, what is made of them those after. */
  private static void writeConstants(DataOutputStream out, List<String> texts) throws IOException {
    out.writeShort(13);
    for (String text : texts) {
      writeText(out, text);
    }
    writeText(out, "()V");
    writeText(out, "Code");
    for (int text = 1; text <= 3; text++) {
      out.writeByte(7);
      out.writeShort(text);
    }
    // The next method: its name and type, and those with its class.
    out.writeByte(12);
    out.writeShort(5);
    out.writeShort(6);
    out.writeByte(10);
    out.writeShort(10);
    out.writeShort(11);
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    out.writeByte(1);
    out.writeUTF(text);
  }

  /** {@code invokestatic} of the next method, {@code return}. */
  private static void writeCode(DataOutputStream out) throws IOException {
    out.writeShort(7);
    out.writeInt(16);
    out.writeShort(0);
    out.writeShort(0);
    out.writeInt(4);
    out.writeByte(0xB8);
    out.writeShort(12);
    out.writeByte(0xB1);
    out.writeShort(0);
    out.writeShort(0);
  }
}
