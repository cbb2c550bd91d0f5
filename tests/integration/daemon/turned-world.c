/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* What only root could do to the whole computer, done to one program that this is loaded into
 * (LD_PRELOAD): its clock is set, it sleeps, its time zone is another. Orders are lines in the FIFO
 * that HEARTH_TEST_ORDERS names:
 *
 *   sleep S   S seconds pass while nothing runs; timers by the clock on the wall see that
 *   freeze S  the same, and timers that have come due meanwhile are never told
 *   step S    somebody sets the clock S seconds on (or back); timers do what timerfd_create(2) says
 *
 * HEARTH_TEST_ETC is the folder where "/etc/localtime" is looked for. */

#define MAX_TIMERS 8

typedef struct {
  int fd;
  int flags;
  int cancelled;
  struct itimerspec when;
} Timer;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long long offset_s;
static Timer timers[MAX_TIMERS];
static int n_timers;

#define NEXT(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static Timer *
find (int fd)
{
  for (int i = 0; i < n_timers; i++) {
    if (timers[i].fd == fd)
      return &timers[i];
  }
  return NULL;
}

static int
arm (const Timer *timer)
{
  struct itimerspec real = timer->when;

  if (real.it_value.tv_sec != 0 || real.it_value.tv_nsec != 0) {
    real.it_value.tv_sec -= offset_s;
    if (real.it_value.tv_sec < 0)
      real.it_value = (struct timespec){ 0, 1 };
  }
  return NEXT (timerfd_settime) (timer->fd, TFD_TIMER_ABSTIME, &real, NULL);
}

static void
obey (const char *order, long long seconds)
{
  static const struct itimerspec now = { .it_value = { 0, 1 } };

  pthread_mutex_lock (&lock);
  offset_s += seconds;
  for (int i = 0; i < n_timers && strcmp (order, "freeze") != 0; i++) {
    if (strcmp (order, "step") == 0 && (timers[i].flags & TFD_TIMER_CANCEL_ON_SET) != 0) {
      timers[i].cancelled = 1;
      NEXT (timerfd_settime) (timers[i].fd, TFD_TIMER_ABSTIME, &now, NULL);
    } else {
      arm (&timers[i]);
    }
  }
  pthread_mutex_unlock (&lock);
}

static void *
listen_to_orders (void *path)
{
  FILE *file = fopen (path, "r");
  char order[16];
  long long seconds;

  while (file != NULL && fscanf (file, "%15s %lld", order, &seconds) == 2)
    obey (order, seconds);
  if (file != NULL)
    fclose (file);
  return NULL;
}

__attribute__ ((constructor)) static void
begin (void)
{
  char *path = getenv ("HEARTH_TEST_ORDERS");
  pthread_t thread;

  unsetenv ("LD_PRELOAD");
  if (path != NULL && pthread_create (&thread, NULL, listen_to_orders, path) == 0)
    pthread_detach (thread);
}

int
clock_gettime (clockid_t clock, struct timespec *at)
{
  int result = NEXT (clock_gettime) (clock, at);

  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) {
    pthread_mutex_lock (&lock);
    at->tv_sec += offset_s;
    pthread_mutex_unlock (&lock);
  }
  return result;
}

int
gettimeofday (struct timeval *at, void *zone)
{
  struct timespec now;
  int result = clock_gettime (CLOCK_REALTIME, &now);

  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return result;
}

time_t
time (time_t *at)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  if (at != NULL)
    *at = now.tv_sec;
  return now.tv_sec;
}

int
timerfd_create (int clock, int flags)
{
  int fd = NEXT (timerfd_create) (clock, flags);

  pthread_mutex_lock (&lock);
  if (fd >= 0 && clock == CLOCK_REALTIME && n_timers < MAX_TIMERS)
    timers[n_timers++].fd = fd;
  pthread_mutex_unlock (&lock);
  return fd;
}

int
timerfd_settime (int fd, int flags, const struct itimerspec *when, struct itimerspec *old)
{
  Timer *timer;
  int result;

  pthread_mutex_lock (&lock);
  timer = (flags & TFD_TIMER_ABSTIME) != 0 ? find (fd) : NULL;
  if (timer != NULL) {
    timer->flags = flags;
    timer->when = *when;
    result = arm (timer);
  } else {
    result = NEXT (timerfd_settime) (fd, flags, when, old);
  }
  pthread_mutex_unlock (&lock);
  return result;
}

ssize_t
read (int fd, void *buffer, size_t size)
{
  ssize_t result = NEXT (read) (fd, buffer, size);
  Timer *timer;

  pthread_mutex_lock (&lock);
  timer = find (fd);
  if (timer != NULL && timer->cancelled) {
    timer->cancelled = 0;
    errno = ECANCELED;
    result = -1;
  }
  pthread_mutex_unlock (&lock);
  return result;
}

static const char *
replace (const char *path, char *buffer)
{
  const char *etc = getenv ("HEARTH_TEST_ETC");

  if (etc == NULL || (strcmp (path, "/etc") != 0 && strcmp (path, "/etc/localtime") != 0))
    return path;
  snprintf (buffer, PATH_MAX, "%s%s", etc, path + strlen ("/etc"));
  return buffer;
}

ssize_t
readlink (const char *path, char *target, size_t size)
{
  char buffer[PATH_MAX];

  return NEXT (readlink) (replace (path, buffer), target, size);
}

int
open (const char *path, int flags, ...)
{
  char buffer[PATH_MAX];
  mode_t mode = 0;
  va_list rest;

  if ((flags & (O_CREAT | O_TMPFILE)) != 0) {
    va_start (rest, flags);
    mode = va_arg (rest, mode_t);
    va_end (rest);
  }
  return NEXT (open) (replace (path, buffer), flags, mode);
}

int
inotify_add_watch (int fd, const char *path, uint32_t mask)
{
  char buffer[PATH_MAX];

  return NEXT (inotify_add_watch) (fd, replace (path, buffer), mask);
}
