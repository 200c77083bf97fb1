/* uacced-load SECONDS PAIRS SEED [DEVICE]: compresses and decompresses over PAIRS pairs of queues and compares every byte, until the time is over or
   standard input ends (SECONDS 0: the latter only). Prints "ready" when the queues run, and at the end how many requests were right.
   Exit: 0 all were right, 1 one was wrong or lost, 4 the daemon went away or refused. */
#include "uacced.h"
#include "uacced-zip.h"

enum { MOST = 8, DEEP = 12, LARGEST = 160000 };

int main(int count, char **arguments)
{
    if (count < 4) fail("usage: uacced-load SECONDS PAIRS SEED [DEVICE]");
    int seconds = atoi(arguments[1]), pairs = atoi(arguments[2]);
    unsigned seed = atoi(arguments[3]);
    const char *device = count > 4 ? arguments[4] : "hisi_zip-0";
    if (pairs < 1 || pairs > MOST) fail("1 to %d pairs", MOST);
    srand(seed);
    struct daemon *d = attach(1);
    if (!d->sva) fail("no shared addresses: %s", d->words);
    struct channel *c = openChannel(d, device);
    struct zip z[MOST];
    struct work w[MOST][DEEP];
    for (int p = 0; p < pairs; p++) {
        z[p] = openZip(d, device, c);
        for (int i = 0; i < DEEP; i++) {
            uint32_t room = LARGEST + LARGEST / 8 + 256;
            w[p][i] = (struct work){ malloc(LARGEST), malloc(room), malloc(LARGEST), 0, room, 0, ZLIB };
        }
    }
    printf("ready\n");
    fflush(stdout);
    long requests = 0;
    for (int64_t end = now() + seconds * 1000ll; seconds == 0 || now() < end; ) {
        struct pollfd input = { 0, POLLIN, 0 };
        char byte;
        if (poll(&input, 1, 0) == 1 && read(0, &byte, 1) <= 0) break;
        int p = rand() % pairs, deep = 1 + rand() % DEEP;
        for (int i = 0; i < deep; i++) {
            uint32_t size = 1 + rand() % (rand() % 8 == 0 ? LARGEST : 6000), period = 1 + rand() % 300;
            w[p][i].size = size;
            w[p][i].operation = z[p].generation > 2 && rand() % 2 == 0 ? DEFLATE : ZLIB;
            for (uint32_t at = 0; at < size; at++) w[p][i].plain[at] = at >= period && at % 61 != 0 ? w[p][i].plain[at - period] : rand();
            memset(w[p][i].back, 0, size);
        }
        z[p].pack->spins = z[p].unpack->spins = rand() % 2 * 2000;
        if (verifyBatch(&z[p], w[p], deep) != 0) {
            struct pollfd gone = { d->socket, 0, 0 };          /* with its daemon, or alone? */
            if (poll(&gone, 1, 2000) == 1) lost("hang-up");
            fail("queue %u or %u died", z[p].pack->number, z[p].unpack->number);
        }
        requests += 2 * deep;
    }
    for (int p = 0; p < pairs; p++) { closeQueue(z[p].pack); closeQueue(z[p].unpack); }
    printf("right %ld\n", requests);
    return 0;
}
