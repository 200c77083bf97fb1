/* No SVA: memory for client and device at one address, through a queue (section 6.2). Included behind uacced.h. */
static inline uint8_t *reserve(struct queue *q, size_t bytes, int *keep)
{
    uint8_t *at = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    int fd;
    refused(q->daemon, "reserve", mapRegion(q, SS, bytes, (uintptr_t)at, &fd));
    if (mmap(at, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) != at) fail("mmap: %s", strerror(errno));
    *keep = fd;
    return at;
}
