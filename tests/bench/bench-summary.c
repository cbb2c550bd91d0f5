/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-language.h"
#include "hearth-summary-check.h"
#include "hearth-summary.h"

#include <stdio.h>
#include <string.h>

/* How long it takes to tell the language of a mail, to sum up a mail and threads of any length, and
 * to check what a service says of one. */

#define RUNS 9
#define MANY 2000

static HearthMessage *
make_message (guint i)
{
  static const char *const names[] = { "Ana Silva", "Ben Okafor", "Cleo Brandt" };
  HearthMessage *message = hearth_message_new ();

  message->id = i + 1;
  message->date = 1715760000 + i * 3600;
  message->message_id = g_strdup_printf ("m%u@example.com", i);
  message->from = hearth_address_new (names[i % 3], "x@example.com");
  message->subject = g_strdup ("Release");
  message->text = g_strdup_printf (
      "Hi all,\n\nthe release %u of the parser is planned for %u May at %u:00, says the list of "
      "topics. Who looks at the failing build of module %u? It costs %u € a day and nobody has "
      "answered the customers since Monday. I will write to them tomorrow.\n\nBest regards,\n%s\n\n"
      "> What was said before stands here once more, and is not read again.\n",
      i % 17, i % 28 + 1, i % 24, i % 31, i % 900, names[i % 3]);
  return message;
}

static GPtrArray *
make_thread (guint n)
{
  GPtrArray *thread = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (thread, make_message (i));
  return thread;
}

/* The shortest of some runs: what the machine does besides only adds to it. */
static void
measure_thread (guint n)
{
  g_autoptr (GPtrArray) thread = make_thread (n);
  gint64 best = G_MAXINT64;

  for (guint run = 0; run < RUNS; run++) {
    gint64 begin = g_get_monotonic_time ();
    g_autoptr (HearthThreadSummary) summary = hearth_thread_summary_new (thread);

    best = MIN (best, g_get_monotonic_time () - begin);
  }
  printf ("summary_thread_%u %.3f ms\n", n, (double) best / 1000);
}

static void
measure_check (void)
{
  static const char reply[] = "{\"sentences\":[{\"text\":\"The release 6 of the parser is planned "
                              "for 24 May.\",\"message\":"
                              "24,\"quote\":\"the release 6 of the parser\"},{\"text\":\"It costs "
                              "23 € a day.\",\"message\":"
                              "24,\"quote\":\"It costs 23\"}]}";
  g_autoptr (GPtrArray) thread = make_thread (24);
  gint64 best = G_MAXINT64;

  for (guint run = 0; run < RUNS; run++) {
    gint64 begin = g_get_monotonic_time ();
    g_autoptr (HearthThreadSummary) summary = hearth_summary_check_reply (reply, thread, "x");

    g_assert (summary != NULL);
    best = MIN (best, g_get_monotonic_time () - begin);
  }
  printf ("summary_check %.3f ms\n", (double) best / 1000);
}

static void
measure_mails (void)
{
  g_autoptr (GPtrArray) mails = make_thread (MANY);
  gint64 begin = g_get_monotonic_time ();
  gint64 middle;
  gsize n = 0;

  for (guint i = 0; i < mails->len; i++)
    n += strlen (hearth_language_of_message (g_ptr_array_index (mails, i)));
  middle = g_get_monotonic_time ();
  g_assert (n == 2 * MANY);
  for (guint i = 0; i < mails->len; i++) {
    g_autofree char *summary = hearth_summary_of_message (g_ptr_array_index (mails, i));

    n += strlen (summary);
  }
  printf ("language_mail %.2f us\nsummary_mail %.2f us\n", (double) (middle - begin) / MANY,
          (double) (g_get_monotonic_time () - middle) / MANY);
}

int
main (void)
{
  measure_mails ();
  measure_thread (3);
  measure_thread (100);
  measure_thread (10000);
  measure_check ();
  return 0;
}
