/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <glib-unix.h>
#include <gtk/gtk.h>
#include <malloc.h>
#include <stdio.h>
#include <time.h>

/* Is loaded into a panel that is to be measured (LD_PRELOAD) and writes into the file FRAME_LOG, a
 * line for each frame: when it was drawn, and how long its layout and drawing kept the program,
 * both in microseconds. Before the frame after a key there is "# key", with how long ago it came
 * and how long the program's thread worked since, in microseconds, too. SIGUSR1 scrolls what can be
 * scrolled the farthest by a page a frame, SIGHUP to its top, and SIGUSR2 writes down how much of
 * the heap is in use. */

#define PAGES 200

typedef int (*Run) (GApplication *app, int argc, char **argv);

static FILE *out;
static gint64 begun;
static gint64 key_came;
static gint64 key_work;
static guint pages_left;

static void
before_paint_cb (GdkFrameClock *frames, gpointer user_data)
{
  begun = g_get_monotonic_time ();
}

static gint64
get_work (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        gpointer user_data)
{
  key_came = g_get_monotonic_time ();
  key_work = get_work ();
  return FALSE;
}

static void
after_paint_cb (GdkFrameClock *frames, gpointer user_data)
{
  gint64 now = g_get_monotonic_time ();

  if (key_came != 0)
    fprintf (out, "# key %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", now - key_came,
             get_work () - key_work);
  key_came = 0;
  fprintf (out, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", now, now - begun);
  fflush (out);
}

static void
realized_cb (GtkWidget *window, gpointer user_data)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (window);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), NULL);
  gtk_widget_add_controller (window, keys);
  g_signal_connect (frames, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect_after (frames, "after-paint", G_CALLBACK (after_paint_cb), NULL);
}

static void
window_added_cb (GtkApplication *app, GtkWindow *window, gpointer user_data)
{
  g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
}

static double
get_extent (GtkScrolledWindow *scroller)
{
  return gtk_adjustment_get_upper (gtk_scrolled_window_get_vadjustment (scroller));
}

/* What is on the screen and can be scrolled the farthest. */
static GtkScrolledWindow *
find_scroller (GtkWidget *widget, GtkScrolledWindow *best)
{
  if (!gtk_widget_get_mapped (widget))
    return best;
  if (GTK_IS_SCROLLED_WINDOW (widget) &&
      (best == NULL || get_extent (GTK_SCROLLED_WINDOW (widget)) > get_extent (best)))
    best = GTK_SCROLLED_WINDOW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    best = find_scroller (child, best);
  return best;
}

static GtkScrolledWindow *
get_scroller (void)
{
  GtkApplication *app = GTK_APPLICATION (g_application_get_default ());

  return find_scroller (GTK_WIDGET (gtk_application_get_windows (app)->data), NULL);
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *frames, gpointer user_data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  double before = gtk_adjustment_get_value (adjustment);

  gtk_adjustment_set_value (adjustment, before + gtk_adjustment_get_page_size (adjustment));
  if (--pages_left > 0)
    return G_SOURCE_CONTINUE;
  fprintf (out, "# scrolled to %.0f of %.0f\n", gtk_adjustment_get_value (adjustment),
           gtk_adjustment_get_upper (adjustment));
  fflush (out);
  return G_SOURCE_REMOVE;
}

static gboolean
begin_scrolling_cb (gpointer user_data)
{
  if (pages_left == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (get_scroller ()), scroll_cb, NULL, NULL);
  pages_left = PAGES;
  return G_SOURCE_CONTINUE;
}

static gboolean
go_to_top_cb (gpointer user_data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (get_scroller ());

  gtk_adjustment_set_value (adjustment, 0);
  fprintf (out, "# top of %.0f\n", gtk_adjustment_get_upper (adjustment));
  fflush (out);
  return G_SOURCE_CONTINUE;
}

static gboolean
tell_heap_cb (gpointer user_data)
{
  struct mallinfo2 info;

  malloc_trim (0);
  info = mallinfo2 ();
  fprintf (out, "# heap %zu\n", info.uordblks + info.hblkhd);
  fflush (out);
  return G_SOURCE_CONTINUE;
}

__attribute__ ((visibility ("default"))) int
g_application_run (GApplication *app, int argc, char **argv)
{
  Run run = (Run) dlsym (RTLD_NEXT, "g_application_run");
  const char *path = g_getenv ("FRAME_LOG");

  out = path != NULL ? fopen (path, "we") : NULL;
  /* What the program starts is not measured. */
  g_unsetenv ("LD_PRELOAD");
  if (out != NULL && GTK_IS_APPLICATION (app)) {
    g_signal_connect (app, "window-added", G_CALLBACK (window_added_cb), NULL);
    g_unix_signal_add (SIGUSR1, begin_scrolling_cb, NULL);
    g_unix_signal_add (SIGUSR2, tell_heap_cb, NULL);
    g_unix_signal_add (SIGHUP, go_to_top_cb, NULL);
  }
  return run (app, argc, argv);
}
