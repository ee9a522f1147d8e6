/// Who is at the other end of a Unix socket: unix(7), SO_PEERCRED.
#ifndef CLINUX_PEER_H
#define CLINUX_PEER_H

#include <stdint.h>
#include <sys/socket.h>

#include "clinux_result.h"

/// The kernel's `struct ucred` (linux/socket.h), which Glibc declares only under _GNU_SOURCE.
struct linux_peer_credentials {
    int32_t process_id;
    uint32_t user_id;
    uint32_t group_id;
};

/// The socket option (level SOL_SOCKET) whose value is a `linux_peer_credentials`.
static const int linux_peer_credentials_option = SO_PEERCRED;

/// Fills `peer` as it was when the socket was connected. Returns 0 or -errno.
static inline int linux_read_peer_credentials(int socket, struct linux_peer_credentials *_Nonnull peer) {
    socklen_t size = sizeof *peer;
    return clinux_result(getsockopt(socket, SOL_SOCKET, SO_PEERCRED, peer, &size));
}

#endif
