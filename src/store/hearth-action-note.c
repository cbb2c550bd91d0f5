/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-action-note.h"

#include "hearth-clock.h"
#include "hearth-database-private.h"
#include "hearth-store-findings.h"

#include <string.h>

#define CREATED "created "
#define FINDING "finding "

/**
 * hearth_action_note_begin:
 * @note: an empty note
 * @created: when mail was put off by this action, seconds since 1970 UTC
 *
 * Says what is to be taken back: mail that was put off then, and not again since.
 */
void
hearth_action_note_begin (GString *note, gint64 created)
{
  g_string_append_printf (note, CREATED "%" G_GINT64_FORMAT "\n", created);
}

/**
 * hearth_action_note_add_later:
 * @note: a note
 * @message_id: a message
 * @before: (nullable): how it was put off before the action; %NULL if it was not
 *
 * Writes down how a message was put off.
 */
void
hearth_action_note_add_later (GString *note, gint64 message_id, const HearthLater *before)
{
  g_string_append_printf (note, "%" G_GINT64_FORMAT, message_id);
  if (before != NULL)
    g_string_append_printf (note,
                            "|%d|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT
                            "|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%s",
                            (int) before->kind, before->until, before->created, before->since,
                            before->told, before->answer_id,
                            before->awaits != NULL ? before->awaits : "");
  g_string_append_c (note, '\n');
}

/* Returns: (transfer full) (nullable): how the message was put off. */
static HearthLater *
read_later (const char *line, gint64 *message_id)
{
  g_auto (GStrv) parts = g_strsplit (line, "|", 8);
  HearthLater *later;

  *message_id = parts[0] != NULL ? g_ascii_strtoll (parts[0], NULL, 10) : 0;
  if (*message_id == 0 || g_strv_length (parts) != 8)
    return NULL;
  later = g_new0 (HearthLater, 1);
  later->message_id = *message_id;
  later->kind = (HearthLaterKind) g_ascii_strtoll (parts[1], NULL, 10);
  later->until = g_ascii_strtoll (parts[2], NULL, 10);
  later->created = g_ascii_strtoll (parts[3], NULL, 10);
  later->since = g_ascii_strtoll (parts[4], NULL, 10);
  later->told = g_ascii_strtoll (parts[5], NULL, 10);
  later->answer_id = g_ascii_strtoll (parts[6], NULL, 10);
  later->awaits = *parts[7] != '\0' ? g_strdup (parts[7]) : NULL;
  return later;
}

static gboolean
settle_findings (HearthDatabase *db, gint64 message_id, GString *note, GError **error)
{
  HearthFindingFilter filter = { .message_id = message_id, .open = TRUE };
  g_autoptr (GPtrArray) findings = hearth_store_findings_list (db, &filter, error);

  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++) {
    const HearthFinding *finding = g_ptr_array_index (findings, i);

    if (!hearth_store_findings_set_state (db, finding->id, HEARTH_FINDING_DONE, error))
      return FALSE;
    g_string_append_printf (note, FINDING "%" G_GINT64_FORMAT "\n", finding->id);
  }
  return TRUE;
}

/* Mail that was put off and is archived comes back all the same; once it is back it is done with.
 */
static gboolean
settle_later (HearthDatabase *db, gboolean only_back, gint64 message_id, GString *note,
              GError **error)
{
  g_autoptr (HearthLater) later = NULL;

  if (!hearth_store_later_find (db, message_id, &later, error))
    return FALSE;
  if (later == NULL || (only_back && hearth_later_is_away (later, hearth_clock_now ())))
    return TRUE;
  hearth_action_note_add_later (note, message_id, later);
  return hearth_store_later_remove (db, message_id, error);
}

/**
 * hearth_action_note_settle:
 * @db: a writer in a transaction
 * @kind: what is done to messages
 * @ids: (array length=n_ids): the messages
 * @n_ids: their number
 * @note: what is changed is added here
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Settles what hangs on messages that their owner has done with: that they were put off, and for
 * "done" what was found in them.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_action_note_settle (HearthDatabase *db, const char *kind, const gint64 *ids, gsize n_ids,
                           GString *note, GError **error)
{
  gboolean done = strcmp (kind, "done") == 0;
  gboolean archive = strcmp (kind, "archive") == 0;

  if (!done && !archive && strcmp (kind, "trash") != 0 && strcmp (kind, "junk") != 0)
    return TRUE;
  for (gsize i = 0; i < n_ids; i++) {
    if (!settle_later (db, archive, ids[i], note, error) ||
        (done && !settle_findings (db, ids[i], note, error)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
restore_finding (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (HearthFinding) finding = hearth_store_findings_get (db, id, &local);

  if (finding == NULL) {
    if (g_error_matches (local, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return finding->state != HEARTH_FINDING_DONE ||
         hearth_store_findings_set_state (db, id, HEARTH_FINDING_OPEN, error);
}

static gboolean
message_exists (HearthDatabase *db, gint64 id, gboolean *exists, GError **error)
{
  g_autoptr (HearthStatement) statement =
      hearth_statement_new (db, "SELECT 1 FROM messages WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  hearth_statement_bind_int (statement, id);
  return hearth_statement_next (statement, exists, error);
}

/* Only what still is as the action left it. */
static gboolean
restore_later (HearthDatabase *db, const char *line, gint64 created, guint *n_changed,
               GError **error)
{
  gint64 message_id;
  g_autoptr (HearthLater) before = read_later (line, &message_id);
  g_autoptr (HearthLater) now = NULL;
  gboolean exists;

  if (message_id == 0)
    return TRUE;
  if (!hearth_store_later_find (db, message_id, &now, error) ||
      !message_exists (db, message_id, &exists, error))
    return FALSE;
  if (!exists || (created != 0 ? now == NULL || now->created != created : now != NULL))
    return TRUE;
  *n_changed += 1;
  return before != NULL ? hearth_store_later_set (db, before, error)
                        : hearth_store_later_remove (db, message_id, error);
}

/**
 * hearth_action_note_restore:
 * @db: a writer in a transaction
 * @note: (nullable): what an action changed
 * @n_changed: (out): how many messages are put off as before
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Takes back what an action changed beside messages.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_action_note_restore (HearthDatabase *db, const char *note, guint *n_changed, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (note != NULL ? note : "", "\n", -1);
  gint64 created = 0;

  *n_changed = 0;
  for (guint i = 0; lines[i] != NULL; i++) {
    gboolean ok;

    if (g_str_has_prefix (lines[i], CREATED)) {
      created = g_ascii_strtoll (lines[i] + strlen (CREATED), NULL, 10);
      continue;
    }
    ok = g_str_has_prefix (lines[i], FINDING)
             ? restore_finding (db, g_ascii_strtoll (lines[i] + strlen (FINDING), NULL, 10), error)
             : restore_later (db, lines[i], created, n_changed, error);
    if (!ok)
      return FALSE;
  }
  return TRUE;
}
