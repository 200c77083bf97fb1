/* A client of uacced: the wire protocol of docs/spec/uacced.md and the queue pair of docs/spec/hisi-qm-zip.md part A, in one header.
   Section numbers are those of uacced.md unless another page is named. Little-endian machines only (section 1). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
enum { HELLO = 1, LIST, READ, WRITE, CHANNEL, OPEN, MAP, UNMAP, IOCTL, CLOSE, STATISTICS };
enum { MMIO = 0, DUS = 1, SS = 2, CTL = 3 };
enum { CTL_SQ_TAIL = 256, CTL_CQ_HEAD = 384, CTL_ARM = 512, CTL_ATTENTION = 640, CTL_POSTED = 768, CTL_STATE = 896, CTL_NOTES = 1024 };
enum { CHANNEL_ATTENTION = 128, CHANNEL_SUMMARY = 256, CHANNEL_READY = 512 };
enum { START_Q = 0x5700, PUT_Q = 0x5701, PACKET = 4096, PATIENCE = 60000 /* ms */ };
#define QM_SET_QP_CTX 0xC004480Au
#define QM_SET_QP_INFO 0xC010480Bu
struct daemon { int socket, sva; uint32_t sequence; char words[PACKET]; };
struct channel { uint8_t *memory; uint32_t id, slots, bytes; int fd, kick; };
struct queue {
    struct daemon *daemon; struct channel *channel;
    uint8_t *dus, *ctl; int dusFd, ctlFd, event, spins;
    uint32_t handle, number, slot, dusBytes, ctlBytes, depth, cqDepth, tail, head, phase, inFlight, read, sqe;
};

static inline void fail(const char *format, ...)
{
    va_list list; va_start(list, format);
    fprintf(stderr, "client %d: ", getpid()); vfprintf(stderr, format, list); fputc('\n', stderr);
    exit(1);
}

static inline void lost(const char *why) { fprintf(stderr, "client %d: no daemon: %s\n", getpid(), why); exit(4); }
static inline uint32_t get(const void *at, int offset) { uint32_t v; memcpy(&v, (const uint8_t *)at + offset, 4); return v; }
static inline void put(void *at, int offset, uint32_t v) { memcpy((uint8_t *)at + offset, &v, 4); }
static inline void put64(void *at, int offset, uint64_t v) { memcpy((uint8_t *)at + offset, &v, 8); }
static inline void putName(void *at, int offset, const char *name) { memcpy((char *)at + offset, name, strnlen(name, 63)); }
static inline uint32_t *cell(uint8_t *memory, int offset) { return (uint32_t *)(memory + offset); }

static inline int64_t now(void)    /* milliseconds, monotonic */
{
    struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

static inline void sendPacket(struct daemon *d, uint8_t *packet, int length, const int *fds, int count)
{
    struct iovec part = { packet, length };
    union { struct cmsghdr align; char room[CMSG_SPACE(4 * sizeof(int))]; } control = { 0 };
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
    if (count > 0) {
        message.msg_control = control.room;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        struct cmsghdr *c = CMSG_FIRSTHDR(&message);
        *c = (struct cmsghdr){ .cmsg_len = CMSG_LEN(count * sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
        memcpy(CMSG_DATA(c), fds, count * sizeof(int));
    }
    if (sendmsg(d->socket, &message, MSG_NOSIGNAL) != length) lost(strerror(errno));
}

/* One request and its reply (section 2). The result, or minus the errno with its words in d->words; *length becomes the reply's. */
static inline int call(struct daemon *d, int type, uint8_t packet[PACKET], int *length, const int *give, int given, int *take, int wanted)
{
    put(packet, 0, *length); put(packet, 4, type); put(packet, 8, ++d->sequence); put(packet, 12, 0);
    sendPacket(d, packet, *length, give, given); struct pollfd ready = { d->socket, POLLIN, 0 };
    if (poll(&ready, 1, PATIENCE) <= 0) fail("no reply to request type %d", type);
    struct iovec part = { packet, PACKET };
    union { struct cmsghdr align; char room[CMSG_SPACE(4 * sizeof(int))]; } control;
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room };
    ssize_t got = recvmsg(d->socket, &message, MSG_CMSG_CLOEXEC);
    if (got <= 0) lost("its end is closed");
    if (got < 16 || get(packet, 0) != got || get(packet, 4) != (type | 0x8000u) || get(packet, 8) != d->sequence) fail("a reply that fits no request");
    int received = 0, fds[4], status = (int)get(packet, 12), at = type == HELLO && got >= 80 ? 80 : 16;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c))
        if (c->cmsg_type == SCM_RIGHTS) { received = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int); memcpy(fds, CMSG_DATA(c), c->cmsg_len - CMSG_LEN(0)); }
    snprintf(d->words, sizeof d->words, "%.*s", status < 0 || type == HELLO ? (int)got - at : 0, (char *)packet + at);
    if (status >= 0 && received != wanted) fail("type %d brought %d descriptors instead of %d", type, received, wanted);
    for (int i = 0; i < received; i++) if (status >= 0) take[i] = fds[i]; else close(fds[i]);
    *length = got;
    return status;
}

static inline int refused(struct daemon *d, const char *what, int status)
{
    if (status < 0) fail("%s: %s: %s", what, strerror(-status), d->words);
    return status;
}

/* Section 3.1. With memory, the daemon reads and writes this process by the two descriptors; without, reservations serve. */
static inline struct daemon *attach(int withMemory)
{
    static uint8_t token[16]; static pid_t owner;      /* of this address space: all its connections carry the same */
    if (owner != getpid() && getrandom(token, sizeof token, 0) != sizeof token) fail("no random bytes");
    owner = getpid();
    struct daemon *d = calloc(1, sizeof *d);
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    snprintf(address.sun_path, sizeof address.sun_path, "%s", getenv("WD_SOCKET") != NULL ? getenv("WD_SOCKET") : "/run/uacced/uacced.sock");
    d->socket = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (connect(d->socket, (struct sockaddr *)&address, sizeof address) != 0) lost(strerror(errno));
    int fds[2] = { -1, -1 }, length = 48;
    if (withMemory && ((fds[0] = open("/proc/self/mem", O_RDWR | O_CLOEXEC)) < 0 || (fds[1] = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)) < 0))
        fail("/proc/self: %s", strerror(errno));
    uint8_t packet[PACKET] = { 0 };
    put(packet, 16, 0x44434155); put(packet, 20, 1 | 1 << 16); memcpy(packet + 24, token, 16); put(packet, 40, withMemory);
    refused(d, "hello", call(d, HELLO, packet, &length, fds, withMemory ? 2 : 0, NULL, 0));
    if (withMemory) { close(fds[0]); close(fds[1]); }
    if (length < 80 || get(packet, 44) != (uint32_t)sysconf(_SC_PAGESIZE)) fail("hello: a reply of %d bytes, page size %u", length, get(packet, 44));
    d->sva = get(packet, 40) & 1;
    return d;
}

/* Sections 3.2 and 3.3. */
static inline int list(struct daemon *d, char names[][64], int room)
{
    uint8_t packet[PACKET];
    for (int known = 0;; ) {
        int length = 20;
        put(packet, 16, known);
        refused(d, "list", call(d, LIST, packet, &length, NULL, 0, NULL, 0));
        int all = get(packet, 16), here = get(packet, 20);
        if (length != 24 + 64 * here) fail("list: %d names in %d bytes", here, length);
        for (int i = 0; i < here && known < room; i++, known++) memcpy(names[known], packet + 24 + 64 * i, 64);
        if (known >= all || here == 0 || known >= room) return known;
    }
}

static inline int readAttribute(struct daemon *d, const char *device, const char *attribute, char text[PACKET])
{
    uint8_t packet[PACKET] = { 0 }; int length = 144;
    putName(packet, 16, device); putName(packet, 80, attribute);
    int status = call(d, READ, packet, &length, NULL, 0, NULL, 0);
    snprintf(text, PACKET, "%.*s", status < 0 ? 0 : length - 16, (char *)packet + 16);
    return status;
}

static inline uint8_t *mapShared(int fd, uint32_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED || madvise(memory, bytes, MADV_DONTFORK) != 0) fail("mmap: %s", strerror(errno));
    return memory;
}

/* Section 3.4. */
static inline struct channel *openChannel(struct daemon *d, const char *device)
{
    uint8_t packet[PACKET] = { 0 }; int length = 80, fds[2];
    struct channel *c = calloc(1, sizeof *c);
    putName(packet, 16, device);
    refused(d, "channel", call(d, CHANNEL, packet, &length, NULL, 0, fds, 2));
    *c = (struct channel){ .id = get(packet, 16), .slots = get(packet, 20), .bytes = get(packet, 24), .fd = fds[0], .kick = fds[1] };
    c->memory = mapShared(c->fd, c->bytes);
    if (get(c->memory, 0) != 1 || get(c->memory, 4) != c->slots || CHANNEL_READY + (c->slots + 63) / 64 * 8 > c->bytes) fail("channel: a layout unknown here");
    return c;
}

static inline int control(struct queue *q, uint32_t command, void *argument, int bytes)
{
    uint8_t packet[PACKET] = { 0 }; int length = 24 + bytes;
    put(packet, 16, q->handle); put(packet, 20, command);
    if (bytes > 0) memcpy(packet + 24, argument, bytes);
    int status = call(q->daemon, IOCTL, packet, &length, NULL, 0, NULL, 0);
    if (status >= 0 && bytes > 0) memcpy(argument, packet + 16, bytes);
    return status;
}

static inline int mapRegion(struct queue *q, uint32_t region, uint64_t bytes, uint64_t address, int *fd)
{
    uint8_t packet[PACKET] = { 0 }; int length = 40;
    put(packet, 16, q->handle); put(packet, 20, region); put64(packet, 24, bytes); put64(packet, 32, address);
    return call(q->daemon, MAP, packet, &length, NULL, 0, fd, fd != NULL);
}

/* Section 3.5, then the bring-up of hisi-qm-zip.md A3. */
static inline struct queue *openQueue(struct daemon *d, struct channel *c, const char *device, uint16_t kind)
{
    uint8_t packet[PACKET] = { 0 }, info[16] = { 0 }; int length = 88, fds[3];
    struct queue *q = calloc(1, sizeof *q);
    putName(packet, 16, device); put(packet, 80, c->id);
    refused(d, "open", call(d, OPEN, packet, &length, NULL, 0, fds, 3));
    *q = (struct queue){ .daemon = d, .channel = c, .handle = get(packet, 16), .number = get(packet, 20), .slot = get(packet, 24), .dusBytes = get(packet, 36),
        .ctlBytes = get(packet, 40), .depth = get(packet, 44), .cqDepth = get(packet, 48), .phase = 1, .dusFd = fds[0], .ctlFd = fds[1], .event = fds[2] };
    if ((get(packet, 92) & 1) != (uint32_t)d->sva || q->slot >= c->slots) fail("open: SVA differs from that of HELLO, or a slot beyond the channel");
    refused(d, "map DUS", mapRegion(q, DUS, q->dusBytes, 0, NULL));
    refused(d, "map CTL", mapRegion(q, CTL, q->ctlBytes, 0, NULL));
    q->dus = mapShared(q->dusFd, q->dusBytes);
    q->ctl = mapShared(q->ctlFd, q->ctlBytes);
    uint16_t context[2] = { 0, kind };
    refused(d, "QM_SET_QP_CTX", control(q, QM_SET_QP_CTX, context, 4));
    refused(d, "QM_SET_QP_INFO", control(q, QM_SET_QP_INFO, info, 16));
    q->sqe = get(info, 0);
    if (q->sqe == 0 || q->sqe * q->depth + 16 * q->cqDepth + 8 > q->dusBytes || get(info, 4) != (q->depth | q->cqDepth << 16)) fail("rings that do not fit");
    refused(d, "START_Q", control(q, START_Q, NULL, 0));
    return q;
}

static inline void closeQueue(struct queue *q)
{
    static const int requests[3][2] = { { UNMAP, DUS }, { UNMAP, CTL }, { CLOSE, 0 } };
    for (int i = 0; i < 3; i++) {
        uint8_t packet[PACKET] = { 0 };
        int length = requests[i][0] == UNMAP ? 24 : 20;
        put(packet, 16, q->handle); put(packet, 20, requests[i][1]);
        refused(q->daemon, "unmap or close", call(q->daemon, requests[i][0], packet, &length, NULL, 0, NULL, 0));
    }
    munmap(q->dus, q->dusBytes); munmap(q->ctl, q->ctlBytes);
    close(q->dusFd); close(q->ctlFd); close(q->event); free(q);
}

/* Section 5.1. */
static inline void announce(struct channel *c, uint32_t slot)
{
    __atomic_fetch_or((uint64_t *)(c->memory + CHANNEL_READY) + slot / 64, 1ull << slot % 64, __ATOMIC_SEQ_CST);
    __atomic_fetch_or((uint64_t *)(c->memory + CHANNEL_SUMMARY), 1ull << slot / 64 % 64, __ATOMIC_SEQ_CST);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    if (__atomic_load_n(cell(c->memory, CHANNEL_ATTENTION), __ATOMIC_SEQ_CST) != 1) return;
    if (__atomic_exchange_n(cell(c->memory, CHANNEL_ATTENTION), 0, __ATOMIC_SEQ_CST) != 1) return;
    if (eventfd_write(c->kick, 1) != 0) fail("kick: %s", strerror(errno));
}

/* Section 4.1: what is written into the ring is made known, up to the own tail. */
static inline void ring(struct queue *q)
{
    __atomic_store_n(cell(q->ctl, CTL_SQ_TAIL), q->tail, __ATOMIC_RELEASE);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    if (__atomic_load_n(cell(q->ctl, CTL_ATTENTION), __ATOMIC_SEQ_CST) != 1) return;
    if (__atomic_exchange_n(cell(q->ctl, CTL_ATTENTION), 0, __ATOMIC_SEQ_CST) != 1) return;
    announce(q->channel, q->slot);
}

static inline int isDead(struct queue *q)   /* section 4, or the status words of hisi-qm-zip.md A2 */
{
    return __atomic_load_n(cell(q->ctl, CTL_STATE), __ATOMIC_ACQUIRE) == 1 || __atomic_load_n(cell(q->dus, q->dusBytes - 8), __ATOMIC_ACQUIRE) == 1;
}

/* hisi-qm-zip.md A6: a descriptor into the ring, not rung yet. False when the ring is full. */
static inline int enqueue(struct queue *q, const void *descriptor)
{
    if (q->inFlight == q->depth - 1) return 0;
    memcpy(q->dus + (size_t)q->tail * q->sqe, descriptor, q->sqe);
    q->tail = q->tail + 1 == q->depth ? 0 : q->tail + 1;
    q->inFlight++;
    return 1;
}

/* hisi-qm-zip.md A7. 1: a completed descriptor was copied out; 0: none is there. */
static inline int dequeue(struct queue *q, void *descriptor)
{
    uint32_t *completion = (uint32_t *)(q->dus + (size_t)q->sqe * q->depth + 16u * q->head);
    if ((__atomic_load_n(completion + 3, __ATOMIC_ACQUIRE) >> 16 & 1) != q->phase) return 0;
    uint32_t index = completion[2] & 0xFFFF, number = completion[2] >> 16;
    uint32_t oldest = (q->tail + q->depth - q->inFlight) % q->depth;
    if (q->inFlight == 0 || index != oldest || number != q->number)
        fail("queue %u: completion of slot %u, queue %u, where slot %u was due", q->number, index, number, oldest);
    memcpy(descriptor, q->dus + (size_t)index * q->sqe, q->sqe);
    if (++q->head == q->cqDepth) { q->head = 0; q->phase ^= 1; }
    __atomic_store_n(cell(q->ctl, CTL_CQ_HEAD), q->head, __ATOMIC_RELEASE);
    q->inFlight--; q->read++;
    return 1;
}

/* Waits for the next completion by spinning, then by section 4.2. 1: copied out; 0: the queue is dead, nothing more will come. */
static inline int await(struct queue *q, void *descriptor)
{
    for (int64_t end = now() + PATIENCE;; ) {
        for (int i = 0; i <= q->spins; i++) if (dequeue(q, descriptor)) return 1;
        if (isDead(q)) return dequeue(q, descriptor);
        if (now() > end) fail("queue %u: lost: %u in flight, tail %u, head %u, posted %u, read %u, attention %u, channel's attention %u, summary %#x",
            q->number, q->inFlight, q->tail, q->head, get(q->ctl, CTL_POSTED), q->read, get(q->ctl, CTL_ATTENTION),
            get(q->channel->memory, CHANNEL_ATTENTION), get(q->channel->memory, CHANNEL_SUMMARY));
        __atomic_store_n(cell(q->ctl, CTL_ARM), 1, __ATOMIC_RELEASE);
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
        if (__atomic_load_n(cell(q->ctl, CTL_POSTED), __ATOMIC_ACQUIRE) != q->read) continue;
        struct pollfd fds[2] = { { q->event, POLLIN, 0 }, { q->daemon->socket, 0, 0 } };    /* hang-up is always reported */
        if (poll(fds, 2, 10000) == 0 && get(q->ctl, CTL_POSTED) != q->read && poll(fds, 2, 2000) == 0) fail("queue %u: posted %u and nobody woken", q->number, q->read);
        if (fds[1].revents & POLLHUP) { if (dequeue(q, descriptor)) return 1; lost("hang-up"); }
        eventfd_t count;
        if (fds[0].revents & POLLIN) eventfd_read(q->event, &count);
    }
}
