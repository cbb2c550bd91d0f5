/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-source-chooser.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  HearthClient *client; /* (owned) */
  HearthSourceKind kind;
  char *name;                   /* (owned): what it is called; "" for the last part of its path */
  GtkFileChooserNative *dialog; /* (owned) (nullable) */
  HearthSourceAddedFunc callback;
  gpointer user_data;
} Choice;

static void
choice_free (Choice *choice)
{
  g_clear_object (&choice->dialog);
  g_free (choice->name);
  g_object_unref (choice->client);
  g_free (choice);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Choice *choice = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;

  if (!hearth_bus_daemon1_call_add_source_finish (HEARTH_BUS_DAEMON1 (source), NULL, result,
                                                  &error))
    problem = hearth_client_dup_message (error);
  choice->callback (problem == NULL, problem, choice->user_data);
  choice_free (choice);
}

static void
add_source (Choice *choice, const char *path)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (choice->client, &error);

  if (proxy == NULL) {
    choice->callback (FALSE, error->message, choice->user_data);
    choice_free (choice);
    return;
  }
  hearth_bus_daemon1_call_add_source (proxy, hearth_source_kind_to_string (choice->kind), path,
                                      choice->name, TRUE, NULL, added_cb, choice);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Choice *choice = user_data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  gtk_native_dialog_hide (dialog);
  if (response == GTK_RESPONSE_ACCEPT && path != NULL) {
    add_source (choice, path);
  } else {
    choice->callback (
        FALSE,
        response == GTK_RESPONSE_ACCEPT
            ? _("This place is not on this computer. Choose a folder or file that is.")
            : NULL,
        choice->user_data);
    choice_free (choice);
  }
}

/**
 * hearth_source_chooser_run:
 * @parent: a widget of the window that asks
 * @client: the panel's client
 * @kind: what to add
 * @callback: called once at the end
 * @user_data: for @callback
 *
 * Lets the owner choose a folder or file and adds it as a source.
 */
void
hearth_source_chooser_run (GtkWidget *parent, HearthClient *client, HearthSourceKind kind,
                           HearthSourceAddedFunc callback, gpointer user_data)
{
  Choice *choice = g_new0 (Choice, 1);
  GtkFileChooserAction action = kind == HEARTH_SOURCE_MAILDIR
                                    ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                    : GTK_FILE_CHOOSER_ACTION_OPEN;
  const char *title = kind == HEARTH_SOURCE_MAILDIR ? _("Choose a Mail Folder")
                      : kind == HEARTH_SOURCE_MBOX  ? _("Choose a Mail File")
                      : kind == HEARTH_SOURCE_VCARD ? _("Choose an Address Book File")
                                                    : _("Choose a Calendar File");

  choice->client = g_object_ref (client);
  choice->kind = kind;
  choice->name = g_strdup ("");
  choice->callback = callback;
  choice->user_data = user_data;
  choice->dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (parent)),
                                                action, _("_Read This"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (choice->dialog), TRUE);
  if (kind == HEARTH_SOURCE_ICS || kind == HEARTH_SOURCE_VCARD) {
    g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
    gboolean calendar = kind == HEARTH_SOURCE_ICS;

    gtk_file_filter_set_name (filter, calendar ? _("Calendars") : _("Address books"));
    gtk_file_filter_add_mime_type (filter, calendar ? "text/calendar" : "text/vcard");
    gtk_file_filter_add_suffix (filter, calendar ? "ics" : "vcf");
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (choice->dialog), filter);
  }
  g_signal_connect (choice->dialog, "response", G_CALLBACK (response_cb), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (choice->dialog));
}

/**
 * hearth_source_add:
 * @client: the panel's client
 * @kind: what to add
 * @path: where it is
 * @name: what it is called
 * @callback: called once at the end
 * @user_data: for @callback
 *
 * Adds a source whose place is known.
 */
void
hearth_source_add (HearthClient *client, HearthSourceKind kind, const char *path, const char *name,
                   HearthSourceAddedFunc callback, gpointer user_data)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->client = g_object_ref (client);
  choice->kind = kind;
  choice->name = g_strdup (name);
  choice->callback = callback;
  choice->user_data = user_data;
  add_source (choice, path);
}

static void
offer (GPtrArray *found, HearthSourceKind kind, const char *path, const char *name)
{
  g_autofree char *cur = g_build_filename (path, "cur", NULL);

  if (kind == HEARTH_SOURCE_MAILDIR ? g_file_test (cur, G_FILE_TEST_IS_DIR)
                                    : g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_ptr_array_add (found, hearth_source_new (kind, path, name));
}

static void
offer_calendars (GPtrArray *found, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, entry, "calendar.ics", NULL);

    offer (found, HEARTH_SOURCE_ICS, path, _("Calendar of this desktop"));
  }
}

/**
 * hearth_sources_discover:
 * @home: the owner's home folder
 *
 * Looks where mail and calendars usually lie. Nothing is read; a few folders are looked at.
 *
 * Returns: (transfer full) (element-type HearthSource): what could be read, each with a name
 */
GPtrArray *
hearth_sources_discover (const char *home)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_source_free);
  const struct {
    HearthSourceKind kind;
    const char *place;
    const char *name;
  } places[] = {
    { HEARTH_SOURCE_MAILDIR, "Maildir", N_("Mail in your home folder") },
    { HEARTH_SOURCE_MAILDIR, "Mail", N_("Mail in your home folder") },
    { HEARTH_SOURCE_MAILDIR, ".mail", N_("Mail in your home folder") },
    { HEARTH_SOURCE_MAILDIR, ".local/share/evolution/mail/local",
      N_("Mail in Evolution, On This Computer") },
    { HEARTH_SOURCE_ICS, ".local/share/evolution/calendar/system/calendar.ics",
      N_("Personal calendar of this desktop") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *path = g_build_filename (home, places[i].place, NULL);

    offer (found, places[i].kind, path, _ (places[i].name));
  }
  {
    g_autofree char *folder = g_build_filename (home, ".local/share/evolution/calendar", NULL);
    guint n_before = found->len;

    /* Others than the personal one, each in a folder of its own. */
    offer_calendars (found, folder);
    for (guint i = found->len; i > n_before; i--) {
      const HearthSource *source = g_ptr_array_index (found, i - 1);

      if (g_str_has_suffix (source->path, "/system/calendar.ics"))
        g_ptr_array_remove_index (found, i - 1);
    }
  }
  return found;
}

/**
 * hearth_source_dup_place:
 * @path: an absolute path
 *
 * Writes a path below the owner's home folder as they would.
 *
 * Returns: (transfer full): "~/Maildir"
 */
char *
hearth_source_dup_place (const char *path)
{
  const char *home = g_get_home_dir ();

  if (g_str_has_prefix (path, home) && path[strlen (home)] == '/')
    return g_strconcat ("~", path + strlen (home), NULL);
  return g_strdup (path);
}
