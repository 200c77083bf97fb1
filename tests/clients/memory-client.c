/* A process whose memory others look into: it does to itself what it is told, one command a line, and answers each with one line.
   Numbers are hexadecimal. It ends when its input does; its children end with it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef unsigned long long u64;

static char *program;
static pid_t child;
static char child_stack[65536];
static char text[1 << 18];
static char *on_stack;

static void answer_errno(void) { printf("! %d\n", errno); }

static void answer_address(void *address)
{
    if (address == MAP_FAILED)
        answer_errno();
    else
        printf("%llx\n", (u64)(uintptr_t)address);
}

static void answer(int result)
{
    if (result < 0)
        answer_errno();
    else
        printf("ok\n");
}

static int sleeper(void *unused)
{
    (void)unused;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;)
        pause();
    return 0;
}

static void *map(u64 address, u64 length, int protection)
{
    int fixed = address ? MAP_FIXED_NOREPLACE : 0;
    return mmap((void *)(uintptr_t)address, length, protection, MAP_PRIVATE | MAP_ANONYMOUS | fixed, -1, 0);
}

static void *map_file(const char *path, u64 length, int shared)
{
    int fd = open(path, O_RDWR);
    void *address = fd < 0 ? MAP_FAILED : mmap(NULL, length, PROT_READ | PROT_WRITE, shared ? MAP_SHARED : MAP_PRIVATE, fd, 0);
    close(fd);
    return address;
}

/* A huge page, touched; the second half of twice the size is sure to hold an aligned one. */
static void *map_huge(u64 length)
{
    const uintptr_t huge = 2 << 20;
    char *address = mmap(NULL, length + huge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (address == MAP_FAILED)
        return address;
    address = (char *)(((uintptr_t)address + huge - 1) & ~(huge - 1));
    madvise(address, length, MADV_HUGEPAGE);
    memset(address, 0, length);
    return address;
}

static void write_hex(char *memory, const char *digits)
{
    unsigned byte;
    for (; sscanf(digits, "%2x", &byte) == 1; digits += 2)
        *memory++ = (char)byte;
    printf("ok\n");
}

static void read_hex(const unsigned char *memory, u64 length)
{
    for (u64 i = 0; i < length; i++)
        printf("%02x", memory[i]);
    printf("\n");
}

/* The bytes of a multiplicative generator; the test has the same one. */
static void fill_pattern(unsigned char *memory, u64 length, u64 seed)
{
    for (u64 i = 0; i < length; i++)
    {
        seed = seed * 6364136223846793005ull + 1442695040888963407ull;
        memory[i] = (unsigned char)(seed >> 56);
    }
    printf("ok\n");
}

static void answer_sum(const unsigned char *memory, u64 length)
{
    u64 sum = 0xcbf29ce484222325ull;
    for (u64 i = 0; i < length; i++)
        sum = (sum ^ memory[i]) * 0x100000001b3ull;
    printf("%llx\n", sum);
}

static void answer_child(pid_t pid)
{
    child = pid;
    if (pid < 0)
        answer_errno();
    else
        printf("%x\n", pid);
}

static void start_fork(void)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        sleeper(NULL);
    answer_child(pid);
}

/* A child with the pid of a process that is gone, and with memory at the address given, full of a byte. */
static void start_as(pid_t pid, u64 address)
{
    int ready[2];
    char byte = 0;
    struct clone_args wanted = {.exit_signal = SIGCHLD, .set_tid = (uintptr_t)&pid, .set_tid_size = 1};
    if (pipe(ready) < 0)
        return answer_errno();
    fflush(stdout);
    pid_t made = (pid_t)syscall(SYS_clone3, &wanted, sizeof wanted);
    if (made == 0)
    {
        void *memory = map(address, 65536, PROT_READ | PROT_WRITE);
        if (memory != MAP_FAILED)
            memset(memory, 'S', 65536);
        if (write(ready[1], memory == MAP_FAILED ? "!" : "S", 1) == 1)
            sleeper(NULL);
        _exit(1);
    }
    if (made > 0 && (read(ready[0], &byte, 1) != 1 || byte != 'S'))
        printf("the child has no memory there\n");
    else
        answer_child(made);
    close(ready[0]);
    close(ready[1]);
}

/* Becomes another image with the same pid; that one has memory at the address given, full of a byte. */
static void become_another(u64 address)
{
    char where[32];
    snprintf(where, sizeof where, "%llx", address);
    fflush(stdout);
    execl(program, program, where, (char *)NULL);
    answer_errno();
}

static void obey(char *line)
{
    char word[32];
    u64 a = 0, b = 0, c = 0;
    int at = 0;
    if (sscanf(line, "%31s %n", word, &at) < 1)
        return;
    char *rest = line + at;
    sscanf(rest, "%llx %llx %llx", &a, &b, &c);
    char *memory = (char *)(uintptr_t)a;
    if (!strcmp(word, "map"))
        answer_address(map(a, b, (int)c));
    else if (!strcmp(word, "protect"))
        answer(mprotect(memory, b, (int)c));
    else if (!strcmp(word, "unmap"))
        answer(munmap(memory, b));
    else if (!strcmp(word, "write"))
        write_hex(memory, strchr(rest, ' ') + 1);
    else if (!strcmp(word, "read"))
        read_hex((unsigned char *)memory, b);
    else if (!strcmp(word, "pattern"))
        fill_pattern((unsigned char *)memory, b, c);
    else if (!strcmp(word, "sum"))
        answer_sum((unsigned char *)memory, b);
    else if (!strcmp(word, "stack"))
        answer_address(on_stack);
    else if (!strcmp(word, "huge"))
        answer_address(map_huge(a));
    else if (!strcmp(word, "hugetlb"))
        answer_address(mmap(NULL, a, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0));
    else if (!strcmp(word, "file"))
        answer_address(map_file(strchr(strchr(rest, ' ') + 1, ' ') + 1, a, (int)b));
    else if (!strcmp(word, "fork"))
        start_fork();
    else if (!strcmp(word, "as"))
        start_as((pid_t)a, b);
    else if (!strcmp(word, "sibling"))
        answer_child(clone(sleeper, child_stack + sizeof child_stack, CLONE_VM | SIGCHLD, NULL));
    else if (!strcmp(word, "endchild"))
        answer(kill(child, SIGKILL) < 0 ? -1 : waitpid(child, NULL, 0));
    else if (!strcmp(word, "exec"))
        become_another(a);
    else
        printf("? %s\n", word);
}

int main(int argc, char **argv)
{
    char room[65536];
    program = argv[0];
    on_stack = memset(room, 0, sizeof room);
    if (argc > 1)
    {
        u64 address = strtoull(argv[1], NULL, 16);
        void *memory = map(address, 65536, PROT_READ | PROT_WRITE);
        if (memory == MAP_FAILED)
            answer_errno();
        else
            printf("another %d\n", *(char *)memset(memory, 'S', 65536));
        fflush(stdout);
    }

    while (fgets(text, sizeof text, stdin))
    {
        text[strcspn(text, "\n")] = 0;
        obey(text);
        fflush(stdout);
    }

    return 0;
}
