/* Preloaded into the gateway (LD_PRELOAD): notes every change below one folder, every fsync, and what is sent to sockets, in
   the order in which it happened, so that recording.ts can work out what a disk may hold after a power cut at any instant.

   A record: u32 length of what follows, u8 operation, u8 flag, u16 length of the name, u32 peer port, u64 file, u64 number,
   then the name and the data. The calls themselves are passed on unchanged. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE, TRUNCATE, RENAME, UNLINK, SYNC_BEGIN, SYNC_END, SENT, MAKE_FOLDER, REMOVE_FOLDER, STRANGE, LINK };
enum { OTHER = 0, OURS, SOCKET };

#define MOST 65536
static unsigned char kind[MOST];
static unsigned char append[MOST];
static uint64_t file_of[MOST];
static uint32_t port_of[MOST];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static char folder[PATH_MAX];
static size_t folder_length;
static uint64_t syncs;

#define REAL(result, name, ...)                                          \
  static result (*real)(__VA_ARGS__);                                    \
  if (!real) real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
  const char *log_path = getenv("ANJU_CUT_LOG"), *of = getenv("ANJU_CUT_FOLDER");
  if (!log_path || !of || !realpath(of, folder)) return;
  folder_length = strlen(folder);
  log_fd = (int)syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The path without dots and links in front of its last part, when it lies in the folder. */
static int ours(const char *path, char *whole) {
  if (log_fd < 0 || !path) return 0;
  char head[PATH_MAX];
  if (strlen(path) >= PATH_MAX) return 0;
  strcpy(head, path);
  char *last = strrchr(head, '/');
  const char *name = last ? path + (last - head) + 1 : path;
  if (last) *last = 0;
  char parent[PATH_MAX];
  if (!realpath(last ? (last == head ? "/" : head) : ".", parent)) return 0;
  if (strlen(parent) + strlen(name) + 2 > PATH_MAX) return 0;
  sprintf(whole, name[0] && strcmp(name, ".") ? "%s/%s" : "%s", parent, name);
  return strncmp(whole, folder, folder_length) == 0 && (whole[folder_length] == '/' || whole[folder_length] == 0);
}

static void note(int op, int flag, uint32_t port, uint64_t file, uint64_t number, const char *name, const struct iovec *data,
                 int parts, size_t size) {
  uint16_t name_length = name ? (uint16_t)strlen(name) : 0;
  unsigned char head[28];
  uint32_t length = (uint32_t)(sizeof head - 4 + name_length + size);
  memcpy(head, &length, 4);
  head[4] = (unsigned char)op;
  head[5] = (unsigned char)flag;
  memcpy(head + 6, &name_length, 2);
  memcpy(head + 8, &port, 4);
  memcpy(head + 12, &file, 8);
  memcpy(head + 20, &number, 8);
  struct iovec out[1030] = {{head, sizeof head}, {(void *)name, name_length}};
  int count = 2;
  for (int i = 0; i < parts && size > 0 && count < 1030; i++) {
    size_t part = data[i].iov_len < size ? data[i].iov_len : size;
    out[count].iov_base = data[i].iov_base;
    out[count++].iov_len = part;
    size -= part;
  }
  /* One call: a record is never half written when the process is killed, as long as the disk has room. */
  syscall(SYS_writev, log_fd, out, count);
}

static int opened(int fd, const char *path, int flags, int existed) {
  struct stat info;
  char whole[PATH_MAX];
  if (fd < 0 || fd >= MOST || !ours(path, whole) || fstat(fd, &info)) return fd;
  kind[fd] = OURS;
  append[fd] = (flags & O_APPEND) != 0;
  file_of[fd] = info.st_ino;
  int flag = (existed ? 0 : 1) | (S_ISDIR(info.st_mode) ? 2 : 0) | ((flags & O_TRUNC) ? 4 : 0);
  note(OPEN, flag, 0, info.st_ino, 0, whole + folder_length, 0, 0, 0);
  return fd;
}

#define OPENING(name, ...)                                                             \
  char whole[PATH_MAX];                                                                \
  struct stat before;                                                                  \
  mode_t mode = 0;                                                                     \
  if (flags & (O_CREAT | O_TMPFILE)) {                                                 \
    va_list more;                                                                      \
    va_start(more, flags);                                                             \
    mode = va_arg(more, mode_t);                                                       \
    va_end(more);                                                                      \
  }                                                                                    \
  if (!ours(path, whole)) return real(__VA_ARGS__, mode);                              \
  pthread_mutex_lock(&lock);                                                           \
  int existed = stat(path, &before) == 0;                                              \
  int fd = real(__VA_ARGS__, mode);                                                    \
  int kept = errno;                                                                    \
  opened(fd, path, flags, existed);                                                    \
  pthread_mutex_unlock(&lock);                                                         \
  errno = kept;                                                                        \
  return fd

int open(const char *path, int flags, ...) { REAL(int, "open", const char *, int, ...); OPENING("open", path, flags); }
int open64(const char *path, int flags, ...) { REAL(int, "open64", const char *, int, ...); OPENING("open64", path, flags); }
int openat(int at, const char *path, int flags, ...) { REAL(int, "openat", int, const char *, int, ...); OPENING("openat", at, path, flags); }
int openat64(int at, const char *path, int flags, ...) { REAL(int, "openat64", int, const char *, int, ...); OPENING("openat64", at, path, flags); }

int close(int fd) {
  REAL(int, "close", int);
  if (fd >= 0 && fd < MOST) kind[fd] = OTHER;
  return real(fd);
}

static int accepted(int fd) {
  struct sockaddr_in peer;
  socklen_t size = sizeof peer;
  if (log_fd < 0 || fd < 0 || fd >= MOST || getpeername(fd, (struct sockaddr *)&peer, &size)) return fd;
  if (peer.sin_family != AF_INET) return fd;
  port_of[fd] = ntohs(peer.sin_port);
  kind[fd] = SOCKET;
  return fd;
}
int accept(int fd, struct sockaddr *a, socklen_t *l) { REAL(int, "accept", int, struct sockaddr *, socklen_t *); return accepted(real(fd, a, l)); }
int accept4(int fd, struct sockaddr *a, socklen_t *l, int f) { REAL(int, "accept4", int, struct sockaddr *, socklen_t *, int); return accepted(real(fd, a, l, f)); }

static ssize_t wrote(int fd, ssize_t size, int64_t at, const struct iovec *data, int parts) {
  if (size <= 0) return size;
  int kept = errno;
  if (kind[fd] == SOCKET) note(SENT, 0, port_of[fd], 0, 0, 0, data, parts, (size_t)size);
  else {
    if (at < 0) at = lseek(fd, 0, SEEK_CUR) - size;
    note(WRITE, 0, 0, file_of[fd], (uint64_t)at, 0, data, parts, (size_t)size);
  }
  errno = kept;
  return size;
}
#define WATCHED(fd) (log_fd >= 0 && (fd) >= 0 && (fd) < MOST && kind[fd] != OTHER)
#define WRITING(call, at, data, parts)                       \
  if (!WATCHED(fd)) return call;                             \
  pthread_mutex_lock(&lock);                                 \
  ssize_t size = wrote(fd, call, at, data, parts);           \
  int kept = errno;                                          \
  pthread_mutex_unlock(&lock);                               \
  errno = kept;                                              \
  return size

ssize_t write(int fd, const void *bytes, size_t n) { REAL(ssize_t, "write", int, const void *, size_t); struct iovec one = {(void *)bytes, n}; WRITING(real(fd, bytes, n), -1, &one, 1); }
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) { REAL(ssize_t, "pwrite", int, const void *, size_t, off_t); struct iovec one = {(void *)bytes, n}; WRITING(real(fd, bytes, n, at), at, &one, 1); }
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) { REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t); struct iovec one = {(void *)bytes, n}; WRITING(real(fd, bytes, n, at), at, &one, 1); }
ssize_t writev(int fd, const struct iovec *v, int n) { REAL(ssize_t, "writev", int, const struct iovec *, int); WRITING(real(fd, v, n), -1, v, n); }
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t at) { REAL(ssize_t, "pwritev", int, const struct iovec *, int, off_t); WRITING(real(fd, v, n, at), at, v, n); }
ssize_t pwritev64(int fd, const struct iovec *v, int n, off64_t at) { REAL(ssize_t, "pwritev64", int, const struct iovec *, int, off64_t); WRITING(real(fd, v, n, at), at, v, n); }
ssize_t send(int fd, const void *bytes, size_t n, int f) { REAL(ssize_t, "send", int, const void *, size_t, int); struct iovec one = {(void *)bytes, n}; WRITING(real(fd, bytes, n, f), -1, &one, 1); }
ssize_t sendmsg(int fd, const struct msghdr *m, int f) { REAL(ssize_t, "sendmsg", int, const struct msghdr *, int); WRITING(real(fd, m, f), -1, m->msg_iov, (int)m->msg_iovlen); }

static int synced(int fd, int (*real)(int)) {
  if (!WATCHED(fd) || kind[fd] != OURS) return real(fd);
  pthread_mutex_lock(&lock);
  uint64_t id = ++syncs, file = file_of[fd];
  note(SYNC_BEGIN, 0, 0, file, id, 0, 0, 0, 0);
  pthread_mutex_unlock(&lock);
  /* Unlocked: an acknowledgement sent while the disk is still busy must be seen as such. */
  int answer = real(fd);
  int kept = errno;
  if (answer == 0) {
    pthread_mutex_lock(&lock);
    note(SYNC_END, 0, 0, file, id, 0, 0, 0, 0);
    pthread_mutex_unlock(&lock);
  }
  errno = kept;
  return answer;
}
int fsync(int fd) { REAL(int, "fsync", int); return synced(fd, real); }
int fdatasync(int fd) { REAL(int, "fdatasync", int); return synced(fd, real); }

#define CHANGING(call, then)        \
  pthread_mutex_lock(&lock);        \
  int answer = call;                \
  int kept = errno;                 \
  if (answer == 0) { then; }        \
  pthread_mutex_unlock(&lock);      \
  errno = kept;                     \
  return answer

int ftruncate(int fd, off_t length) { REAL(int, "ftruncate", int, off_t); if (!WATCHED(fd)) return real(fd, length); CHANGING(real(fd, length), note(TRUNCATE, 0, 0, file_of[fd], (uint64_t)length, 0, 0, 0, 0)); }
int ftruncate64(int fd, off64_t length) { REAL(int, "ftruncate64", int, off64_t); if (!WATCHED(fd)) return real(fd, length); CHANGING(real(fd, length), note(TRUNCATE, 0, 0, file_of[fd], (uint64_t)length, 0, 0, 0, 0)); }

static void renamed(int op, const char *from, const char *to) {
  struct iovec target = {(void *)(to + folder_length), strlen(to + folder_length)};
  note(op, 0, 0, 0, 0, from + folder_length, &target, 1, target.iov_len);
}
int rename(const char *a, const char *b) { REAL(int, "rename", const char *, const char *); char from[PATH_MAX], to[PATH_MAX]; if (!ours(a, from) || !ours(b, to)) return real(a, b); CHANGING(real(a, b), renamed(RENAME, from, to)); }
int renameat(int x, const char *a, int y, const char *b) { REAL(int, "renameat", int, const char *, int, const char *); char from[PATH_MAX], to[PATH_MAX]; if (!ours(a, from) || !ours(b, to)) return real(x, a, y, b); CHANGING(real(x, a, y, b), renamed(RENAME, from, to)); }
#define REMOVING(name, op) int name(const char *path) { REAL(int, #name, const char *); char whole[PATH_MAX]; if (!ours(path, whole)) return real(path); CHANGING(real(path), note(op, 0, 0, 0, 0, whole + folder_length, 0, 0, 0)); }
REMOVING(unlink, UNLINK)
REMOVING(remove, UNLINK)
REMOVING(rmdir, REMOVE_FOLDER)
int unlinkat(int at, const char *path, int f) { REAL(int, "unlinkat", int, const char *, int); char whole[PATH_MAX]; if (!ours(path, whole)) return real(at, path, f); CHANGING(real(at, path, f), note(f & AT_REMOVEDIR ? REMOVE_FOLDER : UNLINK, 0, 0, 0, 0, whole + folder_length, 0, 0, 0)); }
int mkdir(const char *path, mode_t mode) { REAL(int, "mkdir", const char *, mode_t); char whole[PATH_MAX]; if (!ours(path, whole)) return real(path, mode); CHANGING(real(path, mode), note(MAKE_FOLDER, 0, 0, 0, 0, whole + folder_length, 0, 0, 0)); }

/* Ways to change a file that recording.ts does not know: noted, so that it can refuse rather than judge wrongly. */
static void strange(int fd, const char *what) { if (WATCHED(fd) && kind[fd] == OURS) { pthread_mutex_lock(&lock); note(STRANGE, 0, 0, file_of[fd], 0, what, 0, 0, 0); pthread_mutex_unlock(&lock); } }
ssize_t copy_file_range(int a, off64_t *x, int b, off64_t *y, size_t n, unsigned f) { REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned); strange(b, "copy_file_range"); return real(a, x, b, y, n, f); }
int link(const char *a, const char *b) { REAL(int, "link", const char *, const char *); char from[PATH_MAX], to[PATH_MAX]; if (!ours(a, from) || !ours(b, to)) return real(a, b); CHANGING(real(a, b), renamed(LINK, from, to)); }
