// Faults of a machine's disk and of its clock, put before the system's library (LD_PRELOAD) in one process. What happens stands in
// a file that is mapped here (RUNINK_FAULTS) and read at every call, so that whoever writes there changes it at once. The order of
// the fields is known to FaultControl.cs.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define BILLION 1000000000LL

struct faults {
    volatile int64_t delay_us;       // every write and sync takes so much longer
    volatile int64_t hangs;          // not 0: writes and syncs do not come back
    volatile int64_t sync_error;     // not 0: syncs fail with this number, and nothing is synced
    volatile int64_t clock_offset;   // nanoseconds that the time of day is ahead
    volatile int64_t clock_drift;    // millionths by which it goes too fast
    volatile int64_t drift_since;    // since then, on the monotonic clock
    volatile int64_t altered;        // calls that any of this has changed
};

static struct faults *faults;

static void *(*next_dlsym)(void *, const char *);
static int (*next_fdatasync)(int);
static int (*next_fsync)(int);
static ssize_t (*next_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*next_pwritev)(int, const struct iovec *, int, off_t);
static int (*next_fallocate)(int, int, off_t, off_t);
static int (*next_ftruncate)(int, off_t);
static int (*next_clock_gettime)(clockid_t, struct timespec *);

static void count(void) { __sync_fetch_and_add(&faults->altered, 1); }

static void nap(int64_t us) {
    struct timespec left = { us / 1000000, us % 1000000 * 1000 };
    while (nanosleep(&left, &left) != 0 && errno == EINTR) { }
}

static void linger(void) {
    if (!faults) return;
    if (faults->delay_us || faults->hangs) count();
    if (faults->delay_us) nap(faults->delay_us);
    while (faults->hangs) nap(5000);
}

static int fails(void) {
    if (!faults || !faults->sync_error) return 0;
    count();
    errno = (int)faults->sync_error;
    return 1;
}

int fdatasync(int file) { linger(); return fails() ? -1 : next_fdatasync(file); }
int fsync(int file) { linger(); return fails() ? -1 : next_fsync(file); }

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) { linger(); return next_pwrite(file, bytes, size, at); }
ssize_t pwrite64(int file, const void *bytes, size_t size, off_t at) { linger(); return next_pwrite(file, bytes, size, at); }
ssize_t pwritev(int file, const struct iovec *parts, int n, off_t at) { linger(); return next_pwritev(file, parts, n, at); }
ssize_t pwritev64(int file, const struct iovec *parts, int n, off_t at) { linger(); return next_pwritev(file, parts, n, at); }
int fallocate(int file, int mode, off_t at, off_t size) { linger(); return next_fallocate(file, mode, at, size); }
int fallocate64(int file, int mode, off_t at, off_t size) { linger(); return next_fallocate(file, mode, at, size); }
int ftruncate(int file, off_t size) { linger(); return next_ftruncate(file, size); }
int ftruncate64(int file, off_t size) { linger(); return next_ftruncate(file, size); }

// Only the time of day; what measures durations goes on as ever.
int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = next_clock_gettime ? next_clock_gettime(clock, now) : (int)syscall(SYS_clock_gettime, clock, now);
    if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) || !faults) return result;
    if (!faults->clock_offset && !faults->clock_drift) return result;
    count();
    struct timespec steady;
    next_clock_gettime(CLOCK_MONOTONIC, &steady);
    int64_t since = steady.tv_sec * BILLION + steady.tv_nsec - faults->drift_since;
    int64_t told = now->tv_sec * BILLION + now->tv_nsec + faults->clock_offset + since / 1000000 * faults->clock_drift;
    now->tv_sec = told / BILLION;
    now->tv_nsec = told % BILLION;
    return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void)zone;
    struct timespec exact;
    if (clock_gettime(CLOCK_REALTIME, &exact) != 0) return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *into) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (into) *into = exact.tv_sec;
    return exact.tv_sec;
}

// .NET looks its native calls up in the system's library by name, past whatever was put before it.
void *dlsym(void *restrict library, const char *restrict name) {
    static const struct { const char *name; void *here; } mine[] = {
        { "fdatasync", fdatasync }, { "fsync", fsync }, { "fallocate", fallocate }, { "fallocate64", fallocate64 },
        { "pwrite", pwrite }, { "pwrite64", pwrite64 }, { "pwritev", pwritev }, { "pwritev64", pwritev64 },
        { "ftruncate", ftruncate }, { "ftruncate64", ftruncate64 }, { "clock_gettime", clock_gettime },
        { "gettimeofday", gettimeofday }, { "time", time },
    };
    void *found = next_dlsym(library, name);
    for (size_t i = 0; found && i < sizeof mine / sizeof *mine; i++)
        if (strcmp(mine[i].name, name) == 0) return mine[i].here;
    return found;
}

__attribute__((constructor(101))) static void begin(void) {
    static const char *versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5" };
    for (size_t i = 0; !next_dlsym && i < sizeof versions / sizeof *versions; i++)
        *(void **)&next_dlsym = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    if (!next_dlsym) abort();
    *(void **)&next_fdatasync = next_dlsym(RTLD_NEXT, "fdatasync");
    *(void **)&next_fsync = next_dlsym(RTLD_NEXT, "fsync");
    *(void **)&next_pwrite = next_dlsym(RTLD_NEXT, "pwrite64");
    *(void **)&next_pwritev = next_dlsym(RTLD_NEXT, "pwritev64");
    *(void **)&next_fallocate = next_dlsym(RTLD_NEXT, "fallocate64");
    *(void **)&next_ftruncate = next_dlsym(RTLD_NEXT, "ftruncate64");
    *(void **)&next_clock_gettime = next_dlsym(RTLD_NEXT, "clock_gettime");
    const char *path = getenv("RUNINK_FAULTS");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *mapped = mmap(NULL, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (mapped == MAP_FAILED) abort();
    faults = mapped;
}
