/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-dismissal.h"

#include "hearth-letter-call.h"

#include <glib/gi18n.h>
#include <string.h>

/* What the owner wants to stay as it is, which the store remembers. */

#define UNDO_SECONDS 8

/* What was kept, which can be taken back. */
typedef struct {
  HearthLetterMarks *marks; /* (owned) */
  HearthClient *client;     /* (owned) */
  GStrv keys;               /* (owned) */
  gint64 letter;
} Dismissal;

static void
dismissal_free (gpointer data)
{
  Dismissal *dismissal = data;

  g_object_unref (dismissal->marks);
  g_object_unref (dismissal->client);
  g_strfreev (dismissal->keys);
  g_free (dismissal);
}

/* What it is held against is another then. */
static void
recalled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLetterMarks) marks = user_data;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, NULL);

  hearth_letter_marks_recall (marks, NULL);
}

static void
recall (gpointer data, gpointer user_data)
{
  Dismissal *dismissal = data;

  hearth_letter_marks_recall (dismissal->marks, (const char *const *) dismissal->keys);
  hearth_letter_call_async (dismissal->client, "DismissMarks",
                            g_variant_new ("(x^asb)", dismissal->letter, dismissal->keys, FALSE),
                            recalled_cb, g_object_ref (dismissal->marks));
}

static void
dismissed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMailDesk) desk = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);

  if (reply == NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    hearth_mail_desk_say (desk, message);
  }
}

/**
 * hearth_letter_dismissal_make:
 * @desk: where it is told and taken back
 * @marks: of the letter
 * @letter: the letter's row
 * @keys: (array zero-terminated=1): of marks that are not to be told of again
 *
 * Has the store remember what the owner wants to stay as it is. A line offers to take it back.
 */
void
hearth_letter_dismissal_make (HearthMailDesk *desk, HearthLetterMarks *marks, gint64 letter,
                              const char *const *keys)
{
  HearthClient *client = hearth_mail_desk_get_client (desk);
  Dismissal *dismissal = g_new0 (Dismissal, 1);

  hearth_letter_call_async (client, "DismissMarks", g_variant_new ("(x^asb)", letter, keys, TRUE),
                            dismissed_cb, g_object_ref (desk));
  dismissal->marks = g_object_ref (marks);
  dismissal->client = g_object_ref (client);
  dismissal->keys = g_strdupv ((char **) keys);
  dismissal->letter = letter;
  hearth_mail_desk_offer (desk, _("Kept as it is"), UNDO_SECONDS, recall, dismissal,
                          dismissal_free);
}

/**
 * hearth_letter_learn:
 * @desk: whose client calls
 * @marks: of the letter, which are looked for anew
 * @language: (nullable): what the letter is in, BCP 47
 * @word: a word
 *
 * Has the store remember that the owner spells a word so.
 */
void
hearth_letter_learn (HearthMailDesk *desk, HearthLetterMarks *marks, const char *language,
                     const char *word)
{
  g_autofree char *code = g_strdup (language != NULL ? language : "");

  code[strcspn (code, "-_")] = '\0';
  hearth_letter_call_async (hearth_mail_desk_get_client (desk), "SetOwnWord",
                            g_variant_new ("(ssb)", code, word, TRUE), recalled_cb,
                            g_object_ref (marks));
}
