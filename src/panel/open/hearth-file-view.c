/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-file-view.h"

#include "hearth-attachment-opener.h"
#include "hearth-file-content.h"
#include "hearth-file-events.h"
#include "hearth-file-letter.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <unistd.h>

/**
 * HearthFileView:
 *
 * A mail or a calendar that lies in a file: it is shown, and events can be added to a
 * calendar.
 */
struct _HearthFileView {
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *trouble;
  AdwBin *paper; /* what is shown */

  HearthCalendarDesk *desk;  /* (owned) */
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the file that is read */
  GFile *file;               /* (owned) (nullable) */
  GtkWidget *events;         /* (nullable): of the file, in the paper */
  int fd;                    /* (owned): its content, or -1 */
  gulong changed;
};

G_DEFINE_FINAL_TYPE (HearthFileView, hearth_file_view, ADW_TYPE_BIN)

enum {
  TITLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
title (HearthFileView *self, const char *what)
{
  g_autofree char *name = g_file_get_basename (self->file);
  g_autofree char *shown = g_filename_display_name (name != NULL ? name : "");

  g_signal_emit (self, signals[TITLED], 0, what, shown);
}

static void
fail (HearthFileView *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  title (self, _("File"));
  adw_status_page_set_description (self->trouble, escaped);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
fail_with (HearthFileView *self, const GError *error)
{
  g_autofree char *message = hearth_client_dup_message (error);

  fail (self, message);
}

static GUnixFDList *
list_fd (HearthFileView *self)
{
  GUnixFDList *fds = g_unix_fd_list_new ();

  g_unix_fd_list_append (fds, self->fd, NULL);
  return fds;
}

static void
show_content (HearthFileView *self, GVariant *content)
{
  const char *kind = "";

  g_variant_lookup (content, "kind", "&s", &kind);
  if (g_str_equal (kind, "events")) {
    if (self->events == NULL) {
      self->events = hearth_file_events_new (self->client);
      adw_bin_set_child (self->paper, self->events);
    }
    hearth_file_events_show (HEARTH_FILE_EVENTS (self->events), content);
    title (self, _("Events"));
  } else {
    self->events = NULL;
    adw_bin_set_child (self->paper, hearth_file_letter_new (content));
    title (self, _("Message"));
  }
  gtk_stack_set_visible_child_name (self->stack, "paper");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthFileView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) content = NULL;

  hearth_bus_daemon1_call_read_file_finish (HEARTH_BUS_DAEMON1 (source), &content, NULL, result,
                                            &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (content != NULL)
    show_content (self, content);
  else
    fail_with (self, error);
}

static void
ask (HearthFileView *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUnixFDList) fds = list_fd (self);
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy != NULL)
    hearth_bus_daemon1_call_read_file (proxy, g_variant_new_handle (0), fds, self->cancellable,
                                       read_cb, self);
  else
    fail_with (self, error);
}

/* Whether an event is in a calendar by now, or not any more. */
static void
changed_cb (HearthFileView *self)
{
  if (self->events != NULL && self->fd >= 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    ask (self);
}

static void
close_fd (HearthFileView *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthFileView *self = user_data;
  g_autoptr (GError) error = NULL;
  int fd = hearth_file_content_load_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (fd < 0) {
    fail (self, error->message);
    return;
  }
  close_fd (self);
  self->fd = fd;
  ask (self);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthFileView) self = user_data;
  g_autoptr (GError) error = NULL;
  guint added = 0;
  gint64 action = 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (hearth_bus_daemon1_call_add_file_events_finish (HEARTH_BUS_DAEMON1 (source), &added, &action,
                                                      NULL, result, &error)) {
    g_autofree char *text = g_strdup_printf (ngettext ("%u event added to your calendar",
                                                       "%u events added to your calendar", added),
                                             added);

    hearth_calendar_desk_offer_undo (self->desk, text, action);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    hearth_calendar_desk_say (self->desk, message);
  }
}

static void
add_events_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthFileView *self = HEARTH_FILE_VIEW (widget);
  g_autoptr (GError) error = NULL;
  g_autoptr (GUnixFDList) fds = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (self->events == NULL || self->fd < 0)
    return;
  if (proxy == NULL) {
    hearth_calendar_desk_say (self->desk, error->message);
    return;
  }
  fds = list_fd (self);
  gtk_widget_set_sensitive (widget, FALSE);
  hearth_bus_daemon1_call_add_file_events (proxy, g_variant_new_handle (0),
                                           hearth_file_events_get_calendar (
                                               HEARTH_FILE_EVENTS (self->events)),
                                           fds, NULL, added_cb, g_object_ref (self));
}

static void
say_cb (GtkWidget *widget, const char *text)
{
  hearth_calendar_desk_say (HEARTH_FILE_VIEW (widget)->desk, text);
}

static void
open_part_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthFileView *self = HEARTH_FILE_VIEW (widget);

  if (self->fd >= 0)
    hearth_attachment_open_in_file (widget, self->client, self->fd,
                                    g_variant_get_string (parameter, NULL), say_cb);
}

static void
save_part_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthFileView *self = HEARTH_FILE_VIEW (widget);
  const char *part, *name;

  g_variant_get (parameter, "(&s&s)", &part, &name);
  if (self->fd >= 0)
    hearth_attachment_save_in_file (widget, self->client, self->fd, part, name, say_cb);
}

static void
hearth_file_view_dispose (GObject *object)
{
  HearthFileView *self = HEARTH_FILE_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->client != NULL)
    g_clear_signal_handler (&self->changed, self->client);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  g_clear_object (&self->file);
  close_fd (self);
  G_OBJECT_CLASS (hearth_file_view_parent_class)->dispose (object);
}

static void
hearth_file_view_class_init (HearthFileViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_file_view_dispose;
  /**
   * HearthFileView::titled:
   * @title: what it is
   * @subtitle: the file's name
   */
  signals[TITLED] = g_signal_new ("titled", HEARTH_TYPE_FILE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "file.add-events", NULL, add_events_cb);
  gtk_widget_class_install_action (widget_class, "file.open-part", "s", open_part_cb);
  gtk_widget_class_install_action (widget_class, "file.save-part", "(ss)", save_part_cb);
}

static void
hearth_file_view_init (HearthFileView *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->fd = -1;
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "wait");
  self->trouble = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->trouble, "hearth-mail-symbolic");
  adw_status_page_set_title (self->trouble, _("This file cannot be shown"));
  gtk_widget_add_css_class (GTK_WIDGET (self->trouble), "compact");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->trouble), "error");
  self->paper = ADW_BIN (adw_bin_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->paper), "page");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 640);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->paper));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_stack_add_named (self->stack, scroller, "paper");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

/**
 * hearth_file_view_new:
 * @desk: where what is done to calendars is said
 *
 * Returns: (transfer floating): a page that shows a mail or a calendar from a file, one at a time
 */
GtkWidget *
hearth_file_view_new (HearthCalendarDesk *desk)
{
  HearthFileView *self = g_object_new (HEARTH_TYPE_FILE_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_calendar_desk_get_client (desk));
  self->changed =
      g_signal_connect_swapped (self->client, "changed::events", G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_file_view_show:
 * @self: a page
 * @file: a file, whoever it comes from
 *
 * Reads a file and shows what it holds.
 */
void
hearth_file_view_show (HearthFileView *self, GFile *file)
{
  g_set_object (&self->file, file);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->events = NULL;
  adw_bin_set_child (self->paper, NULL);
  close_fd (self);
  gtk_stack_set_visible_child_name (self->stack, "wait");
  hearth_file_content_load_async (file, self->cancellable, loaded_cb, self);
}
