/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-window-private.h"

#include "hearth-application.h"
#include "hearth-calendar-desk.h"
#include "hearth-compose-view.h"
#include "hearth-doing.h"
#include "hearth-entry.h"
#include "hearth-file-tray.h"
#include "hearth-farewell.h"
#include "hearth-mail-actions.h"
#include "hearth-mail-view.h"
#include "hearth-presence-mark.h"
#include "hearth-strip.h"
#include "hearth-talk-draft.h"
#include "hearth-talk-view.h"
#include "hearth-title-layout.h"
#include "hearth-today-view.h"

#include <glib/gi18n.h>

/* In a wide window the line that says what was done does not run from edge to edge. */
#define LINE_WIDTH 480
/* What is typed is written down when its writer pauses for so long. */
#define KEEP_MS 1000

G_DEFINE_FINAL_TYPE (HearthWindow, hearth_window, ADW_TYPE_APPLICATION_WINDOW)

/**
 * hearth_window_shows_views:
 * @self: a window
 *
 * Returns: whether the views are on the screen, alone or beside what is open
 */
gboolean
hearth_window_shows_views (HearthWindow *self)
{
  return self->history->len == 0 || self->columns;
}

/**
 * hearth_window_update_page:
 * @self: a window
 *
 * Says on which page mail is chosen, for keys and buttons.
 */
void
hearth_window_update_page (HearthWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);
  const char *view = adw_view_stack_get_visible_child_name (self->views);
  gpointer mail = NULL;

  if (self->actions == NULL)
    return;
  if (page != NULL && page == GTK_WIDGET (self->message))
    mail = self->message;
  else if (page != NULL && page == GTK_WIDGET (self->search))
    mail = hearth_search_view_get_list (self->search);
  else if (hearth_window_shows_views (self) && self->mail != NULL && g_strcmp0 (view, "mail") == 0)
    mail = hearth_mail_view_get_list (self->mail);
  hearth_mail_actions_set_page (self->actions, mail);
  gtk_widget_set_visible (self->write,
                          hearth_window_shows_views (self) && g_strcmp0 (view, "mail") == 0);
}

/**
 * hearth_window_update_header:
 * @self: a window
 *
 * Says again what goes on.
 */
void
hearth_window_update_header (HearthWindow *self)
{
  double fraction = hearth_client_get_fraction (self->client);
  g_autofree char *doing = NULL;

  gtk_widget_set_visible (self->progress, fraction >= 0);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
  if (!hearth_window_shows_views (self))
    return;
  doing = hearth_doing_compose (self->client,
                                self->talk != NULL && hearth_talk_view_is_busy (self->talk),
                                hearth_strip_is_offline (self->strip));
  gtk_label_set_text (self->doing, doing);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->doing), doing);
  hearth_window_update_presence (self);
}

static void
name_changed_cb (HearthWindow *self)
{
  g_autofree char *name = g_settings_get_string (self->settings, "companion-name");

  /* Before the service has started for the first time nobody has chosen one. */
  if (*name == '\0') {
    g_free (name);
    name = g_strdup ("Hearth");
  }
  gtk_label_set_text (self->name, name);
  gtk_window_set_title (GTK_WINDOW (self), name);
}

/* The views are switched at the bottom, or at the top where there is room. */
static void
update_switcher (HearthWindow *self)
{
  if (self->wide && self->switcher == NULL) {
    self->switcher = adw_view_switcher_new ();
    adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (self->switcher),
                                  ADW_VIEW_SWITCHER_POLICY_WIDE);
    adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (self->switcher), self->views);
    gtk_box_append (GTK_BOX (self->title_box), self->switcher);
  }
  if (self->switcher != NULL)
    gtk_widget_set_visible (self->switcher, self->wide && hearth_window_shows_views (self));
  adw_view_switcher_bar_set_reveal (self->switcher_bar, !self->wide);
  gtk_widget_set_halign (GTK_WIDGET (self->line), self->wide ? GTK_ALIGN_CENTER : GTK_ALIGN_FILL);
  gtk_widget_set_size_request (GTK_WIDGET (self->line), self->wide ? LINE_WIDTH : -1, -1);
}

/* The header names what is open: the companion, or the page on top of it. */
static void
show_title (HearthWindow *self)
{
  gboolean open = self->history->len > 0;

  gtk_widget_set_visible (self->back, open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back", open);
  gtk_widget_set_visible (GTK_WIDGET (self->mark), hearth_window_shows_views (self));
  hearth_strip_set_telling (self->strip, !hearth_window_shows_views (self));
  hearth_window_update_lamp (self);
  update_switcher (self);
  hearth_window_update_page (self);
  if (hearth_window_shows_views (self)) {
    name_changed_cb (self);
    hearth_window_update_header (self);
  } else {
    gtk_label_set_text (self->name, self->title);
    gtk_label_set_text (self->doing, self->subtitle);
    gtk_window_set_title (GTK_WINDOW (self), self->title);
  }
}

/**
 * hearth_window_update_title:
 * @self: a window
 * @title: (nullable): what the page that is open is called
 * @subtitle: (nullable): what more is said of it
 *
 * Names what is open.
 */
void
hearth_window_update_title (HearthWindow *self, const char *title, const char *subtitle)
{
  g_free (self->title);
  g_free (self->subtitle);
  self->title = g_strdup (title);
  self->subtitle = g_strdup (subtitle);
  hearth_window_update_columns (self);
  show_title (self);
}

static gboolean
reshape_cb (gpointer user_data)
{
  HearthWindow *self = user_data;

  self->reshape = 0;
  hearth_window_take_shape (self, gtk_widget_get_width (GTK_WIDGET (self)));
  show_title (self);
  return G_SOURCE_REMOVE;
}

static void
hearth_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  GTK_WIDGET_CLASS (hearth_window_parent_class)->size_allocate (widget, width, height, baseline);
  /* What is visible must not change in the middle of a layout. */
  if (!hearth_window_is_shape_of (self, width) && self->reshape == 0)
    self->reshape = g_idle_add (reshape_cb, self);
}

/* What is written is kept whenever it goes out of sight. */
static void
keep_writing (HearthWindow *self)
{
  if (self->compose != NULL)
    hearth_compose_view_keep (self->compose);
  if (self->letter != NULL)
    hearth_letter_view_leave (self->letter);
  if (self->hand != NULL)
    hearth_hand_view_leave (self->hand);
}

/* With its page goes a mail on which nothing was written. */
static void
leave_writing (HearthWindow *self)
{
  keep_writing (self);
  if (self->compose != NULL)
    hearth_compose_view_leave (self->compose);
}

/**
 * hearth_window_open_page:
 * @self: a window
 * @page: what is to be shown
 *
 * Opens a page on top of what is shown.
 */
void
hearth_window_open_page (HearthWindow *self, Page page)
{
  if (self->history->len > 0) {
    const Page *last = &g_array_index (self->history, Page, self->history->len - 1);

    if (last->kind == page.kind && last->id == page.id && last->start == page.start &&
        last->briefed == page.briefed)
      return;
  }
  if (hearth_window_is_at_views (self)) {
    leave_writing (self);
    g_array_set_size (self->history, 0);
  }
  g_array_append_val (self->history, page);
  hearth_window_present_page (self, &page);
}

static void
go_home (HearthWindow *self)
{
  leave_writing (self);
  g_array_set_size (self->history, 0);
  gtk_stack_set_visible_child_name (self->pages, "home");
  hearth_window_update_title (self, NULL, NULL);
}

/* Mail is gone through by the keyboard; everywhere else one speaks. */
static void
focus_view (HearthWindow *self)
{
  if (self->mail != NULL &&
      g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "mail") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->mail));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/**
 * hearth_window_go_back:
 * @self: a window
 *
 * Takes the last opened page away.
 *
 * Returns: whether there was one
 */
gboolean
hearth_window_go_back (HearthWindow *self)
{
  if (self->history->len == 0)
    return FALSE;
  leave_writing (self);
  g_array_set_size (self->history, self->history->len - 1);
  if (self->history->len > 0) {
    hearth_window_present_page (self, &g_array_index (self->history, Page, self->history->len - 1));
  } else {
    go_home (self);
    focus_view (self);
  }
  return TRUE;
}

static void
busy_changed_cb (HearthWindow *self)
{
  hearth_window_update_header (self);
  hearth_window_update_presence (self);
}

/* What was typed before a question was changed stands in the entry again. */
static void
show_draft (HearthWindow *self)
{
  g_autofree char *draft = g_strdup (hearth_talk_view_get_draft (self->talk));

  hearth_entry_set_text (self->entry, draft);
}

static void
fill_cb (HearthWindow *self, const char *text)
{
  self->recalled = 0;
  if (*text != '\0')
    hearth_entry_set_text (self->entry, text);
  else
    show_draft (self);
  if (*text != '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/* What is typed in a private conversation is in memory only, as all of it is. */
static void
keep_draft (HearthWindow *self)
{
  gboolean is_private = self->talk != NULL && hearth_talk_view_is_private (self->talk);

  g_settings_set_string (self->settings, "draft",
                         is_private ? "" : hearth_entry_get_text (self->entry));
}

static gboolean
keep_draft_cb (gpointer user_data)
{
  HearthWindow *self = user_data;

  self->keep_source = 0;
  keep_draft (self);
  return G_SOURCE_REMOVE;
}

static void
typed_cb (HearthWindow *self)
{
  g_clear_handle_id (&self->keep_source, g_source_remove);
  self->keep_source = g_timeout_add (KEEP_MS, keep_draft_cb, self);
  if (self->talk != NULL)
    hearth_talk_view_note_draft (self->talk, hearth_entry_get_text (self->entry));
}

/**
 * hearth_window_ensure_talk:
 * @self: a window
 *
 * Returns: (transfer none): the view of the conversation, made if it was not wanted before
 */
HearthTalkView *
hearth_window_ensure_talk (HearthWindow *self)
{
  if (self->talk == NULL) {
    g_autofree char *conversation = g_settings_get_string (self->settings, "panel-conversation");

    self->talk = g_object_new (HEARTH_TYPE_TALK_VIEW, NULL);
    adw_bin_set_child (self->talk_bin, GTK_WIDGET (self->talk));
    g_signal_connect_swapped (self->talk, "notify::busy", G_CALLBACK (busy_changed_cb), self);
    g_signal_connect_object (self->talk, "fill", G_CALLBACK (fill_cb), self, G_CONNECT_SWAPPED);
    hearth_talk_view_set_desk (self->talk, self->desk, conversation);
    hearth_talk_view_note_draft (self->talk, hearth_entry_get_text (self->entry));
  }
  return self->talk;
}

static void
view_changed_cb (HearthWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->views);

  if (self->client == NULL || name == NULL)
    return;
  if (g_str_equal (name, "talk")) {
    hearth_window_ensure_talk (self);
  } else if (g_str_equal (name, "mail") && self->mail == NULL) {
    self->mail = HEARTH_MAIL_VIEW (hearth_mail_view_new (self->desk));
    adw_bin_set_child (self->mail_bin, GTK_WIDGET (self->mail));
  }
  g_settings_set_string (self->settings, "panel-view", name);
  hearth_window_update_columns (self);
  hearth_window_update_page (self);
}

static void
ask (HearthWindow *self, const char *text, GPtrArray *files)
{
  self->recalled = 0;
  hearth_window_show_view (self, "talk");
  hearth_talk_view_ask_with (hearth_window_ensure_talk (self), text, files);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
said_cb (HearthEntry *entry, const char *words, gpointer user_data)
{
  HearthWindow *self = user_data;
  g_autoptr (GPtrArray) files = NULL;

  if (!hearth_file_tray_is_ready (self->tray)) {
    hearth_entry_set_text (entry, words);
    hearth_mail_desk_say (self->desk, _("A file is still being read."));
    return;
  }
  files = hearth_file_tray_take (self->tray);
  ask (self, words, files);
  show_draft (self);
}

static void
recall_cb (HearthEntry *entry, int steps, gpointer user_data)
{
  HearthWindow *self = user_data;
  const char *words;

  if (steps < 0 && self->recalled == 0)
    return;
  if (steps < 0 && self->recalled == 1) {
    self->recalled = 0;
    hearth_entry_set_text (entry, self->typed);
    return;
  }
  words =
      hearth_talk_view_recall (hearth_window_ensure_talk (self), self->recalled + (guint) steps);
  if (words == NULL)
    return;
  if (self->recalled == 0) {
    g_free (self->typed);
    self->typed = g_strdup (hearth_entry_get_text (entry));
  }
  self->recalled += (guint) steps;
  hearth_entry_set_text (entry, words);
}

/* The menu is built when it is first opened: the panel is to be there at once. */
static void
create_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  HearthWindow *self = user_data;

  gtk_menu_button_set_create_popup_func (button, NULL, NULL, NULL);
  gtk_menu_button_set_menu_model (button, self->main_menu);
}

static gboolean
hearth_window_close_request (GtkWindow *window)
{
  HearthWindow *self = HEARTH_WINDOW (window);

  if (hearth_farewell_tell_first (window, self->settings))
    return TRUE;
  if (hearth_application_is_leaving (HEARTH_APPLICATION (g_application_get_default ())))
    leave_writing (self);
  hearth_window_keep (self);
  return GTK_WINDOW_CLASS (hearth_window_parent_class)->close_request (window);
}

static void
hearth_window_dispose (GObject *object)
{
  HearthWindow *self = HEARTH_WINDOW (object);

  g_clear_handle_id (&self->reshape, g_source_remove);
  g_clear_handle_id (&self->keep_source, g_source_remove);
  if (self->client != NULL) {
    g_signal_handlers_disconnect_by_data (hearth_client_get_speech (self->client), self);
    g_signal_handlers_disconnect_by_data (self->client, self);
  }
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->actions);
  g_clear_object (&self->desk);
  g_clear_object (&self->dates);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (hearth_window_parent_class)->dispose (object);
}

static void
hearth_window_finalize (GObject *object)
{
  HearthWindow *self = HEARTH_WINDOW (object);

  g_array_unref (self->history);
  g_ptr_array_unref (self->files);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->typed);
  G_OBJECT_CLASS (hearth_window_parent_class)->finalize (object);
}

static void
hearth_window_class_init (HearthWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hearth_window_dispose;
  object_class->finalize = hearth_window_finalize;
  widget_class->size_allocate = hearth_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = hearth_window_close_request;
  hearth_window_install_actions (widget_class);

  g_type_ensure (HEARTH_TYPE_ENTRY);
  g_type_ensure (HEARTH_TYPE_FILE_TRAY);
  g_type_ensure (HEARTH_TYPE_LINE);
  g_type_ensure (HEARTH_TYPE_PRESENCE_MARK);
  g_type_ensure (HEARTH_TYPE_STRIP);
  g_type_ensure (HEARTH_TYPE_TODAY_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hearthdesktop/Hearth/hearth-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, line);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, header);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, find);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, lamp);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, title_box);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, back);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, write);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, mark);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, name);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, doing);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, views);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, today);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, talk_bin);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, mail_bin);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, tray);
  gtk_widget_class_bind_template_child (widget_class, HearthWindow, entry);
}

static void
hearth_window_init (HearthWindow *self)
{
  self->history = g_array_new (FALSE, FALSE, sizeof (Page));
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  hearth_window_init_columns (self);
  gtk_widget_set_layout_manager (self->title_box, hearth_title_layout_new ());
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);
  g_signal_connect (self->entry, "said", G_CALLBACK (said_cb), self);
  g_signal_connect (self->entry, "recall", G_CALLBACK (recall_cb), self);
  g_signal_connect_swapped (self->entry, "attach", G_CALLBACK (hearth_file_tray_choose),
                            self->tray);
  hearth_file_tray_watch (self->tray, GTK_WIDGET (self->entry),
                          hearth_entry_get_text_widget (self->entry));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->views, "notify::visible-child", G_CALLBACK (view_changed_cb),
                            self);
}

/**
 * hearth_window_new:
 * @app: the application
 * @client: its client
 * @settings: its settings
 *
 * Returns: (transfer none): the panel
 */
HearthWindow *
hearth_window_new (AdwApplication *app, HearthClient *client, GSettings *settings)
{
  HearthWindow *self = g_object_new (HEARTH_TYPE_WINDOW, "application", app, NULL);
  g_autofree char *view = g_settings_get_string (settings, "panel-view");
  g_autofree char *draft = g_settings_get_string (settings, "draft");

  self->settings = g_object_ref (settings);
  self->client = g_object_ref (client);
  self->desk = hearth_mail_desk_new (client, self->line);
  self->dates = hearth_calendar_desk_new (client, self->line);
  self->actions = hearth_mail_actions_new (GTK_WIDGET (self), self->desk);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (busy_changed_cb), self);
  g_signal_connect_swapped (client, "notify::activity", G_CALLBACK (hearth_window_update_header),
                            self);
  g_signal_connect_swapped (client, "notify::fraction", G_CALLBACK (hearth_window_update_header),
                            self);
  g_signal_connect_swapped (client, "notify::bytes", G_CALLBACK (hearth_window_update_header),
                            self);
  g_signal_connect_swapped (settings, "changed::companion-name", G_CALLBACK (name_changed_cb),
                            self);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "panel-width"),
                               g_settings_get_int (settings, "panel-height"));
  hearth_today_view_set_desk (self->today, self->dates);
  hearth_entry_set_text (self->entry, draft);
  name_changed_cb (self);
  hearth_strip_set_client (self->strip, client);
  g_signal_connect_swapped (self->strip, "changed", G_CALLBACK (hearth_window_update_header), self);
  hearth_window_set_up_speech (self);
  busy_changed_cb (self);
  adw_view_stack_set_visible_child_name (self->views, view);
  focus_view (self);
  return self;
}

/**
 * hearth_window_keep:
 * @self: the panel
 *
 * Writes down what it is to open with the next time: its size, what was written and not yet said,
 * the conversation.
 */
void
hearth_window_keep (HearthWindow *self)
{
  int width, height;

  keep_writing (self);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  /* A docked panel is as high as its screen, which is no size for a window. */
  if (self->side == HEARTH_DOCK_SIDE_NONE && !gtk_window_is_maximized (GTK_WINDOW (self))) {
    g_settings_set_int (self->settings, "panel-width", CLAMP (width, 320, 8192));
    g_settings_set_int (self->settings, "panel-height", CLAMP (height, 320, 8192));
  }
  g_clear_handle_id (&self->keep_source, g_source_remove);
  keep_draft (self);
  if (self->talk != NULL)
    g_settings_set_string (self->settings, "panel-conversation",
                           hearth_talk_view_get_conversation (self->talk));
}

/**
 * hearth_window_show_view:
 * @self: the panel
 * @name: "today", "talk", "mail", or "unsent" for the part of it that has not gone, or "memory",
 *   "letters"; others are ignored
 *
 * Goes to a view.
 */
void
hearth_window_show_view (HearthWindow *self, const char *name)
{
  gboolean unsent = g_str_equal (name, "unsent");
  const char *view = unsent ? "mail" : name;

  if (g_str_equal (name, "memory") && self->desk != NULL)
    hearth_window_open_page (self, (Page){ PAGE_MEMORY, 0, 0, FALSE });
  if (g_str_equal (name, "letters") && self->desk != NULL)
    hearth_window_open_page (self, (Page){ PAGE_LETTERS, 0, 0, FALSE });
  if (adw_view_stack_get_child_by_name (self->views, view) == NULL)
    return;
  if (!self->columns)
    go_home (self);
  adw_view_stack_set_visible_child_name (self->views, view);
  if (unsent && self->mail != NULL)
    hearth_mail_view_show_unsent (self->mail);
  else if (g_str_equal (view, "mail"))
    focus_view (self);
}

/**
 * hearth_window_ask:
 * @self: the panel
 * @text: the owner's words
 *
 * Puts a question and shows its answer.
 */
void
hearth_window_ask (HearthWindow *self, const char *text)
{
  ask (self, text, NULL);
}

/**
 * hearth_window_attach:
 * @self: the panel
 * @file: a file
 *
 * Lets a file go with the next question.
 */
void
hearth_window_attach (HearthWindow *self, GFile *file)
{
  hearth_window_show_view (self, "talk");
  hearth_file_tray_add (self->tray, file);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/**
 * hearth_window_find:
 * @self: the panel
 * @text: words
 *
 * Looks for something in everything.
 */
void
hearth_window_find (HearthWindow *self, const char *text)
{
  hearth_window_open_page (self, (Page){ PAGE_SEARCH, 0, 0, FALSE });
  hearth_search_view_look_for (self->search, text);
}

/**
 * hearth_window_show_message:
 * @self: the panel
 * @id: a message's row
 *
 * Opens a message in place.
 */
void
hearth_window_show_message (HearthWindow *self, gint64 id)
{
  hearth_window_open_page (self, (Page){ PAGE_MESSAGE, id, 0, FALSE });
}

/**
 * hearth_window_show_event:
 * @self: the panel
 * @id: an event's row
 * @start: the start of the occurrence, seconds since 1970 UTC, or 0 for the first
 * @briefed: whether it is shown with what the mail says of it
 *
 * Opens an event in place.
 */
void
hearth_window_show_event (HearthWindow *self, gint64 id, gint64 start, gboolean briefed)
{
  hearth_window_open_page (self, (Page){ PAGE_EVENT, id, start, briefed });
}

/**
 * hearth_window_show_file:
 * @self: the panel
 * @file: a mail or a calendar that is in no store
 *
 * Opens a file in place.
 */
void
hearth_window_show_file (HearthWindow *self, GFile *file)
{
  /* Those that no page shows any more are forgotten. */
  if (self->history->len == 0)
    g_ptr_array_set_size (self->files, 0);
  g_ptr_array_add (self->files, g_object_ref (file));
  hearth_window_open_page (self, (Page){ PAGE_FILE, self->files->len - 1, 0, FALSE });
}
