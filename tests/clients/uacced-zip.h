/* Compression and decompression over a pair of queues: hisi-qm-zip.md part B. Included behind uacced.h. */
enum { DEFLATE = 1, ZLIB = 2, ZIP_SQE = 128, BAD_ADDRESS = 0x15 };
struct zip { struct queue *pack, *unpack; int generation; };
struct work { uint8_t *plain, *packed, *back; uint32_t size, room, made; int operation; };

/* Opens a queue for each direction (qc_type 0 and 1) on a device, with a channel if none is given. */
static inline struct zip openZip(struct daemon *d, const char *device, struct channel *c)
{
    char api[PACKET];
    refused(d, "read api", readAttribute(d, device, "api", api));
    if (strncmp(api, "hisi_qm_v", 9) != 0 || atoi(api + 9) < 2) fail("%s speaks %s", device, api);
    if (c == NULL) c = openChannel(d, device);
    struct zip z = { openQueue(d, c, device, 0), openQueue(d, c, device, 1), atoi(api + 9) };
    if (z.pack->sqe != ZIP_SQE) fail("%s has descriptors of %u bytes", device, z.pack->sqe);
    return z;
}

/* Sections B2, B3 and B6: a whole stream, flat buffers. The caller keeps the header of zlib out of both (B5). */
static inline void submit(struct zip *z, struct queue *q, int operation, const void *in, uint32_t inBytes, void *out, uint32_t outBytes, uint32_t tag)
{
    uint32_t s[32] = { 0 };
    s[4] = inBytes; s[7] = z->generation > 2 ? 0x3A000000 : 0x0A000000; s[9] = operation | 4 << 12; s[14] = outBytes;
    put64(s, 72, (uintptr_t)in); put64(s, 80, (uintptr_t)out); s[z->generation > 2 ? 26 : 13] = tag;
    if (!enqueue(q, s)) fail("queue %u: the ring is full", q->number);
}

/* The next completion. The status, or -1 when the queue is dead. */
static inline int collect(struct zip *z, struct queue *q, uint32_t tag, uint32_t *consumed, uint32_t *produced)
{
    uint32_t s[32];
    *consumed = *produced = 0;
    if (!await(q, s)) return -1;
    if (s[z->generation > 2 ? 26 : 13] != tag) fail("queue %u: tag %u where %u was due", q->number, s[z->generation > 2 ? 26 : 13], tag);
    *consumed = s[0]; *produced = s[1];
    return s[3] & 0xFF;
}

/* Compresses a batch, decompresses what came out, compares. 0, or -1 when a queue died. */
static inline int verifyBatch(struct zip *z, struct work *w, int count)
{
    for (int direction = 0; direction < 2; direction++) {
        struct queue *q = direction == 0 ? z->pack : z->unpack;
        for (int i = 0; i < count; i++) {
            int header = w[i].operation == ZLIB ? 2 : 0;
            if (direction == 0) memcpy(w[i].packed, "\x78\x9c", header), submit(z, q, w[i].operation, w[i].plain, w[i].size, w[i].packed + header, w[i].room - header, i);
            else submit(z, q, w[i].operation, w[i].packed + header, w[i].made - header, w[i].back, w[i].size, i);
        }
        ring(q);
        for (int i = 0; i < count; i++) {
            uint32_t in = direction == 0 ? w[i].size : w[i].made - (w[i].operation == ZLIB ? 2 : 0), consumed, produced;
            int status = collect(z, q, i, &consumed, &produced);
            if (status < 0) return -1;
            if ((status != 0 && status != 0x0D && status != 0x13) || consumed != in)
                fail("wrong: queue %u, request %d of %u bytes: status %#x, consumed %u, produced %u", q->number, i, in, status, consumed, produced);
            if (direction == 0) w[i].made = produced + (w[i].operation == ZLIB ? 2 : 0);
            else if (produced != w[i].size || memcmp(w[i].plain, w[i].back, w[i].size) != 0)
                fail("wrong: queue %u, request %d: %u bytes came back as %u", q->number, i, w[i].size, produced);
        }
    }
    return 0;
}
