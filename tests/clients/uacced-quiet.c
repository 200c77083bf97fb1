/* uacced-quiet REQUESTS: requests one at a time in reserved memory, by a client that looks for its completions. While both sides are awake, neither the
   daemon nor the client makes a system call for any of them. Exit: 0 it was so for REQUESTS requests, 1 not, 4 no daemon, 77 not possible here.

   What is counted: reads and writes of both processes (syscr and syscw of /proc/PID/io: kicks, events and transfers of memory), and the times that
   their threads went to sleep (voluntary_ctxt_switches: futex, poll). A side that loses its processor makes the other one sleep, and then there are
   calls; so the requests come in stretches, and those with fewer than one call in 20 requests count. With a call for each request there is none. */
#include "uacced.h"
#include "uacced-zip.h"
#include "uacced-reserve.h"
#include <dirent.h>

enum { STRETCH = 1000, FEW = STRETCH / 20, TRIES = 200, SIZE = 64, ROOM = 256, LONG = 200000000 };

static long number(const char *path, const char *name)
{
    char line[256];
    long value = -1;
    FILE *file = fopen(path, "r");
    while (file != NULL && value < 0 && fgets(line, sizeof line, file) != NULL) if (strncmp(line, name, strlen(name)) == 0) value = atol(line + strlen(name));
    if (file != NULL) fclose(file);
    return value;
}

static long calls(pid_t pid)
{
    char path[64 + sizeof((struct dirent *)0)->d_name];
    snprintf(path, sizeof path, "/proc/%d/io", pid);
    long reads = number(path, "syscr:"), writes = number(path, "syscw:"), sleeps = 0;
    if (reads < 0 || writes < 0) { printf("%s cannot be read here\n", path); exit(77); }
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *tasks = opendir(path);
    if (tasks == NULL) fail("%s: %s", path, strerror(errno));
    for (struct dirent *task; (task = readdir(tasks)) != NULL; ) {
        if (task->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/%d/task/%s/status", pid, task->d_name);
        long here = number(path, "voluntary_ctxt_switches:");
        sleeps += here > 0 ? here : 0;                          /* a thread that has just ended has none */
    }
    closedir(tasks);
    return reads + writes + sleeps;
}

/* How many calls a stretch of requests takes, of both sides. */
static long stretch(struct zip *z, pid_t daemon, const uint8_t *in, uint8_t *out, int arms)
{
    long own = calls(getpid()), looking = calls(getpid()) - own;  /* what a look at the own counts costs */
    long before = calls(daemon);
    own = calls(getpid());
    for (uint32_t i = 0; i < STRETCH; i++) {
        uint32_t consumed, produced;
        submit(z, z->pack, ZLIB, in, SIZE, out, ROOM, i);
        if (arms) __atomic_store_n(cell(z->pack->ctl, CTL_ARM), 1, __ATOMIC_SEQ_CST);
        ring(z->pack);
        if (collect(z, z->pack, i, &consumed, &produced) != 0 || consumed != SIZE || produced == 0) fail("request %u: consumed %u, produced %u", i, consumed, produced);
    }
    own = calls(getpid()) - own - looking;
    return own + calls(daemon) - before;
}

int main(int count, char **arguments)
{
    int wanted = count > 1 ? atoi(arguments[1]) : 10000, quiet = 0, fd;
    struct daemon *d = attach(1);
    if (!d->sva) fail("no shared addresses: %s", d->words);
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(d->socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) fail("SO_PEERCRED: %s", strerror(errno));
    struct zip z = openZip(d, "hisi_zip-0", NULL);
    static uint8_t in[SIZE], out[ROOM];
    uint8_t *memory = reserve(z.pack, 4096, &fd);
    for (int i = 0; i < SIZE; i++) in[i] = memory[i] = i % 9;
    z.pack->spins = LONG;                                       /* it looks for a good part of a second before it sleeps */

    long copied = stretch(&z, peer.pid, in, out, 0), signalled = stretch(&z, peer.pid, memory, memory + ROOM, 1), fewest = STRETCH;
    /* One event may stand for several requests: who arms for the next before the daemon has looked at the arm cell. */
    fprintf(stderr, "%d requests: %ld calls with copies, %ld with an event each\n", STRETCH, copied, signalled);
    if (copied < STRETCH / 4 || signalled < STRETCH / 4) fail("calls that must be there are not counted");
    for (int tries = 0; quiet * STRETCH < wanted; tries++) {
        if (tries == TRIES) fail("%d of %d stretches were quiet, the best with %ld calls", quiet, TRIES, fewest);
        long here = stretch(&z, peer.pid, memory, memory + ROOM, 0);
        if (here < fewest) fewest = here;
        quiet += here < FEW;
    }
    closeQueue(z.pack); closeQueue(z.unpack);
    printf("%d requests without a call each, the best %d with %ld\n", quiet * STRETCH, STRETCH, fewest);
    return 0;
}
