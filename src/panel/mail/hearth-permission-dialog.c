/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-permission-dialog.h"

#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-store-messages.h"
#include "hearth-store-permissions.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* Asks what a standing permission shall cover before it is given: each choice says exactly for
 * whose mail it is, how much comes a week and how much is there. */

#define DAY 86400
#define WEEKS 4

/* How long it holds; the second is the usual one. */
static const struct {
  const char *label;
  int days;
} terms[] = {
  { N_("For 30 days"), 30 },
  { N_("For 90 days"), 90 },
  { N_("For a year"), 365 },
  { N_("Until I revoke it"), 0 },
};

#define USUAL_TERM 1

typedef struct {
  HearthPermission *permission;
  HearthPermissionReach reach;
} Choice;

typedef struct {
  HearthMailDesk *desk; /* (owned) */
  GtkWidget *window;    /* (owned) */
  gint64 message_id;
  char *verb;
  GPtrArray *choices; /* (owned) (nullable) (element-type Choice) */
  GtkDropDown *cover;
  GtkDropDown *term;
  GtkLabel *reach;
  GtkCheckButton *present;
} Asking;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  hearth_permission_free (choice->permission);
  g_free (choice);
}

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_object_unref (asking->desk);
  g_object_unref (asking->window);
  g_clear_pointer (&asking->choices, g_ptr_array_unref);
  g_free (asking->verb);
  g_free (asking);
}

static gboolean
add_choice (GPtrArray *choices, HearthDatabase *db, const char *verb, const char *field,
            const char *value, const char *name, GError **error)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->permission = hearth_permission_new (verb, field, value, name);
  g_ptr_array_add (choices, choice);
  return hearth_store_permissions_count (db, choice->permission, hearth_clock_now (),
                                         &choice->reach, error);
}

typedef struct {
  gint64 message_id;
  char *verb;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->verb);
  g_free (wanted);
}

static gpointer
read_choices (HearthDatabase *db, gpointer data, GError **error)
{
  const Wanted *wanted = data;
  g_autoptr (HearthMessage) message = hearth_store_messages_get (db, wanted->message_id, error);
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (choice_free);
  const char *at;

  if (message == NULL)
    return NULL;
  if (*message->list_id != '\0' &&
      !add_choice (choices, db, wanted->verb, "list", message->list_id,
                   message->from != NULL ? message->from->name : "", error))
    return NULL;
  if (message->from != NULL && *message->from->address != '\0' &&
      !add_choice (choices, db, wanted->verb, "from", message->from->address, message->from->name,
                   error))
    return NULL;
  at = message->from != NULL ? strchr (message->from->address, '@') : NULL;
  if (at != NULL && strchr (at, '.') != NULL &&
      !add_choice (choices, db, wanted->verb, "domain", at + 1, "", error))
    return NULL;
  return g_steal_pointer (&choices);
}

static const Choice *
get_choice (const Asking *asking)
{
  return g_ptr_array_index (asking->choices, gtk_drop_down_get_selected (asking->cover));
}

static void
cover_cb (GtkDropDown *cover, GParamSpec *pspec, gpointer user_data)
{
  Asking *asking = user_data;
  const Choice *choice = get_choice (asking);
  int week = (int) (choice->reach.n_month / WEEKS);
  int present = (int) choice->reach.n_present;
  g_autofree char *reach =
      g_strdup_printf (ngettext ("About %d message a week", "About %d messages a week", week),
                       week);
  g_autofree char *also = g_strdup_printf (
      ngettext ("Also to the %d that is there", "Also to the %d that are there", present), present);

  gtk_label_set_text (asking->reach, reach);
  gtk_check_button_set_label (asking->present, also);
  gtk_widget_set_sensitive (GTK_WIDGET (asking->present), present > 0);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Asking *asking = user_data;
  const HearthPermission *permission = get_choice (asking)->permission;
  int days = terms[gtk_drop_down_get_selected (asking->term)].days;

  if (g_strcmp0 (response, "allow") == 0)
    hearth_mail_desk_allow (asking->desk, permission->verb, permission->field, permission->value,
                            permission->name,
                            days != 0 ? hearth_clock_now () + (gint64) days * DAY : 0,
                            gtk_check_button_get_active (asking->present));
}

static GtkWidget *
make_drop_down (const char *const *labels, const char *name)
{
  GtkWidget *drop = gtk_drop_down_new_from_strings (labels);

  hearth_entry_rows_name_inside (drop, name);
  return drop;
}

static GtkWidget *
make_covers (const Asking *asking)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *drop;

  for (guint i = 0; i < asking->choices->len; i++) {
    const Choice *choice = g_ptr_array_index (asking->choices, i);

    g_ptr_array_add (labels, hearth_permission_dup_cover (choice->permission));
  }
  g_ptr_array_add (labels, NULL);
  drop = make_drop_down ((const char *const *) labels->pdata, _("Whose mail"));
  return drop;
}

static GtkWidget *
make_terms (void)
{
  const char *labels[G_N_ELEMENTS (terms) + 1] = { NULL };
  GtkWidget *drop;

  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    labels[i] = _ (terms[i].label);
  drop = make_drop_down (labels, _("For how long"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), USUAL_TERM);
  return drop;
}

static const char *
get_heading (const char *verb)
{
  if (strcmp (verb, "read") == 0)
    return _("Always Mark as Read?");
  return strcmp (verb, "trash") == 0 ? _("Always Move to Trash?") : _("Always Archive?");
}

static void
show_dialog (Asking *asking)
{
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (asking->window), get_heading (asking->verb),
                              _("New mail like this will not wait for you. Mail that matters, and "
                                 "what you starred or answered, is never touched. All of it can be "
                                 "taken back in Preferences."));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  asking->cover = GTK_DROP_DOWN (make_covers (asking));
  asking->term = GTK_DROP_DOWN (make_terms ());
  asking->reach = GTK_LABEL (gtk_label_new (NULL));
  asking->present = GTK_CHECK_BUTTON (gtk_check_button_new ());
  gtk_label_set_xalign (asking->reach, 0);
  gtk_widget_add_css_class (GTK_WIDGET (asking->reach), "dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (asking->cover));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (asking->reach));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (asking->term));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (asking->present));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), box);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "allow",
                                    _("_Allow"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (asking->cover, "notify::selected", G_CALLBACK (cover_cb), asking);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), asking);
  g_object_set_data_full (G_OBJECT (dialog), "hearth-asking", asking, asking_free);
  cover_cb (asking->cover, NULL, asking);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asking *asking = user_data;
  g_autoptr (GError) error = NULL;

  asking->choices = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  if (asking->choices != NULL && asking->choices->len > 0) {
    show_dialog (asking);
    return;
  }
  hearth_mail_desk_say (asking->desk, error != NULL
                                          ? error->message
                                          : _("This message does not say from whom it is."));
  asking_free (asking);
}

/**
 * hearth_permission_ask:
 * @window: the window that asks
 * @desk: where the owner's actions are carried out
 * @message_id: a message
 * @verb: "archive", "read" or "trash"
 *
 * Asks whether something shall always be done to mail like a message, and for how long.
 */
void
hearth_permission_ask (GtkWidget *window, HearthMailDesk *desk, gint64 message_id, const char *verb)
{
  Asking *asking = g_new0 (Asking, 1);
  Wanted *wanted = g_new0 (Wanted, 1);

  asking->desk = g_object_ref (desk);
  asking->window = g_object_ref (window);
  asking->message_id = message_id;
  asking->verb = g_strdup (verb);
  wanted->message_id = message_id;
  wanted->verb = g_strdup (verb);
  hearth_client_read_async (hearth_mail_desk_get_client (desk), read_choices, wanted, wanted_free,
                            (GDestroyNotify) g_ptr_array_unref, NULL, read_cb, asking);
}
