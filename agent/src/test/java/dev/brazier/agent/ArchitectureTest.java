package dev.brazier.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of the house: who may know whom. */
@AnalyzeClasses(
    packages = "dev.brazier",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {

  /** Leaves out what a module lends to the tests of another. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String BPF = "dev.brazier.bpf..";
  private static final String CONTAINER = "dev.brazier.container..";
  private static final String FLAMEGRAPH = "dev.brazier.flamegraph..";
  private static final String AGENT = "dev.brazier.agent..";
  private static final String COMMAND_LINE = "dev.brazier.agent.cli..";

  private static final String SERVER = "dev.brazier.agent.serve..";

  private static final DescribedPredicate<JavaClass> LEAF =
      resideInAnyPackage(BPF, CONTAINER, FLAMEGRAPH).as("a leaf module");

  @ArchTest
  static final ArchRule bpfKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(BPF)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CONTAINER, FLAMEGRAPH, AGENT);

  @ArchTest
  static final ArchRule containerKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(CONTAINER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BPF, FLAMEGRAPH, AGENT);

  @ArchTest
  static final ArchRule flamegraphKnowsNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(FLAMEGRAPH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BPF, CONTAINER, AGENT);

  @ArchTest static final ArchRule onlyBpfKnowsJna = onlyIn(BPF, "com.sun.jna..");

  @ArchTest
  static final ArchRule onlyFlamegraphKnowsTheSvgLibrary = onlyIn(FLAMEGRAPH, "org.jfree..");

  @ArchTest static final ArchRule onlyFlamegraphKnowsZstandard = onlyIn(FLAMEGRAPH, "io.airlift..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsPicocli = onlyIn(COMMAND_LINE, "picocli..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsTheProgressBar =
      onlyIn(COMMAND_LINE, "me.tongfei..");

  @ArchTest static final ArchRule onlyTheServerKnowsNetty = onlyIn(SERVER, "io.netty..");

  /** So that what loads netty is the command that serves, and no other. */
  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsTheServer =
      noClasses()
          .that(not(resideInAnyPackage(SERVER, COMMAND_LINE)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SERVER);

  @ArchTest
  static final ArchRule theEngineDoesNotKnowTheCommandLine =
      noClasses()
          .that(resideInAPackage(AGENT).and(not(resideInAPackage(COMMAND_LINE))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(COMMAND_LINE);

  @ArchTest
  static final ArchRule leavesDoNotPrint =
      noClasses()
          .that(LEAF)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule leavesDoNotLog =
      noClasses()
          .that(LEAF)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(System.Logger.class);

  @ArchTest
  static final ArchRule leavesDoNotEndTheProcess =
      noClasses()
          .that(LEAF)
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.brazier.(**)").should().beFreeOfCycles();

  private static ArchRule onlyIn(String room, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
