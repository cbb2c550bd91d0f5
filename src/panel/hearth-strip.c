/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-strip.h"

#include "hearth-account-window.h"
#include "hearth-label-wrap.h"
#include "hearth-store-accounts.h"
#include "hearth-store-records.h"

#include <glib/gi18n.h>

/**
 * HearthStrip:
 *
 * The line below the header that says that something is wrong, and what can be done: the
 * service is away, or an account is not let in; or that the microphone is open, where the
 * header says something else.
 */
struct _HearthStrip {
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkLabel *label;
  GtkWidget *button;

  HearthClient *client;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  HearthAccount *account;    /* (owned) (nullable): the one that is not let in */
  char *problem;             /* (owned) (nullable): what its server says */
  gboolean any_account;
  gboolean telling; /* it has to say who hears */
};

G_DEFINE_FINAL_TYPE (HearthStrip, hearth_strip, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  HearthAccount *account;
  char *problem;
  gboolean any_account;
} Trouble;

static void
trouble_free (gpointer data)
{
  Trouble *trouble = data;

  hearth_account_free (trouble->account);
  g_free (trouble->problem);
  g_free (trouble);
}

static void
show (HearthStrip *self, const char *text, const char *button)
{
  gtk_label_set_text (self->label, text);
  gtk_button_set_label (GTK_BUTTON (self->button), button);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
}

static gboolean
tells_microphone (HearthStrip *self)
{
  return self->telling && hearth_speech_client_is_open (hearth_client_get_speech (self->client));
}

static void
update (HearthStrip *self)
{
  if (tells_microphone (self)) {
    g_autofree char *text =
        hearth_speech_client_dup_explanation (hearth_client_get_speech (self->client));

    show (self, text, _("Close It"));
  } else if (hearth_client_get_state (self->client) == HEARTH_CLIENT_AWAY) {
    const char *reason = hearth_client_get_reason (self->client);
    g_autofree char *text =
        g_strdup_printf (_("%s What you see may be out of date."), reason != NULL ? reason : "");

    show (self, g_strstrip (text), _("Start It"));
  } else if (self->account != NULL && !hearth_strip_is_offline (self)) {
    /* Translators: an account's address, and what its server says, a sentence */
    g_autofree char *text = g_strdup_printf (_("%s: %s"), self->account->address, self->problem);

    show (self, text, _("Sign In Again"));
  } else {
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static gpointer
read_trouble (HearthDatabase *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, error);
  g_autoptr (GPtrArray) accounts = sources != NULL ? hearth_store_accounts_list (db, error) : NULL;
  Trouble *trouble;

  if (accounts == NULL)
    return NULL;
  trouble = g_new0 (Trouble, 1);
  trouble->any_account = accounts->len > 0;
  for (guint i = 0; i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);

    if (source->kind != HEARTH_SOURCE_IMAP || source->last_error == NULL ||
        *source->last_error == '\0' || trouble->account != NULL)
      continue;
    for (guint j = 0; j < accounts->len; j++) {
      const HearthAccount *account = g_ptr_array_index (accounts, j);

      if (account->id != source->id || account->paused)
        continue;
      trouble->account = hearth_account_copy (account);
      trouble->problem = g_strdup (source->last_error);
    }
  }
  return trouble;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthStrip *self = user_data;
  g_autoptr (GError) error = NULL;
  Trouble *trouble = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->account, hearth_account_free);
  g_clear_pointer (&self->problem, g_free);
  if (trouble != NULL) {
    self->any_account = trouble->any_account;
    self->account = g_steal_pointer (&trouble->account);
    self->problem = g_steal_pointer (&trouble->problem);
    trouble_free (trouble);
  }
  update (self);
}

static void
refresh (HearthStrip *self)
{
  update (self);
  hearth_client_read_async (self->client, read_trouble, NULL, NULL, trouble_free, self->cancellable,
                            read_cb, self);
}

static void
network_cb (HearthStrip *self)
{
  if (self->client != NULL)
    update (self);
}

/* What is hidden is not to be read to anybody. */
static void
revealed_cb (HearthStrip *self)
{
  if (!gtk_revealer_get_child_revealed (GTK_REVEALER (self->revealer)) &&
      !gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer)))
    gtk_label_set_text (self->label, "");
}

static void
clicked_cb (HearthStrip *self)
{
  GtkWindow *window;

  if (tells_microphone (self)) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.close-microphone", NULL);
    return;
  }
  if (hearth_client_get_state (self->client) == HEARTH_CLIENT_AWAY) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.reconnect", NULL);
    return;
  }
  if (self->account == NULL)
    return;
  window = hearth_account_window_new_sign_in (self->client, self->account, self->problem);
  gtk_window_set_transient_for (window, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (window);
}

static void
hearth_strip_dispose (GObject *object)
{
  HearthStrip *self = HEARTH_STRIP (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL) {
    g_signal_handlers_disconnect_by_data (hearth_client_get_speech (self->client), self);
    g_signal_handlers_disconnect_by_data (self->client, self);
  }
  g_clear_object (&self->client);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_strip_parent_class)->dispose (object);
}

static void
hearth_strip_finalize (GObject *object)
{
  HearthStrip *self = HEARTH_STRIP (object);

  g_object_unref (self->cancellable);
  hearth_account_free (self->account);
  g_free (self->problem);
  G_OBJECT_CLASS (hearth_strip_parent_class)->finalize (object);
}

static void
hearth_strip_class_init (HearthStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_strip_dispose;
  object_class->finalize = hearth_strip_finalize;
  /**
   * HearthStrip::changed:
   *
   * Something else is wrong than before, or nothing.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_STRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_strip_init (HearthStrip *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (NULL);

  self->cancellable = g_cancellable_new ();
  self->label = GTK_LABEL (label);
  gtk_widget_set_hexpand (label, TRUE);
  hearth_label_wrap (self->label);
  gtk_label_set_xalign (self->label, 0);
  self->button = gtk_button_new ();
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "strip");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->button);
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), box);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  g_signal_connect_swapped (self->revealer, "notify::child-revealed", G_CALLBACK (revealed_cb),
                            self);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (network_cb), self, G_CONNECT_SWAPPED);
}

/**
 * hearth_strip_set_client:
 * @self: a strip
 * @client: the panel's client
 *
 * Gives the strip its client, once.
 */
void
hearth_strip_set_client (HearthStrip *self, HearthClient *client)
{
  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (client, "changed::sources", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (hearth_client_get_speech (client), "changed", G_CALLBACK (update),
                            self);
  refresh (self);
}

/**
 * hearth_strip_set_telling:
 * @self: a strip
 * @telling: whether nothing else on the screen says who hears
 *
 * Has it say who hears while the microphone is open.
 */
void
hearth_strip_set_telling (HearthStrip *self, gboolean telling)
{
  if (telling == self->telling)
    return;
  self->telling = telling;
  if (self->client != NULL)
    update (self);
}

/**
 * hearth_strip_is_offline:
 * @self: a strip
 *
 * Returns: whether there are accounts and no network that leads to them
 */
gboolean
hearth_strip_is_offline (HearthStrip *self)
{
  return self->any_account &&
         !g_network_monitor_get_network_available (g_network_monitor_get_default ());
}
