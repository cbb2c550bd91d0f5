/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-search-view.h"

#include "hearth-found-list.h"
#include "hearth-found.h"
#include "hearth-message-list.h"
#include "hearth-wrap-layout.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* How long to wait with looking again: an import tells of changes many times a second. */
#define LOOK_MS 1500

/* One list of everything, or the mail alone, with all that can be done to mail in a list. */
typedef enum {
  SHOW_ALL,
  SHOW_MAIL,
  SHOW_EVENTS,
  SHOW_PEOPLE,
  SHOW_MEMORIES,
  SHOW_CONVERSATIONS,
  SHOW_LETTERS,
} Show;

#define N_SHOWS (SHOW_LETTERS + 1)

static const struct {
  const char *label;
  guint kinds;
} shows[N_SHOWS] = {
  { N_("All"), HEARTH_FOUND_ALL },
  { N_("Mail"), 1u << HEARTH_FOUND_MESSAGE },
  { N_("Events"), 1u << HEARTH_FOUND_EVENT },
  { N_("People"), 1u << HEARTH_FOUND_PERSON },
  { N_("Facts"), 1u << HEARTH_FOUND_MEMORY },
  { N_("Talk"), 1u << HEARTH_FOUND_CONVERSATION },
  { N_("Letters"), 1u << HEARTH_FOUND_LETTER },
};

/**
 * HearthSearchView:
 *
 * Looks for mail, events, people, facts, talk and letters, in one list of everything or in the mail
 * alone.
 */
struct _HearthSearchView {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *chips;
  GtkWidget *stack;
  AdwStatusPage *empty;

  HearthFoundList *found;
  HearthMessageList *list;
  HearthMessageModel *model; /* (owned) */
  HearthClient *client;      /* (owned) */
  char *looked;              /* (owned) (nullable): what was looked for last */
  Show show;
  guint look_timer;
};

G_DEFINE_FINAL_TYPE (HearthSearchView, hearth_search_view, GTK_TYPE_WIDGET)

enum { SHOWN, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
get_text (HearthSearchView *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  while (g_ascii_isspace (*text))
    text++;
  return text;
}

static void
show_hint (HearthSearchView *self, const char *title, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, escaped);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
}

static void
show_help (HearthSearchView *self)
{
  show_hint (
      self, _("Search everything"),
      _("Mail, events, people, what I remember, what we said and letters. In mail also “whole "
         "phrases”, from:ana, subject:lease, has:attachment, is:unread, after:2024-05-01, OR "
         "and NOT."));
}

static void
show_answer (HearthSearchView *self, const char *problem, gboolean nothing)
{
  if (*get_text (self) == '\0')
    show_help (self);
  else if (problem != NULL)
    show_hint (self, _("This is not understood"), problem);
  else if (!nothing)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                      self->show == SHOW_MAIL ? "list" : "found");
  else if (self->show == SHOW_MAIL)
    show_hint (self, _("Nothing found"), _("No message has all of these words."));
  else
    show_hint (
        self, _("Nothing found"),
        _("Nothing has all of these words. Try fewer of them, or only the beginning of one."));
}

static void
mail_loaded_cb (HearthSearchView *self)
{
  if (self->show == SHOW_MAIL)
    show_answer (self, hearth_message_model_get_problem (self->model),
                 g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0);
}

static void
found_loaded_cb (HearthSearchView *self)
{
  if (self->show != SHOW_MAIL)
    show_answer (self, hearth_found_list_get_problem (self->found),
                 hearth_found_list_is_empty (self->found));
}

static void
look (HearthSearchView *self)
{
  const char *text = get_text (self);

  g_clear_handle_id (&self->look_timer, g_source_remove);
  g_free (self->looked);
  self->looked = g_strdup (text);
  if (*text == '\0')
    show_help (self);
  else if (self->show == SHOW_MAIL)
    hearth_message_list_look (self->list, HEARTH_MESSAGES_SEARCH, text);
  else
    hearth_found_list_look (self->found, text, shows[self->show].kinds);
}

static gboolean
look_cb (gpointer user_data)
{
  HearthSearchView *self = user_data;

  self->look_timer = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

/* It may have been looked for already, by who did not wait. */
static void
search_changed_cb (HearthSearchView *self)
{
  if (g_strcmp0 (get_text (self), self->looked) != 0)
    look (self);
}

/* What is looked for may have come or gone. */
static void
changed_cb (HearthSearchView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || *get_text (self) == '\0')
    return;
  if (self->show == SHOW_MAIL)
    hearth_message_model_refresh (self->model);
  else if (self->look_timer == 0)
    self->look_timer = g_timeout_add (LOOK_MS, look_cb, self);
}

static void
stop_search_cb (HearthSearchView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
activate_cb (HearthSearchView *self)
{
  search_changed_cb (self);
  if (self->show == SHOW_MAIL)
    hearth_mail_page_step (HEARTH_MAIL_PAGE (self->list), 1);
  else if (*get_text (self) != '\0')
    hearth_found_list_open_first (self->found);
}

static void
chosen_cb (GtkToggleButton *chip, GParamSpec *pspec, gpointer user_data)
{
  HearthSearchView *self = user_data;

  if (!gtk_toggle_button_get_active (chip))
    return;
  self->show = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "show"));
  look (self);
  g_signal_emit (self, signals[SHOWN], 0);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state,
        gpointer user_data)
{
  HearthSearchView *self = user_data;
  const char *child = gtk_stack_get_visible_child_name (GTK_STACK (self->stack));

  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return FALSE;
  if (g_strcmp0 (child, "list") == 0)
    hearth_mail_page_step (HEARTH_MAIL_PAGE (self->list), 1);
  else if (g_strcmp0 (child, "found") != 0 || !hearth_found_list_enter (self->found))
    return FALSE;
  return TRUE;
}

static void
left_cb (HearthSearchView *self)
{
  gtk_widget_grab_focus (self->entry);
}

static gboolean
hearth_search_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (HEARTH_SEARCH_VIEW (widget)->entry);
}

static void
hearth_search_view_dispose (GObject *object)
{
  HearthSearchView *self = HEARTH_SEARCH_VIEW (object);

  g_clear_handle_id (&self->look_timer, g_source_remove);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->found != NULL)
    g_signal_handlers_disconnect_by_data (self->found, self);
  self->found = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->model);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_search_view_parent_class)->dispose (object);
}

static void
hearth_search_view_finalize (GObject *object)
{
  g_free (HEARTH_SEARCH_VIEW (object)->looked);
  G_OBJECT_CLASS (hearth_search_view_parent_class)->finalize (object);
}

static void
hearth_search_view_class_init (HearthSearchViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_search_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_search_view_finalize;
  widget_class->grab_focus = hearth_search_view_grab_focus;
  /* Mail is now shown by itself, or no longer. */
  signals[SHOWN] = g_signal_new ("shown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/hearthdesktop/Hearth/search/hearth-search-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HearthSearchView, box);
  gtk_widget_class_bind_template_child (widget_class, HearthSearchView, entry);
  gtk_widget_class_bind_template_child (widget_class, HearthSearchView, chips);
  gtk_widget_class_bind_template_child (widget_class, HearthSearchView, stack);
  gtk_widget_class_bind_template_child (widget_class, HearthSearchView, empty);
}

static void
add_chips (HearthSearchView *self)
{
  GtkToggleButton *first = NULL;

  gtk_widget_set_layout_manager (self->chips, hearth_wrap_layout_new (6));
  for (guint i = 0; i < N_SHOWS; i++) {
    GtkWidget *chip = gtk_toggle_button_new_with_label (_ (shows[i].label));

    gtk_widget_add_css_class (chip, "chip");
    g_object_set_data (G_OBJECT (chip), "show", GUINT_TO_POINTER (i));
    gtk_box_append (GTK_BOX (self->chips), chip);
    if (first == NULL)
      first = GTK_TOGGLE_BUTTON (chip);
    else
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip), first);
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), i == SHOW_ALL);
    g_signal_connect (chip, "notify::active", G_CALLBACK (chosen_cb), self);
  }
}

static void
hearth_search_view_init (HearthSearchView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  add_chips (self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (stop_search_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activate_cb), self);
  show_help (self);
}

/**
 * hearth_search_view_new:
 * @desk: where the owner's actions are carried out
 *
 * Returns: (transfer floating): a page that finds everything as one types
 */
GtkWidget *
hearth_search_view_new (HearthMailDesk *desk)
{
  static const char *const tables[] = { "changed::messages", "changed::events", "changed::people",
                                        "changed::memories", "changed::letters" };
  HearthSearchView *self = g_object_new (HEARTH_TYPE_SEARCH_VIEW, NULL);

  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  self->found = HEARTH_FOUND_LIST (hearth_found_list_new (self->client));
  self->list = HEARTH_MESSAGE_LIST (hearth_message_list_new (desk));
  self->model = g_object_ref (hearth_message_list_get_model (self->list));
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->found), "found");
  gtk_stack_add_named (GTK_STACK (self->stack), GTK_WIDGET (self->list), "list");
  /* Who types goes on with the words, wherever the focus is. */
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->entry),
                                           GTK_WIDGET (self->found));
  g_signal_connect_swapped (self->found, "loaded", G_CALLBACK (found_loaded_cb), self);
  g_signal_connect_swapped (self->found, "left", G_CALLBACK (left_cb), self);
  g_signal_connect_swapped (self->model, "loaded", G_CALLBACK (mail_loaded_cb), self);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_signal_connect_swapped (self->client, tables[i], G_CALLBACK (changed_cb), self);
  return GTK_WIDGET (self);
}

/**
 * hearth_search_view_get_list:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the mail that it has found, where mail is shown by itself
 */
HearthMessageList *
hearth_search_view_get_list (HearthSearchView *self)
{
  return self->show == SHOW_MAIL ? self->list : NULL;
}

/**
 * hearth_search_view_look_for:
 * @self: a page
 * @text: words
 *
 * Looks for something as if it had been typed.
 */
void
hearth_search_view_look_for (HearthSearchView *self, const char *text)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_first_child (self->chips)), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}
