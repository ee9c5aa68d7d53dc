/* Records whom a program talks to, for egress.py: preloaded, it writes one line per call to the file EGRESS_TRACE.
 * It sees what goes through libc by its name: not a call that libc makes of itself, nor one that goes past libc. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void record(const char *what, const char *line) {
  int before = errno, file = open(getenv("EGRESS_TRACE"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  char text[400];
  int length = snprintf(text, sizeof text, "%s %s\n", what, line);
  if (file < 0 || write(file, text, length) != length) abort(); /* silence would be taken for quiet */
  close(file);
  errno = before;
}

static void record_address(const char *what, const struct sockaddr *address) {
  char host[INET6_ADDRSTRLEN], line[INET6_ADDRSTRLEN + 10];
  if (address == NULL) return;
  if (address->sa_family == AF_INET) {
    const struct sockaddr_in *in = (const struct sockaddr_in *)address;
    inet_ntop(AF_INET, &in->sin_addr, host, sizeof host);
    snprintf(line, sizeof line, "%s:%d", host, ntohs(in->sin_port));
  } else if (address->sa_family == AF_INET6) {
    const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)address;
    inet_ntop(AF_INET6, &in->sin6_addr, host, sizeof host);
    snprintf(line, sizeof line, "%s:%d", host, ntohs(in->sin6_port));
  } else {
    if (address->sa_family == AF_UNIX) record(what, ((const struct sockaddr_un *)address)->sun_path);
    return;
  }
  record(what, line);
}

int connect(int fd, const struct sockaddr *address, socklen_t length) {
  record_address("to", address);
  return REAL(connect)(fd, address, length);
}

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *address, socklen_t length) {
  record_address("to", address);
  return REAL(sendto)(fd, data, size, flags, address, length);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  record_address("to", message->msg_name);
  return REAL(sendmsg)(fd, message, flags);
}

int sendmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags) {
  for (unsigned n = 0; n < count; n++) record_address("to", messages[n].msg_hdr.msg_name);
  return REAL(sendmmsg)(fd, messages, count, flags);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *length) {
  int result = REAL(getsockname)(fd, address, length);
  if (result == 0) record_address("own", address);
  return result;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  char address[sizeof(struct in6_addr)];
  if (name && inet_pton(AF_INET, name, address) != 1 && inet_pton(AF_INET6, name, address) != 1) record("name", name);
  return REAL(getaddrinfo)(name, service, hints, found);
}

struct hostent *gethostbyname(const char *name) {
  record("name", name);
  return REAL(gethostbyname)(name);
}
