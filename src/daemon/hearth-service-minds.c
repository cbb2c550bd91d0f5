/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-minds.h"

#include "hearth-local-services.h"
#include "hearth-minds.h"
#include "hearth-service-error.h"

#include <glib/gi18n.h>

/* The methods on models that can be downloaded, and on what is offered where none is there, of the
 * daemon's interface. */

#define MAX_PORTS 64
/* How many models of one server are offered; the settings show all. */
#define MAX_OFFERED 3
/* How much of this computer's memory a model may need to be offered. */
#define MEMORY_SHARE 0.7

/* What the methods work on, as long as the interface is there. */
typedef struct {
  HearthAiSetup *setup; /* (owned) */
  HearthMinds *minds;   /* (owned) */
} Desk;

static void
desk_free (gpointer data)
{
  Desk *self = data;

  g_object_unref (self->minds);
  g_object_unref (self->setup);
  g_free (self);
}

static gboolean
list_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, Desk *self)
{
  hearth_daemon_daemon1_complete_list_minds (skeleton, invocation, hearth_minds_list (self->minds));
  return TRUE;
}

static gboolean
download_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *id,
             gboolean use, Desk *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_minds_download (self->minds, id, use, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_download_mind (skeleton, invocation);
  return TRUE;
}

static gboolean
stop_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *id,
         Desk *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_minds_stop (self->minds, id, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_stop_download (skeleton, invocation);
  return TRUE;
}

static gboolean
remove_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, const char *id,
           Desk *self)
{
  g_autoptr (GError) error = NULL;

  if (!hearth_minds_remove (self->minds, id, &error))
    hearth_service_return_error (invocation, error);
  else
    hearth_daemon_daemon1_complete_remove_mind (skeleton, invocation);
  return TRUE;
}

static void
add_offer (GVariantBuilder *list, const char *kind, const char *title, const char *detail,
           const char *leaves, guint64 size, const HearthAiConfig *config, const char *mind)
{
  g_variant_builder_open (list, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (list, "{sv}", "kind", g_variant_new_string (kind));
  g_variant_builder_add (list, "{sv}", "title", g_variant_new_string (title));
  g_variant_builder_add (list, "{sv}", "detail", g_variant_new_string (detail));
  g_variant_builder_add (list, "{sv}", "leaves", g_variant_new_string (leaves));
  g_variant_builder_add (list, "{sv}", "size", g_variant_new_uint64 (size));
  g_variant_builder_add (list, "{sv}", "speed", g_variant_new_double (0));
  if (config != NULL)
    g_variant_builder_add (list, "{sv}", "service", hearth_ai_config_to_variant (config));
  if (mind != NULL)
    g_variant_builder_add (list, "{sv}", "mind", g_variant_new_string (mind));
  g_variant_builder_close (list);
}

static void
offer_found (GVariantBuilder *list, const HearthLocalService *service)
{
  for (guint i = 0; service->models[i] != NULL && i < MAX_OFFERED; i++) {
    g_autoptr (HearthAiConfig) config =
        hearth_ai_config_new ("", service->kind, service->base_url, service->models[i]);
    g_autofree char *size = service->sizes[i] > 0 ? g_format_size (service->sizes[i]) : NULL;
    /* Translators: a program, such as Ollama, and the size of a model. */
    g_autofree char *detail =
        size != NULL ? g_strdup_printf (_("%s runs here already · %s"), service->name, size)
                     : g_strdup_printf (_("%s runs here already"), service->name);

    add_offer (list, "local", service->models[i], detail, _("Nothing leaves this computer."),
               service->sizes[i], config, NULL);
  }
}

/* A speed is told only once it was measured: what is known before is how large a model is. */
static void
offer_minds (GVariantBuilder *list, Desk *self)
{
  g_autoptr (GVariant) minds = g_variant_ref_sink (hearth_minds_list (self->minds));
  double room = (double) hearth_minds_get_memory () * MEMORY_SHARE;
  g_autofree char *program =
      hearth_llama_dup_program (hearth_ai_setup_get_llama (self->setup), NULL);

  for (gsize i = 0; i < g_variant_n_children (minds) && program != NULL; i++) {
    g_autoptr (GVariant) mind = g_variant_get_child_value (minds, i);
    const char *id = "", *title = "", *state = "", *host = "";
    g_autofree char *size_text = NULL;
    g_autofree char *detail = NULL;
    g_autofree char *leaves = NULL;
    guint64 size = 0, memory = 0;

    g_variant_lookup (mind, "id", "&s", &id);
    g_variant_lookup (mind, "title", "&s", &title);
    g_variant_lookup (mind, "state", "&s", &state);
    g_variant_lookup (mind, "host", "&s", &host);
    g_variant_lookup (mind, "size", "t", &size);
    g_variant_lookup (mind, "memory", "t", &memory);
    if ((double) memory > room)
      continue;
    size_text = g_format_size (size);
    if (g_str_equal (state, "ready")) {
      detail = g_strdup_printf (_("It is here already · %s"), size_text);
      add_offer (list, "download", title, detail, _("Nothing leaves this computer."), size, NULL,
                 id);
      continue;
    }
    detail = g_strdup_printf (_("%s to download, once; larger models are better and slower"),
                              size_text);
    leaves = g_strdup_printf (
        _("The download asks %s for the file. After it nothing leaves this computer."), host);
    add_offer (list, "download", title, detail, leaves, size, NULL, id);
  }
}

typedef struct {
  GDBusMethodInvocation *invocation; /* consumed by returning */
  Desk desk;                         /* its members owned */
} Offering;

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Offering *offering = user_data;
  g_autoptr (GPtrArray) found = hearth_local_services_find_finish (result, NULL);
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; found != NULL && i < found->len; i++) {
    const HearthLocalService *service = g_ptr_array_index (found, i);

    /* One of somebody else is for the settings, which say whose it is. */
    if (!service->foreign)
      offer_found (&list, service);
  }
  offer_minds (&list, &offering->desk);
  add_offer (&list, "remote", _("A service with a key"),
             _("Fast and able, and paid for as a rule"),
             _("Your questions, and the messages and events that they need, go to it."), 0, NULL,
             NULL);
  hearth_daemon_daemon1_complete_mind_offers (NULL, offering->invocation,
                                              g_variant_builder_end (&list));
  g_object_unref (offering->desk.minds);
  g_object_unref (offering->desk.setup);
  g_free (offering);
}

static gboolean
offers_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, Desk *self)
{
  g_autoptr (GVariant) ports_value =
      g_settings_get_value (hearth_ai_setup_get_settings (self->setup), "local-service-ports");
  gsize n = 0;
  const guint16 *ports = g_variant_get_fixed_array (ports_value, &n, sizeof (guint16));
  Offering *offering = g_new0 (Offering, 1);

  offering->invocation = invocation;
  offering->desk.setup = g_object_ref (self->setup);
  offering->desk.minds = g_object_ref (self->minds);
  hearth_local_services_find_async (hearth_ai_setup_get_http (self->setup), ports,
                                    MIN (n, MAX_PORTS), NULL, found_cb, offering);
  return TRUE;
}

static gboolean
decline_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, Desk *self)
{
  g_settings_set_boolean (hearth_ai_setup_get_settings (self->setup), "mind-offered", TRUE);
  hearth_daemon_daemon1_complete_decline_mind (skeleton, invocation);
  return TRUE;
}

static void
changed_cb (HearthMinds *minds, HearthDaemonDaemon1 *skeleton)
{
  hearth_daemon_daemon1_emit_changed (skeleton, "minds");
}

/**
 * hearth_service_minds_connect:
 * @skeleton: the daemon's interface
 * @setup: the services that the settings name
 *
 * Answers the methods on models, and on what is offered.
 */
void
hearth_service_minds_connect (HearthDaemonDaemon1 *skeleton, HearthAiSetup *setup)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "handle-list-minds", G_CALLBACK (list_cb) },
    { "handle-download-mind", G_CALLBACK (download_cb) },
    { "handle-stop-download", G_CALLBACK (stop_cb) },
    { "handle-remove-mind", G_CALLBACK (remove_cb) },
    { "handle-mind-offers", G_CALLBACK (offers_cb) },
    { "handle-decline-mind", G_CALLBACK (decline_cb) },
  };
  Desk *self = g_new0 (Desk, 1);

  self->setup = g_object_ref (setup);
  self->minds = hearth_minds_new (setup);
  g_object_set_data_full (G_OBJECT (skeleton), "minds", self, desk_free);
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (skeleton, handlers[i].signal, handlers[i].callback, self);
  g_signal_connect_object (self->minds, "changed", G_CALLBACK (changed_cb), skeleton, 0);
}
