/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-today-list.h"

#include <glib/gi18n.h>

/* So many things are named at once, so that the day stays in sight; one more is shown rather than a
 * row that says "1 more". */
#define FIRST 3

/**
 * HearthTodayList:
 *
 * A titled list of what needs the owner, or of what they wait for. It unfolds, and hides when there
 * is nothing.
 */
struct _HearthTodayList {
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkListBox *list;
  GPtrArray *all; /* (owned) (nullable) (element-type HearthCommitment) */
  HearthTodayRowFunc func;
  gboolean unfolded;
};

G_DEFINE_FINAL_TYPE (HearthTodayList, hearth_today_list, GTK_TYPE_WIDGET)

static GtkWidget *
make_more_row (guint n_more)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", n_more), n_more);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "more");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return row;
}

static void
fill (HearthTodayList *self)
{
  guint n_listed = self->unfolded || self->all->len <= FIRST + 1 ? self->all->len : FIRST;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < n_listed; i++)
    gtk_list_box_append (self->list, self->func (g_ptr_array_index (self->all, i)));
  if (n_listed < self->all->len)
    gtk_list_box_append (self->list, make_more_row (self->all->len - n_listed));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  HearthTodayList *self = user_data;
  int index = gtk_list_box_row_get_index (row);

  /* The rows of messages have an action of their own. */
  if (gtk_actionable_get_action_name (GTK_ACTIONABLE (row)) != NULL)
    return;
  self->unfolded = TRUE;
  fill (self);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, index)));
}

static gboolean
is_same (const HearthCommitment *one, const HearthCommitment *two)
{
  if (one->message->id != two->message->id ||
      g_strcmp0 (one->message->reason, two->message->reason) != 0 ||
      (one->finding == NULL) != (two->finding == NULL))
    return FALSE;
  return one->finding == NULL ||
         (one->finding->id == two->finding->id && one->finding->changed == two->finding->changed &&
          g_str_equal (one->finding->text, two->finding->text));
}

static gboolean
are_same (GPtrArray *shown, GPtrArray *all)
{
  if (shown == NULL || shown->len != all->len)
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    if (!is_same (g_ptr_array_index (shown, i), g_ptr_array_index (all, i)))
      return FALSE;
  }
  return TRUE;
}

static void
hearth_today_list_dispose (GObject *object)
{
  HearthTodayList *self = HEARTH_TODAY_LIST (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  G_OBJECT_CLASS (hearth_today_list_parent_class)->dispose (object);
}

static void
hearth_today_list_class_init (HearthTodayListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_today_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
hearth_today_list_init (HearthTodayList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_widget_add_css_class (self->title, "section");
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_parent (self->title, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
}

/**
 * hearth_today_list_set:
 * @self: a list
 * @title: what it is a list of
 * @all: (nullable) (element-type HearthCommitment): what to list
 * @func: makes the rows
 *
 * Shows a list. Rows that did not change stay: somebody may be about to press one.
 */
void
hearth_today_list_set (HearthTodayList *self, const char *title, GPtrArray *all,
                       HearthTodayRowFunc func)
{
  gboolean any = all != NULL && all->len > 0;

  gtk_widget_set_visible (GTK_WIDGET (self), any);
  if (!any || are_same (self->all, all))
    return;
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  self->func = func;
  g_ptr_array_ref (all);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  self->all = all;
  fill (self);
}
