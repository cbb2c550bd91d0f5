/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-reminder-timer.h"

#include "hearth-clock.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* GLib's timeouts count the time that the computer is awake; a reminder is due by the clock on the
 * wall, also when it was asleep meanwhile or when somebody set that clock. */
typedef struct {
  GSource source;
  int fd;
  gpointer tag;
} Timer;

static gboolean
timer_check (GSource *source)
{
  Timer *self = (Timer *) source;

  return self->fd >= 0 && g_source_query_unix_fd (source, self->tag) != 0;
}

static gboolean
timer_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  Timer *self = (Timer *) source;
  guint64 expirations;

  /* ECANCELED says that the clock was set: look again, which is what an expiry asks for too. */
  if (read (self->fd, &expirations, sizeof expirations) < 0)
    g_debug ("the reminder timer woke without an expiry");
  return callback != NULL ? callback (user_data) : G_SOURCE_CONTINUE;
}

static void
timer_finalize (GSource *source)
{
  Timer *self = (Timer *) source;

  if (self->fd >= 0)
    close (self->fd);
}

static GSourceFuncs timer_funcs = {
  .check = timer_check,
  .dispatch = timer_dispatch,
  .finalize = timer_finalize,
};

/**
 * hearth_reminder_timer_new:
 *
 * Makes a source that is ready when a time by Hearth's clock has come, and when the system's clock
 * was set. It is not armed and wakes nobody until then.
 *
 * Returns: (transfer full): a source
 */
GSource *
hearth_reminder_timer_new (void)
{
  GSource *source = g_source_new (&timer_funcs, sizeof (Timer));
  Timer *self = (Timer *) source;

  self->fd = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->fd < 0)
    g_error ("No timer for reminders: %s", g_strerror (errno));
  self->tag = g_source_add_unix_fd (source, self->fd, G_IO_IN);
  g_source_set_static_name (source, "hearth-reminder-timer");
  return source;
}

/**
 * hearth_reminder_timer_arm:
 * @source: a source from hearth_reminder_timer_new()
 * @due: seconds since 1970 UTC by Hearth's clock, or %G_MAXINT64 to disarm it
 *
 * Arms it anew. A time that has passed makes it ready at once.
 */
void
hearth_reminder_timer_arm (GSource *source, gint64 due)
{
  Timer *self = (Timer *) source;
  struct itimerspec when = { 0 };

  if (due != G_MAXINT64) {
    /* What lies a thousand years ahead is as good as never, and does not overflow. */
    gint64 bounded = CLAMP (due, 0, G_GINT64_CONSTANT (33000000000));
    gint64 real = hearth_clock_to_real_us (bounded * G_USEC_PER_SEC);

    real = MAX (real, 1);
    when.it_value.tv_sec = real / G_USEC_PER_SEC;
    when.it_value.tv_nsec = real % G_USEC_PER_SEC * 1000;
  }
  if (timerfd_settime (self->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL) != 0 &&
      timerfd_settime (self->fd, TFD_TIMER_ABSTIME, &when, NULL) != 0)
    g_warning ("The reminder timer cannot be set: %s", g_strerror (errno));
}
