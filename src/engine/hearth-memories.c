/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memories.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-memories-private.h"
#include "hearth-memory-slot.h"
#include "hearth-store-actions.h"
#include "hearth-text.h"
#include "hearth-wiping.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* What is remembered: by the owner's word, or after the owner's yes. A new statement about what an
 * old one is about steps into its place, and the old one is kept with its dates. The
 * note of an action says what it did: "added" or "accepted", the row, the row that was replaced or
 * 0, and until when that held. */

#define MAX_SUBJECT 200
#define MAX_SOURCE 400
#define PROFILE_FACTOR 4

/* Names what the owner does not want to be asked again. */
#define DECLINED "memories:declined:"

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID, sentence);
  return FALSE;
}

/* One clean line in place of a text; nothing if it was NULL. */
static void
clean (char **text, gsize max_chars)
{
  g_autofree char *cleaned = NULL;
  g_autofree char *line = NULL;

  if (*text == NULL)
    return;
  cleaned = hearth_text_clean (*text, -1);
  line = hearth_text_one_line (cleaned, max_chars);
  g_free (*text);
  *text = g_strdup (g_strstrip (line));
}

static gsize
get_max_text (const HearthMemory *memory)
{
  gboolean is_profile = strcmp (memory->kind, "profile") == 0;

  return (gsize) HEARTH_MEMORY_MAX_TEXT * (is_profile ? PROFILE_FACTOR : 1);
}

static gboolean
check_text (const HearthMemory *memory, GError **error)
{
  gsize max = get_max_text (memory);
  /* A character has at most four bytes: what is far too long is not even looked through. */
  gboolean too_long = strlen (memory->text) > 4 * max || g_utf8_strlen (memory->text, -1) > max;

  if (!too_long)
    return TRUE;
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
               _("That is too long to be remembered: at most %d characters."), (int) max);
  return FALSE;
}

/**
 * hearth_memories_prepare:
 * @memory: (inout): a memory from anywhere
 * @error: `HEARTH_ENGINE_ERROR_INVALID` with a sentence
 *
 * Brings a memory into the form in which it is stored: one line each, its slot found.
 *
 * Returns: whether it can be stored
 */
gboolean
hearth_memories_prepare (HearthMemory *memory, GError **error)
{
  if (!hearth_memory_is_kind (memory->kind))
    return refuse (error,
                   _("That is no kind of memory: fact, preference, person, habit, profile."));
  if (!check_text (memory, error))
    return FALSE;
  if (strlen (memory->subject) > 4 * MAX_SUBJECT)
    return refuse (error, _("That is too long for whom it is about."));
  if (memory->valid_from < 0 || memory->valid_until < 0 ||
      (memory->valid_until != 0 && memory->valid_until <= memory->valid_from))
    return refuse (error, _("It ends before it begins."));
  clean (&memory->text, get_max_text (memory));
  clean (&memory->subject, MAX_SUBJECT);
  clean (&memory->slot, MAX_SUBJECT);
  clean (&memory->quote, HEARTH_MEMORY_MAX_TEXT);
  clean (&memory->source, MAX_SOURCE);
  clean (&memory->reason, HEARTH_MEMORY_MAX_TEXT);
  if (*memory->text == '\0')
    return refuse (error, _("There is nothing to remember in that."));
  if (*memory->subject == '\0' || strcmp (memory->kind, "profile") == 0) {
    g_free (memory->subject);
    memory->subject = g_strdup (HEARTH_MEMORY_OWNER);
  }
  if (*memory->slot == '\0') {
    g_free (memory->slot);
    memory->slot = strcmp (memory->kind, "profile") == 0
                       ? g_strdup ("profile")
                       : hearth_memory_dup_slot (memory->subject, memory->text);
  }
  return TRUE;
}

typedef struct {
  HearthWriter *writer; /* (nullable) where something may ride with it */
  HearthMemory *memory;
  gint64 id;
  gint64 action_id;
  gboolean same; /* nothing had to be written */
} Write;

/* A memory steps in, perhaps where another stood. That held until now, if it is not known since
 * when the new one does. */
static gboolean
step_in (HearthDatabase *db, const char *how, const HearthMemory *memory, const HearthMemory *old,
         Write *write, GError **error)
{
  gint64 until = memory->valid_from != 0 ? memory->valid_from : hearth_clock_now ();
  g_autofree char *note = g_strdup_printf ("%s %lld %lld %lld", how, (long long) memory->id,
                                           old != NULL ? (long long) old->id : 0LL,
                                           old != NULL ? (long long) old->valid_until : 0LL);

  if (old != NULL &&
      (!hearth_store_memories_supersede (db, old->id, memory->id, until, error) ||
       (old->pinned && !hearth_store_memories_set_pinned (db, memory->id, TRUE, error))))
    return FALSE;
  return hearth_store_actions_add_note (db, "memory", 0, note, &write->action_id, error);
}

static gboolean
add_new (HearthDatabase *db, Write *write, const HearthMemory *old, GError **error)
{
  HearthMemory *memory = write->memory;

  if (old != NULL && memory->valid_from == 0)
    memory->valid_from = hearth_clock_now ();
  return hearth_store_memories_add (db, memory, error) &&
         step_in (db, "added", memory, old, write, error);
}

/* What was proposed and is now said is not asked about any more. */
static gboolean
drop_proposal (HearthDatabase *db, const HearthMemory *memory, GError **error)
{
  g_autoptr (HearthMemory) like = hearth_memory_copy (memory);
  g_autoptr (HearthMemory) proposed = NULL;

  like->state = HEARTH_MEMORY_PROPOSED;
  return hearth_store_memories_find (db, like, &proposed, error) &&
         (proposed == NULL || hearth_store_memories_forget (db, proposed->id, error));
}

static gboolean
write_remembered (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;
  HearthMemory *memory = write->memory;
  g_autoptr (HearthMemory) old = NULL;

  memory->state = HEARTH_MEMORY_ACTIVE;
  if (!hearth_store_memories_find (db, memory, &old, error))
    return FALSE;
  if (old != NULL && hearth_memory_holds (old, hearth_clock_now ()) &&
      strcmp (old->text, memory->text) == 0) {
    memory->id = old->id;
    write->same = TRUE;
    return !memory->pinned || old->pinned ||
           hearth_store_memories_set_pinned (db, old->id, TRUE, error);
  }
  return add_new (db, write, old, error) && drop_proposal (db, memory, error) &&
         hearth_store_journal_add (db, "memory", _("Something was remembered"), NULL, 0, error);
}

static gboolean
write_and_ride (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;

  return write_remembered (db, write, error) &&
         hearth_writer_ride (write->writer, db, write->action_id, error);
}

/**
 * hearth_memories_remember:
 * @self: an engine
 * @memory: (inout): what is remembered; its row is set
 * @action_id: (out) (optional): for hearth_engine_undo(); 0 if it was known already
 * @error: `HEARTH_ENGINE_ERROR_INVALID`, or a #HearthStoreError
 *
 * Remembers something by the owner's word. What says the same of the same subject is replaced. Its
 * label is kept as it is: what was made from words that anybody may have written stays that.
 *
 * Returns: whether it stands in the store
 */
gboolean
hearth_memories_remember (HearthEngine *self, HearthMemory *memory, gint64 *action_id,
                          GError **error)
{
  Write write = { .writer = self->writer, .memory = memory };

  memory->label.is_private = TRUE;
  if (!hearth_memories_prepare (memory, error) ||
      !hearth_writer_run_sync (self->writer, write_and_ride, &write, error))
    return FALSE;
  if (action_id != NULL)
    *action_id = write.action_id;
  hearth_engine_emit_changed (self, "memories");
  return TRUE;
}

/* Of what was declined nothing is kept but this. */
static char *
dup_declined_name (const HearthMemory *memory)
{
  g_autofree char *what = g_strdup_printf ("%s\n%s", memory->subject,
                                           *memory->slot != '\0' ? memory->slot : memory->text);
  g_autofree char *folded = hearth_text_fold (what);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, folded, -1);

  return g_strdup_printf (DECLINED "%.32s", sum);
}

/* Whether it rests on what the owner did, and nobody said it. */
static gboolean
is_from_acts (const HearthMemory *memory)
{
  return strcmp (memory->source_kind, "act") == 0;
}

/* What the owner does tells nothing new of what they said. */
static gboolean
is_settled (const HearthMemory *memory, const HearthMemory *active)
{
  return active != NULL && (strcmp (active->text, memory->text) == 0 ||
                            (is_from_acts (memory) && !is_from_acts (active)));
}

static gboolean
write_proposed (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;
  HearthMemory *memory = write->memory;
  g_autofree char *name = dup_declined_name (memory);
  g_autofree char *declined = NULL;
  g_autoptr (HearthMemory) proposed = NULL;
  g_autoptr (HearthMemory) active = NULL;

  memory->state = HEARTH_MEMORY_ACTIVE;
  if (!hearth_database_get_meta (db, name, &declined, error) ||
      !hearth_store_memories_find (db, memory, &active, error))
    return FALSE;
  memory->state = HEARTH_MEMORY_PROPOSED;
  if (!hearth_store_memories_find (db, memory, &proposed, error))
    return FALSE;
  write->same = declined != NULL || is_settled (memory, active) ||
                (proposed != NULL && strcmp (proposed->text, memory->text) == 0);
  if (write->same)
    return TRUE;
  if (proposed != NULL && !hearth_store_memories_forget (db, proposed->id, error))
    return FALSE;
  return hearth_store_memories_add (db, memory, error);
}

/**
 * hearth_memories_propose:
 * @self: an engine
 * @memory: (inout): what might be remembered, with its reason; its row is set, or 0 if it is not
 *   asked
 * @error: `HEARTH_ENGINE_ERROR_INVALID`, or a #HearthStoreError
 *
 * Writes down something for the owner to say yes to. It is not asked again when it is known
 * already, or was declined; and never if it may tell of health, faith, politics, money or love.
 * What was seen in the owner's acts is not asked either where they said something else of it, or
 * had it forgotten.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_memories_propose (HearthEngine *self, HearthMemory *memory, GError **error)
{
  Write write = { .memory = memory };

  memory->id = 0;
  memory->label.is_private = TRUE;
  if (!hearth_memories_prepare (memory, error))
    return FALSE;
  if (hearth_memory_is_sensitive (memory->text) ||
      (memory->quote != NULL && hearth_memory_is_sensitive (memory->quote)))
    return TRUE;
  if (!hearth_writer_run_sync (self->writer, write_proposed, &write, error))
    return FALSE;
  if (!write.same)
    hearth_engine_emit_changed (self, "memories");
  return TRUE;
}

static gboolean
write_accepted (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;
  HearthMemory *memory = write->memory;
  g_autoptr (HearthMemory) old = NULL;

  memory->state = HEARTH_MEMORY_ACTIVE;
  return hearth_store_memories_find (db, memory, &old, error) &&
         hearth_store_memories_set_state (db, memory->id, HEARTH_MEMORY_ACTIVE, error) &&
         step_in (db, "accepted", memory, old, write, error) &&
         hearth_store_journal_add (db, "memory", _("Something was remembered"), NULL, 0, error);
}

/**
 * hearth_memories_accept:
 * @self: an engine
 * @id: a memory that is proposed
 * @action_id: (out) (optional): for hearth_engine_undo()
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND`, `HEARTH_ENGINE_ERROR_INVALID` if it was not asked, or
 *   another #HearthStoreError
 *
 * The owner says yes.
 *
 * Returns: whether it holds from now on
 */
gboolean
hearth_memories_accept (HearthEngine *self, gint64 id, gint64 *action_id, GError **error)
{
  g_autoptr (HearthMemory) memory = hearth_store_memories_get (self->reader, id, error);
  Write write = { .memory = memory };

  if (memory == NULL)
    return FALSE;
  if (memory->state != HEARTH_MEMORY_PROPOSED)
    return refuse (error, _("That is remembered already."));
  if (!hearth_writer_run_sync (self->writer, write_accepted, &write, error))
    return FALSE;
  if (action_id != NULL)
    *action_id = write.action_id;
  hearth_engine_emit_changed (self, "memories");
  return TRUE;
}

static gboolean
write_changed (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;
  g_autoptr (HearthMemory) old = hearth_store_memories_get (db, write->id, error);

  return old != NULL && add_new (db, write, old, error) &&
         hearth_store_journal_add (db, "memory", _("Something that is remembered was changed"),
                                   NULL, 0, error);
}

/* What the owner wrote is the owner's, whatever stood there before. */
static HearthMemory *
make_changed (const HearthMemory *old, const char *text)
{
  HearthMemory *memory = hearth_memory_new (old->kind, old->subject, text);

  g_free (memory->slot);
  memory->slot = g_strdup (old->slot);
  memory->pinned = old->pinned;
  return memory;
}

/**
 * hearth_memories_change:
 * @self: an engine
 * @id: a memory that holds
 * @text: what the owner says in its place
 * @new_id: (out) (optional): the memory that holds now
 * @action_id: (out) (optional): for hearth_engine_undo(); 0 if nothing had to be changed
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND`, `HEARTH_ENGINE_ERROR_INVALID`, or another
 * #HearthStoreError
 *
 * Replaces a memory by the owner's words; it is kept as one of the past.
 *
 * Returns: whether that stands in the store
 */
gboolean
hearth_memories_change (HearthEngine *self, gint64 id, const char *text, gint64 *new_id,
                        gint64 *action_id, GError **error)
{
  g_autoptr (HearthMemory) old = hearth_store_memories_get (self->reader, id, error);
  g_autoptr (HearthMemory) memory = NULL;
  Write write = { .id = id };

  if (old == NULL)
    return FALSE;
  if (old->superseded_by != 0)
    return refuse (error, _("That was replaced already; change what holds now."));
  memory = make_changed (old, text);
  if (!hearth_memories_prepare (memory, error))
    return FALSE;
  write.memory = memory;
  memory->id = id;
  if (strcmp (memory->text, old->text) != 0 &&
      !hearth_writer_run_sync (self->writer, write_changed, &write, error))
    return FALSE;
  if (new_id != NULL)
    *new_id = memory->id;
  if (action_id != NULL)
    *action_id = write.action_id;
  hearth_engine_emit_changed (self, "memories");
  return TRUE;
}

typedef struct {
  gint64 id;
  gboolean pinned;
} Pin;

static gboolean
write_pinned (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Pin *pin = user_data;

  return hearth_store_memories_set_pinned (db, pin->id, pin->pinned, error);
}

/**
 * hearth_memories_set_pinned:
 * @self: an engine
 * @id: a memory
 * @pinned: whether it is told to a service with every question
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND`, or another #HearthStoreError
 *
 * Returns: whether that stands in the store
 */
gboolean
hearth_memories_set_pinned (HearthEngine *self, gint64 id, gboolean pinned, GError **error)
{
  g_autoptr (HearthMemory) memory = hearth_store_memories_get (self->reader, id, error);
  Pin pin = { id, pinned };

  if (memory == NULL || !hearth_writer_run_sync (self->writer, write_pinned, &pin, error))
    return FALSE;
  hearth_engine_emit_changed (self, "memories");
  return TRUE;
}

static gboolean
write_forgotten (HearthDatabase *db, gpointer user_data, GError **error)
{
  const HearthMemory *memory = user_data;
  g_autofree char *name = dup_declined_name (memory);
  g_autoptr (HearthMemory) there = hearth_store_memories_get (db, memory->id, error);

  if (there == NULL)
    return FALSE;
  /* The owner goes on doing it: what they had forgotten would be proposed every day. */
  if ((memory->state == HEARTH_MEMORY_PROPOSED || is_from_acts (memory)) &&
      !hearth_database_set_meta (db, name, "1", error))
    return FALSE;
  return hearth_store_memories_forget (db, memory->id, error) &&
         (memory->state == HEARTH_MEMORY_PROPOSED ||
          hearth_store_journal_add (db, "memory", _("Something was forgotten"), NULL, 0, error));
}

/* What Hearth was told stays where it was told. */
static char *
dup_stays (const HearthMemory *memory)
{
  if (strcmp (memory->source_kind, "conversation") == 0)
    return g_strdup (_("The conversation in which it was said stays until you remove it."));
  if (strcmp (memory->source_kind, "message") == 0)
    return g_strdup (_("The mail that it was taken from stays."));
  return g_strdup ("");
}

static void
tell_forgotten (HearthEngine *self)
{
  hearth_engine_emit_changed (self, "memories");
  hearth_engine_emit_changed (self, "cards");
}

/**
 * hearth_memories_forget:
 * @self: an engine
 * @id: a memory
 * @stays: (out) (optional) (transfer full): what of it stands elsewhere, a sentence or ""
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND`, or another #HearthStoreError
 *
 * Takes a memory and what it replaced out of the store, its index, summaries and the bytes of its
 * files. It cannot be taken back. What is only proposed is declined by it.
 *
 * Returns: whether it is out of the store
 */
gboolean
hearth_memories_forget (HearthEngine *self, gint64 id, char **stays, GError **error)
{
  g_autoptr (HearthMemory) memory = hearth_store_memories_get (self->reader, id, error);

  if (memory == NULL || !hearth_engine_wipe_sync (self, write_forgotten, memory, error))
    return FALSE;
  if (stays != NULL)
    *stays = dup_stays (memory);
  tell_forgotten (self);
  return TRUE;
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthEngine *self = HEARTH_ENGINE (source);
  GError *error = NULL;

  if (!hearth_engine_wipe_finish (self, result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  tell_forgotten (self);
  g_task_return_pointer (task, dup_stays (g_task_get_task_data (task)), g_free);
}

/**
 * hearth_memories_forget_async:
 * @self: an engine
 * @id: a memory
 * @callback: called when it is out of the store
 * @user_data: for @callback
 *
 * As hearth_memories_forget(), while the main thread does something else.
 */
void
hearth_memories_forget_async (HearthEngine *self, gint64 id, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  GError *error = NULL;
  HearthMemory *memory = hearth_store_memories_get (self->reader, id, &error);

  g_task_set_source_tag (task, hearth_memories_forget_async);
  if (memory == NULL) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  g_task_set_task_data (task, memory, (GDestroyNotify) hearth_memory_free);
  hearth_engine_wipe_async (self, write_forgotten, memory, forgotten_cb, task);
}

/**
 * hearth_memories_forget_finish:
 * @self: an engine
 * @result: from the callback
 * @error: as of hearth_memories_forget()
 *
 * Returns: (transfer full) (nullable): what of it stands elsewhere, a sentence or ""; %NULL if it
 * is not out of the store
 */
char *
hearth_memories_forget_finish (HearthEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The old one holds again before the new one goes, which would take it along. */
static gboolean
undo_step (HearthDatabase *db, const char *note, GError **error)
{
  char how[16];
  long long id, old, until;
  g_autoptr (HearthMemory) memory = NULL;

  if (sscanf (note, "%15s %lld %lld %lld", how, &id, &old, &until) != 4)
    return refuse (error, _("That cannot be taken back."));
  memory = hearth_store_memories_get (db, id, error);
  if (memory == NULL)
    return FALSE;
  if (memory->superseded_by != 0)
    return refuse (error, _("That was changed again since."));
  if (old != 0 && !hearth_store_memories_revive (db, old, until, error))
    return FALSE;
  return strcmp (how, "accepted") == 0
             ? hearth_store_memories_set_state (db, id, HEARTH_MEMORY_PROPOSED, error)
             : hearth_store_memories_forget (db, id, error);
}

static gboolean
write_undone (HearthDatabase *db, gpointer user_data, GError **error)
{
  const HearthAction *action = user_data;

  return undo_step (db, action->note != NULL ? action->note : "", error) &&
         hearth_store_actions_set_undone (db, action->id, error);
}

/**
 * hearth_memories_undo:
 * @self: an engine
 * @action: what was remembered, changed or accepted
 * @n_changed: (out) (optional): 1
 * @error: `HEARTH_STORE_ERROR_NOT_FOUND` if it was forgotten, `HEARTH_ENGINE_ERROR_INVALID` if it
 *   was changed since, or another #HearthStoreError
 *
 * Takes an action back; for hearth_engine_undo().
 *
 * Returns: whether that is done
 */
gboolean
hearth_memories_undo (HearthEngine *self, const HearthAction *action, guint *n_changed,
                      GError **error)
{
  if (!hearth_engine_wipe_sync (self, write_undone, (gpointer) action, error))
    return FALSE;
  if (n_changed != NULL)
    *n_changed = 1;
  hearth_engine_emit_changed (self, "memories");
  return TRUE;
}
