package io.github.exectrace.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths are such as the container engines make; ID stands for 64 hexadecimal digits. */
class ContainerIdsTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);

  private static String path(String shape) {
    return shape.replace("ID", ID).replace("OTHER", OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docker/ID",
        "/docker/ID/init.scope",
        "/docker/ID/system.slice/app.service",
        "/system.slice/docker-ID.scope",
        "/user.slice/user-1000.slice/user@1000.service/app.slice/docker-ID.scope",
        "/system.slice/nerdctl-ID.scope",
        "/kubepods/besteffort/pod3f1d6f0c-9f0a-4f2b-8f0e-0d8f1a3b5c7d/ID",
        "/kubepods.slice/kubepods-burstable.slice/"
            + "kubepods-burstable-pod3f1d6f0c_9f0a_4f2b_8f0e_0d8f1a3b5c7d.slice/cri-containerd-ID.scope",
        "/kubepods.slice/kubepods-pod3f1d6f0c.slice/crio-ID.scope",
        "/kubepods.slice/kubepods-pod3f1d6f0c.slice/crio-ID.scope/container",
        "/kubepods.slice/kubepods-pod3f1d6f0c.slice/docker-ID.scope",
        "/system.slice/containerd.service/kubepods-pod3f1d6f0c.slice:cri-containerd:ID",
        "/kubelet/kubepods/pod3f1d6f0c/ID",
        "/machine.slice/libpod-ID.scope",
        "/machine.slice/libpod-ID.scope/container",
        "/machine.slice/machine-libpod_pod_OTHER.slice/libpod-ID.scope/container",
        "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope/libpod-payload-ID",
        "/libpod_parent/libpod-ID",
        "/ecs/4c1b3ca2e8a84f0b9d1d3c7e5a6b7c8d/ID",
        "/docker/OTHER/docker/ID",
        "/docker/OTHER/kubelet/kubepods/pod3f1d6f0c/ID",
        "/../../docker/ID",
        "/../cri-containerd-ID.scope",
      })
  void theIdIsInThePath(String shape) {
    assertThat(ContainerIds.inPath(path(shape))).contains(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "",
        "/..",
        "/init.scope",
        "/user.slice/user-1000.slice/session-3.scope",
        "/system.slice/docker.service",
        "/system.slice/containerd.service",
        "/kubepods.slice/kubepods-pod3f1d6f0c_9f0a_4f2b_8f0e_0d8f1a3b5c7d.slice",
        // A monitor is beside its container, not in it; a pod is none.
        "/machine.slice/libpod-conmon-ID.scope",
        "/kubepods.slice/kubepods-pod3f1d6f0c.slice/crio-conmon-ID.scope",
        "/machine.slice/machine-libpod_pod_ID.slice",
        "/lxc.payload.web/system.slice/app.service",
        "/docker/0123456789abcdef",
        "/docker/ID0",
        "/docker/xID",
        "/system.slice/ID.service",
        "/process_api/1b641d9dba0a06346ed83399915295e8",
      })
  void noIdIsMadeUp(String shape) {
    assertThat(ContainerIds.inPath(path(shape))).isEmpty();
  }

  @Test
  void ofVersionOneAnyHierarchyTells() {
    var lines =
        List.of(
            "13:name=systemd:/",
            "12:pids:" + path("/docker/ID"),
            "4:cpu,cpuacct:" + path("/docker/ID"),
            "0::/system.slice/docker.service");

    assertThat(ContainerIds.inLines(lines)).contains(ID);
    assertThat(ContainerIds.inLines(List.of("1:name=systemd:" + path("/a.slice:crio:ID"))))
        .contains(ID);
    assertThat(ContainerIds.inLines(List.of("0::/", "9:cpu:/", "odd"))).isEmpty();
    assertThat(ContainerIds.inLines(List.of())).isEmpty();
  }
}
