/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-actions.h"

#include "hearth-attachment-opener.h"
#include "hearth-later-menu.h"
#include "hearth-permission-dialog.h"

#include <glib/gi18n.h>

/**
 * HearthMailActions:
 *
 * What can be done with the mail that is chosen, as the actions "mail.…" of the window, and
 * the keys that mail programs have for it.
 */
struct _HearthMailActions {
  GObject parent_instance;

  GtkWidget *window;         /* (unowned): outlives the actions */
  HearthMailDesk *desk;      /* (owned) */
  GSimpleActionGroup *group; /* (owned) */
  HearthMailPage *page;      /* (weak) (nullable): on which mail is chosen */
};

G_DEFINE_FINAL_TYPE (HearthMailActions, hearth_mail_actions, G_TYPE_OBJECT)

static const struct {
  guint key;
  const char *action;
} keys[] = {
  { GDK_KEY_j, "next" },
  { GDK_KEY_k, "previous" },
  { GDK_KEY_e, "archive" },
  { GDK_KEY_r, "reply" },
  { GDK_KEY_a, "reply-all" },
  { GDK_KEY_f, "forward" },
  { GDK_KEY_u, "up" },
  { GDK_KEY_U, "unread" },
  { GDK_KEY_I, "read" },
  { GDK_KEY_s, "star" },
  { GDK_KEY_numbersign, "trash" },
  { GDK_KEY_Delete, "trash" },
  { GDK_KEY_KP_Delete, "trash" },
  { GDK_KEY_exclam, "junk" },
  { GDK_KEY_z, "undo" },
  { GDK_KEY_slash, "search" },
  { GDK_KEY_x, "mark" },
  { GDK_KEY_c, "write" },
  { GDK_KEY_o, "open" },
};

static void
act (HearthMailActions *self, const char *kind, const char *opposite,
     HearthMessageFlags when_all_have, gboolean leaves, const char *target)
{
  HearthMessageFlags flags;
  g_autoptr (GArray) ids = NULL;

  if (self->page == NULL)
    return;
  ids = hearth_mail_page_dup_chosen (self->page, &flags);
  if (ids->len == 0)
    return;
  if (opposite != NULL && (flags & when_all_have) != 0)
    kind = opposite;
  if (leaves)
    hearth_mail_page_leave (self->page);
  hearth_mail_desk_act (self->desk, kind, (const gint64 *) (void *) ids->data, ids->len, target);
}

static void
archive_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  act (user_data, "archive", NULL, 0, TRUE, NULL);
}

static void
done_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  act (user_data, "done", NULL, 0, TRUE, NULL);
}

static GArray *
dup_chosen (HearthMailActions *self)
{
  HearthMessageFlags flags;

  return self->page != NULL ? hearth_mail_page_dup_chosen (self->page, &flags)
                            : g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
later_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;
  g_autoptr (GArray) ids = dup_chosen (self);
  const char *awaits;
  gint64 until;

  if (ids->len == 0)
    return;
  g_variant_get (parameter, "(x&s)", &until, &awaits);
  hearth_mail_page_leave (self->page);
  hearth_mail_desk_later (self->desk, (const gint64 *) (void *) ids->data, ids->len, until, awaits);
}

static void
later_choose_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;
  g_autoptr (GArray) ids = dup_chosen (self);

  if (ids->len > 0)
    hearth_later_choose (self->window, self->desk, ids);
}

static void
follow_up_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;
  g_autoptr (GArray) ids = dup_chosen (self);

  for (guint i = 0; i < ids->len; i++)
    hearth_mail_desk_follow_up (self->desk, g_array_index (ids, gint64, i),
                                g_variant_get_int64 (parameter));
}

static void
bring_back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;
  g_autoptr (GArray) ids = dup_chosen (self);

  hearth_mail_desk_bring_back (self->desk, (const gint64 *) (void *) ids->data, ids->len);
}

static void
always_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;
  g_autoptr (GArray) ids = dup_chosen (self);

  if (ids->len > 0)
    hearth_permission_ask (self->window, self->desk, g_array_index (ids, gint64, 0),
                           g_variant_get_string (parameter, NULL));
}

static void
trash_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  act (user_data, "trash", NULL, 0, TRUE, NULL);
}

static void
junk_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;
  gboolean in_junk =
      self->page != NULL && hearth_mail_page_get_role (self->page) == HEARTH_MAILBOX_JUNK;

  act (self, in_junk ? "not-junk" : "junk", NULL, 0, TRUE, NULL);
}

static void
teach_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;
  g_autoptr (GArray) ids = NULL;
  HearthMessageFlags flags;

  if (self->page == NULL)
    return;
  ids = hearth_mail_page_dup_chosen (self->page, &flags);
  for (guint i = 0; i < ids->len; i++)
    hearth_mail_desk_teach (self->desk, g_array_index (ids, gint64, i),
                            g_variant_get_string (parameter, NULL));
}

static void
move_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  act (user_data, "move", NULL, 0, TRUE, g_variant_get_string (parameter, NULL));
}

static void
star_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  act (user_data, "flag", "unflag", HEARTH_MESSAGE_FLAGGED, FALSE, NULL);
}

static void
read_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  act (user_data, "read", NULL, 0, FALSE, NULL);
}

static void
unread_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  act (user_data, "unread", NULL, 0, FALSE, NULL);
}

static void
toggle_read_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  act (user_data, "read", "unread", HEARTH_MESSAGE_SEEN, FALSE, NULL);
}

static gboolean
is_one_message (HearthMailActions *self)
{
  return self->page != NULL && HEARTH_MAIL_PAGE_GET_IFACE (self->page)->open == NULL;
}

/* From a message back to its list; in the list, read and unread. */
static void
up_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;

  if (is_one_message (self))
    gtk_widget_activate_action (self->window, "win.back", NULL);
  else
    toggle_read_cb (action, parameter, user_data);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hearth_mail_desk_undo (HEARTH_MAIL_ACTIONS (user_data)->desk);
}

static void
next_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;

  if (self->page != NULL)
    hearth_mail_page_step (self->page, 1);
}

static void
previous_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;

  if (self->page != NULL)
    hearth_mail_page_step (self->page, -1);
}

static void
mark_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;

  if (self->page != NULL)
    hearth_mail_page_mark (self->page);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;

  if (self->page != NULL)
    hearth_mail_page_open (self->page);
}

static void
say (GtkWidget *widget, const char *text)
{
  gtk_widget_activate_action (widget, "win.say", "s", text);
}

/* Returns the service, or says why it is not there. */
static HearthBusDaemon1 *
get_proxy (HearthMailActions *self)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy =
      hearth_client_get_proxy (hearth_mail_desk_get_client (self->desk), &error);

  if (proxy == NULL)
    say (self->window, error->message);
  return proxy;
}

static void
composed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  g_autoptr (GError) error = NULL;
  gint64 draft = 0;

  if (hearth_bus_daemon1_call_compose_finish (HEARTH_BUS_DAEMON1 (source), &draft, result,
                                              &error)) {
    gtk_widget_activate_action (window, "win.begin-draft", "x", draft);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    say (window, message);
  }
}

static void
begin_draft (HearthMailActions *self, const char *kind, gint64 id)
{
  HearthBusDaemon1 *proxy = get_proxy (self);

  if (proxy != NULL)
    hearth_bus_daemon1_call_compose (proxy, kind, id, NULL, composed_cb,
                                     g_object_ref (self->window));
}

static void
compose (HearthMailActions *self, const char *kind)
{
  HearthMessageFlags flags;
  g_autoptr (GArray) ids = NULL;

  if (self->page == NULL)
    return;
  ids = hearth_mail_page_dup_chosen (self->page, &flags);
  if (ids->len > 0)
    begin_draft (self, kind, g_array_index (ids, gint64, 0));
}

static void
reply_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  compose (user_data, "reply");
}

static void
reply_all_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  compose (user_data, "reply-all");
}

static void
forward_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  compose (user_data, "forward");
}

static void
write_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  begin_draft (user_data, "new", 0);
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) warnings = NULL;

  if (!hearth_bus_daemon1_call_sync_finish (HEARTH_BUS_DAEMON1 (source), &warnings, result,
                                            &error)) {
    g_autofree char *message = hearth_client_dup_message (error);

    say (window, message);
  } else {
    say (window, warnings[0] != NULL ? warnings[0] : _("Everything is up to date"));
  }
}

static void
sync_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;
  HearthBusDaemon1 *proxy = get_proxy (self);

  /* It answers once all of it is read, which may take long. */
  if (proxy != NULL)
    g_dbus_proxy_call (G_DBUS_PROXY (proxy), "Sync", NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL,
                       synced_cb, g_object_ref (self->window));
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_activate_action (HEARTH_MAIL_ACTIONS (user_data)->window, "win.search", NULL);
}

static void
open_attachment_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;
  const char *part;
  gint64 id;

  g_variant_get (parameter, "(x&s)", &id, &part);
  hearth_attachment_open (self->window, hearth_mail_desk_get_client (self->desk), id, part, say);
}

static void
save_attachment_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;
  const char *part, *name;
  gint64 id;

  g_variant_get (parameter, "(x&s&s)", &id, &part, &name);
  hearth_attachment_save (self->window, hearth_mail_desk_get_client (self->desk), id, part, name,
                          say);
}

static void
open_original_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HearthMailActions *self = user_data;

  hearth_original_open (self->window, hearth_mail_desk_get_client (self->desk),
                        g_variant_get_int64 (parameter), say);
}

/* Letters are commands only where nobody writes. */
static gboolean
is_writing (GtkWidget *window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  return focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, gpointer user_data)
{
  HearthMailActions *self = user_data;

  if (self->page == NULL ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) != 0 ||
      is_writing (self->window))
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (keys[i].key != keyval)
      continue;
    g_action_group_activate_action (G_ACTION_GROUP (self->group), keys[i].action, NULL);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
add_actions (HearthMailActions *self)
{
  static const GActionEntry actions[] = {
    { .name = "next", .activate = next_cb },
    { .name = "previous", .activate = previous_cb },
    { .name = "mark", .activate = mark_cb },
    { .name = "open", .activate = open_cb },
    { .name = "up", .activate = up_cb },
    { .name = "search", .activate = search_cb },
    { .name = "write", .activate = write_cb },
    { .name = "sync", .activate = sync_cb },
    { .name = "reply", .activate = reply_cb },
    { .name = "reply-all", .activate = reply_all_cb },
    { .name = "forward", .activate = forward_cb },
    { .name = "archive", .activate = archive_cb },
    { .name = "done", .activate = done_cb },
    { .name = "later", .activate = later_cb, .parameter_type = "(xs)" },
    { .name = "later-choose", .activate = later_choose_cb },
    { .name = "follow-up", .activate = follow_up_cb, .parameter_type = "x" },
    { .name = "bring-back", .activate = bring_back_cb },
    { .name = "always", .activate = always_cb, .parameter_type = "s" },
    { .name = "trash", .activate = trash_cb },
    { .name = "junk", .activate = junk_cb },
    { .name = "teach", .activate = teach_cb, .parameter_type = "s" },
    { .name = "move", .activate = move_cb, .parameter_type = "s" },
    { .name = "star", .activate = star_cb },
    { .name = "read", .activate = read_cb },
    { .name = "unread", .activate = unread_cb },
    { .name = "toggle-read", .activate = toggle_read_cb },
    { .name = "undo", .activate = undo_cb },
    { .name = "open-attachment", .activate = open_attachment_cb, .parameter_type = "(xs)" },
    { .name = "save-attachment", .activate = save_attachment_cb, .parameter_type = "(xss)" },
    { .name = "open-original", .activate = open_original_cb, .parameter_type = "x" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->group), actions, G_N_ELEMENTS (actions),
                                   self);
}

static void
hearth_mail_actions_dispose (GObject *object)
{
  HearthMailActions *self = HEARTH_MAIL_ACTIONS (object);

  g_clear_weak_pointer (&self->page);
  g_clear_object (&self->group);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (hearth_mail_actions_parent_class)->dispose (object);
}

static void
hearth_mail_actions_class_init (HearthMailActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_mail_actions_dispose;
}

static void
hearth_mail_actions_init (HearthMailActions *self)
{
  self->group = g_simple_action_group_new ();
  add_actions (self);
}

/**
 * hearth_mail_actions_new:
 * @window: the window that shows mail
 * @desk: where the owner's actions are carried out
 *
 * Gives a window the actions "mail.…" and their keys. They end with the window.
 *
 * Returns: (transfer full): the actions
 */
HearthMailActions *
hearth_mail_actions_new (GtkWidget *window, HearthMailDesk *desk)
{
  HearthMailActions *self = g_object_new (HEARTH_TYPE_MAIL_ACTIONS, NULL);
  GtkEventController *controller = gtk_event_controller_key_new ();

  self->window = window;
  self->desk = g_object_ref (desk);
  gtk_widget_insert_action_group (window, "mail", G_ACTION_GROUP (self->group));
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (window, controller);
  return self;
}

/**
 * hearth_mail_actions_set_page:
 * @self: actions
 * @page: (nullable): what shows mail now
 *
 * Says on which page mail is chosen.
 */
void
hearth_mail_actions_set_page (HearthMailActions *self, HearthMailPage *page)
{
  g_set_weak_pointer (&self->page, page);
}
