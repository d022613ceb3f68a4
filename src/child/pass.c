#define _GNU_SOURCE
#include "child/pass.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* What is left when n bytes are sent. */
static void step(struct msghdr *message, size_t n)
{
    while (message->msg_iovlen && n >= message->msg_iov->iov_len) {
        n -= message->msg_iov->iov_len;
        message->msg_iov++;
        message->msg_iovlen--;
    }
    if (!message->msg_iovlen) return;
    message->msg_iov->iov_base = (char *)message->msg_iov->iov_base + n;
    message->msg_iov->iov_len -= n;
}

bool pass_send_pieces(int wire, struct iovec *pieces, size_t count, int fd)
{
    struct msghdr message = { .msg_iov = pieces, .msg_iovlen = count };
    union {
        char room[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control = { 0 };
    if (fd >= 0) {
        message.msg_control = control.room;
        message.msg_controllen = sizeof control.room;
        struct cmsghdr *c = CMSG_FIRSTHDR(&message);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(c), &fd, sizeof fd);
    }
    for (step(&message, 0); message.msg_iovlen;) {
        ssize_t n = sendmsg(wire, &message, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        step(&message, (size_t)n);
        message.msg_control = NULL;
        message.msg_controllen = 0;
    }
    return true;
}

bool pass_send(int wire, const void *bytes, size_t size, int fd)
{
    struct iovec piece = { (void *)(uintptr_t)bytes, size };
    return pass_send_pieces(wire, &piece, 1, fd);
}

/* The descriptor of a message; of several, only one is kept. */
static void keep_descriptor(struct msghdr *message, int *fd)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
        int got;
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS || c->cmsg_len != CMSG_LEN(sizeof got)) continue;
        memcpy(&got, CMSG_DATA(c), sizeof got);
        if (*fd >= 0) close(*fd);
        *fd = got;
    }
}

bool pass_receive(int wire, void *room, size_t size, int *fd)
{
    char *p = room;
    *fd = -1;
    while (size) {
        union {
            char room[CMSG_SPACE(sizeof(int))];
            struct cmsghdr align;
        } control;
        struct iovec part = { p, size };
        struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room };
        ssize_t n = recvmsg(wire, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            if (*fd >= 0) close(*fd);
            *fd = -1;
            return false;
        }
        keep_descriptor(&message, fd);
        p += n;
        size -= (size_t)n;
    }
    return true;
}
