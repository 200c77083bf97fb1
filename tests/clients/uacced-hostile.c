/* uacced-hostile CASES SEED: what a client can do wrong on purpose. Every case is one packet, one descriptor, one ring or one scribble; the same seed
   does the same again, apart from what the daemon does meanwhile. Each round of cases is a process of its own, so that its end is part of the test.
   Exit: 0 all cases were tried and the daemon took new clients after each round, 1 something was wrong, 4 no daemon. */
#include "uacced.h"
#include "uacced-zip.h"
#include "uacced-reserve.h"
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

enum { ROUND = 1500, ARENA = 4 << 20, GUARD = 64 << 20 };
static uint8_t *arena;     /* every address that a descriptor may name and that exists is in here, with nothing on either side */
static uint64_t state;
static long *tried;        /* shared with the rounds' processes */

static uint32_t any(void) { state ^= state << 13; state ^= state >> 7; state ^= state << 17; return (uint32_t)(state >> 16); }
static uint32_t below(uint32_t limit) { return any() % limit; }
static uint64_t wide(void) { return (uint64_t)any() << 32 | any(); }

static uint64_t address(void)
{
    switch (below(12)) {
        case 0: return 0;
        case 1: return wide();
        case 2: return (uintptr_t)arena + ARENA - below(64);
        case 3: return (uintptr_t)arena - below(64);
        case 4: return 0xFFFFFFFFFFFFF000 + below(4096);
        case 5: return 0x00007FFFFFFFF000 + below(4096);
        default: return (uintptr_t)arena + below(ARENA / 64) * 64;
    }
}

static uint32_t quantity(void)
{
    static const uint32_t edges[] = { 0, 1, 2, 3, 16, 200, 255, 4095, 4096, 4097, 65535, 1 << 20, 8 << 20, (8 << 20) + 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF };
    return below(2) == 0 ? edges[below(sizeof edges / sizeof *edges)] : below(8192);
}

/* Memory with scatter lists that point at each other and at nothing (hisi-qm-zip.md A11). */
static void furnish(void)
{
    for (int list = 0; list < 64; list++) {
        uint8_t *at = arena + list * 8256;
        put64(at, 0, address()); put(at, 8, any()); put(at, 10, below(3) == 0 ? any() : below(260));
        for (int entry = 0; entry < 255; entry++) { put64(at, 64 + 32 * entry, address()); put(at, 80 + 32 * entry, below(4) == 0 ? quantity() : below(3000)); }
    }
    for (int i = 64 * 8256; i < ARENA; i += 4096) put64(arena, i, wide());
}

static void describe(struct queue *q, uint32_t s[64])
{
    memset(s, 0, 256);
    if (q->sqe == ZIP_SQE && below(2) == 0) {               /* nearly right */
        s[4] = below(70000); s[7] = below(2) == 0 ? 0x3A000000 : (0x30u | below(16)) << 24; s[9] = (1 + below(3)) | 4 << 12 | below(2) << 8; s[14] = below(70000);
        put64(s, 72, (uintptr_t)arena + below(ARENA / 2)); put64(s, 80, (uintptr_t)arena + ARENA / 2 + below(ARENA / 2)); put64(s, 88, (uintptr_t)arena + (1 << 20));
        for (uint32_t changes = below(4); changes > 0; changes--) s[below(32)] = below(2) == 0 ? any() : quantity();
        return;
    }
    for (uint32_t i = 0; i < q->sqe / 4; i++) {
        uint32_t kind = below(10);
        if (kind < 4) continue;
        if (kind < 6 && i % 2 == 0 && i + 1 < q->sqe / 4) put64(s, 4 * i, address()), i++;
        else s[i] = kind < 8 ? any() : quantity();
    }
}

/* Sends anything, takes whatever comes back, closes every descriptor of it. False: the connection is over. */
static int exchange(struct daemon *d, uint8_t *packet, int length, const int *fds, int count)
{
    struct iovec part = { packet, length };
    union { struct cmsghdr align; char room[CMSG_SPACE(8 * sizeof(int))]; } control = { 0 };
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
    if (count > 0) {
        message.msg_control = control.room; message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        *CMSG_FIRSTHDR(&message) = (struct cmsghdr){ .cmsg_len = CMSG_LEN(count * sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
        memcpy(CMSG_DATA(CMSG_FIRSTHDR(&message)), fds, count * sizeof(int));
    }
    if (sendmsg(d->socket, &message, MSG_NOSIGNAL) < 0) return 0;
    if (below(50) == 0) return 1;                           /* replies pile up for a while */
    struct pollfd ready = { d->socket, POLLIN, 0 };
    if (poll(&ready, 1, PATIENCE) != 1) fail("no reply to a packet of %d bytes, type %u", length, length >= 6 ? get(packet, 4) & 0xFFFF : 0);
    do {
        uint8_t reply[PACKET];
        struct iovec space = { reply, PACKET };
        message = (struct msghdr){ .msg_iov = &space, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room };
        if (recvmsg(d->socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) <= 0) return 0;
        for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c))
            for (size_t i = 0; c->cmsg_type == SCM_RIGHTS && CMSG_LEN(i * sizeof(int)) < c->cmsg_len; i++) close(((int *)CMSG_DATA(c))[i]);
    } while (poll(&ready, 1, 0) == 1);
    return 1;
}

static struct daemon *connectOnly(void)
{
    struct daemon *d = calloc(1, sizeof *d);
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    snprintf(to.sun_path, sizeof to.sun_path, "%s", getenv("WD_SOCKET"));
    d->socket = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (connect(d->socket, (struct sockaddr *)&to, sizeof to) != 0) lost(strerror(errno));
    return d;
}

static void badPackets(const char *device, int cases)
{
    int fds[8] = { open("/dev/null", O_RDWR | O_CLOEXEC), open("/proc/self/mem", O_RDWR | O_CLOEXEC), open("/proc/self/maps", O_RDONLY | O_CLOEXEC),
        open("/", O_RDONLY | O_CLOEXEC), memfd_create("m", MFD_CLOEXEC), socket(AF_UNIX, SOCK_STREAM, 0), open("/proc/self/mem", O_RDONLY | O_CLOEXEC), eventfd(0, EFD_CLOEXEC) };
    struct daemon *d = NULL;
    for (int done = 0; done < cases; done++, ++*tried) {
        if (d == NULL) d = below(3) == 0 ? connectOnly() : attach(below(4) != 0);
        uint8_t packet[PACKET + 64] = { 0 };
        int shape = below(8), length = below(3) == 0 ? below(sizeof packet) : 16 + 4 * below(40), type = below(14), given = below(6) == 0 ? below(8) : 0;
        for (int i = 0; i < length; i += 4) put(packet, i, shape < 2 ? any() : shape < 5 && below(3) != 0 ? 0 : quantity());
        if (shape > 0) {
            static const int right[] = { 16, 48, 20, 144, 150, 80, 88, 40, 24, 24 + 16, 20, 24, 16, 16 };
            if (below(4) != 0) length = right[type];
            put(packet, 0, below(20) == 0 ? any() : (uint32_t)length); put(packet, 4, type); put(packet, 12, below(10) == 0 ? any() : 0);
        }
        if (shape > 3 && type >= READ && type <= OPEN) {
            memset(packet + 16, 0, 128);
            putName(packet, 16, below(8) == 0 ? "no such device" : device);
            putName(packet, 80, ((const char *[]){ "api", "flags", "available_instances", "../../etc/passwd", "isolate_strategy" })[below(5)]);
            if (type == OPEN) put(packet, 80, below(3));
        }
        if (shape > 3 && type >= MAP && type <= CLOSE) {
            put(packet, 16, below(4) == 0 ? any() : below(8)); put(packet, 20, type == IOCTL ? (uint32_t[]){ START_Q, PUT_Q, QM_SET_QP_CTX, QM_SET_QP_INFO, 0x40104840, any() }[below(6)] : below(5));
            if (type == MAP) { put64(packet, 24, below(2) == 0 ? 0x25000 : 4096ull * below(100)); put64(packet, 32, below(2) == 0 ? 0 : address() & ~4095ull); }
        }
        if (shape > 3 && type == HELLO) {
            put(packet, 16, 0x44434155); put(packet, 20, below(4) == 0 ? any() : 1 | 1 << 16); put(packet, 40, below(2)); put(packet, 44, 0);
            given = below(3) == 0 ? 2 : given;
        }
        int some[8];
        for (int i = 0; i < given; i++) some[i] = fds[below(8)];
        if (!exchange(d, packet, length, some, given)) { close(d->socket); free(d); d = NULL; }
    }
    if (d != NULL) { close(d->socket); free(d); }
    for (int i = 0; i < 8; i++) close(fds[i]);
}

static void scribble(uint8_t *memory, uint32_t bytes)
{
    uint32_t at = below(2) == 0 ? below(bytes / 8) * 8 : below(16) * 128 % bytes;      /* the latter: where the cells are */
    if (below(2) == 0) put(memory, at, below(3)); else put64(memory, at, wide());
}

static void badTraffic(struct daemon *d, const char *device, int cases)
{
    struct channel *c = openChannel(d, device);
    if (!d->sva) { int keep; arena = reserve(openQueue(d, c, device, 0), ARENA, &keep); furnish(); }
    int limit = below(3) == 0 ? 0 : 3 + below(5);      /* of ten: how often the shared memory is scribbled on */
    for (long end = *tried + cases; *tried < end; ) {
        struct queue *q = openQueue(d, c, device, strncmp(device, "hisi_zip", 8) == 0 ? below(2) : 0);
        for (int batch = 0; *tried < end && batch < 60 && !isDead(q); batch++) {
            uint32_t before = get(q->ctl, CTL_POSTED), many = 1 + below(48);
            for (uint32_t i = 0; i < many; i++) {
                uint32_t s[64];
                describe(q, s);
                memcpy(q->dus + (size_t)(q->tail % q->depth) * q->sqe, s, q->sqe);
                q->tail = (q->tail + 1) % q->depth;
                if (below(10) < (uint32_t)limit) scribble(((uint8_t *[]){ q->dus, q->ctl, c->memory })[i % 3], ((uint32_t[]){ q->dusBytes, q->ctlBytes, c->bytes })[i % 3]);
            }
            *tried += many;
            ring(q);
            for (uint32_t storm = below(200) == 0 ? 4000 : below(10); storm > 0; storm--, ++*tried) {
                switch (below(6)) {
                    case 0: put(q->ctl, CTL_SQ_TAIL, below(3) == 0 ? any() : q->tail); break;
                    case 1: put(q->ctl, CTL_CQ_HEAD, any() % (below(2) == 0 ? 0xFFFFFFFF : q->cqDepth)); break;
                    case 2: put(q->ctl, CTL_ARM, below(3)); break;
                    case 3: announce(c, below(c->slots)); break;
                    case 4: put(q->ctl, CTL_ATTENTION, below(4)); announce(c, q->slot); break;
                    default: if (below(20) == 0 && eventfd_write(c->kick, 1) != 0) fail("kick"); ring(q); break;
                }
            }
            if (below(30) == 0) mprotect(arena + below(ARENA / 4096) * 4096ul, 4096, below(3));
            if (d->sva && below(30) == 0) madvise(arena + below(ARENA / 4096) * 4096ul, 4096, MADV_DONTNEED);
            for (int64_t end = now() + below(20); now() < end && !isDead(q) && get(q->ctl, CTL_POSTED) - before < many; ) put(q->ctl, CTL_CQ_HEAD, (get(q->ctl, CTL_POSTED)) % q->cqDepth);
            put(q->ctl, CTL_SQ_TAIL, q->tail);
            announce(c, q->slot);
        }
        if (below(3) == 0) return;                          /* leaves with everything open and in flight */
        int status = control(q, below(2) == 0 ? PUT_Q : START_Q, NULL, 0);
        if (status < 0 && status != -ENXIO && status != -EINVAL && status != -EIO && status != -ETIMEDOUT) fail("PUT_Q or START_Q: %s: %s", strerror(-status), d->words);
        closeQueue(q);
    }
}

/* Changes memory that the device is working on, all the time, and mostly changes it back: nearly right for longer. */
static void *gnaw(void *from)
{
    for (uint64_t n = (uintptr_t)from | 1;; ) {
        n ^= n << 13; n ^= n >> 7; n ^= n << 17;
        volatile uint8_t *at = arena + (n >> 20) % ARENA;
        *at ^= 1 << (n & 7);
        if (n >> 8 & 0xFFF) *at ^= 1 << (n & 7);
    }
    return NULL;
}

/* Requests that are right, on data, lists and results that change while they are served: all end, however they do. */
static void badMemory(struct daemon *d, const char *device, int cases)
{
    struct zip z = openZip(d, device, NULL);
    if (!d->sva) { int keep; arena = reserve(z.pack, ARENA, &keep); furnish(); }
    uint8_t *plain = arena + (1 << 20), *packed = arena + (2 << 20), *out = arena + (3 << 20);
    uint32_t size = 1000 + below(400000), consumed, produced;
    for (uint32_t i = 0; i < size; i++) plain[i] = i > 200 && below(12) != 0 ? plain[i - 1 - below(200)] : any();
    submit(&z, z.pack, DEFLATE, plain, size, packed, 1 << 20, 0);
    ring(z.pack);
    if (collect(&z, z.pack, 0, &consumed, &produced) < 0 || consumed != size) fail("an honest request failed");
    uint32_t made = produced;
    pthread_t thread;
    if (pthread_create(&thread, NULL, gnaw, (void *)(uintptr_t)any()) != 0) fail("no thread");
    for (long end = *tried + cases; *tried < end; *tried += 16) {
        struct queue *q = below(2) == 0 ? z.pack : z.unpack;
        for (int i = 0; i < 16; i++) {
            uint32_t s[32] = { 0 };
            int listed = below(4) == 0;
            s[4] = q == z.pack ? 1 + below(size) : made; s[7] = 0x3A000000; s[9] = DEFLATE | 4 << 12 | listed << 8; s[14] = 1 + below(1 << 20); s[26] = i;
            put64(s, 72, listed ? (uintptr_t)arena + 8256ul / 64 * 64 * below(60) : (uintptr_t)(q == z.pack ? plain : packed));
            put64(s, 80, listed ? (uintptr_t)arena + 8256ul / 64 * 64 * below(60) : (uintptr_t)out);
            if (!enqueue(q, s)) fail("the ring is full");
        }
        ring(q);
        for (int i = 0; i < 16; i++) if (collect(&z, q, i, &consumed, &produced) < 0) { if (isDead(q)) return; fail("no completion"); }
    }
}

int main(int count, char **arguments)
{
    long cases = count > 1 ? atol(arguments[1]) : 0, seed = count > 2 ? atol(arguments[2]) : 1, shown = 0;
    if (cases < 1 || getenv("WD_SOCKET") == NULL) fail("usage: WD_SOCKET=... uacced-hostile CASES SEED");
    static char names[64][64];
    struct daemon *d = attach(1);
    int devices = list(d, names, 64);
    tried = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (long round = 0; *tried < cases; round++) {
        int status;
        pid_t pid = fork();
        if (pid == 0) {
            state = (uint64_t)(seed * 1000003 + round + 1) * 0x9E3779B97F4A7C15;
            arena = (uint8_t *)mmap(NULL, ARENA + 2ul * GUARD, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) + GUARD;
            mprotect(arena, ARENA, PROT_READ | PROT_WRITE);
            furnish();
            const char *device = names[below(devices)];
            if (round % 4 == 0) badPackets(device, ROUND);
            else if (round % 4 == 3) badMemory(attach(round % 8 == 3), "hisi_zip-0", ROUND / 4);
            else badTraffic(attach(round % 4 == 1), device, ROUND);
            exit(0);
        }
        if (round % 5 == 4) { poll(NULL, 0, round % 7); kill(pid, SIGKILL); }
        if (waitpid(pid, &status, 0) != pid) fail("waitpid: %s", strerror(errno));
        if (WIFSIGNALED(status) ? WTERMSIG(status) != SIGKILL : WEXITSTATUS(status) == 1) fail("seed %ld, round %ld: ended with %#x", seed, round, status);
        struct daemon *again = attach(1);                   /* exits with 4 when the daemon is gone */
        close(again->socket); free(again);
        if (*tried - shown >= cases / 10) { shown = *tried; fprintf(stderr, "hostile, seed %ld: %ld of %ld cases\n", seed, *tried, cases); }
    }
    printf("hostile: %ld cases\n", *tried);
    return 0;
}
