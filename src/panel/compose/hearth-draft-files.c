/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-draft-files.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _HearthDraftFiles {
  GtkWidget parent_instance;

  GtkWidget *list;
  GPtrArray *paths; /* (owned): %NULL-terminated */
};

G_DEFINE_FINAL_TYPE (HearthDraftFiles, hearth_draft_files, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void show_files (HearthDraftFiles *self);

static void
remove_cb (GtkButton *button, gpointer user_data)
{
  HearthDraftFiles *self = user_data;
  const char *path = g_object_get_data (G_OBJECT (button), "path");

  for (guint i = 0; i + 1 < self->paths->len; i++) {
    if (g_strcmp0 (g_ptr_array_index (self->paths, i), path) != 0)
      continue;
    g_ptr_array_remove_index (self->paths, i);
    break;
  }
  show_files (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static char *
dup_size (GFileInfo *info)
{
  return info != NULL ? g_format_size ((guint64) g_file_info_get_size (info))
                      : g_strdup (_("This file is not there any more."));
}

static GtkWidget *
make_row (HearthDraftFiles *self, const char *path)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  /* Local and small: who attaches it has just seen it. */
  g_autoptr (GFileInfo) info =
      g_file_query_info (file,
                         G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_SYMBOLIC_ICON,
                         G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *title = g_markup_escape_text (shown, -1);
  g_autofree char *size = dup_size (info);
  g_autofree char *remove = g_strdup_printf (_("Remove: %s"), shown);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             info != NULL
                                 ? gtk_image_new_from_gicon (g_file_info_get_symbolic_icon (info))
                                 : gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "path", g_strdup (path), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
show_files (HearthDraftFiles *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  for (guint i = 0; i + 1 < self->paths->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         make_row (self, g_ptr_array_index (self->paths, i)));
  gtk_widget_set_visible (GTK_WIDGET (self), self->paths->len > 1);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (HearthDraftFiles) self = user_data;
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);
    g_autofree char *problem = NULL;

    if (!hearth_draft_files_add (self, file, &problem))
      g_signal_emit (self, signals[PROBLEM], 0, problem);
  }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
hearth_draft_files_dispose (GObject *object)
{
  g_clear_pointer (&HEARTH_DRAFT_FILES (object)->list, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_draft_files_parent_class)->dispose (object);
}

static void
hearth_draft_files_finalize (GObject *object)
{
  g_ptr_array_unref (HEARTH_DRAFT_FILES (object)->paths);
  G_OBJECT_CLASS (hearth_draft_files_parent_class)->finalize (object);
}

static void
hearth_draft_files_class_init (HearthDraftFilesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hearth_draft_files_dispose;
  object_class->finalize = hearth_draft_files_finalize;
  /**
   * HearthDraftFiles::changed:
   *
   * A file was added or removed.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_DRAFT_FILES, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /**
   * HearthDraftFiles::problem:
   * @problem: why a file was not added, a sentence
   */
  signals[PROBLEM] = g_signal_new ("problem", HEARTH_TYPE_DRAFT_FILES, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_draft_files_init (HearthDraftFiles *self)
{
  self->paths = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->paths, NULL);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Attachments"), -1);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hearth_draft_files_choose:
 * @self: files
 *
 * Lets the owner choose files to add, in a Flatpak through the portal.
 */
void
hearth_draft_files_choose (HearthDraftFiles *self)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_("Attach Files"),
                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _("_Attach"), _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * hearth_draft_files_add:
 * @self: files
 * @file: another one
 * @problem: (out): why it cannot be attached, a sentence
 *
 * Returns: whether it was added
 */
gboolean
hearth_draft_files_add (HearthDraftFiles *self, GFile *file, char **problem)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL) {
    *problem = g_strdup (_("This file is not on this computer. Copy it here first."));
    return FALSE;
  }
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_REGULAR) {
    g_autofree char *name = g_file_get_basename (file);

    *problem = g_strdup_printf (_("“%s” is a folder. Only files can be attached."), name);
    return FALSE;
  }
  for (guint i = 0; i + 1 < self->paths->len; i++) {
    if (g_strcmp0 (g_ptr_array_index (self->paths, i), path) == 0)
      return TRUE;
  }
  g_ptr_array_insert (self->paths, (int) self->paths->len - 1, g_steal_pointer (&path));
  show_files (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

/**
 * hearth_draft_files_set:
 * @self: files
 * @paths: (array zero-terminated=1): paths
 *
 * Shows the files of a draft.
 */
void
hearth_draft_files_set (HearthDraftFiles *self, const char *const *paths)
{
  g_ptr_array_set_size (self->paths, 0);
  for (; *paths != NULL; paths++)
    g_ptr_array_add (self->paths, g_strdup (*paths));
  g_ptr_array_add (self->paths, NULL);
  show_files (self);
}

/**
 * hearth_draft_files_get:
 * @self: files
 *
 * Returns: (transfer none) (array zero-terminated=1): their paths
 */
const char *const *
hearth_draft_files_get (HearthDraftFiles *self)
{
  return (const char *const *) self->paths->pdata;
}

/**
 * hearth_draft_files_count:
 * @self: files
 *
 * Returns: how many there are
 */
guint
hearth_draft_files_count (HearthDraftFiles *self)
{
  return self->paths->len - 1;
}
