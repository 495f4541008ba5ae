"""Runs a pod of one container to its end, as a kubelet has a container runtime do it.

    pod.py RUNTIME_SOCKET KUBELET_ROOT CGROUP_ROOT POD_JSON

Prints what the container printed and exits as it did. The pod's fields become messages of the
Container Runtime Interface by the kubelet's rules, of which those are here that the tests and
"brazier doctor --fix kubernetes" need; a field for which there is none is an error. Source:
k8s.io/kubernetes, pkg/kubelet/kuberuntime (security_context.go, helpers.go, kuberuntime_sandbox.go),
pkg/kubelet/util/util.go and pkg/securitycontext, v1.20 to v1.32.

The messages are in cri_pb2.py, which protoc makes of cri.proto.
"""

import json
import os
import re
import shutil
import sys
import time

import grpc

import cri_pb2 as cri

TIMEOUT_SECONDS = 50
LOG = "0.log"

# pkg/securitycontext/util.go: what procMount: Default hides and protects.
MASKED = ["/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
          "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware"]
READ_ONLY = ["/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
             "/proc/sysrq-trigger"]

# pkg/apis/core/validation: a capability is written without CAP_.
CAPABILITY = re.compile("[A-Z][A-Z0-9_]*")


class Fields:
    """An object of the pod, from which each field has to be taken."""

    def __init__(self, name, values):
        self.name = name
        self.values = dict(values or {})

    def take(self, key, kind, default=None):
        value = self.values.pop(key, default)
        if value is not default and type(value) is not kind:
            raise SystemExit(f"{self.name}.{key}: {value!r} is no {kind.__name__}")
        return value

    def object(self, key):
        return Fields(f"{self.name}.{key}", self.take(key, dict, {}))

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        if self.values and not failure:
            raise SystemExit(f"{self.name}: no rule is known for {', '.join(self.values)}")


class Pod:
    """The messages that stand for a pod."""

    def __init__(self, pod, kubelet_root, cgroup_root):
        self.kubelet_root = kubelet_root
        with Fields("pod", pod) as fields:
            fields.take("apiVersion", str)
            fields.take("kind", str)
            with fields.object("metadata") as metadata:
                self.metadata = cri.PodSandboxMetadata(
                    name=metadata.take("name", str),
                    uid=metadata.take("uid", str),
                    namespace=metadata.take("namespace", str))
            with fields.object("spec") as spec:
                self.read(spec)
        self.log_directory = os.path.join(kubelet_root, "logs", self.metadata.uid)
        self.sandbox = cri.PodSandboxConfig(
            metadata=self.metadata,
            log_directory=self.log_directory,
            linux=cri.LinuxPodSandboxConfig(
                cgroup_parent=f"{cgroup_root}/kubepods/besteffort/pod{self.metadata.uid}",
                security_context=cri.LinuxSandboxSecurityContext(
                    namespace_options=self.namespaces,
                    seccomp=cri.SecurityProfile(
                        profile_type=cri.SecurityProfile.RuntimeDefault))))

    def read(self, spec):
        # A user namespace is asked for with hostUsers: false alone, and containerd 1.6 has none.
        if not spec.take("hostUsers", bool, True):
            raise SystemExit("pod.spec.hostUsers: no rule is known for false")
        self.namespaces = cri.NamespaceOption(
            network=cri.NODE if spec.take("hostNetwork", bool) else cri.POD,
            pid=cri.NODE if spec.take("hostPID", bool) else cri.CONTAINER,
            ipc=cri.POD)
        paths = {}
        for values in spec.take("volumes", list, []):
            with Fields("volume", values) as volume, volume.object("hostPath") as host_path:
                paths[volume.take("name", str)] = host_path.take("path", str)
        (values,) = spec.take("containers", list)
        with Fields("container", values) as container:
            self.container = self.container_config(container, paths)

    def container_config(self, container, paths):
        config = cri.ContainerConfig(
            metadata=cri.ContainerMetadata(name=container.take("name", str)),
            image=cri.ImageSpec(image=container.take("image", str)),
            command=container.take("command", list, []),
            args=container.take("args", list, []),
            log_path=LOG)
        for values in container.take("volumeMounts", list, []):
            with Fields("volumeMount", values) as mount:
                config.mounts.add(
                    container_path=mount.take("mountPath", str),
                    host_path=paths[mount.take("name", str)],
                    readonly=mount.take("readOnly", bool, False))
        with container.object("securityContext") as context:
            config.linux.security_context.CopyFrom(self.security_context(context))
        return config

    def security_context(self, context):
        result = cri.LinuxContainerSecurityContext(
            namespace_options=self.namespaces,
            readonly_rootfs=context.take("readOnlyRootFilesystem", bool, False),
            no_new_privs=not context.take("allowPrivilegeEscalation", bool, True),
            masked_paths=MASKED,
            readonly_paths=READ_ONLY)
        user = context.take("runAsUser", int)
        if user is not None:
            result.run_as_user.value = user
        with context.object("capabilities") as capabilities:
            for key, target in (("add", result.capabilities.add_capabilities),
                                ("drop", result.capabilities.drop_capabilities)):
                for name in capabilities.take(key, list, []):
                    if not CAPABILITY.fullmatch(name) or name.startswith("CAP_"):
                        raise SystemExit(f"{capabilities.name}.{key}: no capability {name!r}")
                    target.append(name)
        with context.object("seccompProfile") as profile:
            result.seccomp.CopyFrom(self.seccomp(profile))
        return result

    def seccomp(self, profile):
        # Without seccompDefault, which the kubelet has to be told, nothing is unconfined.
        kind = profile.take("type", str, "Unconfined")
        result = cri.SecurityProfile(profile_type=cri.SecurityProfile.ProfileType.Value(kind))
        if kind == "Localhost":
            name = profile.take("localhostProfile", str)
            # pkg/apis/core/validation: a descending relative path
            if not name or os.path.isabs(name) or ".." in name.split("/"):
                raise SystemExit(f"{profile.name}.localhostProfile: {name!r}")
            result.localhost_ref = os.path.join(self.kubelet_root, "seccomp", name)
        return result


class Runtime:
    """A container runtime behind its socket."""

    def __init__(self, channel):
        self.channel = channel

    def call(self, method, request, response=cri.Empty):
        invoke = self.channel.unary_unary(
            f"/runtime.v1.RuntimeService/{method}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=response.FromString)
        return invoke(request, timeout=TIMEOUT_SECONDS)

    def run(self, pod):
        """The exit status of the pod's container; afterwards the pod is gone."""
        sandbox = self.call("RunPodSandbox", cri.RunPodSandboxRequest(config=pod.sandbox),
                            cri.RunPodSandboxResponse).pod_sandbox_id
        try:
            container = self.call(
                "CreateContainer",
                cri.CreateContainerRequest(
                    pod_sandbox_id=sandbox, config=pod.container, sandbox_config=pod.sandbox),
                cri.CreateContainerResponse).container_id
            request = cri.ContainerRequest(container_id=container)
            self.call("StartContainer", request)
            return self.wait(request)
        finally:
            gone = cri.PodSandboxRequest(pod_sandbox_id=sandbox)
            self.call("StopPodSandbox", gone)
            self.call("RemovePodSandbox", gone)

    def wait(self, request):
        end = time.monotonic() + TIMEOUT_SECONDS
        while time.monotonic() < end:
            status = self.call("ContainerStatus", request, cri.ContainerStatusResponse).status
            if status.state == cri.CONTAINER_EXITED:
                return status.exit_code
            time.sleep(0.05)
        raise SystemExit(f"the container did not end within {TIMEOUT_SECONDS} s")


def print_log(path):
    """A line is "TIME stdout F text"; of a long one all parts but the last have P."""
    with open(path, encoding="utf-8", newline="\n") as log:
        for line in log:
            _, stream, tag, text = line.split(" ", 3)
            out = sys.stdout if stream == "stdout" else sys.stderr
            out.write(text if tag == "F" else text[:-1])


def main(socket, kubelet_root, cgroup_root, pod_json):
    with open(pod_json, encoding="utf-8") as file:
        pod = Pod(json.load(file), kubelet_root, cgroup_root)
    os.makedirs(pod.log_directory)
    try:
        with grpc.insecure_channel(f"unix://{socket}") as channel:
            status = Runtime(channel).run(pod)
        print_log(os.path.join(pod.log_directory, LOG))
    except grpc.RpcError as e:
        raise SystemExit(f"{e.code().name}: {e.details()}") from e
    finally:
        shutil.rmtree(pod.log_directory)
    sys.exit(status)


if __name__ == "__main__":
    main(*sys.argv[1:])
