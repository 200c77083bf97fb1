/* uacced-holes ROUNDS: a client that takes the memory out of everything it shares with the daemon (rings, cells, channel, reserved memory), again and
   again while its requests run, and tries to seal it against the daemon. What is taken away reads as zeros: that is its own loss, and nobody's SIGBUS.
   Exit: 0 a new connection got right results after each round, 1 not so, 4 no daemon. */
#include "uacced.h"
#include "uacced-zip.h"
#include "uacced-reserve.h"
#include <pthread.h>
#include <sched.h>

enum { TURNS = 200, MOMENT = 100 /* ms */, AT_ONCE = 8, BYTES = 1 << 20, PART = 32 << 10 };
static const char *device = "hisi_zip-0";
static struct { const char *name; int fd; uint32_t bytes; } regions[4];
static int over;

static void mustNotSeal(void)
{
    static const int seals[] = { F_SEAL_SEAL, F_SEAL_WRITE, F_SEAL_FUTURE_WRITE, F_SEAL_SHRINK, F_SEAL_GROW };
    for (int r = 0; r < 4; r++) {
        for (unsigned i = 0; i < sizeof seals / sizeof *seals; i++)
            if (fcntl(regions[r].fd, F_ADD_SEALS, seals[i]) == 0 || errno != EPERM) fail("%s took seal %#x: %s", regions[r].name, seals[i], strerror(errno));
        if (ftruncate(regions[r].fd, 0) == 0 || ftruncate(regions[r].fd, 2l * regions[r].bytes) == 0) fail("%s was truncated", regions[r].name);
    }
}

static void *punch(void *seed)
{
    uint64_t n = (uintptr_t)seed | 1;
    while (!__atomic_load_n(&over, __ATOMIC_RELAXED)) {
        n ^= n << 13; n ^= n >> 7; n ^= n << 17;
        int r = n >> 8 & 3;
        off_t from = (n >> 16) % (regions[r].bytes / 4096) * 4096;
        if (fallocate(regions[r].fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, from, n >> 60 == 0 ? regions[r].bytes : 4096) != 0)
            fail("a hole in %s: %s", regions[r].name, strerror(errno));
    }
    return NULL;
}

/* How many requests the daemon says it has done: it counts for itself, whatever becomes of the cells. */
static uint32_t ruin(struct daemon *d, int round)
{
    struct channel *c = openChannel(d, device);
    struct queue *q = openQueue(d, c, device, 0);
    struct zip z = { q, NULL, 3 };
    int fd;
    uint8_t *memory = reserve(q, BYTES, &fd);
    regions[0].name = "DUS"; regions[0].fd = q->dusFd; regions[0].bytes = q->dusBytes;
    regions[1].name = "CTL"; regions[1].fd = q->ctlFd; regions[1].bytes = q->ctlBytes;
    regions[2].name = "the channel"; regions[2].fd = c->fd; regions[2].bytes = c->bytes;
    regions[3].name = "reserved memory"; regions[3].fd = fd; regions[3].bytes = BYTES;
    mustNotSeal();
    pthread_t thread;
    over = 0;
    uint32_t most = 0;
    int64_t until = INT64_MAX;
    for (int turn = 0; turn < TURNS && !isDead(q) && now() < until; turn++) {
        for (int i = 0; i < AT_ONCE; i++) {
            for (int at = 0; at < PART; at += 61) memory[i * PART + at] = turn + at;
            submit(&z, q, ZLIB, memory + i * PART, PART, memory + BYTES / 2 + i * PART, PART, i);
        }
        q->inFlight = 0;                                        /* what came of them is not asked */
        ring(q);
        announce(c, q->slot);
        if (eventfd_write(c->kick, 1) != 0) fail("kick: %s", strerror(errno));
        if (turn == 0) {                                        /* at first in the data alone: these are all done, on zeros */
            if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, BYTES) != 0) fail("a hole in reserved memory: %s", strerror(errno));
            for (int64_t end = now() + PATIENCE; get(q->ctl, CTL_POSTED) < AT_ONCE; sched_yield()) if (now() > end) fail("requests over a hole do not end");
            most = AT_ONCE;
            until = now() + MOMENT;
            if (pthread_create(&thread, NULL, punch, (void *)(uintptr_t)(round * 7919 + 1)) != 0) fail("no thread");
        }
        for (int look = 0; look < 50; look++, sched_yield()) {
            uint32_t posted = __atomic_load_n(cell(q->ctl, CTL_POSTED), __ATOMIC_ACQUIRE);
            if (posted > most && posted < 1000000) { most = posted; break; }
        }
    }
    __atomic_store_n(&over, 1, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
    return most;
}

int main(int count, char **arguments)
{
    int rounds = count > 1 ? atoi(arguments[1]) : 10;
    long done = 0;
    static uint8_t plain[20000], packed[30000], back[20000];
    for (unsigned i = 0; i < sizeof plain; i++) plain[i] = i % 97 * (i % 5);
    for (int round = 0; round < rounds; round++) {
        struct daemon *d = attach(1);
        if (!d->sva) fail("no shared addresses: %s", d->words);
        done += ruin(d, round);
        close(d->socket);                                       /* with its queue open, and requests in flight */
        struct zip z = openZip(attach(1), device, NULL);
        struct work w = { plain, packed, back, sizeof plain, sizeof packed, 0, ZLIB };
        for (int i = 0; i < 20; i++) if (verifyBatch(&z, &w, 1) != 0) fail("a queue of a new connection died");
        closeQueue(z.pack); closeQueue(z.unpack);
    }
    printf("%ld requests ran among the holes\n", done);
    return 0;
}
