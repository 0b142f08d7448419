// Makes calls that a slice must not make, and prints a line for each: its name and the error it got, 0 for none. The arguments
// are such that also root, outside of any sandbox, changes nothing by them: bad pointers, descriptors and flags.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define BAD 1L           // an address where nothing is
#define NONE (-1L)       // no descriptor
#define ODD 0x7fffffffL  // flags that do not exist
#define NOWHERE "/nonexistent/runink"

#define TRY(label, ...) do { errno = 0; report(label, syscall(__VA_ARGS__)); } while (0)

static void report(const char *label, long result) { printf("%s %d\n", label, result == -1 ? errno : 0); }

// In a process of its own: what succeeds here has effects.
static void apart(const char *label, long (*act)(void)) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        errno = 0;
        long result = act();
        _exit(result == -1 ? errno : 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) printf("%s signal %d\n", label, WTERMSIG(status));
    else printf("%s %d\n", label, WEXITSTATUS(status));
}

static long hang_up(void) { return setsid() < 0 ? -1 : syscall(SYS_vhangup); }
static long leave_user(void) { return syscall(SYS_unshare, 0x10000000); }
static long clone_into_user(void) {
    long child = syscall(SYS_clone, 0x10000000 | SIGCHLD, 0, 0, 0, 0);
    if (child == 0) _exit(0);
    return child;
}
static long change_personality(void) { return syscall(SYS_personality, 0x0040000); }

static void files_and_mounts(void) {
    TRY("mount", SYS_mount, BAD, BAD, BAD, 0, 0);
    TRY("umount2", SYS_umount2, BAD, ODD);
    TRY("pivot_root", SYS_pivot_root, BAD, BAD);
    TRY("chroot", SYS_chroot, BAD);
    TRY("open_tree", SYS_open_tree, NONE, BAD, ODD);
    TRY("move_mount", SYS_move_mount, NONE, BAD, NONE, BAD, ODD);
    TRY("fsopen", SYS_fsopen, BAD, ODD);
    TRY("fsconfig", SYS_fsconfig, NONE, 99, 0, 0, 0);
    TRY("fsmount", SYS_fsmount, NONE, ODD, 0);
    TRY("fspick", SYS_fspick, NONE, BAD, ODD);
    TRY("mount_setattr", SYS_mount_setattr, NONE, BAD, ODD, 0, 0);
    TRY("openat2", SYS_openat2, NONE, BAD, BAD, 0);
    TRY("open_by_handle_at", SYS_open_by_handle_at, NONE, BAD, 0);
    TRY("name_to_handle_at", SYS_name_to_handle_at, NONE, BAD, BAD, BAD, ODD);
    TRY("fanotify_init", SYS_fanotify_init, ODD, 0);
    TRY("fanotify_mark", SYS_fanotify_mark, NONE, ODD, 0, NONE, 0);
    TRY("quotactl", SYS_quotactl, ODD, 0, 0, 0);
    TRY("swapon", SYS_swapon, BAD, ODD);
    TRY("swapoff", SYS_swapoff, BAD);
    TRY("acct", SYS_acct, BAD);
    TRY("fchmodat:set-user-id", SYS_fchmodat, NONE, NOWHERE, 04755);
    TRY("fchmod:set-group-id", SYS_fchmod, NONE, 02755);
    TRY("openat:set-user-id", SYS_openat, NONE, NOWHERE, O_CREAT | O_WRONLY, 04755);
    TRY("mknodat:set-user-id", SYS_mknodat, NONE, NOWHERE, S_IFREG | 04755, 0);
    TRY("mknodat:character-device", SYS_mknodat, NONE, NOWHERE, S_IFCHR | 0600, makedev(1, 3));
    TRY("mknodat:block-device", SYS_mknodat, NONE, NOWHERE, S_IFBLK | 0600, makedev(7, 0));
    TRY("vmsplice", SYS_vmsplice, NONE, BAD, 1, 0);
#ifdef SYS_mknod
    TRY("mknod:character-device", SYS_mknod, NOWHERE, S_IFCHR | 0600, makedev(1, 3));
#endif
}

static void other_processes(void) {
    TRY("ptrace", SYS_ptrace, 3, ODD, 0, 0);
    TRY("process_vm_readv", SYS_process_vm_readv, getpid(), 0, 0, 0, 0, 0);
    TRY("process_vm_writev", SYS_process_vm_writev, getpid(), 0, 0, 0, 0, 0);
    TRY("pidfd_getfd", SYS_pidfd_getfd, NONE, NONE, 0);
    TRY("kcmp", SYS_kcmp, ODD, ODD, 0, 0, 0);
    TRY("process_madvise", SYS_process_madvise, NONE, BAD, 1, 0, ODD);
    TRY("move_pages", SYS_move_pages, 0, 1, BAD, 0, BAD, ODD);
    TRY("migrate_pages", SYS_migrate_pages, ODD, 0, 0, 0);
    TRY("setns", SYS_setns, NONE, 0);
    TRY("clone3", SYS_clone3, 0, 0);
    TRY("prctl:filter", SYS_prctl, 22, 99, 0, 0, 0);
    TRY("prctl:memory-map", SYS_prctl, 35, ODD, 0, 0, 0);
    TRY("seccomp", SYS_seccomp, ODD, 0, 0);
    apart("unshare", leave_user);
    apart("clone:user-namespace", clone_into_user);
    apart("personality", change_personality);
}

static void parts_of_the_kernel(void) {
    TRY("keyctl", SYS_keyctl, 0, -1, 0);
    TRY("add_key", SYS_add_key, BAD, BAD, 0, 0, 0);
    TRY("request_key", SYS_request_key, BAD, BAD, 0, 0);
    TRY("bpf", SYS_bpf, ODD, 0, 0);
    TRY("perf_event_open", SYS_perf_event_open, BAD, 0, NONE, NONE, 0);
    TRY("userfaultfd", SYS_userfaultfd, ODD);
    TRY("io_uring_setup", SYS_io_uring_setup, 0, BAD);
    TRY("io_uring_enter", SYS_io_uring_enter, NONE, 0, 0, 0, 0, 0);
    TRY("io_uring_register", SYS_io_uring_register, NONE, 0, 0, 0);
    TRY("io_setup", SYS_io_setup, 0, BAD);
    TRY("msgget", SYS_msgget, ODD, 0);
    TRY("mq_open", SYS_mq_open, BAD, 0, 0, 0);
    TRY("memfd_secret", 447, ODD);
}

static void the_machine(void) {
    TRY("kexec_load", SYS_kexec_load, 0, ODD, 0, ODD);
    TRY("kexec_file_load", SYS_kexec_file_load, NONE, NONE, 0, 0, ODD);
    TRY("init_module", SYS_init_module, BAD, 0, BAD);
    TRY("finit_module", SYS_finit_module, NONE, BAD, ODD);
    TRY("delete_module", SYS_delete_module, BAD, 0);
    TRY("reboot", SYS_reboot, 0, 0, 0, 0);
    TRY("settimeofday", SYS_settimeofday, BAD, 0);
    TRY("clock_settime", SYS_clock_settime, ODD, BAD);
    TRY("adjtimex", SYS_adjtimex, BAD);
    TRY("clock_adjtime", SYS_clock_adjtime, ODD, BAD);
    TRY("sethostname", SYS_sethostname, BAD, NONE);
    TRY("setdomainname", SYS_setdomainname, BAD, NONE);
    TRY("setgroups", SYS_setgroups, NONE, 0);
    TRY("syslog", SYS_syslog, 99, 0, 0);
    TRY("sync", SYS_sync);
    apart("vhangup", hang_up);
#ifdef __x86_64__
    TRY("iopl", SYS_iopl, 99);
    TRY("ioperm", SYS_ioperm, ODD, ODD, 0);
    TRY("modify_ldt", SYS_modify_ldt, 0, 0, 0);
#endif
}

static void sockets_and_terminals(void) {
    TRY("socket:raw", SYS_socket, 2, 3, 1);
    TRY("socket:raw6", SYS_socket, 10, 3, 58);
    TRY("socket:packet", SYS_socket, 17, 3, 0);
    TRY("socket:netlink", SYS_socket, 16, 3, 0);
    TRY("socket:raw-with-dirty-half", SYS_socket, 2L | 1L << 32, 3L | 1L << 32, 1);
    TRY("ioctl:type", SYS_ioctl, NONE, 0x5412, BAD);
    TRY("ioctl:type-with-dirty-half", SYS_ioctl, NONE, 0x5412L | 1L << 32, BAD);
    TRY("ioctl:paste", SYS_ioctl, NONE, 0x541c, BAD);
    TRY("ioctl:line-discipline", SYS_ioctl, NONE, 0x5423, BAD);
}

#ifdef __x86_64__
static long call_as_32_bit(void) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory"); // getpid of the 32-bit table
    return result > 0 ? 0 : -1;
}
static long call_as_x32(void) { return syscall(0x40000000 | SYS_getpid); }
#endif

int main(void) {
    files_and_mounts();
    other_processes();
    parts_of_the_kernel();
    the_machine();
    sockets_and_terminals();
#ifdef __x86_64__
    apart("32-bit", call_as_32_bit);
    apart("x32", call_as_x32);
#endif
    return 0;
}
