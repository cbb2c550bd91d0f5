/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mind-offer.h"

#include "hearth-deaf.h"
#include "hearth-label-wrap.h"
#include "hearth-secret-pipe.h"

#include <glib/gi18n.h>

/**
 * HearthMindOffer:
 *
 * Where rules alone did not understand: what else could answer, with its size, its speed and
 * what would leave the computer. And, before a service elsewhere is asked for the first time,
 * whether it may be. When the owner has said yes, the question is to be asked again.
 */
struct _HearthMindOffer {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *rows;
  GtkWidget *buttons; /* a HearthDeaf */
  GtkWidget *no;
  GtkWidget *state;
  GtkWidget *progress;

  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  char *host;                /* (owned) (nullable): of the service that may be asked or not */
  char *mind;                /* (owned) (nullable): what is being downloaded */
  gboolean settled;
};

G_DEFINE_FINAL_TYPE (HearthMindOffer, hearth_mind_offer, GTK_TYPE_WIDGET)

enum {
  READY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
say (HearthMindOffer *self, const char *text, gboolean trouble)
{
  if (trouble)
    gtk_widget_add_css_class (self->state, "error");
  else
    gtk_widget_remove_css_class (self->state, "error");
  gtk_label_set_text (GTK_LABEL (self->state), text);
  gtk_widget_set_visible (self->state, *text != '\0');
}

/* Once something was chosen there is nothing more to choose, unless it fails. */
static void
set_busy (HearthMindOffer *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->rows, !busy);
  gtk_widget_set_sensitive (self->buttons, !busy);
}

/* While a model is on its way, nothing is to be said of the others, and the one thing to be done
 * is to stop it. */
static void
set_downloading (HearthMindOffer *self, gboolean downloading)
{
  if (!downloading)
    g_clear_pointer (&self->mind, g_free);
  gtk_widget_set_visible (self->rows, !downloading);
  gtk_widget_set_visible (self->progress, downloading);
  gtk_button_set_label (GTK_BUTTON (self->no), downloading ? _("Stop") : _("No, Thanks"));
}

static void
fail (HearthMindOffer *self, const GError *error)
{
  g_autofree char *message = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  message = hearth_client_dup_message (error);
  set_busy (self, FALSE);
  if (self->mind != NULL)
    set_downloading (self, FALSE);
  say (self, message, TRUE);
}

static void
settle (HearthMindOffer *self, const char *sentence)
{
  self->settled = TRUE;
  gtk_widget_set_visible (self->rows, FALSE);
  gtk_widget_set_visible (self->buttons, FALSE);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "quiet");
  say (self, sentence, FALSE);
}

static void
be_ready (HearthMindOffer *self, const char *sentence)
{
  if (self->settled)
    return;
  settle (self, sentence);
  g_signal_emit (self, signals[READY], 0);
}

static HearthBusDaemon1 *
get_proxy (HearthMindOffer *self)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    fail (self, error);
  return proxy;
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindOffer) self = user_data;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_choose_purpose_finish (HEARTH_BUS_DAEMON1 (source), result, &error))
    be_ready (self, _("From now on, this answers."));
  else
    fail (self, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindOffer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  if (hearth_bus_daemon1_call_save_service_finish (HEARTH_BUS_DAEMON1 (source), &id, NULL, result,
                                                   &error))
    hearth_bus_daemon1_call_choose_purpose (HEARTH_BUS_DAEMON1 (source), "conversation", id,
                                            self->cancellable, chosen_cb, g_object_ref (self));
  else
    fail (self, error);
}

static void
use_service (HearthMindOffer *self, GVariant *service)
{
  HearthBusDaemon1 *proxy = get_proxy (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUnixFDList) nothing = NULL;

  if (proxy == NULL)
    return;
  nothing = hearth_secret_pipe_new ("", &error);
  if (nothing == NULL) {
    fail (self, error);
    return;
  }
  set_busy (self, TRUE);
  say (self, _("One moment…"), FALSE);
  hearth_bus_daemon1_call_save_service (proxy, service, g_variant_new_handle (0), nothing,
                                        self->cancellable, saved_cb, g_object_ref (self));
}

static void
show_progress (HearthMindOffer *self, GVariant *mind)
{
  const char *state = "", *problem = "";
  guint64 done = 0, size = 0;

  g_variant_lookup (mind, "state", "&s", &state);
  g_variant_lookup (mind, "problem", "&s", &problem);
  g_variant_lookup (mind, "done", "t", &done);
  g_variant_lookup (mind, "size", "t", &size);
  if (g_str_equal (state, "ready")) {
    be_ready (self, _("It is here. From now on, it answers."));
  } else if (*problem != '\0') {
    set_downloading (self, FALSE);
    say (self, problem, TRUE);
  } else {
    g_autofree char *so_far = g_format_size (done);
    g_autofree char *whole = g_format_size (size);
    g_autofree char *text = g_str_equal (state, "checking")
                                ? g_strdup (_("Checking what has come…"))
                                : g_strdup_printf (_("%s of %s have come"), so_far, whole);

    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                   size > 0 ? (double) done / (double) size : 0);
    say (self, text, FALSE);
  }
}

static void
minds_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindOffer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) minds = NULL;
  gsize n;

  if (!hearth_bus_daemon1_call_list_minds_finish (HEARTH_BUS_DAEMON1 (source), &minds, result,
                                                  &error)) {
    fail (self, error);
    return;
  }
  n = g_variant_n_children (minds);
  for (gsize i = 0; i < n && self->mind != NULL; i++) {
    g_autoptr (GVariant) mind = g_variant_get_child_value (minds, i);
    const char *id = "";

    g_variant_lookup (mind, "id", "&s", &id);
    if (g_str_equal (id, self->mind))
      show_progress (self, mind);
  }
}

static void
minds_changed_cb (HearthMindOffer *self)
{
  HearthBusDaemon1 *proxy =
      self->mind != NULL && !self->settled ? hearth_client_get_proxy (self->client, NULL) : NULL;

  if (proxy != NULL)
    hearth_bus_daemon1_call_list_minds (proxy, self->cancellable, minds_cb, g_object_ref (self));
}

static void
downloading_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindOffer) self = user_data;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_download_mind_finish (HEARTH_BUS_DAEMON1 (source), result, &error))
    minds_changed_cb (self);
  else
    fail (self, error);
}

static void
download (HearthMindOffer *self, const char *mind)
{
  HearthBusDaemon1 *proxy = get_proxy (self);

  if (proxy == NULL)
    return;
  g_free (self->mind);
  self->mind = g_strdup (mind);
  set_downloading (self, TRUE);
  say (self, _("One moment…"), FALSE);
  hearth_bus_daemon1_call_download_mind (proxy, mind, TRUE, self->cancellable, downloading_cb,
                                         g_object_ref (self));
}

static void
take_cb (GtkButton *button, gpointer user_data)
{
  HearthMindOffer *self = user_data;
  GVariant *offer = g_object_get_data (G_OBJECT (button), "offer");
  g_autoptr (GVariant) service = g_variant_lookup_value (offer, "service", G_VARIANT_TYPE_VARDICT);
  const char *mind = NULL;

  if (!hearth_deaf_listens (
          HEARTH_DEAF (gtk_widget_get_ancestor (GTK_WIDGET (button), HEARTH_TYPE_DEAF))))
    return;
  g_variant_lookup (offer, "mind", "&s", &mind);
  if (service != NULL)
    use_service (self, service);
  else if (mind != NULL)
    download (self, mind);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "app.preferences", NULL);
}

static const char *
look_up (GVariant *offer, const char *key)
{
  const char *text = "";

  g_variant_lookup (offer, key, "&s", &text);
  return text;
}

static const char *
find_button (const char *kind)
{
  if (g_str_equal (kind, "download"))
    return _("Download");
  return g_str_equal (kind, "remote") ? _("Set Up…") : _("Use It");
}

static void
add_offer (HearthMindOffer *self, GVariant *offer)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *button = gtk_button_new_with_label (find_button (look_up (offer, "kind")));
  g_autofree char *name =
      g_strdup_printf ("%s: %s", find_button (look_up (offer, "kind")), look_up (offer, "title"));

  gtk_box_append (GTK_BOX (text), make_label (look_up (offer, "title"), "value"));
  if (*look_up (offer, "detail") != '\0')
    gtk_box_append (GTK_BOX (text), make_label (look_up (offer, "detail"), "from"));
  if (*look_up (offer, "leaves") != '\0')
    gtk_box_append (GTK_BOX (text), make_label (look_up (offer, "leaves"), "from"));
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "offer", g_variant_ref (offer),
                          (GDestroyNotify) g_variant_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (take_cb), self);
  gtk_box_append (GTK_BOX (row), text);
  gtk_box_append (GTK_BOX (row), button);
  gtk_box_append (GTK_BOX (self->rows), hearth_deaf_new (row));
}

static void
offers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindOffer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) offers = NULL;
  gsize n;

  if (!hearth_bus_daemon1_call_mind_offers_finish (HEARTH_BUS_DAEMON1 (source), &offers, result,
                                                   &error)) {
    fail (self, error);
    return;
  }
  say (self, "", FALSE);
  n = g_variant_n_children (offers);
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) offer = g_variant_get_child_value (offers, i);

    add_offer (self, offer);
  }
}

static void
agreed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMindOffer) self = user_data;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_agree_to_host_finish (HEARTH_BUS_DAEMON1 (source), result, &error))
    be_ready (self, _("Allowed. You can take it back in the settings."));
  else
    fail (self, error);
}

static void
yes_cb (HearthMindOffer *self)
{
  HearthBusDaemon1 *proxy =
      hearth_deaf_listens (HEARTH_DEAF (self->buttons)) ? get_proxy (self) : NULL;

  if (proxy == NULL)
    return;
  set_busy (self, TRUE);
  hearth_bus_daemon1_call_agree_to_host (proxy, self->host, TRUE, self->cancellable, agreed_cb,
                                         g_object_ref (self));
}

static void
stop (HearthMindOffer *self, HearthBusDaemon1 *proxy)
{
  hearth_bus_daemon1_call_stop_download (proxy, self->mind, NULL, NULL, NULL);
  set_downloading (self, FALSE);
  say (self, _("Stopped. What has come stays, for when you want the rest."), FALSE);
}

static void
no_cb (HearthMindOffer *self)
{
  HearthBusDaemon1 *proxy =
      hearth_deaf_listens (HEARTH_DEAF (self->buttons)) ? get_proxy (self) : NULL;

  if (proxy == NULL)
    return;
  if (self->mind != NULL) {
    stop (self, proxy);
    return;
  }
  if (self->host == NULL)
    hearth_bus_daemon1_call_decline_mind (proxy, NULL, NULL, NULL);
  settle (self, self->host != NULL ? _("Nothing goes there.")
                                   : _("As you like. The settings have it when you want it."));
}

static void
hearth_mind_offer_dispose (GObject *object)
{
  HearthMindOffer *self = HEARTH_MIND_OFFER (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_mind_offer_parent_class)->dispose (object);
}

static void
hearth_mind_offer_finalize (GObject *object)
{
  HearthMindOffer *self = HEARTH_MIND_OFFER (object);

  g_object_unref (self->cancellable);
  g_free (self->host);
  g_free (self->mind);
  G_OBJECT_CLASS (hearth_mind_offer_parent_class)->finalize (object);
}

static void
hearth_mind_offer_class_init (HearthMindOfferClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_mind_offer_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_mind_offer_finalize;
  /**
   * HearthMindOffer::ready:
   *
   * Something else answers now, or may: the question can be asked again.
   */
  signals[READY] = g_signal_new ("ready", HEARTH_TYPE_MIND_OFFER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "proposal");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_mind_offer_init (HearthMindOffer *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->state = make_label (NULL, "state");
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_widget_set_visible (self->state, FALSE);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
fill (HearthMindOffer *self, HearthClient *client, const char *title, const char *no,
      const char *yes)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *button = gtk_button_new_with_label (no);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "changed::minds", G_CALLBACK (minds_changed_cb), self);
  self->no = button;
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (no_cb), self);
  gtk_box_append (GTK_BOX (row), button);
  if (yes != NULL) {
    button = gtk_button_new_with_label (yes);
    gtk_widget_set_hexpand (button, TRUE);
    gtk_widget_set_halign (button, GTK_ALIGN_END);
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (yes_cb), self);
    gtk_box_append (GTK_BOX (row), button);
  }
  self->buttons = hearth_deaf_new (row);
  gtk_box_append (GTK_BOX (self->box), make_label (title, "title"));
  gtk_box_append (GTK_BOX (self->box), self->rows);
  gtk_box_append (GTK_BOX (self->box), self->progress);
  gtk_box_append (GTK_BOX (self->box), self->state);
  gtk_box_append (GTK_BOX (self->box), self->buttons);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/**
 * hearth_mind_offer_new:
 * @client: the panel's client
 * @sentence: what the service says of it
 *
 * Looks what else could answer on this computer, and offers it.
 *
 * Returns: (transfer floating): the offer
 */
GtkWidget *
hearth_mind_offer_new (HearthClient *client, const char *sentence)
{
  HearthMindOffer *self = g_object_new (HEARTH_TYPE_MIND_OFFER, NULL);
  HearthBusDaemon1 *proxy;

  fill (self, client, sentence, _("No, Thanks"), NULL);
  proxy = get_proxy (self);
  if (proxy == NULL)
    return GTK_WIDGET (self);
  say (self, _("Looking what there is…"), FALSE);
  hearth_bus_daemon1_call_mind_offers (proxy, self->cancellable, offers_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}

/**
 * hearth_mind_offer_new_agree:
 * @client: the panel's client
 * @host: of a service that was never asked
 *
 * Asks whether questions and the mail that they are about may go to a host.
 *
 * Returns: (transfer floating): the question
 */
GtkWidget *
hearth_mind_offer_new_agree (HearthClient *client, const char *host)
{
  HearthMindOffer *self = g_object_new (HEARTH_TYPE_MIND_OFFER, NULL);
  /* Translators: %s is the name of a computer, "api.example.com". */
  g_autofree char *title = g_strdup_printf (_("May your questions go to %s?"), host);

  self->host = g_strdup (host);
  fill (self, client, title, _("Not Now"), _("Allow"));
  gtk_box_append (GTK_BOX (self->rows),
                  make_label (_("With them goes the mail, and the part of the calendar, that an "
                                 "answer needs. What was sent stands in the journal."),
                              "from"));
  return GTK_WIDGET (self);
}
