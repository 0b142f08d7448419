// A slow and lossy line: what the kernel sends into a tunnel comes back out of it after a while, or not at all.
// usage: slow_link DEVICE DELAY_MS JITTER_MS LOSS_PER_MILLE SEED
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define LINE 4096
#define PACKET 2048

// Packets on their way, the next one first: a heap by the time at which they arrive.
static struct packet { int64_t due; int size; char bytes[PACKET]; } *line[LINE];
static int waiting;
static uint64_t state;

static int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static uint64_t draw(uint64_t below) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return below ? state % below : 0;
}

static void swap(int a, int b) { struct packet *kept = line[a]; line[a] = line[b]; line[b] = kept; }

static void enter(struct packet *packet) {
    int at = waiting++;
    line[at] = packet;
    for (; at > 0 && line[at]->due < line[(at - 1) / 2]->due; at = (at - 1) / 2) swap(at, (at - 1) / 2);
}

static struct packet *leave(void) {
    struct packet *first = line[0];
    line[0] = line[--waiting];
    for (int at = 0, least;; at = least) {
        least = at;
        for (int child = 2 * at + 1; child <= 2 * at + 2; child++)
            if (child < waiting && line[child]->due < line[least]->due) least = child;
        if (least == at) return first;
        swap(at, least);
    }
}

int main(int argc, char **argv) {
    if (argc != 6) return 2;
    int64_t delay = atoll(argv[2]) * 1000, jitter = atoll(argv[3]) * 1000;
    uint64_t loss = strtoull(argv[4], NULL, 10);
    state = strtoull(argv[5], NULL, 10) | 1;
    struct ifreq wanted = { .ifr_flags = IFF_TUN | IFF_NO_PI };
    strncpy(wanted.ifr_name, argv[1], IFNAMSIZ - 1);
    int tunnel = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
    if (tunnel < 0 || ioctl(tunnel, TUNSETIFF, &wanted) != 0) {
        perror(argv[1]);
        return 1;
    }

    for (;;) {
        int64_t left = waiting ? (line[0]->due - now_us() + 999) / 1000 : 1000;
        struct pollfd ready = { .fd = tunnel, .events = POLLIN };
        if (poll(&ready, 1, left > 0 ? (int)left : 0) < 0 && errno != EINTR) return 1;
        for (;;) {
            struct packet packet = { 0 };
            packet.size = (int)read(tunnel, packet.bytes, PACKET);
            if (packet.size <= 0) break;
            // A line that is full loses what comes next, as any router does.
            if (waiting == LINE || draw(1000) < loss) continue;
            packet.due = now_us() + delay + (int64_t)draw((uint64_t)jitter + 1);
            struct packet *kept = malloc(sizeof packet);
            if (!kept) return 1;
            enter(memcpy(kept, &packet, sizeof packet));
        }

        while (waiting && line[0]->due <= now_us()) {
            struct packet *packet = leave();
            if (write(tunnel, packet->bytes, (size_t)packet->size) < 0 && errno != EINVAL && errno != EAGAIN) return 1;
            free(packet);
        }
    }
}
