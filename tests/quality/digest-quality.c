/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-digest.h"
#include "hearth-finder.h"
#include "hearth-store-findings.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"
#include "hearth-text.h"
#include "hearth-triage-model.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Small inboxes, and what a digest of each must and must not bring up. They are judged as in life,
 * and what counts is what the digest shows; which mail a line of the rubric means is found by its
 * words. */

#define NOW G_GINT64_CONSTANT (1715760000) /* Wednesday, 15 May 2024, 08:00 UTC */
#define OWNER "owner@owner.example"

typedef struct {
  guint n_must;
  guint n_surfaced;
  guint n_must_not;
  guint n_noise;
  guint n_false_urgent;
} Score;

static const char *
get_text (JsonObject *object, const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, "");

  return text != NULL ? text : "";
}

static HearthMessage *
make_message (JsonObject *mail, guint n)
{
  HearthMessage *message = hearth_message_new ();
  g_autofree char *from = g_strdup (get_text (mail, "from"));
  char *open = strrchr (from, '<');
  char *close = open != NULL ? strchr (open, '>') : NULL;

  g_assert_nonnull (close);
  *open = *close = '\0';
  message->mailbox = g_strdup ("INBOX");
  message->key = g_strdup_printf ("key%u", n);
  message->path = g_strdup (message->key);
  message->message_id = g_strdup_printf ("%u@quality.example", n);
  message->date = NOW - 3600 - (gint64) n * 60;
  message->from = hearth_address_new (g_strstrip (from), open + 1);
  g_ptr_array_add (message->to, hearth_address_new ("", OWNER));
  message->subject = g_strdup (get_text (mail, "subject"));
  message->text = g_strdup (get_text (mail, "body"));
  message->preview = hearth_text_one_line (message->text, 200);
  return message;
}

static void
deliver (HearthDatabase *db, gint64 source, JsonArray *inbox)
{
  g_autoptr (HearthMailChanges) changes = hearth_mail_changes_new ("INBOX");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < json_array_get_length (inbox); i++)
    g_ptr_array_add (changes->created, make_message (json_array_get_object_element (inbox, i), i));
  g_assert_true (hearth_store_messages_apply (db, source, changes, NULL, &error));
  g_assert_no_error (error);
}

static void
judge (HearthDatabase *db, const HearthTriageModel *model)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) owner = g_ptr_array_new ();
  HearthTriageContext context = { .owner = owner, .now = NOW };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  g_ptr_array_add (owner, (gpointer) OWNER);
  messages = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_FULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < messages->len; i++) {
    const HearthMessage *message = g_ptr_array_index (messages, i);
    g_auto (HearthVerdict) verdict = { 0 };
    g_autoptr (GPtrArray) findings = NULL;
    HearthMessageMarks marks = message->marks;

    hearth_store_people_get_history (db, message->from->address, &context.history, NULL);
    hearth_triage (&verdict, message, &context, model);
    marks |= (verdict.spam ? HEARTH_MARK_SPAM : 0) | (verdict.phishing ? HEARTH_MARK_PHISHING : 0);
    g_assert_true (
        hearth_store_messages_judge (db, message->id, hearth_class_to_string (verdict.klass),
                                     verdict.priority, marks, verdict.reason, NULL, &error));
    findings = hearth_finder_read (message, owner);
    g_assert_true (hearth_store_findings_replace (db, message->id, findings, &error));
    g_test_message ("  %s %d %s: %s", hearth_class_to_string (verdict.klass), verdict.priority,
                    message->subject, verdict.reason);
  }
}

static guint
count_shared (const char *one, const char *other)
{
  g_autofree char *a = hearth_text_fold (one);
  g_autofree char *b = hearth_text_fold (other);
  g_auto (GStrv) words = g_strsplit_set (a, " \t\n.,;:!?()[]'\"<>@-/", -1);
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++) {
    if (strlen (words[i]) >= 4 && strstr (b, words[i]) != NULL)
      n++;
  }
  return n;
}

/* The subject of the mail that a line of the rubric means. */
static const char *
find_meant (JsonArray *inbox, const char *line)
{
  const char *best = NULL;
  guint most = 0;

  for (guint i = 0; i < json_array_get_length (inbox); i++) {
    JsonObject *mail = json_array_get_object_element (inbox, i);
    /* Who and what it is about say more than the rest. */
    guint n = 3 * count_shared (line, get_text (mail, "from")) +
              3 * count_shared (line, get_text (mail, "subject")) +
              count_shared (line, get_text (mail, "body"));

    if (n > most) {
      most = n;
      best = get_text (mail, "subject");
    }
  }
  return best;
}

static gboolean
is_shown (HearthDatabase *db, const HearthDigest *digest, const char *subject, gboolean as_urgent)
{
  for (guint part = 0; part < HEARTH_N_DIGEST_PARTS; part++) {
    const HearthDigestSection *section = &digest->sections[part];

    for (guint i = 0; i < section->n_shown; i++) {
      const HearthDigestItem *item = g_ptr_array_index (section->items, i);
      g_autoptr (HearthMessage) message =
          item->chip != NULL && item->chip->kind == HEARTH_CHIP_MESSAGE
              ? hearth_store_messages_get (db, item->chip->id, NULL)
              : NULL;

      if (message != NULL && strcmp (message->subject, subject) == 0)
        return !as_urgent || item->urgent;
    }
  }
  return FALSE;
}

static void
check (HearthDatabase *db, const HearthDigest *digest, const char *name, JsonObject *object,
       Score *score)
{
  JsonObject *rubric = json_object_get_object_member (object, "rubric");
  JsonArray *inbox = json_object_get_array_member (object, "inbox");
  JsonArray *must = json_object_get_array_member (rubric, "must_surface");
  JsonArray *must_not = json_object_get_array_member (rubric, "must_not_surface");

  for (guint i = 0; i < json_array_get_length (must); i++) {
    const char *line = json_array_get_string_element (must, i);
    const char *subject = find_meant (inbox, line);

    score->n_must++;
    if (subject != NULL && is_shown (db, digest, subject, FALSE))
      score->n_surfaced++;
    else
      g_print ("# %s does not bring up: %s\n", name, line);
  }
  for (guint i = 0; i < json_array_get_length (must_not); i++) {
    const char *line = json_array_get_string_element (must_not, i);
    const char *subject = find_meant (inbox, line);

    score->n_must_not++;
    if (subject != NULL && is_shown (db, digest, subject, FALSE)) {
      score->n_noise++;
      g_print ("# %s brings up: %s\n", name, line);
      score->n_false_urgent += is_shown (db, digest, subject, TRUE);
    }
  }
}

static void
run_inbox (const char *name, JsonObject *object, const HearthTriageModel *model, Score *score)
{
  g_autoptr (HearthSource) box = hearth_source_new (HEARTH_SOURCE_MAILDIR, "/mail", "Mail");
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDatabase) db =
      hearth_database_open (HEARTH_STORE_IN_MEMORY, HEARTH_DATABASE_WRITER, &error);
  g_autoptr (HearthDigest) digest = NULL;

  g_assert_no_error (error);
  g_assert_true (hearth_store_sources_add (db, box, &error));
  deliver (db, box->id, json_object_get_array_member (object, "inbox"));
  judge (db, model);
  digest = hearth_digest_new (db, HEARTH_DIGEST_MORNING, NOW, 0, &error);
  g_assert_no_error (error);
  check (db, digest, name, object, score);
}

static void
run_file (const char *path, Score *score)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  HearthTriageModel *model = hearth_triage_model_new_shipped ();
  g_autoptr (GList) names = NULL;
  JsonObject *root;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  names = json_object_get_members (root);
  for (GList *link = names; link != NULL; link = link->next)
    run_inbox (link->data, json_object_get_object_member (root, link->data), model, score);
  g_print ("# %s: %u of %u brought up that must be, %u of %u that must not (%u as urgent)\n", path,
           score->n_surfaced, score->n_must, score->n_noise, score->n_must_not,
           score->n_false_urgent);
  hearth_triage_model_free (model);
}

static void
test_own (void)
{
  Score score = { 0 };

  run_file (INBOXES, &score);
  g_assert_cmpuint (score.n_must, >=, 17);
  g_assert_cmpuint (score.n_surfaced * 100, >=, score.n_must * 90);
  g_assert_cmpuint (score.n_noise * 100, <=, score.n_must_not * 5);
  g_assert_cmpuint (score.n_false_urgent, ==, 0);
}

/* A suite of others, where it lies beside the source: few inboxes, so that one may be missed. */
static void
test_suite (void)
{
  const char *suites = g_getenv ("HEARTH_SUITES");
  g_autofree char *path =
      g_build_filename (suites != NULL ? suites : ".", "mail-triage", "briefing.json", NULL);
  Score score = { 0 };

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_test_message ("%s is not there: the own inboxes were all", path);
    return;
  }
  run_file (path, &score);
  g_assert_cmpuint (score.n_must, >, 0);
  g_assert_cmpuint (score.n_surfaced + 1, >=, score.n_must);
  g_assert_cmpuint (score.n_noise, <=, 1);
  g_assert_cmpuint (score.n_false_urgent, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  hearth_clock_turn_to (NOW);
  g_test_add_func ("/quality/digest/own", test_own);
  g_test_add_func ("/quality/digest/suite", test_suite);
  return g_test_run ();
}
