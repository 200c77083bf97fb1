/* uacced-client list | roundtrip REQUESTS: what a client of uacced in another language is made of (with uacced.h and uacced-zip.h). */
#include "uacced.h"
#include "uacced-zip.h"

static void showDevices(struct daemon *d)
{
    static char names[1024][64], text[PACKET];
    for (int i = 0, count = list(d, names, 1024); i < count; i++) {
        refused(d, "read flags", readAttribute(d, names[i], "flags", text));
        printf("%s flags %d", names[i], atoi(text));
        if (readAttribute(d, names[i], "available_instances", text) >= 0) printf(" instances %d", atoi(text));
        refused(d, "read api", readAttribute(d, names[i], "api", text));
        printf(" api %s", text);
    }
}

/* Ordinary memory of many kinds and sizes, more requests than the rings have slots, spinning and sleeping in turn. */
static void roundTrips(struct daemon *d, int requests)
{
    struct zip z = openZip(d, "hisi_zip-0", NULL);
    uint8_t onStack[3][6000];
    static uint8_t constant[3][5000];
    for (int done = 0, count; done < requests; done += count) {
        struct work w[32];
        count = requests - done < 32 ? requests - done : 32;
        for (int i = 0; i < count; i++) {
            uint32_t size = i == 0 ? 5000 : i == 1 ? 4500 : done % 256 == 0 && i == 2 ? 1 << 20 : 1 + rand() % (i % 4 == 0 ? 70000 : 3000);
            uint32_t room = size + size / 8 + 256;
            w[i] = (struct work){ malloc(size), malloc(room), malloc(size), size, room, 0, z.generation > 2 && i % 3 == 0 ? DEFLATE : ZLIB };
            if (i == 0) w[i] = (struct work){ onStack[0], onStack[1], onStack[2], size, 6000, 0, ZLIB };
            if (i == 1) w[i] = (struct work){ constant[0], constant[1], constant[2], size, 5000, 0, ZLIB };
            for (uint32_t at = 0; at < size; at++) w[i].plain[at] = at > 40 && rand() % 16 != 0 ? w[i].plain[at - 1 - i] : rand();
            memset(w[i].back, 0xEE, size);
        }
        z.pack->spins = z.unpack->spins = done / 32 % 2 == 0 ? 100000 : 0;
        if (verifyBatch(&z, w, count) != 0) fail("the queue died");
        for (int i = 2; i < count; i++) { free(w[i].plain); free(w[i].packed); free(w[i].back); }
    }
    closeQueue(z.pack); closeQueue(z.unpack);
    printf("%d requests were right\n", requests);
}

int main(int count, char **arguments)
{
    const char *mode = count > 1 ? arguments[1] : "";
    struct daemon *d = attach(1);
    if (strcmp(mode, "list") == 0) showDevices(d);
    else if (strcmp(mode, "roundtrip") == 0 && d->sva) roundTrips(d, count > 2 ? atoi(arguments[2]) : 3000);
    else fail(d->sva ? "usage: uacced-client list | roundtrip REQUESTS" : "no shared addresses: %s", d->words);
    return 0;
}
