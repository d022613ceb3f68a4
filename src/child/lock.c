#define _GNU_SOURCE
#include "child/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#define HAS_LANDLOCK 1
#endif

/* ------------------------------------------------------------------ the filter of system calls */

/* All that a cell may ask of the kernel; anything else fails as not permitted. */
static const int cell_calls[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(recvmsg),
    SCMP_SYS(recvfrom),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendto),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(tgkill),
    SCMP_SYS(sched_yield),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(getrusage),
    SCMP_SYS(sysinfo),
    SCMP_SYS(sched_getaffinity),
};

/* What a program that reads a document has no business with. */
static const int program_calls_not[] = {
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendmmsg),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(kill),
    SCMP_SYS(tkill),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(reboot),
};

static scmp_filter_ctx make_filter(enum lock_kind kind)
{
    bool cell = kind == LOCK_CELL, good = true;
    const int *calls = cell ? cell_calls : program_calls_not;
    size_t count = cell ? sizeof cell_calls / sizeof *cell_calls : sizeof program_calls_not / sizeof *program_calls_not;
    scmp_filter_ctx ctx = seccomp_init(cell ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_ALLOW);
    if (!ctx) return NULL;
    for (size_t i = 0; good && i < count; i++) {
        int failed = seccomp_rule_add(ctx, cell ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EPERM), calls[i], 0);
        good = !failed || failed == -EDOM; /* this machine has no such call */
    }
    if (good) return ctx;
    seccomp_release(ctx);
    return NULL;
}

/* The instructions that libseccomp makes of the rules, by way of a file in memory. */
static bool export_filter(scmp_filter_ctx ctx, struct lock *out)
{
    int fd = memfd_create("filter", MFD_CLOEXEC);
    if (fd < 0) return false;
    off_t size = seccomp_export_bpf(ctx, fd) ? 0 : lseek(fd, 0, SEEK_END);
    size_t count = (size_t)size / sizeof(struct sock_filter);
    void *filter = count && count <= BPF_MAXINSNS ? malloc((size_t)size) : NULL;
    if (filter && pread(fd, filter, (size_t)size, 0) != size) {
        free(filter);
        filter = NULL;
    }
    close(fd);
    out->filter = filter;
    out->count = filter ? (unsigned short)count : 0;
    return filter != NULL;
}

void lock_prepare(enum lock_kind kind, struct lock *out)
{
    *out = (struct lock){ .kind = kind };
    scmp_filter_ctx ctx = make_filter(kind);
    if (!ctx) return;
    export_filter(ctx, out);
    seccomp_release(ctx);
}

void lock_release(struct lock *l)
{
    free(l->filter);
    *l = (struct lock){ 0 };
}

/* ------------------------------------------------------------------ in the child */

static void limit(int what, rlim_t value)
{
    struct rlimit r = { value, value };
    setrlimit(what, &r);
}

void lock_limits(unsigned seconds, size_t memory, unsigned files)
{
    if (seconds) limit(RLIMIT_CPU, seconds);
    if (memory) limit(RLIMIT_AS, memory);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, files);
}

#ifdef HAS_LANDLOCK
/* A program may read and run what the system has; a cell gets no folder at all. */
static void allow_system(int set)
{
    static const char *const readable[] = { "/usr", "/lib", "/lib64", "/etc", "/dev/null" };
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
        int at = open(readable[i], O_PATH | O_CLOEXEC);
        bool folder = i + 1 < sizeof readable / sizeof *readable;
        struct landlock_path_beneath_attr below = {
            .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE |
                              (folder ? LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_DIR : LANDLOCK_ACCESS_FS_WRITE_FILE),
            .parent_fd = at,
        };
        if (at < 0) continue;
        syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &below, 0);
        close(at);
    }
}
#endif

/* Reading alone, below a few folders of the system, or nothing. An older kernel has no such thing: then the other limits stand. */
static void lock_files(enum lock_kind kind)
{
#ifdef HAS_LANDLOCK
    static const uint64_t all = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
                                LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                                LANDLOCK_ACCESS_FS_MAKE_SYM;
    struct landlock_ruleset_attr rules = { .handled_access_fs = all };
    int set = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (set < 0) return;
    if (kind == LOCK_PROGRAM) allow_system(set);
    syscall(SYS_landlock_restrict_self, set, 0);
    close(set);
#else
    (void)kind;
#endif
}

void lock_on(const struct lock *l)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    lock_files(l->kind);
    struct sock_fprog program = { l->count, l->filter };
    if (l->filter) prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

unsigned lock_fences(void)
{
    unsigned has = 0;
    unsigned action = SECCOMP_RET_ERRNO;
    if (!syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action)) has |= LOCK_SECCOMP;
#ifdef HAS_LANDLOCK
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0) has |= LOCK_LANDLOCK;
#endif
    return has;
}
