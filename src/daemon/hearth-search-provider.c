/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-search-provider.h"

#include "hearth-clock.h"
#include "hearth-find.h"
#include "hearth-format.h"
#include "hearth-panel-launcher.h"
#include "hearth-shell-search-dbus.h"

#include <glib/gi18n.h>
#include <string.h>

#define OBJECT_PATH "/io/github/hearthdesktop/Hearth/SearchProvider"
#define SETTING "desktop-search"

/* The desktop shows five of them. */
#define MAX_RESULTS 12
/* The desktop asks what results are while the next letter is looked for, and shows none of them if
 * one is not known any more. */
#define MAX_KEPT 120
/* More than anybody types; the desktop passes on what was pasted. */
#define MAX_TEXT 400

#define KINDS (1u << HEARTH_FOUND_MESSAGE | 1u << HEARTH_FOUND_EVENT | 1u << HEARTH_FOUND_PERSON)

/**
 * HearthSearchProvider:
 *
 * What the desktop's search shows of Hearth: mail, events and people.
 */
struct _HearthSearchProvider {
  GObject parent_instance;

  HearthEngine *engine;                      /* (owned) */
  GSettings *settings;                       /* (owned) */
  GDBusConnection *bus;                      /* (owned) (nullable) */
  HearthShellShellSearchProvider2 *skeleton; /* (owned) */
  GHashTable *results; /* (owned) (element-type utf8 HearthFound): of the last searches */
  GHashTable *older;   /* (owned) (nullable) (element-type utf8 HearthFound): of those before */
  gboolean demo;
};

G_DEFINE_FINAL_TYPE (HearthSearchProvider, hearth_search_provider, G_TYPE_OBJECT)

/* What opens it, so that a result can be opened after a new search or a restart, too. */
static char *
make_id (const HearthFound *found)
{
  if (found->kind == HEARTH_FOUND_EVENT)
    return g_strdup_printf ("event:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, found->id, found->when);
  if (found->kind == HEARTH_FOUND_PERSON)
    return g_strconcat ("person:", found->name, NULL);
  return g_strdup_printf ("message:%" G_GINT64_FORMAT, found->id);
}

/* The words as one line, which is cut where a character ends. */
static char *
join (const char *const *terms)
{
  g_autofree char *text = g_strjoinv (" ", (char **) terms);
  const char *end;

  if (strlen (text) > MAX_TEXT)
    text[MAX_TEXT] = '\0';
  if (!g_utf8_validate (text, -1, &end))
    text[end - text] = '\0';
  return g_steal_pointer (&text);
}

static GHashTable *
make_results (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) hearth_found_free);
}

static void
make_room (HearthSearchProvider *self)
{
  if (g_hash_table_size (self->results) < MAX_KEPT)
    return;
  g_clear_pointer (&self->older, g_hash_table_unref);
  self->older = g_steal_pointer (&self->results);
  self->results = make_results ();
}

static const HearthFound *
look_up (HearthSearchProvider *self, const char *id)
{
  const HearthFound *found = g_hash_table_lookup (self->results, id);

  return found != NULL || self->older == NULL ? found : g_hash_table_lookup (self->older, id);
}

static char **
search (HearthSearchProvider *self, const char *const *terms)
{
  HearthFindOptions options = { .kinds = KINDS, .as_typed = TRUE, .limit = MAX_RESULTS };
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autofree char *text = join (terms);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  make_room (self);
  if (!g_settings_get_boolean (self->settings, SETTING))
    return g_strv_builder_end (ids);
  found = hearth_find (hearth_engine_get_reader (self->engine), text, &options, &error);
  if (found == NULL) {
    g_debug ("The desktop's search finds nothing: %s", error->message);
    return g_strv_builder_end (ids);
  }
  while (found->len > 0) {
    HearthFound *one = g_ptr_array_steal_index (found, 0);
    char *id = make_id (one);

    /* What the owner put away, or was judged to be junk, is for Hearth's own search. */
    if (one->aside) {
      hearth_found_free (one);
      g_free (id);
      continue;
    }
    g_strv_builder_add (ids, id);
    g_hash_table_replace (self->results, id, one);
  }
  return g_strv_builder_end (ids);
}

static gboolean
initial_cb (HearthSearchProvider *self, GDBusMethodInvocation *invocation, const char *const *terms)
{
  g_auto (GStrv) ids = search (self, terms);

  hearth_shell_shell_search_provider2_complete_get_initial_result_set (self->skeleton, invocation,
                                                                       (const char *const *) ids);
  return TRUE;
}

/* What was found before may have been cut off: the words are looked for anew. */
static gboolean
subsearch_cb (HearthSearchProvider *self, GDBusMethodInvocation *invocation,
              const char *const *previous, const char *const *terms)
{
  g_auto (GStrv) ids = search (self, terms);

  hearth_shell_shell_search_provider2_complete_get_subsearch_result_set (self->skeleton, invocation,
                                                                         (const char *const *) ids);
  return TRUE;
}

static char *
dup_description (const HearthFound *found)
{
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;

  if (found->kind == HEARTH_FOUND_MESSAGE)
    return g_strdup (found->who);
  if (found->kind == HEARTH_FOUND_PERSON)
    return g_strdup (found->name);
  day = hearth_format_day_short (found->when, hearth_clock_now ());
  if (found->all_day)
    return g_steal_pointer (&day);
  time = hearth_format_time (found->when);
  return g_strconcat (day, ", ", time, NULL);
}

static const char *
get_icon (HearthFoundKind kind)
{
  if (kind == HEARTH_FOUND_EVENT)
    return "x-office-calendar";
  return kind == HEARTH_FOUND_PERSON ? "avatar-default" : "mail-message";
}

static void
add_meta (GVariantBuilder *metas, const char *id, const HearthFound *found)
{
  g_autofree char *description = dup_description (found);

  g_variant_builder_open (metas, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (id));
  g_variant_builder_add (metas, "{sv}", "name",
                         g_variant_new_string (*found->title != '\0' ? found->title
                                                                     : _("Without a subject")));
  g_variant_builder_add (metas, "{sv}", "gicon", g_variant_new_string (get_icon (found->kind)));
  if (description != NULL)
    g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_close (metas);
}

static gboolean
metas_cb (HearthSearchProvider *self, GDBusMethodInvocation *invocation, const char *const *ids)
{
  GVariantBuilder metas;

  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; ids[i] != NULL; i++) {
    const HearthFound *found = look_up (self, ids[i]);

    if (found != NULL)
      add_meta (&metas, ids[i], found);
  }
  hearth_shell_shell_search_provider2_complete_get_result_metas (self->skeleton, invocation,
                                                                 g_variant_builder_end (&metas));
  return TRUE;
}

/* When the owner chose it, by the X server's clock, so that the window may take the focus. */
static char *
make_token (guint timestamp)
{
  return timestamp != 0 ? g_strdup_printf ("_TIME%u", timestamp) : NULL;
}

/* Opens what an id names; nothing for one that names nothing. */
static void
open_id (HearthSearchProvider *self, const char *id, guint timestamp)
{
  g_autofree char *token = make_token (timestamp);
  const char *numbers = strchr (id, ':');
  char *end = NULL;
  gint64 row;

  if (g_str_has_prefix (id, "person:")) {
    hearth_panel_launcher_activate (self->bus, self->demo, "find",
                                    g_variant_new_string (numbers + 1), token);
    return;
  }
  row = numbers != NULL ? g_ascii_strtoll (numbers + 1, &end, 10) : 0;
  if (row <= 0)
    return;
  if (g_str_has_prefix (id, "message:") && *end == '\0')
    hearth_panel_launcher_activate (self->bus, self->demo, "show-message",
                                    g_variant_new_int64 (row), token);
  else if (g_str_has_prefix (id, "event:") && *end == ':')
    hearth_panel_launcher_activate (
        self->bus, self->demo, "show-event",
        g_variant_new ("(xx)", row, (gint64) g_ascii_strtoll (end + 1, NULL, 10)), token);
}

static gboolean
activate_cb (HearthSearchProvider *self, GDBusMethodInvocation *invocation, const char *id,
             const char *const *terms, guint timestamp)
{
  open_id (self, id, timestamp);
  hearth_shell_shell_search_provider2_complete_activate_result (self->skeleton, invocation);
  return TRUE;
}

static gboolean
launch_cb (HearthSearchProvider *self, GDBusMethodInvocation *invocation, const char *const *terms,
           guint timestamp)
{
  g_autofree char *text = join (terms);
  g_autofree char *token = make_token (timestamp);

  hearth_panel_launcher_activate (self->bus, self->demo, "find", g_variant_new_string (text),
                                  token);
  hearth_shell_shell_search_provider2_complete_launch_search (self->skeleton, invocation);
  return TRUE;
}

static void
hearth_search_provider_dispose (GObject *object)
{
  HearthSearchProvider *self = HEARTH_SEARCH_PROVIDER (object);

  if (self->bus != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->bus);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_search_provider_parent_class)->dispose (object);
}

static void
hearth_search_provider_finalize (GObject *object)
{
  HearthSearchProvider *self = HEARTH_SEARCH_PROVIDER (object);

  g_signal_handlers_disconnect_by_data (self->skeleton, self);
  g_object_unref (self->skeleton);
  g_hash_table_unref (self->results);
  g_clear_pointer (&self->older, g_hash_table_unref);
  G_OBJECT_CLASS (hearth_search_provider_parent_class)->finalize (object);
}

static void
hearth_search_provider_class_init (HearthSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_search_provider_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_search_provider_finalize;
}

static void
hearth_search_provider_init (HearthSearchProvider *self)
{
  const struct {
    const char *signal;
    GCallback callback;
  } methods[] = {
    { "handle-get-initial-result-set", G_CALLBACK (initial_cb) },
    { "handle-get-subsearch-result-set", G_CALLBACK (subsearch_cb) },
    { "handle-get-result-metas", G_CALLBACK (metas_cb) },
    { "handle-activate-result", G_CALLBACK (activate_cb) },
    { "handle-launch-search", G_CALLBACK (launch_cb) },
  };

  self->results = make_results ();
  self->skeleton = hearth_shell_shell_search_provider2_skeleton_new ();
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    g_signal_connect_swapped (self->skeleton, methods[i].signal, methods[i].callback, self);
}

/**
 * hearth_search_provider_new:
 * @engine: the engine
 * @settings: Hearth's settings: "desktop-search" says whether anything is found
 * @demo: whether the demo's panel is opened
 *
 * Returns: (transfer full): what answers the desktop's search
 */
HearthSearchProvider *
hearth_search_provider_new (HearthEngine *engine, GSettings *settings, gboolean demo)
{
  HearthSearchProvider *self = g_object_new (HEARTH_TYPE_SEARCH_PROVIDER, NULL);

  self->engine = g_object_ref (engine);
  self->settings = g_object_ref (settings);
  self->demo = demo;
  return self;
}

/**
 * hearth_search_provider_export:
 * @self: a provider
 * @bus: the session bus
 * @error: why it cannot be reached there
 *
 * Answers on the bus, as org.gnome.Shell.SearchProvider2.
 *
 * Returns: %FALSE on an error
 */
gboolean
hearth_search_provider_export (HearthSearchProvider *self, GDBusConnection *bus, GError **error)
{
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), bus,
                                         OBJECT_PATH, error))
    return FALSE;
  self->bus = g_object_ref (bus);
  return TRUE;
}
