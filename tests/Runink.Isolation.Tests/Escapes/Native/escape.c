// One attempt to leave a sandbox, in earnest: where nothing prevents it, it succeeds. Exits with 0 when it did, else with the
// error number. "escape within-metadata-service COMMAND…" runs a command on a machine of its own where a metadata service answers.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define METADATA "169.254.169.254"

static volatile long secret = 4711;

static int child_that_waits(void) {
    int child = fork();
    if (child == 0) for (;;) pause();
    return child;
}

static int end(int child, int result) {
    int error = errno;
    kill(child, SIGKILL);
    while (waitpid(child, 0, __WALL) < 0 && errno == EINTR) { }
    errno = error;
    return result;
}

static int trace(char **arguments) {
    int child = child_that_waits();
    return end(child, ptrace(PTRACE_ATTACH, child, 0, 0) == 0 ? 0 : -1);
}

static int read_memory(char **arguments) {
    int child = child_that_waits();
    long found = 0;
    struct iovec to = { &found, sizeof found }, from = { (void *)&secret, sizeof secret };
    long count = process_vm_readv(child, &to, 1, &from, 1, 0);
    return end(child, count == sizeof found && found == secret ? 0 : -1);
}

static int ring(char **arguments) {
    struct io_uring_params params;
    memset(&params, 0, sizeof params);
    return syscall(SYS_io_uring_setup, 1, &params);
}

static int key(char **arguments) { return syscall(SYS_add_key, "user", "runink-escape", "x", 1L, -2L) < 0 ? -1 : 0; }

static int bpf_map(char **arguments) {
    union bpf_attr map;
    memset(&map, 0, sizeof map);
    map.map_type = BPF_MAP_TYPE_ARRAY;
    map.key_size = map.value_size = 4;
    map.max_entries = 1;
    return syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof map);
}

static int count_events(char **arguments) {
    struct perf_event_attr event;
    memset(&event, 0, sizeof event);
    event.type = PERF_TYPE_SOFTWARE;
    event.size = sizeof event;
    event.config = PERF_COUNT_SW_TASK_CLOCK;
    return syscall(SYS_perf_event_open, &event, 0, -1, -1, 0L);
}

static int handle_faults(char **arguments) { return syscall(SYS_userfaultfd, 1L /* of this program's own code */); }

static int new_user_namespace(char **arguments) { return unshare(CLONE_NEWUSER); }

static int clone_into_namespaces(char **arguments) {
    long child = syscall(SYS_clone, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | SIGCHLD, 0, 0, 0, 0);
    if (child == 0) _exit(0);
    return child < 0 ? -1 : end(child, 0);
}

static int enter_namespace(char **arguments) {
    int own = syscall(SYS_openat, AT_FDCWD, "/proc/self/ns/uts", 0);
    return own < 0 ? -1 : setns(own, 0);
}

// In a mount namespace of its own where that is possible, so that nothing is left behind.
static int mount_files(char **arguments) {
    unshare(CLONE_NEWNS);
    if (mount("", "/", 0, MS_REC | MS_PRIVATE, 0) != 0) return -1;
    return mount("tmpfs", "/mnt", "tmpfs", 0, 0);
}

static int raw_socket(char **arguments) { return socket(AF_INET, SOCK_RAW, IPPROTO_ICMP); }
static int packet_socket(char **arguments) { return socket(AF_PACKET, SOCK_RAW, 0); }
static int netlink_socket(char **arguments) { return socket(AF_NETLINK, SOCK_RAW, 0); }

static struct sockaddr_in place(const char *address, int port) {
    struct sockaddr_in where = { .sin_family = AF_INET, .sin_port = htons(port) };
    inet_pton(AF_INET, address, &where.sin_addr);
    return where;
}

static int connect_to(char **arguments) {
    struct sockaddr_in where = place(arguments[0], atoi(arguments[1]));
    int s = socket(AF_INET, SOCK_STREAM, 0);
    return s < 0 ? -1 : connect(s, (struct sockaddr *)&where, sizeof where);
}

static int connect_to_abstract(char **arguments) {
    struct sockaddr_un where = { .sun_family = AF_UNIX };
    size_t length = strlen(arguments[0]);
    if (length >= sizeof where.sun_path) return errno = EINVAL, -1;
    memcpy(where.sun_path + 1, arguments[0], length);
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    return s < 0 ? -1 : connect(s, (struct sockaddr *)&where, offsetof(struct sockaddr_un, sun_path) + 1 + length);
}

static int within_metadata_service(char **command) {
    if (unshare(CLONE_NEWNET) != 0) return -1;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    struct ifreq loopback = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING };
    if (ioctl(s, SIOCSIFFLAGS, &loopback) != 0) return -1;
    struct ifreq alias = { .ifr_name = "lo:1" };
    struct sockaddr_in where = place(METADATA, 0);
    memcpy(&alias.ifr_addr, &where, sizeof where);
    if (ioctl(s, SIOCSIFADDR, &alias) != 0) return -1;
    where = place(METADATA, 80);
    if (bind(s, (struct sockaddr *)&where, sizeof where) != 0 || listen(s, 1) != 0) return -1;
    int child = fork();
    if (child == 0) {
        close(s);
        execvp(command[0], command);
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 126);
}

static const struct { const char *name; int (*act)(char **); } attempts[] = {
    { "ptrace", trace }, { "process_vm_readv", read_memory }, { "io_uring", ring }, { "keyctl", key }, { "bpf", bpf_map },
    { "perf_event_open", count_events }, { "userfaultfd", handle_faults }, { "unshare", new_user_namespace },
    { "clone", clone_into_namespaces }, { "setns", enter_namespace }, { "mount", mount_files }, { "raw-socket", raw_socket },
    { "packet-socket", packet_socket }, { "netlink-socket", netlink_socket }, { "connect", connect_to },
    { "connect-abstract", connect_to_abstract }, { "within-metadata-service", within_metadata_service },
};

int main(int count, char **arguments) {
    for (size_t i = 0; count > 1 && i < sizeof attempts / sizeof *attempts; i++) {
        if (strcmp(attempts[i].name, arguments[1]) != 0) continue;
        errno = 0;
        return attempts[i].act(arguments + 2) >= 0 ? 0 : errno ? errno : 255;
    }
    return 254;
}
