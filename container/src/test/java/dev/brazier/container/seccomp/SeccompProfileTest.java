package dev.brazier.container.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SeccompProfileTest {

  private static final String DOCKERS =
      """
      {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": 1,
        "archMap": [
          {
            "architecture": "SCMP_ARCH_X86_64",
            "subArchitectures": [
              "SCMP_ARCH_X86"
            ]
          }
        ],
        "syscalls": [
          {
            "names": [
              "close",
              "read"
            ],
            "action": "SCMP_ACT_ALLOW"
          },
          {
            "names": [
              "personality"
            ],
            "action": "SCMP_ACT_ALLOW",
            "args": [
              {
                "index": 0,
                "value": 4294967295,
                "op": "SCMP_CMP_EQ"
              }
            ]
          },
          {
            "names": [
              "clone3"
            ],
            "action": "SCMP_ACT_ERRNO",
            "errnoRet": 38,
            "excludes": {
              "caps": [
                "CAP_SYS_ADMIN"
              ]
            }
          }
        ],
        "comment": "kept <as> it is"
      }
      """;

  @Test
  void keepsEveryMemberAndTheirOrder() throws MalformedProfileException {
    assertThat(SeccompProfile.parse(DOCKERS).json()).isEqualTo(DOCKERS);
  }

  @Test
  void mergingPutsNamesWhereTheListIsInOrder() throws MalformedProfileException {
    String merged = SeccompProfile.parse(DOCKERS).withAllowed(List.of("read", "bpf")).json();

    assertThat(merged)
        .isEqualTo(DOCKERS.replace("        \"close\",", "        \"bpf\",\n        \"close\","));
  }

  @Test
  void mergingTakesTheNameFromWhatRefusesIt() throws MalformedProfileException {
    SeccompProfile merged = SeccompProfile.parse(DOCKERS).withAllowed(List.of("clone3"));

    assertThat(merged.rules()).hasSize(2);
    assertThat(merged.rules().get(0).names()).containsExactly("clone3", "close", "read");
    assertThat(merged.json()).contains("CMP_EQ", "4294967295").doesNotContain("SYS_ADMIN");
  }

  @Test
  void mergingWhatIsAllowedChangesNothing() throws MalformedProfileException {
    SeccompProfile profile = SeccompProfile.parse(DOCKERS);

    assertThat(profile.withAllowed(List.of("read", "close"))).isSameAs(profile);
    assertThat(profile.withAllowed(List.of("mount")).rules()).hasSize(3);
    assertThat(profile.json()).isEqualTo(DOCKERS);
  }

  @Test
  void mergingIntoAProfileWithoutRulesMakesOne() throws MalformedProfileException {
    SeccompProfile merged =
        SeccompProfile.parse("{\"defaultAction\":\"SCMP_ACT_KILL\",\"syscalls\":null}")
            .withAllowed(List.of("read"));

    assertThat(merged.rules()).hasSize(1);
    assertThat(merged.defaultAction()).isEqualTo(SeccompAction.KILL);
  }

  @Test
  void readsTheOldWayOfNamingOneCallARule() throws MalformedProfileException {
    SeccompProfile profile =
        SeccompProfile.parse(
            """
            {"defaultAction": "SCMP_ACT_ERRNO",
             "syscalls": [{"name": "read", "action": "SCMP_ACT_ALLOW", "args": []},
                          {"name": "bpf", "action": "SCMP_ACT_ERRNO", "args": []}]}
            """);

    SeccompProfile merged = profile.withAllowed(List.of("bpf"));

    assertThat(profile.rules().get(0).names()).containsExactly("read");
    assertThat(merged.rules()).hasSize(1);
    assertThat(merged.rules().get(0).names()).containsExactly("bpf", "read");
    assertThat(merged.json()).doesNotContain("\"name\"");
  }

  @Test
  void anAllowListAnswersClone3WithNotImplemented() {
    JsonObject root =
        JsonParser.parseString(SeccompProfile.allowing(List.of("write", "read")).json())
            .getAsJsonObject();

    assertThat(root.get("defaultAction").getAsString()).isEqualTo("SCMP_ACT_ERRNO");
    assertThat(root.get("defaultErrnoRet").getAsInt()).isEqualTo(1);
    assertThat(root.get("architectures"))
        .hasToString(
            "[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X86\",\"SCMP_ARCH_X32\",\"SCMP_ARCH_AARCH64\",\"SCMP_ARCH_ARM\"]");
    assertThat(root.get("syscalls"))
        .hasToString(
            "[{\"names\":[\"read\",\"write\"],\"action\":\"SCMP_ACT_ALLOW\"},"
                + "{\"names\":[\"clone3\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":38}]");
  }

  @Test
  void anAllowListWithClone3HasItOnce() {
    assertThat(SeccompProfile.allowing(List.of("clone3")).json()).containsOnlyOnce("clone3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~|its JSON is no object",
        "{|it is not JSON at line 1 column",
        "[]|its JSON is no object",
        "{} {}|it is not JSON at line 1 column 5",
        "{'defaultAction': 'SCMP_ACT_ALLOW'}|it is not JSON at line 1 column",
        "{}|defaultAction is missing",
        "{\"defaultAction\": 1}|defaultAction is no text",
        "{\"defaultAction\": \"ALLOW\"}|defaultAction 'ALLOW' is no action of seccomp",
        "{\"defaultAction\": \"SCMP_ACT_LOG\", \"defaultErrnoRet\": -1}|defaultErrnoRet is no whole",
        "{\"defaultAction\": \"SCMP_ACT_LOG\", \"syscalls\": {}}|syscalls is no list",
        "{\"defaultAction\": \"SCMP_ACT_LOG\", \"syscalls\": [3]}|syscalls[0] is no object",
        "{\"defaultAction\": \"SCMP_ACT_LOG\", \"syscalls\": [{\"names\": [3]}]}|syscalls[0].names",
        "{\"defaultAction\": \"SCMP_ACT_LOG\", \"syscalls\": [{}]}|syscalls[0].action is missing",
      })
  void saysWhatIsWrongAndWhere(String json, String message) {
    assertThatThrownBy(() -> SeccompProfile.parse(json))
        .isInstanceOf(MalformedProfileException.class)
        .hasMessageStartingWith(message);
  }
}
