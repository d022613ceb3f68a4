#define _GNU_SOURCE
#include "child/pass.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool pass_send(int wire, const void *bytes, size_t size, int fd)
{
    const char *p = bytes;
    while (size) {
        union {
            char room[CMSG_SPACE(sizeof(int))];
            struct cmsghdr align;
        } control = { 0 };
        struct iovec part = { (void *)p, size };
        struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
        if (fd >= 0) {
            message.msg_control = control.room;
            message.msg_controllen = sizeof control.room;
            struct cmsghdr *c = CMSG_FIRSTHDR(&message);
            c->cmsg_level = SOL_SOCKET;
            c->cmsg_type = SCM_RIGHTS;
            c->cmsg_len = CMSG_LEN(sizeof fd);
            memcpy(CMSG_DATA(c), &fd, sizeof fd);
        }
        ssize_t n = sendmsg(wire, &message, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        p += n;
        size -= (size_t)n;
        fd = -1;
    }
    return true;
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
        ssize_t n = recvmsg(wire, &message, MSG_CMSG_CLOEXEC);
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
