/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-help.h"

#include "hearth-letter-advice.h"
#include "hearth-letter-start.h"
#include "hearth-letters.h"
#include "hearth-metered-service.h"
#include "hearth-service-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of how many letters it is known what was suggested last. */
#define MAX_SUGGESTED 32
#define MAX_RUNNING 4
#define PURPOSE "letters"

/**
 * HearthLetterHelp:
 *
 * What a service does for letters: the methods SuggestChanges, TakeChanges, StartLetter and
 * StopHelp of the interface about letters. What was suggested is in memory only.
 */
struct _HearthLetterHelp {
  GObject parent_instance;

  HearthEngine *engine;  /* (owned) */
  HearthAiSetup *setup;  /* (owned) */
  HearthUsage *usage;    /* (owned) */
  GHashTable *suggested; /* (owned) row of a letter → (element-type HearthLetterChange) */
  GPtrArray *running;    /* (owned) (element-type Running) */
};

G_DEFINE_FINAL_TYPE (HearthLetterHelp, hearth_letter_help, G_TYPE_OBJECT)

/* A call that a service works for. */
typedef struct {
  HearthLetterHelp *help; /* (owned) */
  GDBusMethodInvocation *invocation;
  GCancellable *cancellable; /* (owned) */
  guint watch;               /* of the caller's name */
  gint64 letter;
  char *service;
} Running;

static void
running_free (gpointer data)
{
  Running *running = data;

  if (running->watch != 0)
    g_bus_unwatch_name (running->watch);
  g_object_unref (running->cancellable);
  g_free (running->service);
  g_free (running);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  Running *running = user_data;

  g_cancellable_cancel (running->cancellable);
}

static Running *
begin (HearthLetterHelp *self, GDBusMethodInvocation *invocation, HearthAiService *service)
{
  Running *running = g_new0 (Running, 1);

  running->help = g_object_ref (self);
  running->invocation = invocation;
  running->cancellable = g_cancellable_new ();
  running->service = g_strdup (hearth_ai_service_get_name (service));
  running->watch =
      g_bus_watch_name_on_connection (g_dbus_method_invocation_get_connection (invocation),
                                      g_dbus_method_invocation_get_sender (invocation),
                                      G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, vanished_cb, running,
                                      NULL);
  g_ptr_array_add (self->running, running);
  return running;
}

/* Ends with an answer, or with @error. */
static void
end (Running *running, GVariant *answer, const GError *error)
{
  HearthLetterHelp *self = running->help;

  if (answer != NULL)
    g_dbus_method_invocation_return_value (running->invocation, answer);
  else
    hearth_service_return_error (running->invocation, error);
  g_ptr_array_remove_fast (self->running, running);
  g_object_unref (self);
}

static HearthAiService *
dup_service (HearthLetterHelp *self)
{
  g_autoptr (HearthAiService) service =
      hearth_ai_setup_dup_service (self->setup, HEARTH_AI_CONVERSATION);

  return service != NULL ? hearth_metered_service_new (self->usage, service, PURPOSE) : NULL;
}

static gboolean
check_room (HearthLetterHelp *self, GError **error)
{
  if (self->running->len < MAX_RUNNING)
    return TRUE;
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS,
                       _("A service is busy with other letters; try again when it is done."));
  return FALSE;
}

static void
keep (HearthLetterHelp *self, gint64 letter, GPtrArray *changes)
{
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->suggested);
  if (g_hash_table_size (self->suggested) >= MAX_SUGGESTED &&
      g_hash_table_iter_next (&iter, NULL, NULL))
    g_hash_table_iter_remove (&iter);
  g_hash_table_replace (self->suggested, g_memdup2 (&letter, sizeof letter),
                        g_ptr_array_ref (changes));
}

static void
advised_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Running *running = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = hearth_letter_advice_finish (result, &error);
  GVariant *answer = NULL;

  if (changes != NULL) {
    keep (running->help, running->letter, changes);
    answer = g_variant_new ("(s@" HEARTH_LETTER_CHANGES_TYPE ")", running->service,
                            hearth_letter_changes_to_variant (changes));
  }
  end (running, answer, error);
}

/* Answers later, unless there is an error. */
static void
suggest (HearthLetterHelp *self, GVariant *parameters, GDBusMethodInvocation *invocation,
         GError **error)
{
  g_autoptr (HearthAiService) service = dup_service (self);
  HearthLetterTone tone;
  const char *name;
  Running *running;
  gint64 letter;

  g_variant_get (parameters, "(x&s)", &letter, &name);
  if (!hearth_letter_tone_from_string (name, &tone)) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("There is no tone “%s”."), name);
    return;
  }
  if (service == NULL) {
    g_set_error_literal (
        error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
        _("No AI service is set up, and tone and clarity need one. The proofreader "
           "works without."));
    return;
  }
  if (!check_room (self, error))
    return;
  running = begin (self, invocation, service);
  running->letter = letter;
  hearth_letter_advice_async (self->engine, service, letter, tone, running->cancellable, advised_cb,
                              running);
}

static gboolean
is_chosen (const HearthLetterChange *change, const guint32 *numbers, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    if (numbers[i] == change->number)
      return TRUE;
  }
  return n == 0;
}

/* Parts what was suggested in what is taken and what is left. */
static gboolean
choose (GPtrArray *changes, GVariant *numbers, GPtrArray *taken, GPtrArray *left, GError **error)
{
  gsize n;
  const guint32 *chosen = g_variant_get_fixed_array (numbers, &n, sizeof (guint32));

  for (guint i = 0; changes != NULL && i < changes->len; i++) {
    HearthLetterChange *change = g_ptr_array_index (changes, i);

    g_ptr_array_add (is_chosen (change, chosen, n) ? taken : left,
                     hearth_letter_change_copy (change));
  }
  for (gsize i = 0; i < n; i++) {
    gboolean known = FALSE;

    for (guint k = 0; k < taken->len && !known; k++)
      known = ((HearthLetterChange *) g_ptr_array_index (taken, k))->number == chosen[i];
    if (!known) {
      g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                   _("No change %u was suggested for that letter; ask for suggestions first."),
                   chosen[i]);
      return FALSE;
    }
  }
  if (taken->len > 0)
    return TRUE;
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                       _("Nothing was suggested for that letter; ask for suggestions first."));
  return FALSE;
}

static gboolean
save (HearthLetterHelp *self, gint64 id, GPtrArray *taken, GError **error)
{
  g_autoptr (HearthLetter) stored =
      hearth_store_letters_get (hearth_engine_get_reader (self->engine), id, error);
  g_autoptr (HearthLetter) letter = NULL;
  char *text;

  if (stored == NULL)
    return FALSE;
  text = hearth_letter_changes_apply (taken, stored->text);
  if (text == NULL) {
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                         _("The letter has changed since: a passage no longer stands in it as it "
                            "did. Nothing was taken."));
    return FALSE;
  }
  letter = hearth_letter_copy (stored);
  g_free (letter->text);
  letter->text = text;
  return hearth_letters_save (self->engine, letter, TRUE, error);
}

static GVariant *
take (HearthLetterHelp *self, GVariant *parameters, GError **error)
{
  g_autoptr (GVariant) numbers = NULL;
  g_autoptr (GPtrArray) taken =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_letter_change_free);
  g_autoptr (GPtrArray) left =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_letter_change_free);
  gint64 letter;

  g_variant_get (parameters, "(x@au)", &letter, &numbers);
  if (!choose (g_hash_table_lookup (self->suggested, &letter), numbers, taken, left, error) ||
      !save (self, letter, taken, error))
    return NULL;
  keep (self, letter, left);
  return g_variant_new ("(u)", left->len);
}

static void
started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Running *running = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthLetterStart) start = hearth_letter_start_finish (result, &error);

  end (running, start != NULL ? hearth_letter_start_to_variant (start) : NULL, error);
}

static GVariant *
start_plain (HearthLetterHelp *self, const char *recipient, const char **points, gboolean ask,
             GError **error)
{
  g_autoptr (HearthLetterStart) start =
      hearth_letter_start_plain (self->engine, recipient, points, error);

  if (start != NULL && ask)
    start->problem = g_strdup (_("No AI service is set up."));
  return start != NULL ? hearth_letter_start_to_variant (start) : NULL;
}

/* Returns: (nullable): the answer; %NULL without @error if it comes later */
static GVariant *
start (HearthLetterHelp *self, GVariant *parameters, GDBusMethodInvocation *invocation,
       GError **error)
{
  g_autoptr (HearthAiService) service = dup_service (self);
  g_autofree const char **points = NULL;
  const char *recipient;
  Running *running;
  gboolean ask;

  g_variant_get (parameters, "(&s^a&sb)", &recipient, &points, &ask);
  if (!ask || service == NULL)
    return start_plain (self, recipient, points, ask, error);
  if (!check_room (self, error))
    return NULL;
  running = begin (self, invocation, service);
  hearth_letter_start_async (self->engine, service, recipient, points, running->cancellable,
                             started_cb, running);
  return NULL;
}

/**
 * hearth_letter_help_stop:
 * @self: the help
 * @sender: (nullable): a caller, or %NULL for all of them
 *
 * Stops what services do for a caller, down to the sockets.
 */
void
hearth_letter_help_stop (HearthLetterHelp *self, const char *sender)
{
  g_autoptr (GPtrArray) stopped = g_ptr_array_new_with_free_func (g_object_unref);

  /* Whatever is told at once may take it out of the list. */
  for (guint i = 0; i < self->running->len; i++) {
    const Running *running = g_ptr_array_index (self->running, i);

    if (sender == NULL ||
        g_strcmp0 (sender, g_dbus_method_invocation_get_sender (running->invocation)) == 0)
      g_ptr_array_add (stopped, g_object_ref (running->cancellable));
  }
  for (guint i = 0; i < stopped->len; i++)
    g_cancellable_cancel (g_ptr_array_index (stopped, i));
}

/**
 * hearth_letter_help_call:
 * @self: the help
 * @method: a method of the interface about letters
 * @parameters: what it takes
 * @invocation: the call; consumed if this returns %TRUE
 *
 * Does what needs a service, and answers when that has.
 *
 * Returns: whether it is one of these methods
 */
gboolean
hearth_letter_help_call (HearthLetterHelp *self, const char *method, GVariant *parameters,
                         GDBusMethodInvocation *invocation)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = NULL;

  if (strcmp (method, "SuggestChanges") == 0) {
    suggest (self, parameters, invocation, &error);
  } else if (strcmp (method, "TakeChanges") == 0) {
    answer = take (self, parameters, &error);
  } else if (strcmp (method, "StartLetter") == 0) {
    answer = start (self, parameters, invocation, &error);
  } else if (strcmp (method, "StopHelp") == 0) {
    hearth_letter_help_stop (self, g_dbus_method_invocation_get_sender (invocation));
    answer = g_variant_new ("()");
  } else {
    return FALSE;
  }
  if (answer != NULL)
    g_dbus_method_invocation_return_value (invocation, answer);
  else if (error != NULL)
    hearth_service_return_error (invocation, error);
  return TRUE;
}

static void
hearth_letter_help_dispose (GObject *object)
{
  HearthLetterHelp *self = HEARTH_LETTER_HELP (object);

  g_clear_pointer (&self->suggested, g_hash_table_unref);
  g_clear_pointer (&self->running, g_ptr_array_unref);
  g_clear_object (&self->usage);
  g_clear_object (&self->setup);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (hearth_letter_help_parent_class)->dispose (object);
}

static void
hearth_letter_help_class_init (HearthLetterHelpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_letter_help_dispose;
}

static void
hearth_letter_help_init (HearthLetterHelp *self)
{
  self->suggested = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                           (GDestroyNotify) g_ptr_array_unref);
  self->running = g_ptr_array_new_with_free_func (running_free);
}

/**
 * hearth_letter_help_new:
 * @engine: the engine
 * @setup: which service is used
 * @usage: where it is counted
 *
 * Returns: (transfer full): what services do for letters
 */
HearthLetterHelp *
hearth_letter_help_new (HearthEngine *engine, HearthAiSetup *setup, HearthUsage *usage)
{
  HearthLetterHelp *self = g_object_new (HEARTH_TYPE_LETTER_HELP, NULL);

  self->engine = g_object_ref (engine);
  self->setup = g_object_ref (setup);
  self->usage = g_object_ref (usage);
  return self;
}
