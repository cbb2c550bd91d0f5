/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-digest.h"
#include "hearth-store-findings.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* bench-digest STORE: writes a store of 20,000 older mails and 500 new ones, each seventh of which
 * needs its owner, with a thousand findings, and tells the median and the longest time that a
 * digest of them takes, and its spoken form, in milliseconds. */

#define N_OLD 20000
#define N_NEW 500
#define RUNS 40
#define DAY ((gint64) 24 * 3600)

static const struct {
  const char *klass;
  int priority;
} classes[] = {
  { "urgent", 85 },     { "promotional", 10 },    { "fyi", 25 }, { "personal", 45 }, { "fyi", 38 },
  { "promotional", 8 }, { "needs_response", 55 },
};

static HearthMessage *
make_message (guint n, gint64 date)
{
  HearthMessage *message = hearth_message_new ();
  g_autofree char *who = g_strdup_printf ("Person %u", n % 400);
  g_autofree char *address = g_strdup_printf ("person%u@bench.example", n % 400);

  message->mailbox = g_strdup ("INBOX");
  message->key = g_strdup_printf ("key%u", n);
  message->path = g_strdup (message->key);
  message->message_id = g_strdup_printf ("%u@bench.example", n);
  message->date = date;
  message->from = hearth_address_new (who, address);
  message->subject = g_strdup_printf ("Subject number %u of this mailbox", n);
  message->text = g_strdup_printf ("Text number %u, which says some words and asks for one.", n);
  message->preview = g_strdup (message->text);
  return message;
}

static gboolean
judge (HearthDatabase *db, GArray *ids, guint from, GError **error)
{
  for (guint i = from; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    g_autoptr (GPtrArray) findings =
        g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);

    if (!hearth_store_messages_judge (db, id, classes[i % G_N_ELEMENTS (classes)].klass,
                                      classes[i % G_N_ELEMENTS (classes)].priority, 0,
                                      "asks you something", NULL, error))
      return FALSE;
    for (guint k = 0; k < 2 && i >= from; k++) {
      HearthFinding *finding =
          hearth_finding_new ((HearthFindingKind) ((i + k) % HEARTH_N_FINDINGS), "A thing to do",
                              k * 10, 9);

      finding->due = hearth_clock_now () + DAY / 2;
      g_ptr_array_add (findings, finding);
    }
    if (i >= N_OLD && !hearth_store_findings_replace (db, id, findings, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
fill (HearthDatabase *db, GError **error)
{
  g_autoptr (HearthSource) box = hearth_source_new (HEARTH_SOURCE_MAILDIR, "/mail", "Mail");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");
  gint64 now = hearth_clock_now ();

  for (guint i = 0; i < N_OLD + N_NEW; i++)
    g_ptr_array_add (changes->created,
                     make_message (i, i < N_OLD ? now - 2 * DAY - (gint64) i * 600
                                                : now - DAY / 2 - (i - N_OLD) * 30));
  return hearth_store_sources_add (db, box, error) && hearth_database_begin (db, error) &&
         hearth_store_messages_apply (db, box->id, changes, ids, error) &&
         judge (db, ids, 0, error) && hearth_database_commit (db, error);
}

static int
compare (const void *a, const void *b)
{
  const gint64 *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

static gboolean
measure (HearthDatabase *db, GError **error)
{
  gint64 times[RUNS];
  gint64 n_new = 0;
  double cpu_ms;
  clock_t cpu = clock ();

  for (guint run = 0; run < RUNS; run++) {
    gint64 start = g_get_monotonic_time ();
    g_autoptr (HearthDigest) digest =
        hearth_digest_new (db, HEARTH_DIGEST_MORNING, hearth_clock_now (), 0, error);
    g_autofree char *text = digest != NULL ? hearth_digest_to_text (digest) : NULL;
    g_autofree char *speech = digest != NULL ? hearth_digest_to_speech (digest, "en") : NULL;

    if (digest == NULL)
      return FALSE;
    times[run] = g_get_monotonic_time () - start;
    n_new = digest->n_new;
  }
  cpu_ms = (double) (clock () - cpu) * 1000 / CLOCKS_PER_SEC / RUNS;
  qsort (times, RUNS, sizeof times[0], compare);
  printf ("digest %.3f ms\ndigest_longest %.3f ms\ndigest_cpu %.3f ms\n"
          "digest_new_mails %d messages\n",
          times[RUNS / 2] / 1000.0, times[RUNS - 1] / 1000.0, cpu_ms, (int) n_new);
  return n_new == N_NEW;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDatabase) db = NULL;

  if (argc != 2)
    return 2;
  db = hearth_database_open (argv[1], HEARTH_DATABASE_WRITER, &error);
  if (db != NULL && fill (db, &error) && measure (db, &error))
    return 0;
  fprintf (stderr, "%s\n", error != NULL ? error->message : "not all mails were counted");
  return 1;
}
