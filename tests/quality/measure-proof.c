/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-proof.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

/* measure-proof FILE: proofreads letters whose faults are marked, and says how many of the marks
 * are right (precision) and how many of the faults are marked (recall), of what was looked at while
 * the rules were made and of what was not. Fails if that is less than is asked. See proof.txt. */

#define DAY 20574 /* 1 May 2026, days since 1970 */
#define JULIAN_1970 719163

typedef struct {
  guint expected;
  guint found;
  guint marked;
  guint right;
} Score;

typedef struct {
  char *kind;
  guint start;
  guint end;
  gboolean found;
} Fault;

typedef struct {
  char *language;
  char *part;
  char *recipient;
  GPtrArray *people;
  GPtrArray *names;
  GArray *events;
  GString *text;
  GArray *faults;
} Sample;

static Score tuned[HEARTH_PROOF_N_KINDS], held[HEARTH_PROOF_N_KINDS];

static guint32
read_day (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", 3);
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) atoi (parts[2]), (GDateMonth) atoi (parts[1]),
                  (GDateYear) atoi (parts[0]));
  return g_date_get_julian (&date);
}

static void
read_events (Sample *sample, const char *text)
{
  g_auto (GStrv) each = g_strsplit (text, ";", -1);

  for (guint i = 0; each[i] != NULL; i++) {
    char *at = strchr (each[i], '@');
    HearthProofEvent event;

    *at = '\0';
    g_ptr_array_add (sample->names, g_strdup (each[i]));
    event.name = g_ptr_array_index (sample->names, sample->names->len - 1);
    event.day = read_day (at + 1);
    g_array_append_val (sample->events, event);
  }
}

/* What follows "NAME=" up to the next name. */
static char *
dup_value (const char *header, const char *name)
{
  const char *at = strstr (header, name);
  const char *end;

  if (at == NULL)
    return NULL;
  at += strlen (name);
  end = strchr (at, '=');
  if (end == NULL)
    return g_strchomp (g_strdup (at));
  while (end > at && *end != ' ')
    end--;
  return g_strndup (at, (gsize) (end - at));
}

static Sample *
sample_new (const char *header)
{
  Sample *self = g_new0 (Sample, 1);
  g_auto (GStrv) words = g_strsplit (header, " ", 4);
  g_autofree char *people = dup_value (header, " people=");
  g_autofree char *events = dup_value (header, " events=");
  g_auto (GStrv) each = g_strsplit (people != NULL ? people : "", ";", -1);

  self->language = g_strdup (words[1]);
  self->part = g_strchomp (g_strdup (words[2]));
  self->recipient = dup_value (header, " to=");
  self->people = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; each[i] != NULL; i++)
    g_ptr_array_add (self->people, g_strdup (each[i]));
  g_ptr_array_add (self->people, NULL);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->events = g_array_new (FALSE, FALSE, sizeof (HearthProofEvent));
  self->text = g_string_new (NULL);
  self->faults = g_array_new (FALSE, FALSE, sizeof (Fault));
  if (events != NULL)
    read_events (self, events);
  return self;
}

/* Takes a line without its labels into the text. */
static void
add_line (Sample *self, const char *line)
{
  Fault fault = { 0 };
  guint n_chars = (guint) g_utf8_strlen (self->text->str, -1);

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p)) {
    if (*p == '[') {
      const char *colon = strchr (p, ':');

      fault.kind = g_strndup (p + 1, (gsize) (colon - p - 1));
      fault.start = n_chars;
      p = colon;
      continue;
    }
    if (*p == ']') {
      fault.end = n_chars;
      g_array_append_val (self->faults, fault);
      continue;
    }
    g_string_append_unichar (self->text, *p == '~'   ? 0x00a0
                                         : *p == '^' ? 0x202f
                                                     : g_utf8_get_char (p));
    n_chars++;
  }
  g_string_append_c (self->text, '\n');
}

static HearthProofKind
get_kind (const char *name)
{
  for (guint i = 0; i < HEARTH_PROOF_N_KINDS; i++) {
    if (strcmp (hearth_proof_kind_to_string (i), name) == 0)
      return i;
  }
  g_error ("no kind: %s", name);
}

static gboolean
take (GArray *faults, const HearthProofMark *mark)
{
  gboolean right = FALSE;

  for (guint i = 0; i < faults->len; i++) {
    Fault *fault = &g_array_index (faults, Fault, i);

    if (mark->start < fault->end && fault->start < mark->end &&
        get_kind (fault->kind) == mark->kind)
      right = fault->found = TRUE;
  }
  return right;
}

static void
judge (Sample *self, GPtrArray *marks, Score *scores)
{
  for (guint i = 0; i < marks->len; i++) {
    const HearthProofMark *mark = g_ptr_array_index (marks, i);
    gboolean right = take (self->faults, mark);
    g_autofree char *text = g_utf8_substring (self->text->str, mark->start, mark->end);

    scores[mark->kind].marked++;
    scores[mark->kind].right += right;
    if (!right)
      printf ("# %s %s: wrong %s “%s”: %s\n", self->language, self->part,
              hearth_proof_kind_to_string (mark->kind), text, mark->reason);
  }
  for (guint i = 0; i < self->faults->len; i++) {
    const Fault *fault = &g_array_index (self->faults, Fault, i);
    g_autofree char *text = g_utf8_substring (self->text->str, fault->start, fault->end);

    scores[get_kind (fault->kind)].expected++;
    scores[get_kind (fault->kind)].found += fault->found;
    if (!fault->found)
      printf ("# %s %s: missed %s “%s”\n", self->language, self->part, fault->kind, text);
  }
}

static void
check (Sample *self)
{
  g_autoptr (HearthSpeller) speller = hearth_speller_new (self->language);
  HearthProofContext context = { .language = self->language,
                                 .speller = speller,
                                 .recipient = self->recipient,
                                 .people = (const char *const *) self->people->pdata,
                                 .events = (const HearthProofEvent *) self->events->data,
                                 .n_events = self->events->len,
                                 .day = JULIAN_1970 + DAY };
  g_autoptr (GPtrArray) marks = NULL;

  g_assert_nonnull (speller);
  marks = hearth_proof_check (self->text->str, &context);
  judge (self, marks, strcmp (self->part, "held") == 0 ? held : tuned);
  g_free (self->language);
  g_free (self->part);
  g_free (self->recipient);
  g_ptr_array_unref (self->people);
  g_ptr_array_unref (self->names);
  g_array_unref (self->events);
  g_string_free (self->text, TRUE);
  for (guint i = 0; i < self->faults->len; i++)
    g_free (g_array_index (self->faults, Fault, i).kind);
  g_array_unref (self->faults);
  g_free (self);
}

static gboolean
report (const char *name, const Score *scores, double min_precision, double min_recall)
{
  Score all = { 0 };
  double precision, recall;

  for (guint i = 0; i < HEARTH_PROOF_N_KINDS; i++) {
    printf ("# %s %-9s %2u of %2u marks right, %2u of %2u faults found\n", name,
            hearth_proof_kind_to_string (i), scores[i].right, scores[i].marked, scores[i].found,
            scores[i].expected);
    all.expected += scores[i].expected;
    all.found += scores[i].found;
    all.marked += scores[i].marked;
    all.right += scores[i].right;
  }
  precision = all.marked > 0 ? (double) all.right / all.marked : 0;
  recall = all.expected > 0 ? (double) all.found / all.expected : 0;
  printf ("%s: precision %.3f recall %.3f\n", name, precision, recall);
  return precision >= min_precision && recall >= min_recall;
}

int
main (int argc, char *argv[])
{
  g_autofree char *file = NULL;
  g_auto (GStrv) lines = NULL;
  Sample *sample = NULL;
  gboolean good;

  setlocale (LC_ALL, "");
  if (argc != 2 || !g_file_get_contents (argv[1], &file, NULL, NULL))
    return 2;
  lines = g_strsplit (file, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], "== ")) {
      if (sample != NULL)
        check (sample);
      sample = sample_new (lines[i]);
    } else if (sample != NULL) {
      add_line (sample, lines[i]);
    }
  }
  if (sample != NULL)
    check (sample);
  good = report ("tuned", tuned, 0.95, 0.95);
  return report ("held", held, 0.85, 0.75) && good ? 0 : 1;
}
