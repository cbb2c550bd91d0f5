/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-attachment-content.h"

/**
 * HearthAttachmentContent:
 *
 * An attachment as a file for another program. The file is written by the service when that program
 * asks for it, and not before: a drag that is let go over nothing leaves nothing behind.
 */
struct _HearthAttachmentContent {
  GdkContentProvider parent_instance;

  HearthClient *client; /* (owned) */
  gint64 message;
  char *part; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthAttachmentContent, hearth_attachment_content, GDK_TYPE_CONTENT_PROVIDER)

/* A file is asked for under any name that GDK knows for one: a list of URIs, or a transfer through
 * the portal. The path as plain text would be of no use to anybody. */
static GdkContentFormats *
hearth_attachment_content_ref_formats (GdkContentProvider *provider)
{
  GdkContentFormats *files = gdk_content_formats_union_serialize_mime_types (
      gdk_content_formats_new_for_gtype (GDK_TYPE_FILE_LIST));
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();
  gsize n;
  const char *const *types = gdk_content_formats_get_mime_types (files, &n);

  for (gsize i = 0; i < n; i++) {
    if (!g_str_has_prefix (types[i], "text/plain"))
      gdk_content_formats_builder_add_mime_type (builder, types[i]);
  }
  gdk_content_formats_unref (files);
  return gdk_content_formats_builder_free_to_formats (builder);
}

typedef struct {
  char *mime_type;
  GOutputStream *stream; /* (owned) */
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_object_unref (writing->stream);
  g_free (writing->mime_type);
  g_free (writing);
}

static void
serialized_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (gdk_content_serialize_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Writing *writing = g_task_get_task_data (task);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  GError *error = NULL;

  if (!hearth_bus_daemon1_call_save_attachment_finish (HEARTH_BUS_DAEMON1 (source), &path, result,
                                                       &error)) {
    g_task_return_error (task, error);
    return;
  }
  file = g_file_new_for_path (path);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  gdk_content_serialize_async (writing->stream, writing->mime_type, &value,
                               g_task_get_priority (task), g_task_get_cancellable (task),
                               serialized_cb, g_object_ref (task));
}

static void
hearth_attachment_content_write_async (GdkContentProvider *provider, const char *mime_type,
                                       GOutputStream *stream, int io_priority,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  HearthAttachmentContent *self = HEARTH_ATTACHMENT_CONTENT (provider);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Writing *writing = g_new0 (Writing, 1);
  GError *error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  writing->mime_type = g_strdup (mime_type);
  writing->stream = g_object_ref (stream);
  g_task_set_priority (task, io_priority);
  g_task_set_source_tag (task, hearth_attachment_content_write_async);
  g_task_set_task_data (task, writing, writing_free);
  if (proxy == NULL)
    g_task_return_error (task, error);
  else
    hearth_bus_daemon1_call_save_attachment (proxy, self->message, self->part, cancellable,
                                             saved_cb, g_object_ref (task));
}

static gboolean
hearth_attachment_content_write_finish (GdkContentProvider *provider, GAsyncResult *result,
                                        GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
hearth_attachment_content_finalize (GObject *object)
{
  HearthAttachmentContent *self = HEARTH_ATTACHMENT_CONTENT (object);

  g_clear_object (&self->client);
  g_free (self->part);
  G_OBJECT_CLASS (hearth_attachment_content_parent_class)->finalize (object);
}

static void
hearth_attachment_content_class_init (HearthAttachmentContentClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hearth_attachment_content_finalize;
  provider_class->ref_formats = hearth_attachment_content_ref_formats;
  provider_class->write_mime_type_async = hearth_attachment_content_write_async;
  provider_class->write_mime_type_finish = hearth_attachment_content_write_finish;
}

static void
hearth_attachment_content_init (HearthAttachmentContent *self)
{
}

/**
 * hearth_attachment_content_new:
 * @client: the panel's client
 * @message: a message's row
 * @part: the attachment's part
 *
 * Returns: (transfer full): the attachment as a file that does not exist yet
 */
GdkContentProvider *
hearth_attachment_content_new (HearthClient *client, gint64 message, const char *part)
{
  HearthAttachmentContent *self = g_object_new (HEARTH_TYPE_ATTACHMENT_CONTENT, NULL);

  self->client = g_object_ref (client);
  self->message = message;
  self->part = g_strdup (part);
  return GDK_CONTENT_PROVIDER (self);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  g_autoptr (GIcon) icon = g_content_type_get_icon (user_data);
  g_autoptr (GtkIconPaintable) picture = gtk_icon_theme_lookup_by_gicon (
      gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)), icon, 32,
      gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget), 0);

  gtk_drag_source_set_icon (source, GDK_PAINTABLE (picture), 0, 0);
}

static void
free_type (gpointer data, GClosure *closure)
{
  g_free (data);
}

/**
 * hearth_attachment_content_drag:
 * @widget: what stands for an attachment
 * @client: the panel's client
 * @message: a message's row
 * @attachment: one of its attachments
 *
 * Lets an attachment be dragged out of the panel as a file.
 */
void
hearth_attachment_content_drag (GtkWidget *widget, HearthClient *client, gint64 message,
                                const HearthAttachment *attachment)
{
  GtkDragSource *source = gtk_drag_source_new ();
  g_autoptr (GdkContentProvider) content =
      hearth_attachment_content_new (client, message, attachment->part);

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  gtk_drag_source_set_content (source, content);
  g_signal_connect_data (source, "drag-begin", G_CALLBACK (drag_begin_cb),
                         g_strdup (attachment->content_type), free_type, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (source));
}
