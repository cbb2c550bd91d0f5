/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-review-view.h"

#include "hearth-entry-rows.h"
#include "hearth-leaving.h"
#include "hearth-review-group-row.h"
#include "hearth-store-actions.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* So many groups of a section are laid out at once; the rest waits for a click. */
#define FIRST_ROWS 12

typedef enum {
  SECTION_UNSUBSCRIBE,
  SECTION_ARCHIVE,
  SECTION_KEEP,
  N_SECTIONS,
} SectionKind;

typedef struct {
  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *all; /* (nullable) chooses all of it */
  GtkListBox *list;
  GtkWidget *more;   /* shows the rest */
  GPtrArray *groups; /* (owned) (element-type GVariant) */
  guint n_shown;
  gboolean choosing; /* all of its rows, one by one */
} Section;

/**
 * HearthReviewView:
 *
 * Old mail, sorted into groups: what may be left, put away, and is kept. Nothing moves before
 * the owner says so.
 */
struct _HearthReviewView {
  GtkWidget parent_instance;

  GtkWidget *stack;
  GtkWidget *progress;
  AdwStatusPage *trouble;
  GtkDropDown *age;
  Section sections[N_SECTIONS];
  GtkWidget *bar;
  GtkLabel *moving;
  GtkWidget *archive;
  GtkWidget *leave;

  HearthMailDesk *desk;      /* (owned) */
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gint64 action;             /* what was archived last, or 0 */
  gboolean opened;
  gboolean shown;   /* the groups of the last review are */
  guint n_starting; /* looks that the service has not begun yet */
};

G_DEFINE_FINAL_TYPE (HearthReviewView, hearth_review_view, GTK_TYPE_WIDGET)

static const struct {
  const char *name;
  const char *title;
} kinds[N_SECTIONS] = {
  { "unsubscribe", N_("Lists you hardly read") },
  { "archive", N_("To archive") },
  { "keep", N_("Kept") },
};

static const guint ages[] = { 30, 182, 365, 730 };

static HearthBusDaemon1 *
get_proxy (HearthReviewView *self)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);

  if (proxy == NULL)
    hearth_mail_desk_say (self->desk, error->message);
  return proxy;
}

static void
show_page (HearthReviewView *self, const char *name)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), name);
}

/* Adds up what is chosen; keys and messages, if they are wanted. */
static gint64
count_chosen (HearthReviewView *self, GPtrArray *keys, GArray *messages, guint *n_lists)
{
  gint64 n = 0;

  *n_lists = 0;
  for (guint i = 0; i < SECTION_KEEP; i++) {
    GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sections[i].list));

    for (; row != NULL; row = gtk_widget_get_next_sibling (row)) {
      gint64 message;

      if (!HEARTH_IS_REVIEW_GROUP_ROW (row) ||
          !hearth_review_group_row_is_chosen (HEARTH_REVIEW_GROUP_ROW (row)))
        continue;
      n += hearth_review_group_row_get_count (HEARTH_REVIEW_GROUP_ROW (row));
      if (keys != NULL)
        g_ptr_array_add (keys, g_strdup (hearth_review_group_row_get_key (
                                   HEARTH_REVIEW_GROUP_ROW (row))));
      message = hearth_review_group_row_get_message (HEARTH_REVIEW_GROUP_ROW (row));
      if (i != SECTION_UNSUBSCRIBE || message == 0)
        continue;
      (*n_lists)++;
      if (messages != NULL)
        g_array_append_val (messages, message);
    }
  }
  return n;
}

static void
update_bar (HearthReviewView *self)
{
  guint n_lists;
  gint64 n = count_chosen (self, NULL, NULL, &n_lists);
  g_autofree char *archive = NULL;
  g_autofree char *leave = NULL;

  archive =
      g_strdup_printf (ngettext ("Archive %'u Mail", "Archive %'u Mails", (guint) n), (guint) n);
  leave = g_strdup_printf (ngettext ("Leave %u List…", "Leave %u Lists…", n_lists), n_lists);
  gtk_button_set_label (GTK_BUTTON (self->archive), archive);
  gtk_button_set_label (GTK_BUTTON (self->leave), leave);
  gtk_widget_set_visible (self->archive, n > 0);
  gtk_widget_set_visible (self->leave, n_lists > 0);
  gtk_widget_set_visible (self->bar, n > 0 || gtk_widget_get_visible (GTK_WIDGET (self->moving)));
}

static void
chosen_cb (HearthReviewView *self)
{
  for (guint i = 0; i < N_SECTIONS; i++) {
    if (self->sections[i].choosing)
      return;
  }
  update_bar (self);
}

static void
show_rows (HearthReviewView *self, Section *section, guint n)
{
  gboolean all =
      section->all != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (section->all));

  for (; section->n_shown < MIN (n, section->groups->len); section->n_shown++) {
    GtkWidget *row =
        hearth_review_group_row_new (g_ptr_array_index (section->groups, section->n_shown), all);

    g_signal_connect_swapped (row, "chosen", G_CALLBACK (chosen_cb), self);
    gtk_list_box_append (section->list, row);
  }
  gtk_widget_set_visible (section->more, section->n_shown < section->groups->len);
  if (section->n_shown < section->groups->len) {
    guint left = section->groups->len - section->n_shown;
    g_autofree char *label =
        g_strdup_printf (ngettext ("Show %u More", "Show %u More", left), left);

    gtk_button_set_label (GTK_BUTTON (section->more), label);
  }
}

static Section *
find_section (HearthReviewView *self, gpointer widget)
{
  for (guint i = 0; i < N_SECTIONS; i++) {
    if (self->sections[i].more == widget || self->sections[i].all == widget)
      return &self->sections[i];
  }
  return NULL;
}

static void
more_cb (GtkButton *button, gpointer user_data)
{
  HearthReviewView *self = user_data;
  Section *section = find_section (self, button);

  show_rows (self, section, section->groups->len);
  update_bar (self);
}

/* All of it is chosen, also what was not laid out: it is laid out then, so that what is agreed to
 * can be seen. */
static void
all_cb (GtkCheckButton *button, gpointer user_data)
{
  HearthReviewView *self = user_data;
  Section *section = find_section (self, button);
  gboolean active = gtk_check_button_get_active (button);

  section->choosing = TRUE;
  show_rows (self, section, section->groups->len);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (section->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    if (HEARTH_IS_REVIEW_GROUP_ROW (row))
      hearth_review_group_row_set_chosen (HEARTH_REVIEW_GROUP_ROW (row), active);
  }
  section->choosing = FALSE;
  update_bar (self);
}

static void
fill_section (HearthReviewView *self, SectionKind kind, GVariant *groups)
{
  Section *section = &self->sections[kind];
  GtkWidget *row;
  GVariantIter iter;
  GVariant *group;
  gint64 total = 0, count;
  const char *name = "";
  g_autofree char *title = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (section->list))) != NULL)
    gtk_list_box_remove (section->list, row);
  g_ptr_array_set_size (section->groups, 0);
  section->n_shown = 0;
  g_variant_iter_init (&iter, groups);
  while ((group = g_variant_iter_next_value (&iter)) != NULL) {
    g_autoptr (GVariant) owned = group;

    g_variant_lookup (group, "section", "&s", &name);
    if (!g_str_equal (name, kinds[kind].name))
      continue;
    count = 0;
    g_variant_lookup (group, "count", "x", &count);
    total += count;
    g_ptr_array_add (section->groups, g_steal_pointer (&owned));
  }
  /* Translators: the name of a section, and how many mails it has */
  title = g_strdup_printf (_("%s · %'u"), _ (kinds[kind].title), (guint) total);
  gtk_label_set_text (GTK_LABEL (section->title), title);
  gtk_widget_set_visible (section->box, section->groups->len > 0);
  show_rows (self, section, FIRST_ROWS);
}

static void
show_groups (HearthReviewView *self, GVariant *groups)
{
  for (guint i = 0; i < N_SECTIONS; i++)
    fill_section (self, i, groups);
  self->shown = TRUE;
  show_page (self, self->sections[SECTION_UNSUBSCRIBE].groups->len > 0 ||
                           self->sections[SECTION_ARCHIVE].groups->len > 0
                       ? "groups"
                       : "empty");
  update_bar (self);
}

static void start (HearthReviewView *self);

static gpointer
read_action (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_store_actions_get (db, *(gint64 *) data, error);
}

/* What was taken back is in the inbox again, and belongs into the groups. */
static void
action_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthReviewView *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthAction) action =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (action == NULL || action->undone == 0 || action->state != HEARTH_ACTION_DONE ||
      action->id != self->action)
    return;
  self->action = 0;
  start (self);
}

static void
look_whether_undone (HearthReviewView *self)
{
  if (self->action != 0)
    hearth_client_read_async (self->client, read_action,
                              g_memdup2 (&self->action, sizeof self->action), g_free,
                              (GDestroyNotify) hearth_action_free, self->cancellable, action_cb,
                              self);
}

static void
show_moving (HearthReviewView *self, GVariant *state)
{
  gboolean moving = FALSE;
  guint64 moved = 0, to_move = 0;
  const char *problem = "";

  g_variant_lookup (state, "moving", "b", &moving);
  g_variant_lookup (state, "moved", "t", &moved);
  g_variant_lookup (state, "to-move", "t", &to_move);
  g_variant_lookup (state, "moving-problem", "&s", &problem);
  if (moving) {
    /* Translators: how many mails were moved, and how many there are in all */
    g_autofree char *text =
        g_strdup_printf (_("%'u of %'u moved"), (guint) moved, (guint) to_move);

    gtk_label_set_text (self->moving, text);
  } else {
    gtk_label_set_text (self->moving, problem);
    look_whether_undone (self);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->moving), moving || *problem != '\0');
  update_bar (self);
}

static void
show_trouble (HearthReviewView *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_status_page_set_description (self->trouble, escaped);
  show_page (self, "trouble");
}

static void
show_state (HearthReviewView *self, GVariant *state, GVariant *groups)
{
  const char *name = "", *problem = "";
  guint64 done = 0, total = 0;

  g_variant_lookup (state, "state", "&s", &name);
  g_variant_lookup (state, "problem", "&s", &problem);
  g_variant_lookup (state, "done", "t", &done);
  g_variant_lookup (state, "total", "t", &total);
  show_moving (self, state);
  if (g_str_equal (name, "running")) {
    self->shown = FALSE;
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                   total > 0 ? (double) done / (double) total : 0);
    show_page (self, "running");
  } else if (g_str_equal (name, "done")) {
    if (!self->shown)
      show_groups (self, groups);
  } else if (g_str_equal (name, "failed")) {
    show_trouble (self, problem);
  } else if (self->opened) {
    self->opened = FALSE;
    start (self);
  } else {
    show_page (self, "idle");
  }
}

static void
groups_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthReviewView *self = user_data;
  g_autoptr (GVariant) state = NULL;
  g_autoptr (GVariant) groups = NULL;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_review_groups_finish (HEARTH_BUS_DAEMON1 (source), &state, &groups,
                                                    result, &error)) {
    /* What was asked before a new look began is of the one before it. */
    if (self->n_starting == 0)
      show_state (self, state, groups);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *message = hearth_client_dup_message (error);

    show_trouble (self, message);
  }
}

static void
refresh (HearthReviewView *self)
{
  HearthBusDaemon1 *proxy;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) && !self->opened)
    return;
  proxy = get_proxy (self);
  if (proxy != NULL)
    hearth_bus_daemon1_call_review_groups (proxy, self->cancellable, groups_cb, self);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthReviewView *self = user_data;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_start_review_finish (HEARTH_BUS_DAEMON1 (source), result, &error)) {
    self->n_starting--;
    refresh (self);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    self->n_starting--;
    g_autofree char *message = hearth_client_dup_message (error);

    show_trouble (self, message);
  }
}

static void
start (HearthReviewView *self)
{
  HearthBusDaemon1 *proxy = get_proxy (self);
  guint chosen = gtk_drop_down_get_selected (self->age);

  self->shown = FALSE;
  if (proxy == NULL)
    return;
  self->n_starting++;
  hearth_bus_daemon1_call_start_review (proxy, ages[MIN (chosen, G_N_ELEMENTS (ages) - 1)],
                                        self->cancellable, started_cb, self);
}

static void
cancel (HearthReviewView *self)
{
  HearthBusDaemon1 *proxy = get_proxy (self);

  if (proxy != NULL)
    hearth_bus_daemon1_call_cancel_review (proxy, NULL, NULL, NULL);
}

static void
archived_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthReviewView *self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 action = 0;

  if (hearth_bus_daemon1_call_archive_reviewed_finish (HEARTH_BUS_DAEMON1 (source), &action, result,
                                                       &error)) {
    self->shown = FALSE;
    self->action = action;
    hearth_mail_desk_offer_undo (self->desk, _("The chosen mail is archived"), action);
    refresh (self);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    hearth_mail_desk_say (self->desk, message);
  }
  gtk_widget_set_sensitive (self->archive, TRUE);
}

static void
archive (HearthReviewView *self)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  HearthBusDaemon1 *proxy = get_proxy (self);
  guint n_lists;

  if (proxy == NULL || count_chosen (self, keys, NULL, &n_lists) == 0)
    return;
  g_ptr_array_add (keys, NULL);
  gtk_widget_set_sensitive (self->archive, FALSE);
  hearth_bus_daemon1_call_archive_reviewed (proxy, (const char *const *) keys->pdata,
                                            self->cancellable, archived_cb, self);
}

static void
leave (HearthReviewView *self)
{
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_lists;

  count_chosen (self, NULL, messages, &n_lists);
  if (n_lists > 0)
    hearth_leaving_begin (GTK_WIDGET (self), self->desk, (gint64 *) messages->data, messages->len);
}

static void
hearth_review_view_dispose (GObject *object)
{
  HearthReviewView *self = HEARTH_REVIEW_VIEW (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->client);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (hearth_review_view_parent_class)->dispose (object);
}

static void
hearth_review_view_finalize (GObject *object)
{
  HearthReviewView *self = HEARTH_REVIEW_VIEW (object);

  for (guint i = 0; i < N_SECTIONS; i++)
    g_ptr_array_unref (self->sections[i].groups);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_review_view_parent_class)->finalize (object);
}

static void
hearth_review_view_class_init (HearthReviewViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_review_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_review_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_button (const char *label, GCallback clicked, HearthReviewView *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  return button;
}

static GtkWidget *
add_status (HearthReviewView *self, const char *name, const char *title, const char *description,
            GtkWidget *child)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "hearth-mail-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), description);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), child);
  gtk_widget_add_css_class (page, "compact");
  gtk_stack_add_named (GTK_STACK (self->stack), page, name);
  return page;
}

static void
make_status_pages (HearthReviewView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->progress = gtk_progress_bar_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("How far the mail was looked through"), -1);
  gtk_box_append (GTK_BOX (box), self->progress);
  gtk_box_append (GTK_BOX (box), make_button (_("_Stop"), G_CALLBACK (cancel), self));
  add_status (self, "running", _("Looking through Old Mail"), _("Nothing is moved."), box);
  add_status (self, "idle", _("Old Mail"),
              _("Sorted into lists to leave, mail to archive, and mail to keep. Nothing is moved "
                 "without your yes."),
              make_button (_("_Look through It"), G_CALLBACK (start), self));
  add_status (self, "empty", _("Nothing to Tidy"),
              _("There is no old mail in the inbox that could be put away."),
              make_button (_("_Look Again"), G_CALLBACK (start), self));
  self->trouble =
      ADW_STATUS_PAGE (add_status (self, "trouble", _("That Did Not Work"), "",
                                   make_button (_("_Try Again"), G_CALLBACK (start), self)));
}

static void
make_section (HearthReviewView *self, SectionKind kind, GtkWidget *page)
{
  Section *section = &self->sections[kind];
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  section->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  section->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  section->title = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (section->title), 0);
  gtk_widget_set_hexpand (section->title, TRUE);
  gtk_widget_add_css_class (section->title, "section");
  gtk_box_append (GTK_BOX (header), section->title);
  if (kind != SECTION_KEEP) {
    section->all = gtk_check_button_new_with_label (_("All"));
    gtk_check_button_set_active (GTK_CHECK_BUTTON (section->all), kind == SECTION_ARCHIVE);
    gtk_widget_set_valign (section->all, GTK_ALIGN_END);
    g_signal_connect (section->all, "toggled", G_CALLBACK (all_cb), self);
    gtk_box_append (GTK_BOX (header), section->all);
  }
  section->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (section->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (section->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (section->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (kinds[kind].title), -1);
  section->more = gtk_button_new ();
  gtk_widget_add_css_class (section->more, "flat");
  gtk_widget_set_margin_top (section->more, 6);
  g_signal_connect (section->more, "clicked", G_CALLBACK (more_cb), self);
  gtk_box_append (GTK_BOX (section->box), header);
  gtk_box_append (GTK_BOX (section->box), GTK_WIDGET (section->list));
  gtk_box_append (GTK_BOX (section->box), section->more);
  gtk_box_append (GTK_BOX (page), section->box);
}

static void
make_age (HearthReviewView *self, GtkWidget *page)
{
  const char *const names[] = { _("a month"), _("half a year"), _("a year"), _("two years"),
                                NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_("Older than"));

  self->age = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (names));
  hearth_entry_rows_name_inside (GTK_WIDGET (self->age), _("Older than"));
  g_signal_connect_swapped (self->age, "notify::selected", G_CALLBACK (start), self);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->age));
  gtk_box_append (GTK_BOX (page), box);
}

static void
make_groups_page (HearthReviewView *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 680);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 640);
  gtk_widget_add_css_class (page, "page");
  make_age (self, page);
  for (guint i = 0; i < N_SECTIONS; i++)
    make_section (self, i, page);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_stack_add_named (GTK_STACK (self->stack), scroller, "groups");
}

static void
make_bar (HearthReviewView *self)
{
  self->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->bar, "bottom-bar");
  gtk_widget_add_css_class (self->bar, "tools");
  self->moving = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->moving, 0);
  gtk_label_set_ellipsize (self->moving, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->moving), "dim-label");
  gtk_widget_set_hexpand (GTK_WIDGET (self->moving), TRUE);
  self->leave = make_button ("", G_CALLBACK (leave), self);
  self->archive = make_button ("", G_CALLBACK (archive), self);
  gtk_widget_add_css_class (self->archive, "suggested-action");
  gtk_widget_set_hexpand (self->archive, TRUE);
  gtk_widget_set_halign (self->archive, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (self->bar), GTK_WIDGET (self->moving));
  gtk_box_append (GTK_BOX (self->bar), self->leave);
  gtk_box_append (GTK_BOX (self->bar), self->archive);
}

static void
hearth_review_view_init (HearthReviewView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->cancellable = g_cancellable_new ();
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  make_status_pages (self);
  make_groups_page (self);
  make_bar (self);
  gtk_box_append (GTK_BOX (box), self->stack);
  gtk_box_append (GTK_BOX (box), self->bar);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  show_page (self, "idle");
  update_bar (self);
}

/**
 * hearth_review_view_new:
 * @desk: where what is done is told and taken back
 *
 * Returns: (transfer floating): the page on old mail
 */
GtkWidget *
hearth_review_view_new (HearthMailDesk *desk)
{
  HearthReviewView *self = g_object_new (HEARTH_TYPE_REVIEW_VIEW, NULL);

  self->desk = g_object_ref (desk);
  self->client = g_object_ref (hearth_mail_desk_get_client (desk));
  g_signal_connect_swapped (self->client, "changed::review", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (self->client, "changed::moving", G_CALLBACK (refresh), self);
  /* A few are taken back at once. */
  g_signal_connect_swapped (self->client, "changed::messages", G_CALLBACK (look_whether_undone),
                            self);
  return GTK_WIDGET (self);
}

/**
 * hearth_review_view_open:
 * @self: the page
 *
 * Shows what was found, or begins to look if nobody did.
 */
void
hearth_review_view_open (HearthReviewView *self)
{
  self->opened = TRUE;
  refresh (self);
}
