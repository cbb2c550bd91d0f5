/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-file-tray.h"

#include "hearth-picture-shrink.h"
#include "hearth-worker.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_CHARS 24

/**
 * HearthFileTray:
 *
 * What goes with the next question: chips above the entry, each with a button that removes it.
 * Files are read as soon as they are dropped, pasted or chosen; pictures are made as large as
 * they need to be on a thread of its own.
 */
struct _HearthFileTray {
  GtkWidget parent_instance;

  GtkWidget *chips;
  GPtrArray *files;          /* (owned) (element-type HearthTurnFile) */
  HearthWorker *worker;      /* (owned) (nullable): made with the first file */
  GCancellable *cancellable; /* (owned) */
  guint n_reading;           /* so many are being read */
};

G_DEFINE_FINAL_TYPE (HearthFileTray, hearth_file_tray, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void show_files (HearthFileTray *self);

static void
say (HearthFileTray *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", sentence);
}

static const char *
find_icon (const HearthTurnFile *file)
{
  return hearth_turn_file_get_kind (file) == HEARTH_TURN_FILE_IMAGE ? "image-x-generic-symbolic"
                                                                    : "text-x-generic-symbolic";
}

static void
remove_cb (GtkButton *button, gpointer user_data)
{
  HearthFileTray *self = user_data;
  gpointer file = g_object_get_data (G_OBJECT (button), "file");

  g_ptr_array_remove (self->files, file);
  show_files (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * hearth_file_tray_make_chip:
 * @file: what went with a question
 *
 * Returns: (transfer floating): a pill with its name
 */
GtkWidget *
hearth_file_tray_make_chip (const HearthTurnFile *file)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *image = gtk_image_new_from_icon_name (find_icon (file));
  GtkWidget *label = gtk_label_new (file->name);
  g_autofree char *size = g_format_size (file->size);
  /* Translators: a file that goes with a question, and its size. */
  g_autofree char *name = g_strdup_printf (_("Attached: %s, %s"), file->name, size);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (chip, name);
  gtk_box_append (GTK_BOX (chip), image);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_widget_add_css_class (chip, "file-chip");
  return chip;
}

static GtkWidget *
make_removable (HearthFileTray *self, HearthTurnFile *file)
{
  GtkWidget *chip = hearth_file_tray_make_chip (file);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *name = g_strdup_printf (_("Remove: %s"), file->name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small-button");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "file", file);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (chip), button);
  return chip;
}

static void
show_files (HearthFileTray *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);
  for (guint i = 0; i < self->files->len; i++)
    gtk_box_append (GTK_BOX (self->chips), make_removable (self, self->files->pdata[i]));
  if (self->n_reading > 0) {
    GtkWidget *spinner = gtk_spinner_new ();

    gtk_spinner_start (GTK_SPINNER (spinner));
    gtk_box_append (GTK_BOX (self->chips), spinner);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), self->files->len > 0 || self->n_reading > 0);
}

typedef struct {
  char *name;
  GFile *file;   /* (owned) (nullable) */
  GBytes *bytes; /* (owned) (nullable) */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->name);
  g_clear_object (&wanted->file);
  g_clear_pointer (&wanted->bytes, g_bytes_unref);
  g_free (wanted);
}

/* A pipe would never end. What has no path is on a server, from where it would be fetched past what
 * is counted. */
static GFileInputStream *
open_file (GFile *file, GCancellable *cancellable, GError **error)
{
  if (g_file_peek_path (file) == NULL ||
      g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) != G_FILE_TYPE_REGULAR) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                         _("Only files can be opened."));
    return NULL;
  }
  return g_file_read (file, cancellable, error);
}

/* No more than a picture may have is read, whatever the file says of its size. */
static GBytes *
read_bounded (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = open_file (file, cancellable, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[32768];

  while (stream != NULL && bytes->len <= HEARTH_PICTURE_MAX_BYTES) {
    gssize n =
        g_input_stream_read (G_INPUT_STREAM (stream), buffer, sizeof buffer, cancellable, error);

    if (n < 0)
      return NULL;
    if (n == 0)
      return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
    g_byte_array_append (bytes, buffer, (guint) n);
  }
  /* It will be told that it is too large. */
  return stream != NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

static void
read_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Wanted *wanted = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = wanted->bytes != NULL
                                 ? g_bytes_ref (wanted->bytes)
                                 : read_bounded (wanted->file, cancellable, &error);
  g_autoptr (GBytes) picture = NULL;
  HearthTurnFile *file;

  if (bytes == NULL) {
    g_task_return_error (task, error);
    return;
  }
  /* What is no picture goes as it is, if it goes at all. */
  picture = hearth_picture_shrink (bytes, HEARTH_TURN_FILE_MAX_PIXELS, NULL);
  file = hearth_turn_file_new (wanted->name, picture != NULL ? picture : bytes, &error);
  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) hearth_turn_file_free);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthFileTray *self = HEARTH_FILE_TRAY (source);
  g_autoptr (GError) error = NULL;
  HearthTurnFile *file = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->n_reading--;
  if (file != NULL)
    g_ptr_array_add (self->files, file);
  else
    say (self, error->message);
  show_files (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Takes @file and @bytes. */
static void
start_reading (HearthFileTray *self, char *name, GFile *file, GBytes *bytes)
{
  Wanted *wanted = g_new0 (Wanted, 1);
  GTask *task = g_task_new (self, self->cancellable, read_cb, NULL);

  wanted->name = name;
  wanted->file = file;
  wanted->bytes = bytes;
  g_task_set_task_data (task, wanted, wanted_free);
  if (self->files->len + self->n_reading >= HEARTH_TURN_FILE_MAX) {
    g_autofree char *sentence =
        g_strdup_printf (_("At most %d files go with a question."), HEARTH_TURN_FILE_MAX);

    g_object_unref (task);
    say (self, sentence);
    return;
  }
  if (self->worker == NULL)
    self->worker = hearth_worker_new ("pictures");
  self->n_reading++;
  show_files (self);
  g_signal_emit (self, signals[CHANGED], 0);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, read_in_worker);
}

static void
add_texture (HearthFileTray *self, GdkTexture *texture)
{
  g_autoptr (GBytes) png = NULL;

  if ((double) gdk_texture_get_width (texture) * gdk_texture_get_height (texture) > 64e6) {
    say (self, _("This picture is too large."));
    return;
  }
  png = gdk_texture_save_to_png_bytes (texture);
  start_reading (self, g_strdup (_("Picture.png")), NULL, g_steal_pointer (&png));
}

static gboolean
take_value (HearthFileTray *self, const GValue *value)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST)) {
    for (GSList *item = g_value_get_boxed (value); item != NULL; item = item->next)
      hearth_file_tray_add (self, item->data);
    return TRUE;
  }
  if (G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE) && g_value_get_object (value) != NULL) {
    add_texture (self, g_value_get_object (value));
    return TRUE;
  }
  return FALSE;
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  return take_value (user_data, value);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthFileTray) self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value != NULL)
    take_value (self, value);
  else
    say (self, error->message);
}

/* Words are pasted as words, also where a picture of them lies beside. */
static void
paste_cb (GtkWidget *text, gpointer user_data)
{
  HearthFileTray *self = user_data;
  GdkClipboard *clipboard = gtk_widget_get_clipboard (text);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  gboolean files = gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
                   gdk_content_formats_contain_mime_type (formats, "text/uri-list");
  gboolean picture = gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) ||
                     gdk_content_formats_contain_mime_type (formats, "image/png");
  gboolean words = gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) ||
                   gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8");

  if (!files && (words || !picture))
    return;
  g_signal_stop_emission_by_name (text, "paste-clipboard");
  gdk_clipboard_read_value_async (clipboard, files ? GDK_TYPE_FILE_LIST : GDK_TYPE_TEXTURE,
                                  G_PRIORITY_DEFAULT, self->cancellable, pasted_cb,
                                  g_object_ref (self));
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (HearthFileTray) self = user_data;
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    hearth_file_tray_add (self, file);
  }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
hearth_file_tray_dispose (GObject *object)
{
  HearthFileTray *self = HEARTH_FILE_TRAY (object);

  g_cancellable_cancel (self->cancellable);
  if (self->worker != NULL)
    hearth_worker_stop (self->worker);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->chips, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_file_tray_parent_class)->dispose (object);
}

static void
hearth_file_tray_finalize (GObject *object)
{
  HearthFileTray *self = HEARTH_FILE_TRAY (object);

  g_ptr_array_unref (self->files);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_file_tray_parent_class)->finalize (object);
}

static void
hearth_file_tray_class_init (HearthFileTrayClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_file_tray_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_file_tray_finalize;
  /**
   * HearthFileTray::changed:
   *
   * A file came or went, or is being read.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_FILE_TRAY, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "tray");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hearth_file_tray_init (HearthFileTray *self)
{
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_file_free);
  self->cancellable = g_cancellable_new ();
  self->chips = hearth_wrap_box_new (6);
  gtk_widget_set_parent (self->chips, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Files that go with the question"), -1);
}

/**
 * hearth_file_tray_watch:
 * @self: a tray
 * @entry: where files and pictures are dropped
 * @text: the `GtkText` in it, where they are pasted
 *
 * Takes what is dropped on an entry, or pasted into it, and is no words.
 */
void
hearth_file_tray_watch (HearthFileTray *self, GtkWidget *entry, GtkWidget *text)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (entry, GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (text, "paste-clipboard", G_CALLBACK (paste_cb), self, 0);
}

/**
 * hearth_file_tray_choose:
 * @self: a tray
 *
 * Lets the owner choose files.
 */
void
hearth_file_tray_choose (HearthFileTray *self)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_("Attach to the Question"),
                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * hearth_file_tray_add:
 * @self: a tray
 * @file: a file
 *
 * Reads a file, to go with the next question. What cannot is said in a sentence.
 */
void
hearth_file_tray_add (HearthFileTray *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name != NULL ? name : "");

  start_reading (self, g_steal_pointer (&shown), g_object_ref (file), NULL);
}

/**
 * hearth_file_tray_is_ready:
 * @self: a tray
 *
 * Returns: whether nothing is being read
 */
gboolean
hearth_file_tray_is_ready (HearthFileTray *self)
{
  return self->n_reading == 0;
}

/**
 * hearth_file_tray_take:
 * @self: a tray
 *
 * Returns: (transfer full) (element-type HearthTurnFile): what goes with the question; the tray is
 *   empty then
 */
GPtrArray *
hearth_file_tray_take (HearthFileTray *self)
{
  GPtrArray *files = g_steal_pointer (&self->files);

  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_file_free);
  show_files (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return files;
}
