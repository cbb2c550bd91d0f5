/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <X11/Xlib.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whether the window is one that a person would see. */
static gboolean
is_window (Display *display, Window window)
{
  XWindowAttributes attributes;

  return XGetWindowAttributes (display, window, &attributes) != 0 &&
         !attributes.override_redirect && attributes.width > 50 && attributes.height > 50;
}

static int
ignore_error (Display *display, XErrorEvent *event)
{
  return 0;
}

/* Says that it watches, and then when the next window came, in seconds of the monotonic clock. */
static int
wait_for_next (Display *display)
{
  XEvent event;

  puts ("watching");
  fflush (stdout);
  do
    XNextEvent (display, &event);
  while (event.type != MapNotify || !is_window (display, event.xmap.window));
  printf ("%.6f\n", (double) g_get_monotonic_time () / G_USEC_PER_SEC);
  XCloseDisplay (display);
  return 0;
}

/* map-wait COMMAND…: starts a program and prints how many milliseconds pass until its first window
 * is on the screen; then ends it. map-wait --next: waits for a window of a program that runs. */
int
main (int argc, char *argv[])
{
  Display *display = XOpenDisplay (NULL);
  gint64 start;
  pid_t child;

  if (display == NULL || argc < 2)
    return 2;
  XSetErrorHandler (ignore_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);
  if (g_str_equal (argv[1], "--next"))
    return wait_for_next (display);
  start = g_get_monotonic_time ();
  child = fork ();
  if (child == 0) {
    close (ConnectionNumber (display));
    execv (argv[1], argv + 1);
    _exit (127);
  }
  for (;;) {
    XEvent event;

    if (XPending (display) == 0) {
      if (waitpid (child, NULL, WNOHANG) != 0 ||
          g_get_monotonic_time () - start > 20 * G_USEC_PER_SEC)
        return 1;
      g_usleep (500);
      continue;
    }
    XNextEvent (display, &event);
    if (event.type == MapNotify && is_window (display, event.xmap.window))
      break;
  }
  printf ("%.1f\n", (g_get_monotonic_time () - start) / 1000.0);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  XCloseDisplay (display);
  return 0;
}
