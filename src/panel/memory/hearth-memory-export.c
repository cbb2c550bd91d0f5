/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory-export.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-store-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

/* Everything goes into a folder of the owner's choice, as JSON lines: what is remembered, written by
 * the service, and the journal. A file that is there is not overwritten. */

#define PAGE 1000

typedef struct {
  HearthMailDesk *desk; /* (owned) */
  char *folder;         /* (owned) */
  GtkFileChooserNative *chooser; /* (owned) (nullable) once it is answered */
  guint n_memories;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_clear_object (&export->chooser);
  g_object_unref (export->desk);
  g_free (export->folder);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
say_error (const Export *export, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  if (message != NULL)
    hearth_mail_desk_say (export->desk, message);
}

/* Private mail: the file is for nobody else. */
static int
create (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 _("“%s” could not be written: %s"), path, g_strerror (errno));
  return fd;
}

static char *
dup_line (const HearthJournalEntry *entry)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *at = hearth_format_iso (entry->at);

  json_builder_begin_object (builder);
#define ADD(name, add, value)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    json_builder_set_member_name (builder, name);                                                  \
    add (builder, value);                                                                          \
  }                                                                                                \
  G_STMT_END
  ADD ("at", json_builder_add_string_value, at);
  ADD ("kind", json_builder_add_string_value, entry->kind);
  ADD ("what", json_builder_add_string_value, entry->what);
  if (entry->host != NULL) {
    ADD ("host", json_builder_add_string_value, entry->host);
    ADD ("bytes_sent", json_builder_add_int_value, entry->bytes_sent);
    ADD ("bytes_received", json_builder_add_int_value, entry->bytes_received);
  }
  if (entry->undone != 0)
    ADD ("undone", json_builder_add_boolean_value, TRUE);
#undef ADD
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
write_page (int fd, GPtrArray *entries, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize done = 0;

  for (guint i = 0; i < entries->len; i++) {
    g_autofree char *line = dup_line (g_ptr_array_index (entries, i));

    g_string_append (text, line);
    g_string_append_c (text, '\n');
  }
  while (done < text->len) {
    gssize n = write (fd, text->str + done, text->len - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   _("The journal could not be written: %s"), g_strerror (errno));
      return FALSE;
    }
    done += (gsize) n;
  }
  return TRUE;
}

/* On the panel's reading thread. Returns how many lines were written. */
static gpointer
write_journal (HearthDatabase *db, gpointer data, GError **error)
{
  const char *folder = data;
  HearthJournalFilter filter = { .limit = PAGE };
  int fd = create (folder, "journal.jsonl", error);
  guint n = 0;

  if (fd < 0)
    return NULL;
  for (;;) {
    g_autoptr (GPtrArray) entries = hearth_store_journal_list (db, &filter, error);

    if (entries == NULL || !write_page (fd, entries, error)) {
      close (fd);
      return NULL;
    }
    n += entries->len;
    if (entries->len < PAGE)
      break;
    filter.below_id = ((HearthJournalEntry *) entries->pdata[entries->len - 1])->id;
  }
  if (close (fd) != 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                 _("The journal could not be written: %s"), g_strerror (errno));
    return NULL;
  }
  return g_memdup2 (&n, sizeof n);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree guint *n = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  g_autofree char *text = NULL;

  if (n == NULL) {
    say_error (export, error);
    return;
  }
  /* Translators: two numbers */
  text = g_strdup_printf (_("Exported: %u memories, %u lines of the journal"), export->n_memories,
                          *n);
  hearth_mail_desk_say (export->desk, text);
}

static void
memories_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  HearthClient *client = hearth_mail_desk_get_client (export->desk);
  g_autoptr (GError) error = NULL;
  char *folder = g_strdup (export->folder);

  if (!hearth_bus_daemon1_call_export_memories_finish (HEARTH_BUS_DAEMON1 (source),
                                                       &export->n_memories, NULL, result, &error)) {
    say_error (export, error);
    g_free (folder);
    return;
  }
  hearth_client_read_async (client, write_journal, folder, g_free, g_free, NULL, written_cb,
                            g_steal_pointer (&export));
}

static void
start (Export *owned)
{
  g_autoptr (Export) export = owned;
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy =
      hearth_client_get_proxy (hearth_mail_desk_get_client (export->desk), &error);
  int fd = proxy != NULL ? create (export->folder, "memories.jsonl", &error) : -1;

  if (fd < 0 || g_unix_fd_list_append (fds, fd, &error) < 0) {
    say_error (export, error);
    if (fd >= 0)
      close (fd);
    return;
  }
  close (fd);
  hearth_bus_daemon1_call_export_memories (proxy, g_variant_new_handle (0), fds, NULL, memories_cb,
                                           g_steal_pointer (&export));
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GFile) folder = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  export->folder = folder != NULL ? g_file_get_path (folder) : NULL;
  if (export->folder != NULL)
    start (g_steal_pointer (&export));
}

/**
 * hearth_memory_export_begin:
 * @parent: where it was asked for
 * @desk: where it is told how it went
 *
 * Asks for a folder and writes everything into it.
 */
void
hearth_memory_export_begin (GtkWidget *parent, HearthMailDesk *desk)
{
  Export *export = g_new0 (Export, 1);

  export->desk = g_object_ref (desk);
  export->chooser = gtk_file_chooser_native_new (
      _("Export Everything to a Folder"), GTK_WINDOW (gtk_widget_get_root (parent)),
      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Export"), _("_Cancel"));
  g_signal_connect (export->chooser, "response", G_CALLBACK (chosen_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (export->chooser));
}
