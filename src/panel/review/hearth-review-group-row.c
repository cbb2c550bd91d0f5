/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-review-group-row.h"

#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

/**
 * HearthReviewGroupRow:
 *
 * A group of old mail: whose it is, why it is here, how many; its newest mails when it is
 * opened.
 */
struct _HearthReviewGroupRow {
  AdwExpanderRow parent_instance;

  GtkWidget *check; /* (nullable): of what is kept there is nothing to choose */
  GVariant *group;  /* (owned) */
  gboolean filled;
};

G_DEFINE_FINAL_TYPE (HearthReviewGroupRow, hearth_review_group_row, ADW_TYPE_EXPANDER_ROW)

enum {
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_text (HearthReviewGroupRow *self, const char *key)
{
  const char *text = "";

  g_variant_lookup (self->group, key, "&s", &text);
  return text;
}

static gint64
get_number (HearthReviewGroupRow *self, const char *key)
{
  gint64 number = 0;

  g_variant_lookup (self->group, key, "x", &number);
  return number;
}

/* The samples are made when somebody looks: there are hundreds of groups. */
static void
expanded_cb (HearthReviewGroupRow *self)
{
  g_autoptr (GVariantIter) samples = NULL;
  gint64 now = hearth_clock_now ();
  gint64 id, date;
  const char *subject;

  if (self->filled || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)) ||
      !g_variant_lookup (self->group, "samples", "a(xxs)", &samples))
    return;
  self->filled = TRUE;
  while (g_variant_iter_next (samples, "(xx&s)", &id, &date, &subject)) {
    GtkWidget *row = adw_action_row_new ();
    g_autofree char *day = hearth_format_day_short (date, now);
    GtkWidget *label = gtk_label_new (day);

    adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                   *subject != '\0' ? subject : _("Without a subject"));
    adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
    gtk_widget_add_css_class (label, "dim-label");
    gtk_widget_add_css_class (label, "small");
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-message");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", id);
    adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  }
}

static void
toggled_cb (HearthReviewGroupRow *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
hearth_review_group_row_finalize (GObject *object)
{
  g_clear_pointer (&HEARTH_REVIEW_GROUP_ROW (object)->group, g_variant_unref);
  G_OBJECT_CLASS (hearth_review_group_row_parent_class)->finalize (object);
}

static void
hearth_review_group_row_class_init (HearthReviewGroupRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_review_group_row_finalize;
  /**
   * HearthReviewGroupRow::chosen:
   *
   * The owner chose it, or not any more.
   */
  signals[CHOSEN] = g_signal_new ("chosen", HEARTH_TYPE_REVIEW_GROUP_ROW, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_review_group_row_init (HearthReviewGroupRow *self)
{
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
  hearth_entry_rows_name (GTK_WIDGET (self));
}

static void
add_check (HearthReviewGroupRow *self, gboolean chosen)
{
  g_autofree char *label = NULL;

  /* Translators: %s is a sender or a list */
  label = g_strdup_printf (_("Choose the mail of %s"), get_text (self, "title"));
  self->check = gtk_check_button_new ();
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), chosen);
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (toggled_cb), self);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), self->check);
}

/**
 * hearth_review_group_row_new:
 * @group: a group, as the service's ReviewGroups gives it
 * @chosen: whether it is chosen at first
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
hearth_review_group_row_new (GVariant *group, gboolean chosen)
{
  HearthReviewGroupRow *self = g_object_new (HEARTH_TYPE_REVIEW_GROUP_ROW, NULL);
  g_autofree char *number = NULL;
  GtkWidget *count;

  self->group = g_variant_ref (group);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), get_text (self, "title"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), get_text (self, "reason"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), get_text (self, "address"));
  number = g_strdup_printf ("%'" G_GINT64_FORMAT, get_number (self, "count"));
  count = gtk_label_new (number);
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "numeric");
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), count);
  if (g_strcmp0 (get_text (self, "section"), "keep") != 0)
    add_check (self, chosen);
  return GTK_WIDGET (self);
}

/**
 * hearth_review_group_row_is_chosen:
 * @self: a row
 *
 * Returns: whether its owner chose it
 */
gboolean
hearth_review_group_row_is_chosen (HearthReviewGroupRow *self)
{
  return self->check != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check));
}

/**
 * hearth_review_group_row_set_chosen:
 * @self: a row
 * @chosen: whether it is chosen
 */
void
hearth_review_group_row_set_chosen (HearthReviewGroupRow *self, gboolean chosen)
{
  if (self->check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), chosen);
}

/**
 * hearth_review_group_row_get_key:
 * @self: a row
 *
 * Returns: what names its group
 */
const char *
hearth_review_group_row_get_key (HearthReviewGroupRow *self)
{
  return get_text (self, "key");
}

/**
 * hearth_review_group_row_get_count:
 * @self: a row
 *
 * Returns: how many mails its group has
 */
gint64
hearth_review_group_row_get_count (HearthReviewGroupRow *self)
{
  return get_number (self, "count");
}

/**
 * hearth_review_group_row_get_message:
 * @self: a row
 *
 * Returns: the message that says how its list is left, or 0
 */
gint64
hearth_review_group_row_get_message (HearthReviewGroupRow *self)
{
  return get_number (self, "list-message");
}
