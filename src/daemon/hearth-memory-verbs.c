/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory-verbs.h"

#include "hearth-memories.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* The methods of the daemon's interface about what is remembered, as they are in
 * data/io.github.hearthdesktop.Hearth.Daemon1.xml; also for the engine without a bus. */

static void
replace (char **field, GVariantDict *fields, const char *name)
{
  char *value;

  if (!g_variant_dict_lookup (fields, name, "s", &value))
    return;
  g_free (*field);
  *field = value;
}

static GVariant *
remember (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  g_autoptr (GVariant) given = g_variant_get_child_value (parameters, 0);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (given);
  g_autoptr (HearthMemory) memory = hearth_memory_new ("fact", HEARTH_MEMORY_OWNER, "");
  gint64 action;

  replace (&memory->text, &fields, "text");
  replace (&memory->kind, &fields, "kind");
  replace (&memory->subject, &fields, "subject");
  replace (&memory->quote, &fields, "quote");
  g_variant_dict_lookup (&fields, "pinned", "b", &memory->pinned);
  g_variant_dict_lookup (&fields, "from", "x", &memory->valid_from);
  g_variant_dict_lookup (&fields, "until", "x", &memory->valid_until);
  if (!hearth_memories_remember (engine, memory, &action, error))
    return NULL;
  return g_variant_new ("(xx)", memory->id, action);
}

/* Says yes, changes and pins, in this order, so that all may be asked for at once. */
static GVariant *
change (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  g_autoptr (GVariant) given = g_variant_get_child_value (parameters, 1);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (given);
  const char *state = NULL;
  const char *text = NULL;
  gint64 action = 0;
  gboolean pinned;
  gint64 id;

  g_variant_get_child (parameters, 0, "x", &id);
  if (g_variant_dict_lookup (&fields, "state", "&s", &state) && strcmp (state, "active") != 0) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                 _("“%s” is no state that a memory can be brought into."), state);
    return NULL;
  }
  if (state != NULL && !hearth_memories_accept (engine, id, &action, error))
    return NULL;
  if (g_variant_dict_lookup (&fields, "text", "&s", &text) &&
      !hearth_memories_change (engine, id, text, &id, &action, error))
    return NULL;
  if (g_variant_dict_lookup (&fields, "pinned", "b", &pinned) &&
      !hearth_memories_set_pinned (engine, id, pinned, error))
    return NULL;
  return g_variant_new ("(xx)", id, action);
}

static GVariant *
forget (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  g_autofree char *stays = NULL;
  gint64 id;

  g_variant_get (parameters, "(x)", &id);
  if (!hearth_memories_forget (engine, id, &stays, error))
    return NULL;
  return g_variant_new ("(s)", stays);
}

/* Without a bus the descriptor is one of this process. */
static int
dup_file (GVariant *parameters, GUnixFDList *fds, GError **error)
{
  gint32 handle;
  int fd;

  g_variant_get (parameters, "(h)", &handle);
  if (fds != NULL)
    return g_unix_fd_list_get (fds, handle, error);
  fd = dup (handle);
  if (fd < 0)
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                         _("There is no file to read or write."));
  return fd;
}

static GVariant *
move_file (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds,
           gboolean (*move) (HearthEngine *engine, int fd, guint *n, GError **error),
           GError **error)
{
  int fd = dup_file (parameters, fds, error);
  gboolean ok;
  guint n;

  if (fd < 0)
    return NULL;
  ok = move (engine, fd, &n, error);
  close (fd);
  return ok ? g_variant_new ("(u)", n) : NULL;
}

static GVariant *
export_all (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  return move_file (engine, parameters, fds, hearth_memories_export, error);
}

static GVariant *
import_all (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  return move_file (engine, parameters, fds, hearth_memories_import, error);
}

static const struct {
  const char *method;
  const char *type;
  GVariant *(*call) (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error);
} verbs[] = {
  { "Remember", "(a{sv})", remember },     { "ChangeMemory", "(xa{sv})", change },
  { "ForgetMemory", "(x)", forget },       { "ExportMemories", "(h)", export_all },
  { "ImportMemories", "(h)", import_all },
};

/**
 * hearth_memory_verb_is:
 * @method: the name of a method, as on D-Bus
 *
 * Returns: whether hearth_memory_verb_call() does it
 */
gboolean
hearth_memory_verb_is (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (strcmp (verbs[i].method, method) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_memory_verb_call:
 * @engine: the engine
 * @method: the name of a method, as on D-Bus
 * @parameters: what it takes there
 * @fds: (nullable): descriptors that came with it; %NULL if its handles are this process's own
 * @error: a #HearthEngineError or #HearthStoreError
 *
 * Does what a method does.
 *
 * Returns: (transfer floating) (nullable): what it gives back, or %NULL
 */
GVariant *
hearth_memory_verb_call (HearthEngine *engine, const char *method, GVariant *parameters,
                         GUnixFDList *fds, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (strcmp (verbs[i].method, method) == 0 &&
        g_variant_is_of_type (parameters, G_VARIANT_TYPE (verbs[i].type)))
      return verbs[i].call (engine, parameters, fds, error);
  }
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
               _("There is no method “%s” like that."), method);
  return NULL;
}
