/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <locale.h>
#include <string.h>

#include "hearth-attention.h"
#include "hearth-clock.h"
#include "hearth-finder.h"
#include "hearth-finding.h"
#include "hearth-mime.h"
#include "hearth-triage-model.h"

/* measure-facts FILE: finds the facts in labelled mail, and says how many of those that are found
 * are right (precision) and how many of those that are there are found (recall), of each kind.
 * Fails if that is less than is asked. See facts.txt for the labels. */

#define MIN_PRECISION 0.95
#define MIN_RECALL 0.9

typedef struct {
  HearthFindingKind kind;
  char *value;
  char *due;
  char *until;
  gboolean found;
} Label;

typedef struct {
  guint expected;
  guint found;
  guint right;
} Score;

static void
label_free (gpointer data)
{
  Label *self = data;

  g_free (self->value);
  g_free (self->due);
  g_free (self->until);
  g_free (self);
}

/* "KIND value=A B due=… until=…"; a value may hold spaces. */
static Label *
label_parse (const char *text)
{
  Label *self = g_new0 (Label, 1);
  g_autofree char *kind = g_strndup (text, strcspn (text, " "));
  const char *p = text;

  if (!hearth_finding_kind_from_string (kind, &self->kind))
    g_error ("no kind: %s", text);
  while ((p = strchr (p, '=')) != NULL) {
    const char *name = p;
    const char *end = strchr (p + 1, '=');
    char **field;

    while (name > text && name[-1] != ' ')
      name--;
    if (end != NULL) {
      while (*end != ' ')
        end--;
    } else {
      end = p + strlen (p);
    }
    field = *name == 'v' ? &self->value : *name == 'd' ? &self->due : &self->until;
    *field = g_strstrip (g_strndup (p + 1, (gsize) (end - p - 1)));
    p++;
  }
  return self;
}

static GPtrArray *
labels_parse (const char *line)
{
  GPtrArray *labels = g_ptr_array_new_with_free_func (label_free);
  g_auto (GStrv) parts = g_strsplit (line, "|", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*g_strstrip (parts[i]) != '\0')
      g_ptr_array_add (labels, label_parse (parts[i]));
  }
  return labels;
}

static gboolean
time_matches (const char *label, gint64 seconds, gboolean is_date)
{
  g_autoptr (GDateTime) at = hearth_clock_dup_at (seconds);
  g_autofree char *text =
      g_date_time_format (at, strchr (label, 'T') != NULL ? "%Y-%m-%dT%H:%M" : "%Y-%m-%d");

  return seconds != 0 && strcmp (text, label) == 0 && (strchr (label, 'T') == NULL || !is_date);
}

static gboolean
matches (const Label *label, const HearthFinding *finding)
{
  if (label->found || label->kind != finding->kind)
    return FALSE;
  if (label->value != NULL && g_strcmp0 (label->value, finding->value) != 0)
    return FALSE;
  if (label->due != NULL && !time_matches (label->due, finding->due, finding->due_is_date))
    return FALSE;
  return label->until == NULL || time_matches (label->until, finding->until, FALSE);
}

static void
print_finding (const char *what, const HearthMessage *message, const HearthFinding *finding)
{
  g_autoptr (GDateTime) due = hearth_clock_dup_at (finding->due);
  g_autoptr (GDateTime) until = hearth_clock_dup_at (finding->until);
  g_autofree char *begin = g_date_time_format (due, "%Y-%m-%dT%H:%M");
  g_autofree char *end = g_date_time_format (until, "%Y-%m-%dT%H:%M");

  g_printerr ("%s: %s: %s \"%s\" value=%s place=%s due=%s%s until=%s [%.*s]\n", what,
              message->subject, hearth_finding_kind_to_string (finding->kind), finding->text,
              finding->value, finding->place, finding->due != 0 ? begin : "-",
              finding->due_is_date ? " (day)" : "", finding->until != 0 ? end : "-",
              (int) finding->length, message->text + finding->start);
}

static void
judge (HearthTriageModel *model, HearthMessage *message, GPtrArray *owner)
{
  HearthTriageContext context = { .owner = owner, .now = message->date };
  g_auto (HearthVerdict) verdict = { 0 };

  hearth_triage (&verdict, message, &context, model);
  /* Not the marks of junk: they would hide what is measured here. */
  message->klass = g_strdup (hearth_class_to_string (verdict.klass));
}

static void
measure (HearthMessage *message, GPtrArray *labels, GPtrArray *owner, Score *scores)
{
  g_autoptr (GPtrArray) found = hearth_finder_read (message, owner);

  for (guint i = 0; i < labels->len; i++)
    scores[((Label *) g_ptr_array_index (labels, i))->kind].expected++;
  for (guint i = 0; i < found->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);
    gboolean right = FALSE;

    if (finding->kind < HEARTH_FINDING_DELIVERY)
      continue;
    scores[finding->kind].found++;
    for (guint k = 0; k < labels->len && !right; k++) {
      Label *label = g_ptr_array_index (labels, k);

      right = matches (label, finding);
      label->found = label->found || right;
    }
    scores[finding->kind].right += right ? 1 : 0;
    if (!right)
      print_finding ("WRONG", message, finding);
    else if (g_getenv ("FACTS_VERBOSE") != NULL)
      print_finding ("right", message, finding);
    g_assert_cmpuint (finding->start + finding->length, <=, strlen (message->text));
  }
  for (guint k = 0; k < labels->len; k++) {
    const Label *label = g_ptr_array_index (labels, k);

    if (!label->found)
      g_printerr ("MISSED: %s (%s): %s value=%s due=%s until=%s\n", message->subject,
                  message->klass, hearth_finding_kind_to_string (label->kind), label->value,
                  label->due, label->until);
  }
}

static double
share (guint part, guint whole)
{
  return whole == 0 ? 1 : (double) part / whole;
}

static gboolean
report (const Score *scores, guint n_mails)
{
  gboolean good = TRUE;

  g_print ("{\"mails\": %u", n_mails);
  for (guint kind = HEARTH_FINDING_DELIVERY; kind < HEARTH_N_FINDINGS; kind++) {
    const Score *score = &scores[kind];
    double precision = share (score->right, score->found);
    double recall = share (score->right, score->expected);

    g_print (", \"%s\": {\"expected\": %u, \"found\": %u, \"right\": %u, \"precision\": %.3f,"
             " \"recall\": %.3f}",
             hearth_finding_kind_to_string ((HearthFindingKind) kind), score->expected,
             score->found, score->right, precision, recall);
    good = good && precision >= MIN_PRECISION && recall >= MIN_RECALL;
  }
  g_print ("}\n");
  return good;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) owner = g_ptr_array_new ();
  HearthTriageModel *model = hearth_triage_model_new_shipped ();
  Score scores[HEARTH_N_FINDINGS] = { 0 };
  g_autofree char *text = NULL;
  g_auto (GStrv) mails = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;
  gboolean good;

  setlocale (LC_ALL, "");
  if (argc != 2 || !g_file_get_contents (argv[1], &text, NULL, &error)) {
    g_printerr ("measure-facts FILE: %s\n", error != NULL ? error->message : "");
    return 2;
  }
  g_ptr_array_add (owner, (gpointer) "nora@lind-studio.example");
  mails = g_strsplit (text, "\n@@", -1);
  for (guint i = 1; mails[i] != NULL; i++, n++) {
    char *line = mails[i];
    char *raw = strchr (line, '\n');
    g_autofree char *whole = NULL;
    g_autoptr (HearthMessage) message = NULL;
    g_autoptr (GPtrArray) labels = NULL;

    *raw++ = '\0';
    labels = labels_parse (line);
    whole = g_strconcat ("To: Nora Lind <nora@lind-studio.example>\nMIME-Version: 1.0\n"
                         "Content-Type: text/plain; charset=utf-8\n",
                         raw, NULL);
    message = hearth_mime_parse_bytes ((const guint8 *) whole, strlen (whole), 1778500000);
    g_assert_nonnull (message);
    judge (model, message, owner);
    measure (message, labels, owner, scores);
  }
  good = report (scores, n);
  hearth_triage_model_free (model);
  return good ? 0 : 1;
}
