/* uacced-trials MODE: what a client may do to itself and to its memory while the daemon works for it.
   fork | exec [IMAGE] | nomem | storm RINGS | addresses | unserved SECONDS. Exit: 0 all held, 1 something was wrong, 4 no daemon, 77 not possible here. */
#include "uacced.h"
#include "uacced-zip.h"
#include "uacced-reserve.h"
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define PAGE 4096ul
#define PAGES 64ul
#define SPACE (PAGES * PAGE)
static const char *device = "hisi_zip-0";
static const uint8_t constants[PAGE] = { 1 };

static uint8_t *pages(unsigned long bytes)
{
    uint8_t *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) fail("mmap: %s", strerror(errno));
    return at;
}

static void words(uint8_t *at, unsigned long bytes, unsigned seed)
{
    for (unsigned long i = 0; i < bytes; i++) at[i] = "the device sees what the process sees "[(i * (seed + 1) + i / 977) % 38] + (i % 251 == 0 ? seed % 7 : 0);
}

static void allAre(const uint8_t *at, unsigned long bytes, int value, const char *what)
{
    for (unsigned long i = 0; i < bytes; i++) if (at[i] != value) fail("%s: byte %lu is %#x instead of %#x", what, i, at[i], value);
}

static struct work workOn(unsigned seed)
{
    struct work w = { pages(SPACE), pages(SPACE), pages(SPACE), SPACE - PAGE, SPACE, 0, ZLIB };
    words(w.plain, w.size, seed);
    return w;
}

static void proveGood(struct daemon *d, int requests)
{
    struct zip z = openZip(d, device, NULL);
    struct work w = workOn(77);
    for (int i = 0; i < requests; i++) if (verifyBatch(&z, &w, 1) != 0) fail("a queue of a new connection died");
    closeQueue(z.pack); closeQueue(z.unpack);
}

/* fork: hisi rules of uacce.md 8.4 and section 2 of uacced.md, and the five steps: set up, map, start, fork, the parent writes. */
static void tell(int fd, char c) { if (write(fd, &c, 1) != 1) fail("pipe: %s", strerror(errno)); }
static void hear(int fd, char c) { char got; if (read(fd, &got, 1) != 1 || got != c) fail("the other process is gone"); }

static void expectRefusal(struct queue *q, int type, int length, uint32_t second)
{
    uint8_t packet[PACKET] = { 0 };
    put(packet, 16, q->handle); put(packet, 20, second);
    if (type == OPEN) { memset(packet, 0, PACKET); putName(packet, 16, device); put(packet, 80, q->channel->id); }
    int fds[4], status = call(q->daemon, type, packet, &length, NULL, 0, fds, 0);
    if (status != -EPERM) fail("the forked child's request %d answered %d instead of EPERM", type, status);
    if (q->daemon->words[0] == 0) fail("EPERM without words");
}

static void child(struct zip *z, struct work *w, int in, int out)
{
    unsigned char present[64];
    if (mincore(z->pack->dus, z->pack->dusBytes, present) == 0 || errno != ENOMEM) fail("the DUS region was inherited");
    expectRefusal(z->pack, IOCTL, 24, PUT_Q);
    expectRefusal(z->pack, OPEN, 88, 0);
    expectRefusal(z->pack, MAP, 40, SS);
    expectRefusal(z->pack, UNMAP, 24, DUS);
    expectRefusal(z->pack, CLOSE, 20, 0);
    expectRefusal(z->pack, LIST, 20, 0);
    tell(out, 'a');
    hear(in, 'b');       /* the parent has written, compressed and compared */
    uint8_t *mine = pages(SPACE);
    words(mine, w->size, 1);
    if (memcmp(mine, w->plain, w->size) != 0) fail("the child's copy of the source changed");
    allAre(w->packed, w->room, 0x11, "the child's copy of the destination");
    allAre(w->back, w->size, 0x11, "the child's copy of the second destination");
    proveGood(attach(1), 20);
    exit(0);
}

static void forking(struct daemon *d)
{
    struct zip z = openZip(d, device, NULL);
    struct work flight[8], w = workOn(1);
    memset(w.packed, 0x11, w.room); memset(w.back, 0x11, w.size);
    for (int i = 0; i < 8; i++) {
        flight[i] = workOn(i);
        memcpy(flight[i].packed, "\x78\x9c", 2);
        submit(&z, z.pack, ZLIB, flight[i].plain, flight[i].size, flight[i].packed + 2, flight[i].room - 2, i);
    }
    ring(z.pack);
    int down[2], up[2], state;
    if (pipe(down) != 0 || pipe(up) != 0) fail("pipe: %s", strerror(errno));
    pid_t pid = fork();
    if (pid == 0) { close(down[1]); close(up[0]); child(&z, &w, down[0], up[1]); }
    close(down[0]); close(up[1]);
    hear(up[0], 'a');
    for (int i = 0; i < 8; i++) {
        uint32_t consumed, produced;
        int status = collect(&z, z.pack, i, &consumed, &produced);
        if (status != 0 || consumed != flight[i].size) fail("in flight at the fork: status %#x, consumed %u", status, consumed);
        submit(&z, z.unpack, ZLIB, flight[i].packed + 2, produced, flight[i].back, flight[i].size, i);
        ring(z.unpack);
        if (collect(&z, z.unpack, i, &consumed, &produced) != 0 || memcmp(flight[i].plain, flight[i].back, flight[i].size) != 0) fail("in flight at the fork: wrong");
    }
    words(w.plain, w.size, 2);      /* step 5: new pages for the parent, the old ones stay with the child */
    if (verifyBatch(&z, &w, 1) != 0) fail("the parent's queue died");
    tell(down[1], 'b');
    if (waitpid(pid, &state, 0) != pid || state != 0) fail("the child ended with %#x", state);
    if (verifyBatch(&z, &w, 1) != 0) fail("the parent's queue died with its child");
    closeQueue(z.pack); closeQueue(z.unpack);
}

/* exec: the new image has the pid, the socket, the rings, and memory at the addresses of requests in flight. */
#define OLD ((uint8_t *)0x300000000000)
#define OLD_BYTES (64ul << 20)
struct legacy { struct daemon daemon; struct channel channel; struct queue queue; int generation; };

static void executing(struct daemon *d, const char *image)
{
    struct zip z = openZip(d, device, NULL);
    if (mmap(OLD, OLD_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != OLD) fail("mmap: %s", strerror(errno));
    for (unsigned long i = 0; i < OLD_BYTES / 4; i++) ((uint32_t *)OLD)[i] = rand();
    uint32_t consumed, produced;
    memcpy(OLD, "\x78\x9c", 2);
    for (int i = 0; i < 1 + 12; i++) {
        submit(&z, z.pack, ZLIB, OLD + OLD_BYTES / 2, i == 0 ? PAGE : 2 << 20, OLD + (2ul << 20) * i, 3 << 20, i);
        ring(z.pack);
        if (i == 0 && (collect(&z, z.pack, 0, &consumed, &produced) < 0 || consumed != PAGE)) fail("the request before exec was wrong");
    }
    struct legacy old = { *d, *z.pack->channel, *z.pack, z.generation };
    int file = memfd_create("legacy", 0), keep[] = { d->socket, old.channel.fd, old.channel.kick, old.queue.dusFd, old.queue.ctlFd, old.queue.event };
    if (write(file, &old, sizeof old) != sizeof old) fail("memfd: %s", strerror(errno));
    for (unsigned i = 0; i < sizeof keep / sizeof *keep; i++) fcntl(keep[i], F_SETFD, 0);
    char number[16];
    snprintf(number, sizeof number, "%d", file);
    execl(image, image, "executed", number, NULL);
    fail("exec: %s", strerror(errno));
}

static void executed(int file)
{
    struct legacy old;
    if (pread(file, &old, sizeof old, 0) != sizeof old) fail("memfd: %s", strerror(errno));
    if (mmap(OLD, OLD_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != OLD) fail("mmap: %s", strerror(errno));
    memset(OLD, 0x5A, OLD_BYTES);
    struct queue *q = &old.queue;
    q->daemon = &old.daemon; q->channel = &old.channel;
    old.channel.memory = mapShared(old.channel.fd, old.channel.bytes);
    q->dus = mapShared(q->dusFd, q->dusBytes); q->ctl = mapShared(q->ctlFd, q->ctlBytes);
    uint32_t s[32];
    int done = 0, failed = 0, gone = 0, inFlight = q->inFlight;
    for (int64_t end = now() + PATIENCE; q->inFlight > 0 && !gone; ) {
        struct pollfd hangUp = { old.daemon.socket, 0, 0 };
        gone = isDead(q) || poll(&hangUp, 1, 1) == 1;                   /* either says that nothing more will come */
        while (dequeue(q, s)) if ((s[3] & 0xFF) == 0) done++; else failed++;
        if (now() > end) fail("%u requests in flight at the exec neither ended nor did their queue", q->inFlight);
    }
    fprintf(stderr, "in flight at the exec: %d, then done %d, failed %d, dead %d\n", inFlight, done, failed, gone);
    printf("user %d of %d\n", geteuid(), getuid());
    allAre(OLD, OLD_BYTES, 0x5A, "the new image's memory");
    if (!gone) {
        struct zip z = { q, NULL, old.generation };
        uint8_t *out = pages(PAGE);
        submit(&z, q, ZLIB, OLD, PAGE, out, PAGE, 99);
        ring(q);
        uint32_t consumed, produced;
        int status = collect(&z, q, 99, &consumed, &produced);          /* -1: the queue died of it, just as well */
        if (status == 0 || status == 0x0D) fail("a request of the new image on the old one's queue was served");
        allAre(out, PAGE, 0, "the destination of a request that failed");
    }
    proveGood(attach(1), 20);
    allAre(OLD, OLD_BYTES, 0x5A, "the new image's memory");
}

static uint64_t noteAddress(struct queue *q, uint32_t slot) { uint64_t v; memcpy(&v, q->ctl + CTL_NOTES + 32 * slot + 8, 8); return v; }

/* One request that must fail with an address in a range. */
static void mustFault(struct zip *z, const char *what, const void *in, uint32_t inBytes, void *out, uint32_t outBytes, const void *low, unsigned long length)
{
    uint32_t slot = z->pack->tail, consumed, produced;
    submit(z, z->pack, ZLIB, in, inBytes, out, outBytes, 7);
    ring(z->pack);
    int status = collect(z, z->pack, 7, &consumed, &produced);
    uint64_t at = noteAddress(z->pack, slot);
    if (status != BAD_ADDRESS || produced != 0 || at < (uintptr_t)low || at >= (uintptr_t)low + length)
        fail("%s: status %#x, produced %u, address %#lx where %p + %#lx was due", what, status, produced, at, low, length);
}

static void withoutMemory(struct daemon *d)
{
    char text[PACKET];
    if (d->sva || d->words[0] == 0) fail("hello without descriptors: SVA %d, words '%s'", d->sva, d->words);
    fprintf(stderr, "%s\n", d->words);
    if (refused(d, "api", readAttribute(d, device, "api", text)) < 0 || strstr(text, "_noiommu") == NULL) fail("api %s", text);
    if (refused(d, "flags", readAttribute(d, device, "flags", text)) < 0 || atoi(text) & 1) fail("flags %s", text);
    struct zip z = openZip(d, device, NULL);
    int fd, second, status;
    uint8_t *memory = reserve(z.pack, 12 << 20, &fd), outside[2 * PAGE] = { 0 };
    struct work w[3];
    for (int i = 0; i < 3; i++) {
        uint8_t *at = memory + i * (4ul << 20);
        w[i] = (struct work){ at, at + (1 << 20) + i, at + (3 << 20), (1 << 20) - i * 1000, 3 << 19, 0, ZLIB };
        words(w[i].plain, w[i].size, i);
    }
    for (int i = 0; i < 400; i++) if (verifyBatch(&z, w, 3) != 0) fail("a queue died");
    uint8_t *more = reserve(z.unpack, SPACE, &second);      /* two reservations, by two queues: one domain */
    words(more, PAGE, 3);
    struct work across = { more, memory, memory + (1 << 20), PAGE, 1 << 20, 0, ZLIB };
    if (verifyBatch(&z, &across, 1) != 0) fail("a queue died");
    mustFault(&z, "source outside", outside, PAGE, memory, PAGE, outside, PAGE);
    mustFault(&z, "destination outside", memory, PAGE, outside, PAGE, outside, PAGE);
    mustFault(&z, "source reaches over the end", memory + (12 << 20) - PAGE, 2 * PAGE, more, PAGE, memory + (12 << 20) - PAGE, 2 * PAGE);
    allAre(outside, sizeof outside, 0, "memory outside");
    if ((status = mapRegion(z.unpack, SS, PAGE, (uintptr_t)memory, NULL)) != -EEXIST) fail("a second reservation of a queue at a taken address: %d", status);
    if (ftruncate(fd, PAGE) == 0 || ftruncate(fd, 64 << 20) == 0) fail("a reservation could be truncated");
    munmap(memory, 12 << 20);                                /* the device does not need the client's mapping */
    uint32_t consumed, produced;
    submit(&z, z.pack, ZLIB, w[0].plain, w[0].size, memory + (4 << 20), 4 << 20, 5);
    ring(z.pack);
    if ((status = collect(&z, z.pack, 5, &consumed, &produced)) != 0 || consumed != w[0].size) fail("unmapped by the client: %#x", status);
    uint8_t *again = mmap(NULL, 12 << 20, PROT_READ, MAP_SHARED, fd, 0);
    if (again[4 << 20] == 0 && again[(4 << 20) + 1] == 0) fail("unmapped by the client: nothing was written");
}

/* Rings, announcements and kicks without news, of slots that exist and slots that do not; afterwards all is as before. */
static void storm(struct daemon *d, long rings)
{
    struct zip z = openZip(d, device, NULL);
    struct channel *c = z.pack->channel;
    for (long i = 0; i < rings; i++) {
        ring(z.pack);
        if (i % 3 == 0) announce(c, rand() % c->slots);
        if (i % 5 == 0) __atomic_fetch_or((uint64_t *)(c->memory + CHANNEL_SUMMARY), ~0ull, __ATOMIC_SEQ_CST);
        if (i % 64 == 0 && eventfd_write(c->kick, 1) != 0) fail("kick: %s", strerror(errno));
        if (i % 1000 == 0) { struct work w = { (uint8_t *)"abcabcabcabcabc", (uint8_t[300]){ 0 }, (uint8_t[15]){ 0 }, 15, 300, 0, ZLIB }; if (verifyBatch(&z, &w, 1) != 0) fail("a queue died"); }
    }
    struct work w = workOn(5);
    for (int i = 0; i < 100; i++) if (verifyBatch(&z, &w, 1) != 0) fail("a queue died");
}

/* Memory with holes, without permission, that goes away. A failed request or a right result, never more. */
static void addresses(struct daemon *d)
{
    struct zip z = openZip(d, device, NULL);
    uint8_t *a = pages(SPACE), *b = pages(SPACE);
    words(a, SPACE, 1);
    uint8_t *hole = a + 20 * PAGE;
    munmap(hole, PAGE);
    mustFault(&z, "hole in the source", a, SPACE, b, SPACE, hole, PAGE);
    allAre(b, SPACE, 0, "the destination of a request whose source has a hole");
    mmap(hole, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    for (unsigned long i = 0; i < SPACE; i++) a[i] = rand();          /* incompressible: the output reaches every page */
    uint8_t *out = pages(2 * SPACE), *shut = out + 10 * PAGE;
    munmap(shut, PAGE);
    mustFault(&z, "hole in the destination", a, SPACE, out, 2 * SPACE, shut, PAGE);
    mmap(shut, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    mprotect(shut, PAGE, PROT_READ);
    mustFault(&z, "read-only page in the destination", a, SPACE, out, 2 * SPACE, shut, PAGE);
    allAre(shut, PAGE, 0, "a read-only page");
    mprotect(shut, PAGE, PROT_NONE);
    mustFault(&z, "page without permission in the destination", a, SPACE, out, 2 * SPACE, shut, PAGE);
    mprotect(hole, PAGE, PROT_NONE);
    mustFault(&z, "page without permission in the source", a, SPACE, b, SPACE, hole, PAGE);
    mprotect(hole, PAGE, PROT_READ); mprotect(shut, PAGE, PROT_READ | PROT_WRITE);
    mustFault(&z, "the null page", NULL, PAGE, b, PAGE, NULL, PAGE);
    mustFault(&z, "beyond user space", (void *)0xFFFF800000000000, PAGE, b, PAGE, (void *)0xFFFF800000000000, PAGE);
    mustFault(&z, "constants as destination", pages(PAGE), PAGE, (void *)constants, PAGE, constants, PAGE);

    int file = memfd_create("file", 0);
    if (ftruncate(file, SPACE) != 0) fail("ftruncate: %s", strerror(errno));
    uint8_t *mapped = mmap(NULL, SPACE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    struct work w = { mapped, pages(2 * SPACE), pages(SPACE), SPACE, 2 * SPACE, 0, ZLIB };
    words(mapped, SPACE, 3);
    if (verifyBatch(&z, &w, 1) != 0) fail("a queue died");
    w = (struct work){ a, b, mapped, 40 * PAGE, SPACE, 0, ZLIB };
    words(a, 20 * PAGE, 4);
    if (verifyBatch(&z, &w, 1) != 0) fail("a queue died");
    if (ftruncate(file, 8 * PAGE) != 0) fail("ftruncate: %s", strerror(errno));
    mustFault(&z, "source behind the end of its file", mapped, SPACE, b, SPACE, mapped + 8 * PAGE, SPACE - 8 * PAGE);
    mustFault(&z, "destination behind the end of its file", a, SPACE, mapped, SPACE, mapped + 8 * PAGE, SPACE - 8 * PAGE);

    uint8_t *huge = pages(8 << 20), *aligned = (uint8_t *)(((uintptr_t)huge + (2 << 20) - 1) & ~((2ul << 20) - 1));
    madvise(aligned, 6 << 20, MADV_HUGEPAGE);
    w = (struct work){ aligned, aligned + (2 << 20) + 5, aligned + (4 << 20), 2 << 20, (2 << 20) - 5, 0, ZLIB };
    words(aligned, 2 << 20, 6);
    if (verifyBatch(&z, &w, 1) != 0) fail("a queue died");
    uint8_t *reserved = mmap(NULL, 2 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
    if (reserved == MAP_FAILED) fprintf(stderr, "no reserved huge pages on this machine: %s\n", strerror(errno));
    else { w.plain = reserved; words(reserved, 2 << 20, 8); if (verifyBatch(&z, &w, 1) != 0) fail("a queue died"); }

    for (int round = 0; round < 100; round++) {                         /* freed and truncated while in flight */
        uint32_t consumed, produced;
        uint8_t *in = pages(1 << 20), *to = pages(2 << 20);
        words(in, 1 << 20, round);
        if (ftruncate(file, SPACE) != 0) fail("ftruncate: %s", strerror(errno));
        submit(&z, z.pack, ZLIB, in, 1 << 20, to, 2 << 20, 1);
        submit(&z, z.pack, ZLIB, mapped, SPACE, b, SPACE, 2);
        ring(z.pack);
        for (int spin = rand() % 30000; spin > 0; spin--) __asm__ volatile("");
        munmap(round % 2 == 0 ? in : to, 1 << 20);
        if (ftruncate(file, PAGE) != 0) fail("ftruncate: %s", strerror(errno));
        for (int tag = 1; tag <= 2; tag++) {
            int status = collect(&z, z.pack, tag, &consumed, &produced);
            if (status != 0 && status != BAD_ADDRESS) fail("freed while in flight: status %#x", status);
        }
        munmap(to + (1 << 20), 1 << 20);
        munmap(round % 2 == 0 ? to : in, 1 << 20);
    }
    closeQueue(z.pack); closeQueue(z.unpack);
}

/* Requests whose pages nobody ever serves; holds them until standard input ends. Others are to go on meanwhile. */
static void unserved(struct daemon *d, int queues)
{
    int fault = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
    if (fault < 0) { printf("userfaultfd is not allowed here: %s\n", strerror(errno)); exit(77); }
    struct uffdio_api api = { .api = UFFD_API };
    uint8_t *never = pages(SPACE);
    struct uffdio_register range = { .range = { (uintptr_t)never, SPACE }, .mode = UFFDIO_REGISTER_MODE_MISSING };
    if (ioctl(fault, UFFDIO_API, &api) != 0 || ioctl(fault, UFFDIO_REGISTER, &range) != 0) fail("userfaultfd: %s", strerror(errno));
    struct channel *c = openChannel(d, device);
    for (int i = 0; i < queues; i++) {
        struct zip z = openZip(d, device, c);
        submit(&z, z.pack, ZLIB, i % 2 == 0 ? never : pages(PAGE), PAGE, i % 2 == 0 ? pages(PAGE) : never, PAGE, i);
        ring(z.pack);
    }
    struct pollfd asked = { fault, POLLIN, 0 };
    if (poll(&asked, 1, PATIENCE / 6) != 1) fprintf(stderr, "the device does not ask for such pages\n");
    printf("waiting\n");
    fflush(stdout);
    char c0;
    while (read(0, &c0, 1) > 0) { }
}

int main(int count, char **arguments)
{
    const char *mode = count > 1 ? arguments[1] : "";
    int number = count > 2 ? atoi(arguments[2]) : 0;
    if (strcmp(mode, "executed") == 0) executed(number);
    else if (strcmp(mode, "nomem") == 0) withoutMemory(attach(0));
    else {
        struct daemon *d = attach(1);
        if (!d->sva) fail("no shared addresses: %s", d->words);
        if (strcmp(mode, "fork") == 0) forking(d);
        else if (strcmp(mode, "exec") == 0) executing(d, count > 2 ? arguments[2] : "/proc/self/exe");
        else if (strcmp(mode, "storm") == 0) storm(d, number > 0 ? number : 1000000);
        else if (strcmp(mode, "addresses") == 0) addresses(d);
        else if (strcmp(mode, "unserved") == 0) unserved(d, number > 0 ? number : 4);
        else fail("usage: uacced-trials fork | exec [IMAGE] | nomem | storm RINGS | addresses | unserved QUEUES");
    }
    printf("%s: all held\n", mode);
    return 0;
}
